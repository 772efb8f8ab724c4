// The mark button of the first screen: it works before Flutter and Python do.
//
// Each tap is one mark with an identity and a moment of its own. It is said to be saved when it is on the disk. The
// position is the phone's latest; when there is none yet, the mark is saved without, and the place follows under the
// same identity. A classic script in index.html.
globalThis.fieldwalkMarking = (() => {
  const FLAG = 'fieldwalk.walk';     // the walk under way, as the app last said: a hint, never the truth
  const FRESH_MS = 15_000;
  const ASK = {enableHighAccuracy: true, maximumAge: 5_000, timeout: 60_000};

  let latest = null;
  let asking = false;
  let unplaced = [];

  /** A UUID of version 7 (RFC 9562): sorts by its moment. */
  function identity(now) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    for (let at = 5, left = now; at >= 0; at -= 1, left = Math.floor(left / 256)) bytes[at] = left % 256;
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map(byte => byte.toString(16).padStart(2, '0')).join('');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  function walk() {
    try {
      return JSON.parse(localStorage.getItem(FLAG));
    } catch {
      return null;
    }
  }

  function note(found) {
    if (found) localStorage.setItem(FLAG, JSON.stringify(found));
    else localStorage.removeItem(FLAG);
  }

  function remember(found) {
    note(found);
    fieldwalkInbox.remember(found).catch(() => undefined);
  }

  /** True when the last start was killed before its flag was on the disk, and the flag had to be put right. */
  async function recall() {
    const known = walk();
    const kept = await fieldwalkInbox.recall();
    if (kept === undefined || (kept?.id === known?.id && kept?.title === known?.title)) return false;
    note(kept);
    return true;
  }

  function placed({coords, timestamp}) {
    asking = false;
    latest = {at: timestamp, place: [coords.latitude, coords.longitude, coords.accuracy]};
    const late = unplaced;
    unplaced = [];
    for (const mark of late) {
      // Under a key of its own: the app may have taken the mark over already.
      fieldwalkInbox.keep({...mark, key: `${mark.id}/place`, position: latest.place}).catch(() => undefined);
    }
  }

  function locate() {
    if (asking || !navigator.geolocation) return;
    asking = true;
    navigator.geolocation.getCurrentPosition(placed, () => { asking = false; }, ASK);
  }

  /** Asks for no permission: only looks where that has been allowed before. */
  async function locateIfAllowed() {
    const permission = await navigator.permissions?.query({name: 'geolocation'});
    if (permission?.state === 'granted') locate();
  }

  /** Resolves when the mark is on the disk. `now` is the tap's own moment: the page may have been busy since. */
  async function mark(now = Date.now()) {
    const id = identity(now);
    const known = latest && now - latest.at < FRESH_MS ? latest.place : null;
    const made = {key: id, id, at: now, position: known, walk: walk()?.id ?? null};
    await fieldwalkInbox.keep(made);
    if (known) return;
    unplaced.push(made);
    locate();
  }

  return {
    mark,
    walk,
    remember,
    recall,
    locateIfAllowed: () => locateIfAllowed().catch(() => undefined),
    /** Whether a mark has somewhere to go: a walk under way, or one that is just being joined. */
    wanted: () => Boolean(walk()) || location.pathname.startsWith('/join/'),
  };
})();
