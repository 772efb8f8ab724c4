// Python's memory as it was when everything had been imported, kept from the first start for all later ones.
//
// It holds no word of anybody's: it is taken before the disk is opened and before any module of JavaScript's is known.
// It belongs to one build, and is made anew when there is none; whatever is wrong with it, it is dropped and Python
// starts the long way. What it needs of Python's memory is given before Python looks at it (see `roomy`).
import {built} from './built.mjs';

const PREFIX = 'snapshot-';
const NAME = PREFIX + built.python;
const PLACE = '/snapshot';
const LEAST_FREE = 400_000_000;  // bytes: a snapshot is comfort, and never takes the walker's room
const PAGES = 512;               // of 64 KiB, added to what Python starts with: the snapshot is larger than that

/** Gives every module that Python's runtime makes room for the snapshot before anything has looked at its memory. */
export function roomy(wanted) {
  const original = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await original.apply(WebAssembly, given);
    if (wanted) made.instance.exports.memory?.grow(PAGES);
    return made;
  };
}

/** The snapshot of this build, or undefined. */
export async function load() {
  try {
    const kept = await (await caches.open(NAME)).match(PLACE);
    return kept && new Uint8Array(await kept.arrayBuffer());
  } catch {
    return undefined;
  }
}

/** Gone, and those of other builds with it. */
export async function drop() {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX)) await caches.delete(name);
}

/** Keeps the snapshot for the next start, where there is plenty of room. Never fails. */
export async function keep(image) {
  try {
    await drop();
    const {usage = 0, quota = 0} = await navigator.storage.estimate();
    if (quota - usage < LEAST_FREE) return;
    await (await caches.open(NAME)).put(PLACE, new Response(image));
  } catch (error) {
    console.info(`no snapshot: ${error}`);
  }
}
