"""A disk that loses its power: what was not waited for is there, torn, or gone, as chance will have it.

``PowerCutDisk`` is a file system for SQLite that remembers, for each file, what is certain (the content at the last wait) and
what is on its way. ``remains`` makes one of the contents that a disk may show afterwards: every write since the last wait
happened or not, independently of the others, whole or in part.
"""

import apsw

SECTOR = 512


class Content:
    """One file: what is certain, and what is on its way since."""

    def __init__(self, certain=b""):
        self.certain = certain
        self.pending = []
        self.now = bytearray(certain)

    def write(self, data, offset):
        self.pending.append((offset, bytes(data)))
        put(self.now, data, offset)

    def truncate(self, size):
        self.pending.append((size, None))
        del self.now[size:]
        self.now.extend(bytes(size - len(self.now)))

    def sync(self):
        self.certain = bytes(self.now)
        self.pending = []

    def remains(self, draw):
        """Return what may be found: ``draw(n)`` gives chance's integers below n."""
        found = bytearray(self.certain)
        for offset, data in self.pending:
            fate = draw(4)
            if fate == 0:
                continue
            if data is None:
                del found[offset:]
                found.extend(bytes(offset - len(found)))
            elif fate == 1:
                put(found, data[: SECTOR * draw(1 + len(data) // SECTOR)], offset)
            else:
                put(found, data, offset)
        return bytes(found)


def put(content, data, offset):
    """Write into a bytearray as into a file."""
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


class PowerCutDisk(apsw.VFS):
    """A file system whose power goes after so many writes and waits.

    Args:
        name: Its name for SQLite.
        path: The database; what is there already is certain.
        steps: Writes and waits until the power is gone.
    """

    def __init__(self, name, path, steps):
        self.name = name
        self.steps = steps
        self.files = {str(path): Content(path.read_bytes())}
        super().__init__(name, "")

    def step(self):
        """Count one write or wait; from the last one on nothing counts any more."""
        self.steps -= 1
        if self.steps < 0:
            raise apsw.IOError("no power")

    def xOpen(self, name, flags):
        return _File(self, name, flags)

    def xDelete(self, filename, syncdir):
        if self.steps > 0:
            self.files.pop(filename, None)
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, disk, name, flags):
        self._disk = disk
        name_text = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self._content = disk.files.setdefault(name_text, Content())
        super().__init__("", name, flags)

    def xWrite(self, data, offset):
        self._disk.step()
        self._content.write(data, offset)
        super().xWrite(data, offset)

    def xTruncate(self, size):
        self._disk.step()
        self._content.truncate(size)
        super().xTruncate(size)

    def xSync(self, flags):
        self._disk.step()
        self._content.sync()
