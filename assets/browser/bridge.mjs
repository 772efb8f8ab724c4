// What Python sees of the browser: the module `fieldwalk_browser`. Everything here answers with plain values;
// refusals and their words are Python's. Nothing is `undefined`: that is None there, null is an object.
import './inbox.js';
import * as files from './files.mjs';
import {send} from './network.mjs';
import {prepare} from './photos.mjs';

let facts = null;
let tellFacts;
/** Resolves when the page has told its address and languages. */
export const page = new Promise(resolve => { tellFacts = resolve; });

let onLeave = null;
let onHidden = null;
let onUpdate = null;
let onFix = null;
let onTrouble = null;
let hearing = {};  // of the recording under way: part, level, end
let onSoundEnd = null;
const questions = new Map();
let lastQuestion = 0;

/** Asks the page for what only a page may do, with what it needs for it. */
function ask(what, given) {
  const id = ++lastQuestion;
  self.postMessage({kind: 'ask', id, what, given});
  return new Promise(resolve => questions.set(id, resolve));
}

async function estimate() {
  const {usage = 0, quota = 0} = await navigator.storage.estimate();
  return [usage, Math.max(0, quota - usage)];
}

const PATIENCE_MS = 500;
const LISTENING_MS = 600;  // a word that was typed passes many turns of Python's loop before it is in its hands
const PAUSE_MS = 25;

const after = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Resolves when what the page has sent is in Python's hands. Calls `act` on the way, again and again. */
async function heardOut(act = () => {}) {
  for (const end = performance.now() + LISTENING_MS; performance.now() < end;) {
    await after(PAUSE_MS);
    act();
  }
}

/** What cannot be written was never confirmed: it stops nothing. */
function attempt(act) {
  try {
    act?.();
  } catch (error) {
    console.error(error);
  }
}

/** This may be the last moment: first what is known, then what was on its way. */
async function hidden() {
  attempt(onHidden);
  await heardOut(() => attempt(onHidden));
}

/** Whether bytes cost money: only some browsers say, and then this worker hears it too. */
const metered = () => Boolean(navigator.connection?.saveData || navigator.connection?.type === 'cellular');
/** Whether it says at all what kind of network it is on. */
function networkTold() {
  try {
    return navigator.connection?.type !== undefined;
  } catch {
    return false;
  }
}

export const bridge = {
  disk: {flushes: 0, writes: 0, lastError: ''},
  page: () => facts,
  fileSave: files.save,
  fileLoad: files.load,
  fileRemove: files.remove,
  fileNames: files.names,
  prepare,
  send,
  metered,
  networkTold,
  persist: () => ask('persist'),
  offlineReady: () => ask('offline'),
  equipment: () => ask('equipment').then(told => told || ''),
  estimate,
  marksWaiting: () => fieldwalkInbox.waiting().then(JSON.stringify),
  marksForget: keys => fieldwalkInbox.forget([...keys]),
  marksListen: heard => fieldwalkInbox.listen(() => heard()),
  /** Calls `act` once, when the disk goes over to another tab: the last moment to write. */
  whenLeaving(act) { onLeave = act; },
  /** Calls `act` whenever the page is put away or closed. */
  whenHidden(act) { onHidden = act; },
  async leave() {
    await Promise.race([ask('typed'), after(PATIENCE_MS)]);  // a page that is frozen never answers
    await heardOut();
    attempt(onLeave);  // the disk is let go whatever comes of it
    onLeave = onHidden = null;
  },
  /** The app cannot run: the page says why. */
  giveUp(code) { self.postMessage({kind: 'trouble', code}); },
  updateWaiting: () => ask('update'),
  updateApply: () => ask('apply'),
  updateListen(heard) { onUpdate = heard; },
  /** The walk for which the first screen of the next start shows its mark button; null for none. */
  rememberWalk(id, title) { self.postMessage({kind: 'walk', walk: id ? {id, title} : null}); },
  /** The app speaks this language now: the page around it and the next first screen do too. */
  speak(language) { self.postMessage({kind: 'language', language}); },
  positionStart(fix, trouble) {
    onFix = fix;
    onTrouble = trouble;
    self.postMessage({kind: 'position', start: true});
  },
  positionStop() {
    self.postMessage({kind: 'position', start: false});
    onFix = onTrouble = null;
  },
  /** Resolves to "" when the microphone records, else to why not. */
  recordStart(longest, largest, part, level, end) {
    hearing = {part, level, end};
    return ask('record', {longest, largest}).then(said => (said === false ? 'missing' : said));
  },
  recordStop() { self.postMessage({kind: 'record-stop'}); },
  /** Resolves to whether it sounds; `end` is called when it has come to its end. */
  play(content, kind, end) {
    onSoundEnd = end;
    return ask('play', {content, kind});
  },
  playStop() {
    onSoundEnd = null;
    self.postMessage({kind: 'play-stop'});
  },
};

const told = {
  page(message) { facts = message.facts; tellFacts(); },
  fix: message => onFix?.(...message.fix),
  'position-trouble': message => onTrouble?.(message.code),
  'voice-part': message => hearing.part?.(message.content, message.until),
  'voice-level': message => hearing.level?.(message.until, message.level),
  'voice-end': message => hearing.end?.(message.why),
  'sound-end': () => onSoundEnd?.(),
  update: () => onUpdate?.(),
  hidden,
  answer(message) { questions.get(message.id)?.(message.value); questions.delete(message.id); },
};

/** Takes a message of the page's. */
export const hear = message => told[message.kind]?.(message);
