"""What a Linux host holds, read over SSH: the entries of its managed paths, its facts."""

from __future__ import annotations

import posixpath
import stat
from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Any

from netops.drivers.remote import Remote
from netops.errors import DeviceError
from netops.platforms.linux.driver.files import FileEntry, Tree, check_path, entries_by_path

FILE_LIMIT = 1024 * 1024
_FACTS = ("/proc/sys/kernel/hostname", "/proc/sys/kernel/osrelease", "/proc/sys/kernel/random/boot_id", "/proc/uptime", "/etc/os-release")
_TRIES = 3


def read_tree(remote: Remote, paths: Iterable[str]) -> Tree:
    """What is at the paths: one `stat` and one `cat` for all of them. A missing path is absent.

    The last part of a path may be a pattern (`/etc/nginx/conf.d/*.conf`). DeviceError for what cannot be shown as text.
    """
    wanted = sorted(set(_expanded(remote, paths)))
    for _ in range(_TRIES):
        found = _stats(remote, wanted) if wanted else {}
        sizes = {path: size for path, (entry, size) in found.items() if entry.kind == "file"}
        contents = _contents(remote, sizes) if sizes else {}
        if contents is not None:
            return entries_by_path(_filled(remote, entry, contents.get(path, b"")) for path, (entry, _) in found.items())
    raise DeviceError(remote.target, f"files changed while they were read, {_TRIES} times in a row: {', '.join(wanted)}")


def read_readable(remote: Remote, paths: Iterable[str]) -> tuple[Tree, dict[str, str]]:
    """What is at the paths as far as it can be read, and why the rest of it cannot be."""
    wanted = sorted(set(_expanded(remote, paths)))
    try:
        return read_tree(remote, wanted), {}
    except DeviceError:
        found: dict[str, FileEntry] = {}
        unread: dict[str, str] = {}
    for path in wanted:
        try:
            found |= read_tree(remote, [path])
        except DeviceError as error:
            unread[path] = error.message.partition(f"{path}: ")[2] or error.message
    return entries_by_path(found.values()), unread


def host_facts(remote: Remote) -> dict[str, Any]:
    """NAPALM's facts, and what only a host has: `kernel`, `boot_id`."""
    result = remote.run(["cat", *_FACTS])
    lines = result.out.decode("utf-8", "replace").splitlines()
    if len(lines) < len(_FACTS):
        raise DeviceError(remote.target, f"facts: expected {', '.join(_FACTS)}, found: {result.text or 'nothing'}")
    release = dict(line.split("=", 1) for line in lines[4:] if "=" in line)
    name = lines[0]
    return {
        "hostname": name.partition(".")[0],
        "fqdn": name,
        "vendor": release.get("ID", "linux").strip('"'),
        "model": "",
        "serial_number": "",
        "os_version": release.get("PRETTY_NAME", "").strip('"'),
        "kernel": lines[1],
        "boot_id": lines[2],
        "uptime": float(lines[3].split()[0]),
        "interface_list": [],
    }


def _expanded(remote: Remote, paths: Iterable[str]) -> Iterable[str]:
    for path in paths:
        folder, name = posixpath.split(check_path(path))
        if any(mark in name for mark in "*?["):
            yield from (posixpath.join(folder, item.filename) for item in remote.listing(folder) if _matches(item.filename, name))
        else:
            yield path


def _matches(name: str, pattern: str) -> bool:
    return fnmatchcase(name, pattern) and not name.startswith(".")


def _stats(remote: Remote, paths: list[str]) -> dict[str, tuple[FileEntry, int]]:
    """Entry without content, and size, of each path that exists."""
    result = remote.run(["stat", "-c", "%f %U:%G %s %n", "--", *paths])
    rows = (line.split(" ", 3) for line in result.out.decode("utf-8", "replace").splitlines())
    found = {path: (_entry(remote, path, int(mode, 16), owner), int(size)) for mode, owner, size, path in rows}
    _surely_missing(remote, [path for path in paths if path not in found], result.text)
    return found


def _surely_missing(remote: Remote, paths: list[str], said: str) -> None:
    """DeviceError when a path that stat did not show exists or cannot be looked at."""
    for path in paths:
        try:
            present = remote.stat(path) is not None
        except PermissionError as error:
            raise DeviceError(remote.target, f"{path}: may not be read by this account") from error
        if present:
            raise DeviceError(remote.target, f"{path}: cannot be read: {said}")


def _entry(remote: Remote, path: str, mode: int, owner: str) -> FileEntry:
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        what = "a symbolic link" if stat.S_ISLNK(mode) else "neither a file nor a directory"
        raise DeviceError(remote.target, f"{path}: expected a regular file or a directory, found {what}", hint="netops follows no links")
    return FileEntry(path, "dir" if stat.S_ISDIR(mode) else "file", owner, f"{stat.S_IMODE(mode):04o}")


def _contents(remote: Remote, sizes: dict[str, int]) -> dict[str, bytes] | None:
    """The bytes of the files; None when a size moved in between."""
    for path, size in sizes.items():
        if size > FILE_LIMIT:
            raise DeviceError(remote.target, f"{path}: {size} bytes, expected at most {FILE_LIMIT}", hint="netops manages text files")
    result = remote.run(["cat", "--", *sizes])
    if result.code:
        raise DeviceError(remote.target, f"cannot be read: {result.err.decode('utf-8', 'replace').strip()}")
    if len(result.out) != sum(sizes.values()):
        return None
    contents, at = {}, 0
    for path, size in sizes.items():
        contents[path], at = result.out[at : at + size], at + size
    return contents


def _filled(remote: Remote, entry: FileEntry, content: bytes) -> FileEntry:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DeviceError(remote.target, f"{entry.path}: not UTF-8 text (byte {error.start})", hint="netops manages text files") from error
    if "\0" in text:
        raise DeviceError(remote.target, f"{entry.path}: a binary file", hint="netops manages text files")
    return FileEntry(entry.path, entry.kind, entry.owner, entry.mode, text)
