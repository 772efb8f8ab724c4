// The worker: Python, the walker's disk and everything that Python asks of the browser.
//
// It starts at once, side by side with Flutter: own the disk, start Python, import the app; when Flutter
// connects the app is already waiting. Python never runs when the disk belongs to another tab, or when a commit
// would not reach it.
import {isRepaired} from './fsync.mjs';
import {built} from './built.mjs';
import {bridge, hear, page} from './bridge.mjs';
import {settled} from './files.mjs';
import * as snapshot from './snapshot.mjs';
import {diskOver, openSlots} from './disk.mjs';

const LOCK = 'fieldwalk-disk';
const FOLDER = 'database';
// damaged-N.db are where a file that cannot be read is set aside; probe.db is only for the check below.
const SPARES = [1, 2, 3].flatMap(n => [`damaged-${n}.db`, `damaged-${n}.db-wal`]);
const SLOTS = ['fieldwalk.db', 'fieldwalk.db-wal', 'fieldwalk.db-journal', ...SPARES, 'probe.db'];

const PROBE = `
import sqlite3
with sqlite3.connect("/data/probe.db", isolation_level=None) as probe:
    probe.execute("pragma journal_mode=off")
    probe.execute("pragma synchronous=full")
    beats = probe.execute("pragma user_version").fetchone()[0]
    probe.execute(f"pragma user_version={beats % 1000000 + 1}")
probe.close()
`;
const RUN = `import runpy; runpy.run_module(${JSON.stringify(built.entry)}, run_name="__main__")`;

class Trouble extends Error {
  constructor(code, cause) {
    super(`fieldwalk could not start: ${code}`, {cause});
    this.code = code;
  }
}

const tell = message => self.postMessage(message);
const reached = step => tell({kind: 'step', step});

let slots = new Map();
let letGo = null;      // gives the disk back, while this worker owns it
let waiting = null;    // aborts the waiting for the disk, while this worker waits
const owners = new BroadcastChannel(LOCK);

/** True once the disk is ours: until letGo() is called, and until the browser takes the worker away. */
const lock = options => new Promise((resolve, reject) => {
  navigator.locks.request(LOCK, options, held => {
    resolve(Boolean(held));
    return held ? new Promise(release => { letGo = release; }) : undefined;
  }).catch(reject);
});

/** Resolves when this worker owns the disk; says so to the page when it has to wait for another tab. */
async function ownDisk() {
  if (await lock({ifAvailable: true})) return;
  tell({kind: 'busy'});
  for (let mine = false; !mine;) {
    waiting = new AbortController();
    mine = await lock({signal: waiting.signal}).catch(error => {
      if (error.name !== 'AbortError') throw error;
      return false;  // another waiting tab was asked to take over: we wait behind it
    });
  }
  waiting = null;
  tell({kind: 'free'});
}

async function openDisk() {
  try {
    await ownDisk();
    slots = await openSlots(FOLDER, SLOTS);
    return slots;
  } catch (error) {
    throw new Trouble('disk', error);
  }
}

/** Another tab takes over: write what is still held, close everything, and only then let go of the disk. */
async function stepBack() {
  const release = letGo;
  letGo = null;
  await started.catch(() => undefined);
  await bridge.leave();
  await settled();
  for (const handle of slots.values()) handle.close();
  release();
  tell({kind: 'stepped-back'});
}

owners.onmessage = () => {
  if (waiting) waiting.abort();
  else if (letGo) stepBack();
};

async function fetchBytes(url) {
  const reply = await fetch(url);
  if (!reply.ok) throw new Trouble('network', new Error(`${url}: ${reply.status}`));
  return new Uint8Array(await reply.arrayBuffer());
}

/** Python with everything imported: from the snapshot when there is one, else the long way, leaving a snapshot. */
async function startPython() {
  const archive = fetchBytes(`/${built.archive}`);
  const image = await snapshot.load();
  snapshot.roomy(image);
  const {loadPyodide} = await import('/pyodide/pyodide.mjs');
  const python = await loadPyodide({
    packageBaseUrl: `${self.location.origin}/pyodide/`,
    stdout: text => console.log(text),
    stderr: text => console.warn(text),
    ...(image ? {_loadSnapshot: image} : {_makeSnapshot: true}),
  });
  reached('python');
  python.FS.writeFile('/app.zip', await archive, {canOwn: true});
  if (image) reached('snapshot');
  else {
    python.runPython(built.warm);
    snapshot.keep(python.makeMemorySnapshot());
  }
  python.registerJsModule('flet_js', flet);
  python.registerJsModule('fieldwalk_browser', bridge);
  python.runPython(built.ready);
  reached('imports');
  return python;
}

/** A snapshot that does not start is never tried twice. */
async function startWhole() {
  try {
    return await startPython();
  } catch (error) {
    if (!await snapshot.load()) throw error;
    await snapshot.drop();
    tell({kind: 'again'});
    return await new Promise(() => {});
  }
}

function mount(python) {
  python.FS.mkdirTree('/data');
  python.FS.mount(diskOver(python.FS, slots, bridge.disk), {}, '/data');
  const before = bridge.disk.flushes;
  python.runPython(PROBE);
  if (!isRepaired() || bridge.disk.flushes === before) throw new Trouble('not-durable');
}

const flet = {documentUrl: null, args: null};

function sendToFlutter(message) {
  const bytes = message.toJs();
  self.postMessage(bytes, [bytes.buffer]);
}

async function start() {
  const [python] = await Promise.all([
    startWhole(),
    openDisk(),
  ]);
  mount(python);
  reached('disk');
  await page;
  python.runPython(RUN);
  if (typeof flet.start_connection !== 'function') throw new Trouble('entry');
  reached('app');
}

const started = start().catch(error => {
  console.error(error, error.cause ?? '');
  tell({kind: 'trouble', code: error.code ?? 'start'});
  throw error;
});
started.catch(() => undefined);

let connected = null;
async function connect(documentUrl) {
  await started;
  flet.documentUrl = documentUrl;
  // Flutter may come a second time after a pause of its own; Python listens already.
  connected ??= flet.start_connection(sendToFlutter);
  await connected;
  tell({kind: 'connected'});
}

self.onmessage = ({data}) => {
  if (data instanceof Uint8Array) return flet.send?.(data);
  if (data.kind === 'connect') return connect(data.documentUrl).catch(() => undefined);
  if (data.kind === 'take') return owners.postMessage('take');
  return hear(data);
};
