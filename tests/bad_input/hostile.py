"""What can be done to the starter company with files that nobody should have to open, and what `netops validate` says about it first.

A row is what is done, the exit code, and the first line that is said.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

Do = Callable[[Path], object]
Row = tuple[Do, int, str]

DEFAULTS = "inventory/defaults.yaml"
BOX = "inventory/catalog/device-types/arista/dcs-7050sx3-48yc8.yaml"
SITE = "inventory/sites/hq"
NEW = f"{SITE}/devices/hq-sw-2.yaml"
VALID = "valid: 1 device, 1 server, 2 targets, 0 business services"
QUIET = "inventory/sites/hq/servers/hq-srv-1.yaml:1:1: warning HST001: hq-srv-1 has no time servers (at hq-srv-1)"
"""The first line about a company whose defaults are empty: nothing is left to render for its server, an error (REN004)."""


def text(content: str | bytes, file: str = DEFAULTS) -> Do:
    return lambda root: write(root / file, content)


def write(path: Path, content: str | bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def instead(make: Do, file: str = DEFAULTS) -> Do:
    def do(root: Path) -> None:
        (root / file).unlink(missing_ok=True)
        make(root / file)

    return do


def link(target: str, file: str = NEW) -> Do:
    return instead(lambda path: path.symlink_to(target), file)


def large(size: int, file: str = DEFAULTS) -> Do:
    """A file of zeros that takes no room on the disk."""
    return lambda root: os.truncate(root / file, size)


def hole(root: Path) -> None:
    """A socket, whose path may not be long."""
    here = Path.cwd()
    os.chdir(root / SITE)
    with socket.socket(socket.AF_UNIX) as end:
        end.bind("x.yaml")
    os.chdir(here)


def raw_name(name: bytes) -> Do:
    def do(root: Path) -> None:
        folder = os.fsencode(root / SITE / "devices")
        with open(folder + b"/" + name, "wb") as file:  # noqa: PTH123, a path of bytes
            file.write(b"role: access\n")

    return do


def elsewhere(target: str) -> Do:
    """The whole inventory as a link."""

    def do(root: Path) -> None:
        shutil.move(root / "inventory", root / "real")
        (root / "inventory").symlink_to(target)

    return do


def deep(root: Path) -> None:
    path = root / SITE
    for _ in range(300):
        path /= "deeper"
    write(path / "x.yaml", "a: 1\n")


def at(place: str, what: str) -> str:
    return f"{DEFAULTS}:{place}: error {what}"


def refused(why: str, file: str = NEW) -> str:
    return f"{file}:1:1: error YML001: {why}"


WALKED: dict[str, Row] = {
    "a pipe": (lambda root: os.mkfifo(root / SITE / "x.yaml"), 3, refused("not a plain file", f"{SITE}/x.yaml")),
    "a pipe in place of a file": (instead(os.mkfifo), 3, refused("not a plain file", DEFAULTS)),
    "a socket": (hole, 3, refused("not a plain file", f"{SITE}/x.yaml")),
    "a folder called a file": (lambda root: (root / NEW).mkdir(), 3, refused("a folder with the name of a file")),
    "a folder of a site called a file": (
        text("a: 1", "inventory/sites/x.yaml/y.yaml"),
        3,
        refused("a folder with the name of a file", "inventory/sites/x.yaml"),
    ),
    "a folder in place of a file": (instead(Path.mkdir), 3, refused("a folder with the name of a file", DEFAULTS)),
    "a link out": (link("/etc/hosts"), 3, refused("the link leads out of the project")),
    "a link to endless zeros": (link("/dev/zero"), 3, refused("the link leads out of the project")),
    "a link to nothing": (link("nobody.yaml"), 3, refused("the file cannot be read: No such file or directory")),
    "a link to itself": (link("hq-sw-2.yaml"), 3, refused("the file cannot be read: Too many levels of symbolic links")),
    "a link to a pipe": (lambda root: [os.mkfifo(root / "pipe"), link("../../../../pipe")(root)], 3, refused("not a plain file")),
    "a link to a large file": (
        lambda root: [write(root / "large", ""), large(1 << 30, "large")(root), link("../../../../large")(root)],
        3,
        refused("the file is too large"),
    ),
    "a link to a folder above": (link("..", "inventory/sites/loop"), 3, refused("a link to a folder", "inventory/sites/loop")),
    "a link to a folder outside": (
        link("/etc", "inventory/sites/etc"),
        3,
        refused("the link leads out of the project", "inventory/sites/etc"),
    ),
    "an inventory that is a link": (elsewhere("real"), 0, VALID),
    "an inventory elsewhere": (elsewhere("/etc"), 3, refused("the link leads out of the project", "inventory")),
    "no inventory": (lambda root: shutil.rmtree(root / "inventory"), 3, "inventory/hierarchy.yaml:1:1: error INV001: no such file"),
    "an inventory that is a file": (
        lambda root: [shutil.rmtree(root / "inventory"), write(root / "inventory", "a: 1")],
        3,
        "inventory/hierarchy.yaml:1:1: error INV001: no such file",
    ),
    "settings elsewhere": (link("/etc/hosts", "netops.yaml"), 3, refused("the link leads out of the project", "netops.yaml")),
    "a name with a line break": (raw_name(b"a\nb.yaml"), 3, refused("a file name that cannot be printed", f"{SITE}/devices/a\\nb.yaml")),
    "a name with an escape": (raw_name(b"\x1b[2J.yaml"), 3, refused("a file name that cannot be printed", f"{SITE}/devices/\\x1b[2J.yaml")),
    "a name that is no text": (raw_name(b"\xff.yaml"), 3, refused("a file name that cannot be printed", f"{SITE}/devices/\\xff.yaml")),
    "a name with blanks": (raw_name(b"a b.yaml"), 3, f"{SITE}/devices/a b.yaml:1:1: error INV002: not a name for a device: 'a b'"),
    "a name of braces": (
        raw_name(b"{site}.yaml"),
        3,
        f"{SITE}/devices/{{site}}.yaml:1:1: error INV002: not a name for a device: '{{site}}'",
    ),
    "hidden files": (lambda root: [write(root / SITE / ".x.yaml", "["), write(root / SITE / ".git/x.yaml", "[")], 0, VALID),
    "300 folders deep": (deep, 3, f"{SITE}/{'deeper/' * 300}x.yaml:1:1: error INV005: nothing reads this file"),
}
