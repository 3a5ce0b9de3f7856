"""The command line that simulated Cisco devices share: prompt, questions, lines that run over several, exec commands, filters."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from netops.lab.sim.core import IndentDevice
from netops.lab.sim.frontend import Answer
from netops.lab.sim.indent import banner_mark
from netops.lab.sim.pipes import apply_filter
from netops.lab.sim.tree import Editor, LineRejected

D = TypeVar("D", bound=IndentDevice)
Answerer = Callable[[str], str]
Handler = Callable[[Any, re.Match[str]], str]
"""Runs an exec command on a command line, and returns its output."""
Commands = Sequence[tuple[re.Pattern[str], Handler]]


class CiscoCli(ABC, Generic[D]):
    """One login on a device: `feed` takes a line and returns what is printed, `prompt` is what comes before the next one."""

    commands: ClassVar[Commands]
    mark: ClassVar[str]
    """The complaint about a filter that the device does not have."""
    banner_prompt: ClassVar[str] = ""
    """The prompt while a banner is typed."""

    def __init__(self, device: D, user: str, line: str = "vty0") -> None:
        self.device, self.user, self.line = device, user, line
        self.closed = False
        self.page_lines = 24
        self.failed = False
        """Whether the last line was refused."""
        self._question: tuple[str, Answerer] | None = None
        self._held: list[str] = []
        """The lines so far of a banner, policy or set."""

    @property
    def prompt(self) -> str:
        if self._question is not None:
            return self._question[0]
        if self._held and self._held[0].lstrip().startswith("banner"):
            return self.banner_prompt
        return self._prompt()

    def interrupt(self) -> None:
        """Ctrl-C: the line is dropped."""
        self._question, self._held = None, []

    def hang_up(self) -> None:
        """The connection has ended."""

    def abort(self) -> str:
        """Leaves config mode; what was not committed is dropped."""
        return ""

    def ask(self, question: str, answerer: Answerer) -> str:
        """Prints a question; the next line is its answer."""
        self._question = (question, answerer)
        return ""

    def feed(self, line: str) -> str:
        self.failed = False
        if self._question is not None:
            answerer, self._question = self._question[1], None
            return answerer(line.strip())
        if self._held or self._begins_block(line):
            self._held.append(line)
            return self._continue_block()
        text = line.strip()
        return self._feed_line(text) if text and not text.startswith("!") else ""

    def refuse(self, error: LineRejected) -> str:
        return self.fail(self._error_message(error))

    def fail(self, text: str) -> str:
        self.failed = True
        return text

    def _exec(self, line: str, otherwise: LineRejected | None = None) -> str:
        """Runs an exec command; when there is none of these words, the complaint about `otherwise` or the line itself."""
        command, _, pipe = (part.strip() for part in line.partition("|"))
        for pattern, handler in self.commands:
            if match := pattern.fullmatch(command):
                return self._head(command) + apply_filter(handler(self, match), pipe, self.mark)
        return self.refuse(otherwise or LineRejected(line, 0))

    def _head(self, command: str) -> str:
        """What is printed above the output of an exec command."""
        return ""

    @abstractmethod
    def _prompt(self) -> str:
        """The prompt in exec or config mode."""

    @abstractmethod
    def _error_message(self, error: LineRejected) -> str:
        """The words in which the device refuses a line."""

    @abstractmethod
    def _feed_line(self, line: str) -> str:
        """Runs a line of one line."""

    @abstractmethod
    def _begins_block(self, line: str) -> bool:
        """Whether more lines belong to this one."""

    @abstractmethod
    def _continue_block(self) -> str:
        """Takes the lines held back when the last one has come."""


class DirectCli(CiscoCli[D]):
    """The command line of a device without a candidate: every line of config mode takes effect at once."""

    modes: ClassVar[Mapping[str, str]]
    """Config modes as the prompt shows them, where it is not `config-MODE`."""

    def __init__(self, device: D, user: str, line: str = "vty0") -> None:
        super().__init__(device, user, line)
        self._editor: Editor | None = None

    def interrupt(self) -> None:
        """Ctrl-Z and Ctrl-C: back to exec mode."""
        super().interrupt()
        self._editor = None

    def configure(self) -> None:
        self._editor = self.device.editor(self.device.running)

    def _mode(self) -> str:
        return "" if self._editor is None else f"({self.modes.get(self._editor.mode, f'config-{self._editor.mode}')})"

    def _feed_line(self, line: str) -> str:
        return self._exec(line) if self._editor is None else self._configure(self._editor, line)

    def _configure(self, editor: Editor, line: str) -> str:
        if line == "end" or (line == "exit" and not editor.path):
            self._editor = None
            return ""
        try:
            editor.feed(self.device.dialect.canonical(line))
        except LineRejected as error:
            return self._exec_in_config_mode(line, error)
        self.device.on_change()
        return ""

    @abstractmethod
    def _exec_in_config_mode(self, line: str, error: LineRejected) -> str:
        """What a line does that is none of the configuration."""

    def _banner_mark(self, text: str) -> str:
        """The mark that ends a banner, of the text after its first two words."""
        return banner_mark(text)

    def _begins_block(self, line: str) -> bool:
        return self._editor is not None and re.match(r"\s*banner \w+ \S", line) is not None

    def _continue_block(self) -> str:
        """Collects a banner until its mark comes again."""
        text = "\n".join(self._held)
        if text.count(self._banner_mark(text.split(None, 2)[2])) < 2 or self._editor is None:
            return ""
        self._held = []
        refused = self.device.dialect.load(self._editor, text)
        return self.refuse(refused[0]) if refused else ""


def execute(cli: CiscoCli[Any], commands: Sequence[str]) -> Answer:
    """What a person gets who types these commands on the console. Stops at the first error; what was not committed is dropped."""
    shown: list[str] = []
    try:
        for command in commands:
            prompt = cli.prompt
            shown.append(cli.feed(command))
            if cli.failed:
                shown.insert(-1, prompt + command)
                break
    finally:
        ok = not cli.failed
        cli.abort()
    return Answer("\n".join(filter(None, shown)), ok)


def compile_commands(*table: tuple[str, Handler]) -> Commands:
    """A table of exec commands: a pattern of the whole command, and what runs it."""
    return tuple((re.compile(pattern), handler) for pattern, handler in table)


def show_command(show: Callable[[Any], str]) -> Handler:
    """A command that prints what a function of the device returns."""
    return lambda cli, match: show(cli.device)


def ignore_command(cli: CiscoCli[Any], match: re.Match[str]) -> str:
    return ""


def leave_mode(cli: CiscoCli[Any], match: re.Match[str]) -> str:
    cli.closed = True
    return ""


def set_length(cli: CiscoCli[Any], match: re.Match[str]) -> str:
    cli.page_lines = int(match["lines"])
    return ""
