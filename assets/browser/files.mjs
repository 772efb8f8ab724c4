// Content-addressed files (photos, thumbnails, ground maps) on the browser's own disk, beside the database.
//
// A file is written under a temporary name, flushed, and only then given its own, so a name that stands is a
// file that is whole. Python checks the content against the name on every load as well.
const FOLDER = 'files';
const PART = '.part';

const PATIENCE_MS = 15_000;

let opened;
/** The folder; opened early, since a browser that is already out of room never answers a request to make one. */
function folder() {
  opened ??= navigator.storage.getDirectory().then(root => root.getDirectoryHandle(FOLDER, {create: true}));
  opened.catch(() => { opened = undefined; });
  return opened;
}
folder();

const isMissing = error => error?.name === 'NotFoundError';

/** Chromium over its quota leaves a request unanswered for ever; the next save must not wait behind it. */
const patience = () => new Promise((_, reject) => {
  setTimeout(() => reject(new DOMException('no answer', 'QuotaExceededError')), PATIENCE_MS);
});

let queue = Promise.resolve();
/** One write at a time: an access handle is exclusive, and two saves of the same photo must both succeed. */
function inTurn(action) {
  const result = queue.then(() => Promise.race([action(), patience()]));
  queue = result.catch(() => undefined);
  return result;
}

async function write(file, content) {
  const handle = await file.createSyncAccessHandle();
  try {
    handle.truncate(0);
    if (handle.write(content, {at: 0}) < content.length) throw new DOMException('short write', 'QuotaExceededError');
    handle.flush();
  } finally {
    handle.close();
  }
}

async function discard(directory, name) {
  try {
    await directory.removeEntry(name);
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function saveNow(name, content) {
  const directory = await folder();
  const part = await directory.getFileHandle(name + PART, {create: true});
  try {
    await write(part, content);
    if (part.move) return await part.move(name);
    // No rename in this browser: the check on load stands alone between a torn file and its reader.
    await write(await directory.getFileHandle(name, {create: true}), content);
    return await discard(directory, name + PART);
  } catch (error) {
    await discard(directory, name + PART).catch(() => undefined);
    throw error;
  }
}

/** Resolves to "" when the content is durable under the name, to "full" when the disk has no room for it. */
export async function save(name, content) {
  try {
    await inTurn(() => saveNow(name, content));
    return '';
  } catch (error) {
    if (error?.name === 'QuotaExceededError') return 'full';
    throw error;
  }
}

/** The content under the name, or undefined when there is none. */
export async function load(name) {
  try {
    const file = await (await (await folder()).getFileHandle(name)).getFile();
    return new Uint8Array(await file.arrayBuffer());
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Gone when it resolves; no complaint when it never was. */
export const remove = name => inTurn(async () => discard(await folder(), name));

/** The names of all whole files. */
export async function names() {
  const found = [];
  for await (const name of (await folder()).keys()) if (!name.endsWith(PART)) found.push(name);
  return found;
}

/** Resolves when nothing is being written. */
export const settled = () => queue;
