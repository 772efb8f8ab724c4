// The service worker's registration: the app kept on the phone, and its newer versions.
//
// It is registered when the first screen stands, so that fetching for later never slows the first start. A new version
// waits beside the old one. It is taken into use when every tab is closed, when a person asks for it, or when the app
// is opened anew; never while a walk is under way, and always with a reload: no page ever mixes two versions.
const DISK = 'fieldwalk-disk';   // the lock of the tab that runs the app
const PATIENCE_MS = 4000;

const workers = navigator.serviceWorker;
const wasReady = Boolean(workers?.controller);
let asked = false;
let heard = () => {};

const isReady = () => Boolean(workers?.controller);

function changed() {
  document.documentElement.dataset.offline = 'ready';
  if (wasReady) location.reload();
}

async function waitingVersion() {
  return (await workers?.getRegistration())?.waiting;
}

/** Tells when a newer version has come down whole. */
function watch(registration) {
  if (registration.waiting) heard();
  registration.addEventListener('updatefound', () => {
    const fresh = registration.installing;
    fresh?.addEventListener('statechange', () => { if (fresh.state === 'installed' && wasReady) heard(); });
  });
}

async function register() {
  if (asked || !workers) return;
  asked = true;
  try {
    watch(await workers.register('/sw.js', {updateViaCache: 'none'}));
    await workers.ready;
  } catch (error) {
    console.info(`not available offline yet: ${error.message}`);
  }
}

/** Takes the waiting version into use and reloads; false when there is none, or when a walk is under way. */
async function apply() {
  const fresh = await waitingVersion();
  if (!fresh || globalThis.fieldwalkMarking.walk()) return false;
  fresh.postMessage('apply');
  return true;
}

/** At the start: a waiting version is taken first, when no other tab runs the app. The reload comes by itself. */
async function renew() {
  if (!isReady() || globalThis.fieldwalkMarking.walk()) return;
  const [fresh, locks] = await Promise.all([waitingVersion(), navigator.locks.query()]);
  if (!fresh || locks.held.some(lock => lock.name === DISK)) return;
  await globalThis.fieldwalkMarking.recall().catch(() => undefined);
  await apply();
  await new Promise(resolve => setTimeout(resolve, PATIENCE_MS));  // should it never come, this version still works
}

workers?.addEventListener('controllerchange', changed);
if (isReady()) document.documentElement.dataset.offline = 'ready';

export const offline = {
  apply,
  isReady,
  isWaiting: async () => Boolean(await waitingVersion()),
  listen(act) { heard = act; },
  register,
  renew,
};
