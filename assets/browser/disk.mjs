// The disk: an Emscripten file system over the origin private file system's synchronous access handles.
//
// What it promises to SQLite in the worker that owns it:
// - A write is in the browser's file when the call returns; fsync returns after the handle's flush, which is
//   the operating system's fdatasync. So a transaction committed with synchronous=full survives SIGKILL of the
//   browser and loss of power as far as the device's disk is honest.
// - One owner: a handle is exclusive, so a second worker can never open the same file; openSlots then throws
//   NoModificationAllowedError.
// - A full disk is ENOSPC (SQLite: "database or disk is full"), any other failure EIO. Nothing is half-reported:
//   a short write is ENOSPC, never a success.
// What it does not do: directories, rename, links, and names that have no slot (EACCES). Every file that may
// ever exist is opened before the start, since opening is asynchronous and a file system call is not. An empty
// slot counts as a file that does not exist; that is how unlink is remembered over a restart.

const ENOENT = 44, EIO = 29, ENOSPC = 51, EPERM = 63, EINVAL = 28, EACCES = 2;
const RETRY_MS = 25;

async function openHandle(file, patienceMs) {
  const start = performance.now();
  for (;;) {
    try {
      return await file.createSyncAccessHandle();
    } catch (error) {
      // A page that is just being left lets go of its lock before its handles; on a busy phone that takes its time.
      if (error.name !== 'NoModificationAllowedError' || performance.now() - start > patienceMs) throw error;
      await new Promise(resolve => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Opens one access handle per name in the folder, creating what is missing. All of them or none. */
export async function openSlots(folder, names, patienceMs = 20_000) {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder, {create: true});
  const slots = new Map();
  try {
    for (const name of names) {
      const file = await directory.getFileHandle(name, {create: true});
      slots.set(name, await openHandle(file, patienceMs));
    }
  } catch (error) {
    for (const handle of slots.values()) handle.close();
    throw error;
  }
  return slots;
}

/** The file system type for FS.mount. `stats.flushes` counts what has really been flushed to the disk. */
export function diskOver(FS, slots, stats) {
  stats.flushes = 0;
  stats.writes = 0;
  const live = new Set([...slots.keys()].filter(name => slots.get(name).getSize() > 0));
  const refuse = code => { throw new FS.ErrnoError(code); };

  function attempt(action) {
    try {
      return action();
    } catch (error) {
      if (error instanceof FS.ErrnoError) throw error;
      stats.lastError = `${error?.name}: ${error?.message}`;
      return refuse(error?.name === 'QuotaExceededError' ? ENOSPC : EIO);
    }
  }

  function flush(handle) {
    handle.flush();
    stats.flushes += 1;
  }

  function nodeFor(parent, name, mode) {
    const node = FS.createNode(parent, name, mode, 0);
    node.node_ops = nodeOperations;
    node.stream_ops = streamOperations;
    node.atime = node.mtime = node.ctime = Date.now();
    node.handle = FS.isFile(mode) ? slots.get(name) : null;
    return node;
  }

  const sizeOf = node => (node.handle ? attempt(() => node.handle.getSize()) : 4096);

  const nodeOperations = {
    getattr(node) {
      const size = sizeOf(node);
      return {
        dev: 1, ino: node.id, mode: node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size,
        atime: new Date(node.atime), mtime: new Date(node.mtime), ctime: new Date(node.ctime),
        blksize: 4096, blocks: Math.ceil(size / 512),
      };
    },
    setattr(node, attributes) {
      if (attributes.mode != null) node.mode = attributes.mode;
      for (const key of ['atime', 'mtime', 'ctime']) if (attributes[key] != null) node[key] = +attributes[key];
      if (attributes.size !== undefined) attempt(() => node.handle.truncate(attributes.size));
    },
    lookup: (parent, name) => (live.has(name) ? nodeFor(parent, name, 0o100666) : refuse(ENOENT)),
    mknod(parent, name, mode) {
      if (!FS.isFile(mode) || !slots.has(name)) refuse(EACCES);
      live.add(name);
      return nodeFor(parent, name, mode);
    },
    unlink(parent, name) {
      attempt(() => { slots.get(name).truncate(0); flush(slots.get(name)); });
      live.delete(name);
    },
    readdir: () => ['.', '..', ...live],
    rename: () => refuse(EPERM),
    rmdir: () => refuse(EPERM),
    symlink: () => refuse(EPERM),
  };

  const streamOperations = {
    open() {},
    close() {},
    read: (stream, buffer, offset, length, position) =>
      attempt(() => stream.node.handle.read(buffer.subarray(offset, offset + length), {at: position})),
    write(stream, buffer, offset, length, position) {
      return attempt(() => {
        const written = stream.node.handle.write(buffer.subarray(offset, offset + length), {at: position});
        stats.writes += 1;
        stream.node.mtime = Date.now();
        return written < length ? refuse(ENOSPC) : written;
      });
    },
    fsync(stream) {
      if (stream.node.handle) attempt(() => flush(stream.node.handle));
      return 0;
    },
    llseek(stream, offset, whence) {
      const base = whence === 1 ? stream.position : whence === 2 ? sizeOf(stream.node) : 0;
      return base + offset < 0 ? refuse(EINVAL) : base + offset;
    },
  };

  return {mount: () => nodeFor(null, '/', 0o40777)};
}
