// Repair of fsync. Import this before Pyodide is loaded; after that every fsync of SQLite reaches the disk.
//
// Pyodide's __syscall_fdatasync is a stub that answers 0, and its SQLite is built to call fdatasync: without
// this module no commit is ever flushed, in any journal mode, and nothing warns about it. Here the call is
// routed to fd_sync, which ends in the file system's own fsync. No file of Pyodide's is changed. worker.mjs
// makes one commit at each start and refuses to run when it did not reach the disk.
let repaired = false;

function repair(imports) {
  const env = imports?.env;
  const sync = imports?.wasi_snapshot_preview1?.fd_sync;
  if (!repaired && env?.__syscall_fdatasync && sync) {
    env.__syscall_fdatasync = descriptor => -(sync(descriptor) | 0);
    repaired = true;
  }
  return imports;
}

for (const name of ['instantiate', 'instantiateStreaming']) {
  const original = WebAssembly[name];
  WebAssembly[name] = (source, imports, ...rest) =>
    original.call(WebAssembly, source, repair(imports), ...rest);
}

/** True once a WebAssembly module with the stub was met and repaired. */
export const isRepaired = () => repaired;
