"""A simulated Junos device: candidate, commits with a history, locks, commit confirmed. No sockets, no XML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from netops.lab.sim import facts
from netops.lab.sim import junos_tree as tree
from netops.lab.sim.clock import Clock
from netops.lab.sim.core import PendingCommit
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.junos_loading import learned_schema, opaque_statements
from netops.lab.sim.junos_schema import SCHEMA
from netops.lab.sim.junos_tree import SetStatement, SyntaxRefused

HISTORY = 50


class RpcFailed(Exception):
    """The device answers with an error: its message, and the element at fault."""

    def __init__(self, message: str, element: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.element = element


@dataclass(frozen=True, slots=True)
class Commit:
    """One entry of the history; entry 0 is what runs."""

    config: SetStatement
    at: float
    user: str
    comment: str = ""


class JunosDevice:
    """The state machine of a Junos device with its one shared candidate."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        self.spec, self.clock = spec, clock
        self.faults, self.counters = Faults(), Counters()
        self.booted = clock.now() - 86_400
        self.locked_by = ""
        self.on_change: Callable[[], None] = lambda: None
        """Called when another configuration runs."""
        self.pending: PendingCommit[SetStatement] | None = None
        self._schema = learned_schema(spec.initial) if spec.from_config else SCHEMA
        self.history = [Commit(self.parse(spec.initial), clock.now(), "root")]
        self.candidate = self.running.copy()
        self.counters.opaque_lines = opaque_statements(self.running)

    @property
    def running(self) -> SetStatement:
        return self.history[0].config

    @property
    def dirty(self) -> bool:
        """Whether the candidate holds something that is not committed."""
        return tree.text_of(self.candidate) != tree.text_of(self.running)

    @property
    def hostname(self) -> str:
        system = self.running.children.get(("system",))
        name = system.children.get(("host-name",)) if system else None
        return name.values[0] if name else self.spec.hostname

    def parse(self, text: str) -> SetStatement:
        """The tree of a whole configuration; its version is the device's own. SyntaxRefused for what it does not support."""
        made = tree.empty_tree(self._schema)
        if tree.is_set_format(text):
            tree.set_commands(made, text)
        else:
            tree.load_text(made, text, lenient=self.spec.from_config)
        if self.spec.from_config:
            made.mark_loaded()
        else:
            tree.set_statement(made, ["version", self.spec.os_version or "22.4R1.10"])
        return made

    def lock(self, session: str) -> None:
        if self.locked_by not in ("", session):
            raise RpcFailed(f"configuration database locked by:\n  {self.locked_by}")
        if self.dirty:
            raise RpcFailed("configuration database modified")
        self.locked_by = session

    def unlock(self, session: str) -> None:
        """Gives the lock back; what was not committed is gone."""
        if self.locked_by == session:
            self.locked_by = ""
            self.discard()

    def discard(self) -> None:
        self.candidate = self.running.copy()

    def load(self, text: str, action: str, session: str = "") -> None:
        """Changes the candidate: `override`, `set`, or `merge`. RpcFailed, and nothing changed, for a text with an error."""
        if self.locked_by not in ("", session):
            raise RpcFailed(f"configuration database locked by:\n  {self.locked_by}")
        refused = next((line.strip() for line in text.splitlines() if self.faults.refuses(line.strip())), None)
        draft = self.candidate.copy()
        try:
            if refused is not None:
                raise SyntaxRefused(refused)
            if action == "override":
                draft = self.parse(text)
            elif action == "set":
                tree.set_commands(draft, text)
            else:
                tree.load_text(draft, text)
        except SyntaxRefused as error:
            raise RpcFailed(error.message, error.word) from error
        self.candidate = draft

    def load_rollback(self, number: int) -> None:
        if number >= len(self.history):
            raise RpcFailed(f"rollback {number} does not exist")
        self.candidate = self.history[number].config.copy()

    def compare(self, number: int = 0) -> str:
        if number >= len(self.history):
            raise RpcFailed(f"rollback {number} does not exist")
        return "\n".join(tree.show_compare(self.history[number].config, self.candidate))

    def check(self) -> None:
        """The constraints of a candidate, as `commit check` looks at them."""
        if self.faults.commit_fail:
            raise RpcFailed("commit failed: (statements constraint check failed)")

    def commit(self, user: str, *, log: str = "", confirm_minutes: int | None = None) -> None:
        """Makes the candidate run. A commit without a timer confirms one that waits; each commit is an entry of the history."""
        self.check()
        previous = self.pending.previous if self.pending else self.running
        if self.pending is not None:
            self.pending.timer.cancel()
            self.pending = None
        timed = f"commit confirmed, rollback in {confirm_minutes}mins" if confirm_minutes is not None else ""
        self._record(self.candidate.copy(), user, ", ".join(filter(None, (log, timed))))
        if confirm_minutes is not None:
            timer = self.clock.call_later(confirm_minutes * 60, self._expire)
            self.pending = PendingCommit(previous, user, timer, confirm_minutes)

    def _record(self, config: SetStatement, user: str, comment: str) -> None:
        self.history = [Commit(config, self.clock.now(), user, comment), *self.history][:HISTORY]
        self.counters.commits += 1
        self.on_change()

    def _expire(self) -> None:
        if self.pending is not None:
            previous, self.pending = self.pending.previous, None
            self.history = [Commit(previous, self.clock.now(), "root", ""), *self.history][:HISTORY]
            self.candidate = previous.copy()
            self.on_change()

    def text(self, *, candidate: bool = False) -> str:
        """The configuration as `show configuration` prints it, with its head."""
        last = self.history[0]
        when = datetime.fromtimestamp(last.at, UTC)
        mark = "changed" if candidate else "commit"
        by = "" if candidate else f" by {last.user}"
        return f"## Last {mark}: {when:%Y-%m-%d %H:%M:%S} UTC{by}\n{tree.text_of(self.candidate if candidate else self.running)}"

    def interfaces(self) -> list[facts.InterfaceState]:
        """Hardware interfaces first, then those that exist by configuration alone."""
        section = self.running.children.get(("interfaces",))
        configured = {item.words[0]: item for item in section.ordered()} if section else {}
        names = [*self.spec.interfaces, *(name for name in configured if name not in self.spec.interfaces)]
        return [self._interface(name, configured.get(name)) for name in names]

    def _interface(self, name: str, item: SetStatement | None) -> facts.InterfaceState:
        enabled = item is None or ("disable",) not in item.children
        up = facts.is_up(self.spec, name, enabled)
        return facts.InterfaceState(
            name, enabled, up, _leaf(item, "description"), int(_leaf(item, "mtu") or 1514), "", facts.stable_mac(self.spec.name, name)
        )

    def units(self, name: str) -> list[str]:
        """The numbers of an interface's logical units."""
        section = self.running.children.get(("interfaces",))
        item = section.children.get((name,)) if section else None
        return [child.words[1] for child in item.ordered() if child.words[0] == "unit"] if item else []


def _leaf(item: SetStatement | None, name: str) -> str:
    found = item.children.get((name,)) if item else None
    return found.values[0] if found and found.values else ""


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    name, _, unit = new.interface.partition(".")
    address = f"interfaces {{ {name} {{ unit {unit or 0} {{ family inet {{ address {new.address}; }} }} }} }}\n" if new.address else ""
    return (
        f"system {{ host-name {new.hostname}; login {{ user {new.username} {{ class super-user; "
        f'authentication {{ encrypted-password "$6$onboarding"; }} }} }} services {{ ssh; netconf {{ ssh; }} }} }}\n{address}'
    )


SIMULATOR = Simulator("netops.lab.sim.junos_ssh:JunosTarget", 8300, "22.4R1.10", initial)
