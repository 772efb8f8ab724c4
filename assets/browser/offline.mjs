// The service worker's registration. It is asked for when the first screen stands, so that fetching for later
// never slows the first start. A new version waits until every tab of the old one is closed: never a mix.
let asked = false;

function mark() {
  document.documentElement.dataset.offline = 'ready';
}

async function register() {
  if (asked || !navigator.serviceWorker) return;
  asked = true;
  try {
    await navigator.serviceWorker.register('/sw.js', {updateViaCache: 'none'});
    await navigator.serviceWorker.ready;
  } catch (error) {
    console.info(`not available offline yet: ${error.message}`);
  }
}

const isReady = () => Boolean(navigator.serviceWorker?.controller);
navigator.serviceWorker?.addEventListener('controllerchange', mark);
if (isReady()) mark();

export const offline = {register, isReady};
