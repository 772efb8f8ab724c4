// The page: starts Python and Flutter side by side, carries messages between them, and lends the worker what
// only a page has: the position, lasting storage, the words shown before the app is there.
import {equipment} from './equipment.mjs';
import {offline} from './offline.mjs';
import {positionFor} from './position.mjs';
import {loudspeakerFor, microphoneFor} from './voice.mjs';

const firstScreen = globalThis.fieldwalkFirstScreen;  // it stands in index.html

const TAKE = 'fieldwalk.take';  // this tab was reloaded to take the app back

/** Another tab owns the disk: it is asked to hand over when the person says so. */
function busy() {
  const take = () => post({kind: 'take'});
  firstScreen.busy(take);
  if (sessionStorage.getItem(TAKE)) take();
  sessionStorage.removeItem(TAKE);
}

/** The other tab has the disk now: nothing here may run on. */
function steppedBack() {
  worker.terminate();
  microphone.stop();
  loudspeaker.stop();
  // Not sooner: a field that loses its focus so is emptied by Flutter, and Python would hear it.
  document.querySelector('flutter-view')?.setAttribute('inert', '');
  firstScreen.away(() => { sessionStorage.setItem(TAKE, '1'); location.reload(); });
}

await offline.renew();  // at once, except where a newer version waits and nobody is walking
const worker = new Worker(new URL('./worker.mjs', import.meta.url), {type: 'module', name: 'fieldwalk'});
const post = message => worker.postMessage(message);
const position = positionFor(post);
const microphone = microphoneFor(post);
const loudspeaker = loudspeakerFor(post);

let toFlutter = null;
let connected;
const connection = new Promise((resolve, reject) => { connected = {resolve, reject}; });

/** Flutter has drawn what Python sent when two more frames have passed. */
const afterTwoFrames = action => requestAnimationFrame(() => requestAnimationFrame(action));

let packets = 0;
function fromPython(bytes) {
  toFlutter?.(bytes);
  packets += 1;
  if (packets <= 2) firstScreen.step(`packet-${packets}`);
  // The first packet only registers the page; the second holds the first screen.
  if (packets === 2) afterTwoFrames(() => { firstScreen.lift(); offline.register(); });
}

const answers = {
  typed: async () => true,  // what was typed before the question is on its way before the answer
  equipment,
  persist: async () => (await navigator.storage?.persist?.()) ?? false,
  offline: async () => offline.isReady(),
  update: offline.isWaiting,
  apply: offline.apply,
  record: microphone.start,
  play: loudspeaker.play,
};

const hearing = {
  step: ({step}) => firstScreen.step(step),
  busy,
  'stepped-back': steppedBack,
  free: () => firstScreen.waiting(),
  again: () => location.reload(),
  connected: () => connected.resolve(),
  trouble({code}) {
    firstScreen.trouble(code);
    offline.register();  // a newer version may be the cure, and can only come this way
    connected.reject(new Error(code));
  },
  walk: ({walk}) => fieldwalkMarking.remember(walk),
  language: ({language}) => firstScreen.speak(language),
  position: ({start}) => (start ? position.start() : position.stop()),
  'record-stop': microphone.stop,
  'play-stop': loudspeaker.stop,
  ask: async ({id, what, given}) => post({kind: 'answer', id, value: await answers[what](given).catch(() => false)}),
};

offline.listen(() => post({kind: 'update'}));
worker.onmessage = ({data}) => (data instanceof Uint8Array ? fromPython(data) : hearing[data.kind]?.(data));
worker.onerror = event => { console.error(event.message); hearing.trouble({code: 'worker'}); };
connection.catch(() => undefined);

const JUST_NOW_MS = 2000;
const SAVING_MS = 400;   // as long as a browser waits for a page that it closes
let typedAt = -JUST_NOW_MS;

// A page that is put away may never be seen again, and one that is closed only says so.
const putAway = () => { if (document.visibilityState === 'hidden') post({kind: 'hidden'}); };
document.addEventListener('visibilitychange', putAway);
window.addEventListener('pagehide', () => {
  post({kind: 'hidden'});
  // The worker ends with the page. Words that were typed just now are given the moment that saving them takes.
  const end = performance.now() + (performance.now() - typedAt < JUST_NOW_MS ? SAVING_MS : 0);
  while (performance.now() < end);
});
document.addEventListener('input', () => { typedAt = performance.now(); }, true);

post({
  kind: 'page',
  facts: {url: document.URL, language: navigator.language, languages: [...navigator.languages]},
});

// The three functions that Flet's Dart client calls.
globalThis.jsConnect = async (appId, args, onMessage) => {
  toFlutter = onMessage;
  firstScreen.step('connect');
  post({kind: 'connect', documentUrl: document.URL});
  await connection;
};
globalThis.jsSend = async (appId, data) => worker.postMessage(data, [data.buffer]);
globalThis.jsDisconnect = async () => { toFlutter = null; };

window.addEventListener('flutter-first-frame', () => firstScreen.step('flutter'), {once: true});
const flutter = document.createElement('script');
flutter.src = 'flutter_bootstrap.js';
flutter.onerror = () => hearing.trouble({code: 'network'});
document.body.append(flutter);
