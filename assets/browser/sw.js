// The service worker: the whole app, kept on the phone, every file checked against its hash.
//
// A version is taken into use only when all of it is here and whole; until then the old one serves. A file that
// the old version already has is copied, one that a broken download left is kept: an update fetches only what is
// new. VERSION and FILES are written by the builder.
const VERSION = '{{version}}';
const FILES = new Map({{files}});       // path -> hash: fetched at installation
const LATER = new Map({{later}});       // path -> hash: kept when first asked for
const CHROMIUM_ONLY = '/canvaskit/chromium/';
const OTHERS_ONLY = /^\/canvaskit\/canvaskit\.(js|wasm)$/;
// Paths that are the server's own: never answered from here.
const SERVERS = {{servers}};

const PREFIX = 'fieldwalk-';
const CACHE = PREFIX + VERSION;
const MANIFEST = '/__manifest';
const AT_ONCE = 4;

// Flutter picks its engine by this same test; the other engine is 7 MB that this browser never asks for.
const isChromium = Boolean(self.Intl?.v8BreakIterator && self.Intl?.Segmenter);
const isOurs = path => (isChromium ? !OTHERS_ONLY.test(path) : !path.startsWith(CHROMIUM_ONLY));

async function hashOf(reply) {
  const digest = await crypto.subtle.digest('SHA-256', await reply.arrayBuffer());
  return [...new Uint8Array(digest)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

/** The file from the network, whole. The browser's own cache is asked first: a wrong hash shows a stale copy. */
async function fetchWhole(path, hash) {
  for (const cache of ['force-cache', 'reload']) {
    const reply = await fetch(path, {cache});
    if (reply.ok && await hashOf(reply.clone()) === hash) return reply;
  }
  throw new Error(`${path} is not the one that this version was built with`);
}

/** hash -> [cache, path] of all that complete older versions hold. */
async function alreadyHere() {
  const held = new Map();
  for (const name of await caches.keys()) {
    if (!name.startsWith(PREFIX) || name === CACHE) continue;
    const cache = await caches.open(name);
    const manifest = await cache.match(MANIFEST);
    if (manifest) for (const [path, hash] of await manifest.json()) held.set(hash, [cache, path]);
  }
  return held;
}

async function install() {
  const cache = await caches.open(CACHE);
  const held = await alreadyHere();
  const wanted = [...FILES].filter(([path]) => isOurs(path));
  const manifest = JSON.stringify(wanted);
  const take = async ([path, hash]) => {
    if (await cache.match(path)) return;
    const [oldCache, oldPath] = held.get(hash) ?? [];
    await cache.put(path, (await oldCache?.match(oldPath)) ?? await fetchWhole(path, hash));
  };
  const hand = async () => { for (let file; (file = wanted.pop());) await take(file); };
  await Promise.all(Array.from({length: AT_ONCE}, hand));
  await cache.put(MANIFEST, new Response(manifest, {headers: {'Content-Type': 'application/json'}}));
}

async function activate() {
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name);
  }
  await self.clients.claim();
}

let opened;
async function answer(path, request) {
  opened ??= caches.open(CACHE);
  const cache = await opened;
  const kept = await cache.match(path);
  if (kept) return kept;
  const hash = LATER.get(path) ?? FILES.get(path);
  const reply = await fetch(request);
  if (reply.ok && hash === await hashOf(reply.clone())) await cache.put(path, reply.clone());
  return reply;
}

self.addEventListener('install', event => event.waitUntil(install()));
self.addEventListener('activate', event => event.waitUntil(activate()));
self.addEventListener('message', event => { if (event.data === 'apply') self.skipWaiting(); });
self.addEventListener('fetch', event => {
  const {request} = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || request.method !== 'GET') return;
  if (SERVERS.some(prefix => url.pathname.startsWith(prefix))) return;
  const path = request.mode === 'navigate' ? '/index.html' : url.pathname;
  if (FILES.has(path) || LATER.has(path)) event.respondWith(answer(path, request));
});
