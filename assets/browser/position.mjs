// The page's half of the position port: only a page may ask where the phone is, and Python runs in a worker.
// Every fix is passed on in the order it came and each once: the same fix told twice in a row is one.
const TROUBLE = {1: 'denied', 2: 'unavailable', 3: 'timeout'};
const OPTIONS = {enableHighAccuracy: true, maximumAge: 0, timeout: 60_000};

export function positionFor(post) {
  let watch = null;
  let last = '';

  function onFix(position) {
    const {latitude, longitude, accuracy} = position.coords;
    const fix = [Math.round(position.timestamp), latitude, longitude, accuracy];
    if (fix.join() === last) return;
    last = fix.join();
    post({kind: 'fix', fix});
  }

  const onTrouble = error => post({kind: 'position-trouble', code: TROUBLE[error.code] ?? 'unavailable'});

  function stop() {
    if (watch !== null) navigator.geolocation.clearWatch(watch);
    watch = null;
  }

  function start() {
    stop();
    last = '';
    if (!navigator.geolocation) return onTrouble({code: 2});
    watch = navigator.geolocation.watchPosition(onFix, onTrouble, OPTIONS);
  }

  return {start, stop};
}
