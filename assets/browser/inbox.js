// The inbox: marks made on the first screen, before Python is there to write them into the journal.
//
// A mark is kept when `keep` resolves, never before: IndexedDB has then said that it is on the disk. It lies here
// until the app, having it in its journal, forgets it by its key. A classic script: it stands in index.html itself
// and waits for nothing; the worker imports the same file.
globalThis.fieldwalkInbox = (() => {
  const NAME = 'fieldwalk-inbox';
  const MARKS = 'marks';
  const FACTS = 'facts';
  const WALK = 'walk';
  const told = new BroadcastChannel(NAME);
  let opened;

  function open() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore(MARKS, {keyPath: 'key'});
        request.result.createObjectStore(FACTS);
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onclose = () => { opened = undefined; };
        resolve(request.result);
      };
    });
  }

  function database() {
    opened ??= open();
    opened.catch(() => { opened = undefined; });
    return opened;
  }

  async function within(name, mode, act) {
    const transaction = (await database()).transaction(name, mode, {durability: 'strict'});
    return new Promise((resolve, reject) => {
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onabort = () => reject(transaction.error);
    });
  }

  /** {key, id, at, position, walk}: on the disk when it resolves; whoever listens is then told. */
  async function keep(mark) {
    await within(MARKS, 'readwrite', marks => marks.put(mark));
    told.postMessage('kept');
  }

  database().catch(() => undefined);
  return {
    keep,
    /** All that lie here, in the order in which they were made. */
    waiting: () => within(MARKS, 'readonly', marks => marks.getAll()),
    forget: keys => within(MARKS, 'readwrite', marks => { for (const key of keys) marks.delete(key); }),
    /** The walk under way, as the app last said, {id, title} or null: kept over a kill, which localStorage is not. */
    recall: () => within(FACTS, 'readonly', facts => facts.get(WALK)),
    remember: walk => within(FACTS, 'readwrite', facts => facts.put(walk, WALK)),
    /** Calls `heard` whenever a mark was kept anywhere else: on the page, or in another tab. */
    listen(heard) { told.onmessage = heard; },
  };
})();
