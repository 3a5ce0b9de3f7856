"""The command line of a simulated IOS device: exec and config mode, questions, banners, filters behind `|`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from netops.lab.sim.frontend import Answer
from netops.lab.sim.indent import banner_mark
from netops.lab.sim.ios import DIALECT, MARK, IosDevice, complaint
from netops.lab.sim.ios_commands import COMMANDS
from netops.lab.sim.pipes import filtered
from netops.lab.sim.tree import Editor, Rejected

PROMPTS = {
    "global": "config",
    "interface": "config-if",
    "acl": "config-ext-nacl",
    "bgp": "config-router",
    "ospf": "config-router",
    "line": "config-line",
}
Answerer = Callable[[str], str]


class IosCli:
    """One login on an IOS device: `feed` takes a line and gives what is printed, `prompt` what stands before the next one."""

    def __init__(self, device: IosDevice, user: str) -> None:
        self.device, self.user = device, user
        self.closed = False
        self.page_lines = 24
        self._editor: Editor | None = None
        self._question: tuple[str, Answerer] | None = None
        self._banner: list[str] = []
        self.failed = False
        """Whether the last line was refused."""

    @property
    def prompt(self) -> str:
        if self._question is not None:
            return self._question[0]
        if self._banner:
            return ""
        mode = "" if self._editor is None else f"({PROMPTS.get(self._editor.mode, f'config-{self._editor.mode}')})"
        return f"{self.device.hostname[:20]}{mode}#"

    def interrupt(self) -> None:
        """Ctrl-Z and Ctrl-C: back to exec mode."""
        self._editor, self._question, self._banner = None, None, []

    def ask(self, question: str, answerer: Answerer) -> str:
        """Prints a question; the next line is its answer."""
        self._question = (question, answerer)
        return ""

    def feed(self, line: str) -> str:
        self.failed = False
        if self._question is not None:
            answerer, self._question = self._question[1], None
            return answerer(line.strip())
        if self._banner or (self._editor is not None and _opens_banner(line)):
            return self._multiline(line)
        text = line.strip()
        if not text or text.startswith("!"):
            return ""
        return self._exec(text) if self._editor is None else self._configure(self._editor, text)

    def configure(self) -> None:
        self._editor = self.device.editor(self.device.running)

    def refuse(self, error: Rejected) -> str:
        self.failed = True
        return complaint(error, len(self.prompt))

    def fail(self, text: str) -> str:
        self.failed = True
        return text

    def _configure(self, editor: Editor, line: str) -> str:
        if line == "end" or (line == "exit" and not editor.path):
            self._editor = None
            return ""
        if line.startswith("do "):
            return self._exec(line[3:])
        try:
            editor.feed(DIALECT.canonical(line))
        except Rejected as error:
            return self.refuse(error)
        return ""

    def _multiline(self, line: str) -> str:
        """Collects a banner until its mark comes again."""
        self._banner.append(line)
        text = "\n".join(self._banner)
        if text.count(banner_mark(text.split(None, 2)[2])) >= 2 and self._editor is not None:
            self._banner = []
            refused = DIALECT.load(self._editor, text)
            return self.refuse(refused[0]) if refused else ""
        return ""

    def _exec(self, line: str) -> str:
        command, _, pipe = line.partition("|")
        for pattern, handler in COMMANDS:
            if match := pattern.fullmatch(command.strip()):
                return filtered(handler(self, match), pipe.strip(), MARK)
        return self.refuse(Rejected(line, 0))


def _opens_banner(line: str) -> bool:
    return re.match(r"\s*banner \w+ \S", line) is not None


def execute(device: IosDevice, commands: Sequence[str], user: str = "console") -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error."""
    cli, shown = IosCli(device, user), []
    for command in commands:
        prompt = cli.prompt
        shown.append(cli.feed(command))
        if cli.failed:
            shown.insert(-1, prompt + command)
            return Answer("\n".join(filter(None, shown)), ok=False)
    return Answer("\n".join(filter(None, shown)))
