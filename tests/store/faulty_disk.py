"""A file system for SQLite that does to the record what a bad disk does: no space, failing or slow waits, a torn end."""

import apsw


class FaultyDisk(apsw.VFS):
    """Passes everything on to the real file system, after asking its hooks.

    Attributes:
        on_write, on_sync: Called with the file's name before each write or wait; what they raise is what SQLite sees.
    """

    def __init__(self, name):
        self.name = name
        self.on_write = self.on_sync = lambda _name: None
        super().__init__(name, "")

    def xOpen(self, name, flags):
        return _File(self, name, flags)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        self._disk = disk
        self._name = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        self._disk.on_write(self._name)
        super().xWrite(data, offset)

    def xSync(self, flags):
        self._disk.on_sync(self._name)
        super().xSync(flags)
