"""The command line of a simulated NX-OS device: exec and config mode, questions, banners. Exec commands work in config mode too."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from netops.lab.sim.frontend import Answer
from netops.lab.sim.nxos import NxosDevice, complaint
from netops.lab.sim.nxos_commands import COMMANDS, JSON
from netops.lab.sim.nxos_tree import DIALECT
from netops.lab.sim.pipes import filtered
from netops.lab.sim.tree import Editor, Rejected

MARK = "% Invalid command at '^' marker."
PROMPTS = {"global": "config", "interface": "config-if", "bgp": "config-router", "ospf": "config-router", "vlan": "config-vlan"}
Answerer = Callable[[str], str]


class NxosCli:
    """One login on an NX-OS device: `feed` takes a line and gives what is printed, `prompt` what stands before the next one."""

    def __init__(self, device: NxosDevice) -> None:
        self.device = device
        self.closed = False
        self.page_lines = 24
        self.asks = True
        """Whether the device asks before it overwrites or deletes (`terminal dont-ask`)."""
        self.failed = False
        """Whether the last line was refused."""
        self._editor: Editor | None = None
        self._question: tuple[str, Answerer] | None = None
        self._banner: list[str] = []

    @property
    def prompt(self) -> str:
        if self._question is not None:
            return self._question[0]
        if self._banner:
            return "> "
        mode = "" if self._editor is None else f"({PROMPTS.get(self._editor.mode, f'config-{self._editor.mode}')})"
        return f"{self.device.hostname}{mode}# "

    def interrupt(self) -> None:
        """Ctrl-Z and Ctrl-C: back to exec mode."""
        self._editor, self._question, self._banner = None, None, []

    def ask(self, question: str, answerer: Answerer) -> str:
        """Prints a question; the next line is its answer. Nothing is asked after `terminal dont-ask`."""
        if not self.asks:
            return answerer("y")
        self._question = (question, answerer)
        return ""

    def feed(self, line: str) -> str:
        self.failed = False
        if self._question is not None:
            answerer, self._question = self._question[1], None
            return answerer(line.strip())
        if self._banner or (self._editor is not None and re.match(r"\s*banner \w+ \S", line)):
            return self._multiline(line)
        text = line.strip()
        if not text or text.startswith("!"):
            return ""
        return self._exec(text, Rejected(text, 0)) if self._editor is None else self._configure(self._editor, text)

    def configure(self) -> str:
        self._editor = self.device.editor(self.device.running)
        self.device.changed = self.device.clock.now()
        return "Enter configuration commands, one per line. End with CNTL/Z."

    def fail(self, text: str) -> str:
        self.failed = True
        return text

    def _configure(self, editor: Editor, line: str) -> str:
        if line == "end" or (line == "exit" and not editor.path):
            self._editor = None
            return ""
        try:
            editor.feed(DIALECT.canonical(line))
        except Rejected as error:
            return self._exec(line, error)
        return ""

    def _multiline(self, line: str) -> str:
        """Collects a banner until its mark comes again."""
        self._banner.append(line)
        text = "\n".join(self._banner)
        if text.count(text.split(None, 2)[2][0]) >= 2 and self._editor is not None:
            self._banner = []
            refused = DIALECT.load(self._editor, text)
            return self._refuse(refused[0]) if refused else ""
        return ""

    def _exec(self, line: str, otherwise: Rejected) -> str:
        """Runs an exec command; the complaint of `otherwise` when there is none of these words."""
        command, _, pipe = (part.strip() for part in line.partition("|"))
        if pipe in ("json", "json-pretty") and command in JSON:
            return JSON[command](self.device)
        for pattern, handler in COMMANDS:
            if match := pattern.fullmatch(command):
                return filtered(handler(self, match), pipe.replace('"', ""), MARK)
        return self._refuse(otherwise)

    def _refuse(self, error: Rejected) -> str:
        return self.fail(complaint(error, len(self.prompt)))


def execute(device: NxosDevice, commands: Sequence[str]) -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error."""
    cli, shown = NxosCli(device), []
    for command in commands:
        prompt = cli.prompt
        shown.append(cli.feed(command))
        if cli.failed:
            shown.insert(-1, prompt + command)
            return Answer("\n".join(filter(None, shown)), ok=False)
    return Answer("\n".join(filter(None, shown)))
