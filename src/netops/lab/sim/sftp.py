"""The flash of a simulated device over SFTP and SCP: files in memory, no folders."""

from __future__ import annotations

import io
from collections.abc import Callable, MutableMapping

import asyncssh

Names = Callable[[str], str]


class _File(io.BytesIO):
    """An open file; closing it after writing puts it on the flash."""

    def __init__(self, files: MutableMapping[str, bytes], name: str, *, writing: bool, keep: bool) -> None:
        super().__init__(files.get(name, b"") if keep else b"")
        self._files, self._name, self._writing = files, name, writing

    def close(self) -> None:
        if self._writing and not self.closed:
            self._files[self._name] = self.getvalue()
        super().close()


class FlashServer(asyncssh.SFTPServer):  # type: ignore[misc]
    """Serves one device's files. `name_of` gives the name under which a path is stored (`flash:/x` is `x`)."""

    def __init__(self, channel: asyncssh.SSHServerChannel[bytes], files: MutableMapping[str, bytes], name_of: Names) -> None:
        super().__init__(channel)
        self._files, self._name_of = files, name_of

    def _name(self, path: bytes) -> str:
        return self._name_of(path.decode())

    def _attributes(self, path: bytes) -> asyncssh.SFTPAttrs:
        name = self._name(path)
        if not name or name == ".":
            return asyncssh.SFTPAttrs(permissions=0o040755, size=0)
        if name not in self._files:
            raise asyncssh.SFTPNoSuchFile(f"no such file: {name}")
        return asyncssh.SFTPAttrs(permissions=0o100644, size=len(self._files[name]))

    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> _File:
        writing = bool(pflags & asyncssh.FXF_WRITE)
        if not writing:
            self._attributes(path)
        return _File(self._files, self._name(path), writing=writing, keep=not pflags & asyncssh.FXF_TRUNC)

    def read(self, file_obj: object, offset: int, size: int) -> bytes:
        assert isinstance(file_obj, _File)
        file_obj.seek(offset)
        return file_obj.read(size)

    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        assert isinstance(file_obj, _File)
        file_obj.seek(offset)
        return file_obj.write(data)

    def close(self, file_obj: object) -> None:
        assert isinstance(file_obj, _File)
        file_obj.close()

    def stat(self, path: bytes) -> asyncssh.SFTPAttrs:
        return self._attributes(path)

    def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        return self._attributes(path)

    def fstat(self, file_obj: object) -> asyncssh.SFTPAttrs:
        assert isinstance(file_obj, _File)
        return asyncssh.SFTPAttrs(permissions=0o100644, size=len(file_obj.getvalue()))

    def setstat(self, path: bytes, attrs: asyncssh.SFTPAttrs) -> None:
        """Owners and times mean nothing on flash."""

    def fsetstat(self, file_obj: object, attrs: asyncssh.SFTPAttrs) -> None:
        """Owners and times mean nothing on flash."""

    def realpath(self, path: bytes) -> bytes:
        return b"/" + self._name(path).encode()

    def remove(self, path: bytes) -> None:
        self._attributes(path)
        del self._files[self._name(path)]
