// What only a page may ask of the phone before a walk: its battery, its position's permission, its camera.
// Nobody is asked anything here. What this browser does not tell is null.
const orNull = asked => asked().catch(() => null);

async function battery() {
  const {level, charging} = await navigator.getBattery();
  return {level, charging};
}

async function position() {
  if (!navigator.geolocation) return 'missing';
  return (await navigator.permissions.query({name: 'geolocation'})).state;
}

async function camera() {
  return (await navigator.mediaDevices.enumerateDevices()).some(device => device.kind === 'videoinput');
}

/** As JSON, for Python: see ports.Equipped. */
export async function equipment() {
  const [power, place, lens] = await Promise.all([battery, position, camera].map(orNull));
  return JSON.stringify({
    battery: power?.level ?? null, charging: power?.charging ?? false, position: place, camera: lens,
  });
}
