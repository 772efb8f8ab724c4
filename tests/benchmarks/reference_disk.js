// The least that a file system over synchronous access handles can be: no errors told, nothing remembered, nothing
// counted. What the app's own disk costs more than this, at the same moment on the same machine, is its own cost.
(async (FS, folder, names, mountedAt) => {
  const root = await navigator.storage.getDirectory();
  const directory = await root.getDirectoryHandle(folder, {create: true});
  const handles = {};
  for (const name of names) {
    handles[name] = await (await directory.getFileHandle(name, {create: true})).createSyncAccessHandle();
    handles[name].truncate(0);
  }
  const there = new Set();
  const refuse = code => { throw new FS.ErrnoError(code); };
  const size = node => (node.handle ? node.handle.getSize() : 4096);
  const node = (parent, name, mode) => Object.assign(FS.createNode(parent, name, mode, 0), {
    node_ops: ofNodes, stream_ops: ofStreams, handle: FS.isFile(mode) ? handles[name] : null,
  });
  const ofNodes = {
    getattr: found => ({
      dev: 1, ino: found.id, mode: found.mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size: size(found),
      atime: new Date(0), mtime: new Date(0), ctime: new Date(0), blksize: 4096, blocks: 1,
    }),
    setattr(found, {mode, size}) {
      if (mode != null) found.mode = mode;
      if (size != null) found.handle.truncate(size);
    },
    lookup: (parent, name) => (there.has(name) ? node(parent, name, 0o100666) : refuse(44)),
    mknod: (parent, name, mode) => (handles[name] ? (there.add(name), node(parent, name, mode)) : refuse(2)),
    unlink: (parent, name) => { handles[name].truncate(0); there.delete(name); },
    readdir: () => ['.', '..', ...there],
  };
  const ofStreams = {
    open() {},
    close() {},
    read: (stream, buffer, offset, length, at) => stream.node.handle.read(buffer.subarray(offset, offset + length), {at}),
    write: (stream, buffer, offset, length, at) => stream.node.handle.write(buffer.subarray(offset, offset + length), {at}),
    fsync: stream => { stream.node.handle?.flush(); return 0; },  // SQLite flushes the folder as well
    llseek: (stream, offset, whence) => offset + (whence === 1 ? stream.position : whence === 2 ? size(stream.node) : 0),
  };
  FS.mkdirTree(mountedAt);
  FS.mount({mount: () => node(null, '/', 0o40777)}, {}, mountedAt);
})
