"""What all simulated network devices do with configurations: running, startup, files on flash, a timed commit. No sockets."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from netops.lab.sim import facts
from netops.lab.sim.clock import Clock, Timer
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import TargetSpec
from netops.lab.sim.indent import Indent
from netops.lab.sim.loading import learned_dialect, load_tree, opaque_lines
from netops.lab.sim.tree import Editor, LineRejected, Node

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PendingCommit(Generic[T]):
    """A commit that waits for its confirmation: what comes back otherwise, who made it, when it ends."""

    previous: T
    owner: str
    timer: Timer
    minutes: float

    @property
    def due(self) -> float:
        return self.timer.due


class Refused(Exception):
    """A text is not taken; `refused` names the lines."""

    def __init__(self, refused: list[LineRejected]) -> None:
        super().__init__("; ".join(error.line for error in refused))
        self.refused = refused


class IndentDevice:
    """The core of an IOS-like device: every change is on trees, nothing waits, nothing is printed."""

    def __init__(self, spec: TargetSpec, clock: Clock, dialect: Indent, fixed: tuple[str, ...] = ()) -> None:
        self.spec, self.clock, self.dialect = spec, clock, dialect
        self.faults, self.counters = Faults(), Counters()
        self.booted = clock.now() - 86_400
        self.fixed = fixed
        self.flash: dict[str, bytes] = {}
        self.pending: PendingCommit[Node] | None = None
        self.on_change: Callable[[], None] = lambda: None
        """Called when the running configuration is another one, or a line of it has been typed."""
        if spec.from_config:
            self.dialect = learned_dialect(dialect, spec.initial)
        self.running = self.parse(spec.initial)
        self.startup = self.running.copy()
        self.counters.opaque_lines = opaque_lines(self.running)

    def empty(self) -> Node:
        """The device without configuration. One that was started from a config shows only what it is loaded with."""
        return Node("") if self.spec.from_config else self.dialect.empty(self.spec.interfaces, self.fixed)

    def parse(self, text: str) -> Node:
        """The tree of a whole configuration, as after a reload with it. Refused with every line that the device does not have."""
        root, refused = self.load(text)
        if refused:
            raise Refused(refused)
        return root

    def load(self, text: str) -> tuple[Node, list[LineRejected]]:
        """The tree of a whole configuration, and the lines that the device does not have."""
        if self.spec.from_config:
            return load_tree(self.dialect, text, self.faults.refuses)
        root = self.empty()
        return root, self.dialect.load(self.editor(root), text)

    def merge_into(self, root: Node, text: str) -> None:
        """Types a text into a tree. Refused after the whole text when lines were not taken; the others are in."""
        if refused := self.dialect.load(self.editor(root), text):
            raise Refused(refused)

    def editor(self, root: Node) -> Editor:
        """An editor of a tree, with this device's hardware and faults."""
        return self.dialect.editor(root, self.spec.interfaces, self.faults.refuses)

    def text(self, root: Node) -> str:
        return self.dialect.text(root)

    @property
    def hostname(self) -> str:
        node = self.running.children.get("hostname")
        return node.line.split()[1] if node else self.spec.hostname

    def interfaces(self) -> list[facts.InterfaceState]:
        """The interfaces as they are, in the device's order."""
        return list(facts.interface_states(self.spec, self.running, self.dialect.grammar.interface_types))

    def install(self, root: Node, *, owner: str = "", revert_after_s: float | None = None) -> None:
        """Makes a tree the running configuration; with a timer, the old one comes back unless `confirm` is in time."""
        previous = self.running
        self.running = root
        self.counters.commits += 1
        if revert_after_s is not None:
            self.start_timer(previous, owner, revert_after_s)
        self.on_change()

    def start_timer(self, previous: Node, owner: str, seconds: float) -> None:
        self.pending = PendingCommit(previous, owner, self.clock.call_later(seconds, self._expire), seconds / 60)

    def confirm(self) -> bool:
        """Keeps a timed commit; False when there is none."""
        if self.pending is None:
            return False
        self.pending.timer.cancel()
        self.pending = None
        return True

    def revert(self) -> bool:
        """Brings the configuration back that a timed commit replaced; False when there is none."""
        if self.pending is None:
            return False
        self.pending.timer.cancel()
        self.running, self.pending = self.pending.previous, None
        self.on_change()
        return True

    def _expire(self) -> None:
        self.revert()

    def save(self) -> None:
        self.startup = self.running.copy()
        self.counters.saves += 1


class FlashDevice(IndentDevice):
    """A device whose files can be reached by name, without the file system and slashes at the beginning."""

    @staticmethod
    def file(path: str) -> str:
        """The name of a path on the flash: `flash:/x`, `flash:x` and `/x` are the same file, as `bootflash:///x` and `x` are."""
        return path.partition(":")[2].lstrip("/") if ":" in path else path.lstrip("/")

    def read(self, path: str) -> str | None:
        content = self.flash.get(self.file(path))
        return None if content is None else content.decode("utf-8", "replace")

    def write(self, path: str, text: str) -> None:
        self.flash[self.file(path)] = text.encode()

    def md5(self, path: str) -> str | None:
        content = self.flash.get(self.file(path))
        return None if content is None else hashlib.md5(content, usedforsecurity=False).hexdigest()

    def has_line(self, line: str) -> bool:
        """Whether a global line is in the running configuration."""
        return line in self.running.children

    def parse_known_lines(self, text: str) -> Node:
        """The tree of a text without the lines that the device does not have."""
        if self.spec.from_config:
            return load_tree(self.dialect, text)[0]
        root = self.empty()
        self.dialect.load(self.dialect.editor(root, self.spec.interfaces), text)
        return root
