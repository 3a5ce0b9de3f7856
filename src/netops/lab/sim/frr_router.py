"""A simulated FRR router without sockets: its running config, its files, and what vtysh and frr-reload.py do with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from netops.lab.sim import frr_reload, frr_text
from netops.lab.sim.clock import Clock
from netops.lab.sim.faults import Counters, Faults
from netops.lab.sim.frontend import Onboarded, Simulator, TargetSpec
from netops.lab.sim.frr_config import Editor
from netops.lab.sim.frr_grammar import GRAMMAR, NODES
from netops.lab.sim.frr_lines import Config, Refused, Unknown
from netops.lab.sim.frr_loading import learned_grammar, load_config

STARTUP = "/etc/frr/frr.conf"
LOCKED = "VTY configuration is locked by other VTY"


@dataclass(frozen=True, slots=True)
class LineError:
    """A line of a file that was not taken: what the daemon printed, what vtysh prints about it, and vtysh's exit code."""

    said: str
    reported: str
    code: int


class FrrRouter:
    """The state machine of one router."""

    def __init__(self, spec: TargetSpec, clock: Clock) -> None:
        self.spec, self.clock = spec, clock
        self.faults, self.counters = Faults(), Counters()
        self.booted = clock.now() - 86_400
        self.on_change: Callable[[], None] = lambda: None
        """Called when lines of the running config were typed."""
        self._grammar = learned_grammar(spec.initial) if spec.from_config else GRAMMAR
        self.running = self.parse(spec.initial)
        self.startup = self.saved()

    @property
    def hostname(self) -> str:
        line = self.running.root.lines.get("hostname")
        return line.text.split()[1] if line else self.spec.hostname

    def empty(self) -> Config:
        hardware = frozenset({*self.spec.interfaces, "lo"})
        return Config(hardware, self.spec.hostname, grammar=self._grammar, is_loaded=self.spec.from_config)

    def parse(self, text: str, *, trusting: bool = False) -> Config:
        """The config of a text on a fresh router. Unknown or Refused for the first line that it does not take."""
        config = self.empty()
        if config.is_loaded:
            self.counters.opaque_lines = load_config(config, text)
            return config
        editor = Editor(config, trusting=trusting)
        for line in text.splitlines():
            editor.feed(line)
        return config

    def editor(self) -> Editor:
        """An editor of the running config, with this router's faults."""
        return Editor(self.running, self.faults.refuses)

    def saved(self) -> str:
        """The running config as `write memory` puts it into a file."""
        return "".join(f"{line}\n" for line in frr_text.saved_lines(self.running))

    def save(self) -> None:
        self.startup = self.saved()
        self.counters.saves += 1

    def check(self, text: str) -> list[LineError]:
        """`vtysh -C -f`: the lines that vtysh does not have. Nothing is changed."""
        return list(self._typed(Editor(self.running.copy(), trusting=True), text))

    def enter(self, text: str) -> list[LineError]:
        """`vtysh -f`: every line is typed; those that were not taken are returned, the others are in."""
        self.counters.commits += 1
        errors = list(self._typed(self.editor(), text))
        self.on_change()
        return errors

    def _typed(self, editor: Editor, text: str) -> Iterator[LineError]:
        for number, line in enumerate(text.splitlines(), 1):
            node = NODES.get(editor.mode, NODES["global"])
            try:
                editor.feed(line)
            except Unknown as error:
                reported = f"line {number}: % {error}[{node}]: {line}\n"
                yield LineError("", f"{reported}\n" if error.incomplete else reported, 4 if error.incomplete else 2)
            except Refused as error:
                reported = f"line {number}: Failure to communicate[13] to {error.daemon}, line: {line}\n\n" if error.daemon else ""
                yield LineError(f"{error.said}\n" if error.said else "", reported, 13 if error.daemon else 0)

    def missing(self, wanted: Config) -> tuple[list[frr_reload.Command], list[frr_reload.Command]]:
        """What frr-reload.py would remove, and what it would add."""
        return frr_reload.deletion_commands(self.running, wanted), frr_reload.addition_commands(self.running, wanted)

    def reload(self, wanted: Config) -> list[Refused]:
        """`frr-reload.py --reload`: deletions once, then additions twice, since a deletion may take other lines with it."""
        self.counters.commits += 1
        refused = self._send(frr_reload.deletion_commands(self.running, wanted))
        for _ in range(2):
            refused += self._send(frr_reload.addition_commands(self.running, wanted))
        self.on_change()
        return refused

    def _send(self, commands: list[frr_reload.Command]) -> list[Refused]:
        refused = []
        for *sections, line in commands:
            try:
                self._send_one(sections, line)
            except Refused as error:
                refused.append(error)
        return refused

    def _send_one(self, sections: list[str], line: str) -> None:
        """A deletion that vtysh does not have loses its last word, until it has one: `no description` takes no text."""
        editor = self.editor()
        for section in sections:
            editor.feed(section)
        while True:
            try:
                return editor.feed(line)
            except Unknown:
                if not line.startswith("no ") or " " not in line[3:]:
                    raise
                line = line.rpartition(" ")[0]


def initial(new: Onboarded) -> str:
    """The configuration after onboarding."""
    address = f"interface {new.interface}\n ip address {new.address}\nexit\n!\n" if new.address else ""
    return f"frr defaults traditional\nhostname {new.hostname}\n!\n{address}"


SIMULATOR = Simulator("netops.lab.sim.frr:FrrTarget", 2222, "8.4.4", initial)
