"""A small POSIX shell for simulated routers: scripts run over programs and files in memory, and sleep on the lab's clock."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from itertools import count

from netops.lab.sim.clock import Clock, Timer
from netops.lab.sim.shell_syntax import BadSyntax, CommandGroup, Pipeline, Redirect, Script, SimpleCommand, Word, WordPart, parse_script

Steps = Generator[float, None, int]
"""A command that runs: it yields how many seconds it sleeps, and returns its exit code."""
NOT_FOUND = 127
NULL = "/dev/null"
_STREAMS = {"<": "stdin", ">": "out", "1": "out", "2": "err"}


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a command reads from and writes to."""

    stdin: StringIO = field(default_factory=StringIO)
    out: StringIO = field(default_factory=StringIO)
    err: StringIO = field(default_factory=StringIO)


Program = Callable[["Shell", Sequence[str], Streams], int]
"""A program: the shell that started it, its arguments, its streams."""


@dataclass(slots=True)
class _Process:
    steps: Steps
    timer: Timer | None = None


@dataclass(slots=True)
class ProcessTable:
    """What the processes of one host share. A file is stored by its absolute path."""

    clock: Clock
    programs: Mapping[str, Program]
    files: dict[str, str] = field(default_factory=dict)
    folders: set[str] = field(default_factory=lambda: {"/"})
    processes: dict[int, _Process] = field(default_factory=dict)
    pids: Iterator[int] = field(default_factory=lambda: count(1001))

    def spawn(self, argv: Sequence[str], steps_of: Callable[[int], Steps]) -> int:
        """Starts a process in the background; it goes on when its sleeps are over."""
        pid = next(self.pids)
        self.files[f"/proc/{pid}/cmdline"] = "\0".join([*argv, ""])
        self.processes[pid] = _Process(steps_of(pid))
        self._step(pid)
        return pid

    def kill(self, pid: int) -> bool:
        """Ends a process; False when there is none."""
        process = self.processes.pop(pid, None)
        if process is not None and process.timer is not None:
            process.timer.cancel()
        self.files.pop(f"/proc/{pid}/cmdline", None)
        return process is not None

    def stop(self) -> None:
        for pid in list(self.processes):
            self.kill(pid)

    def _step(self, pid: int) -> None:
        process = self.processes[pid]
        try:
            seconds = next(process.steps)
        except StopIteration:
            self.kill(pid)
        else:
            process.timer = self.clock.call_later(seconds, lambda: self._step(pid))


class _Exit(Exception):
    """`exit` and `exec` end a shell."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Break(Exception):
    """`break` ends a loop."""


class Shell:
    """One shell process: its arguments, its variables, its working directory."""

    def __init__(self, machine: ProcessTable, pid: int, cwd: str, arguments: Sequence[str] = ("sh",)) -> None:
        self.machine, self.pid, self.cwd, self._arguments = machine, pid, cwd, list(arguments)
        self._variables: dict[str, str] = {}
        self._code = 0

    def path(self, name: str) -> str:
        """The absolute path of a file."""
        return posixpath.normpath(posixpath.join(self.cwd, name))

    def run(self, text: str, streams: Streams) -> Steps:
        """Runs a script to its end, its exit code. A script that this shell does not understand ends with 2."""
        try:
            return (yield from self._script(parse_script(text), streams))
        except _Exit as end:
            return end.code
        except BadSyntax as error:
            streams.err.write(f"sh: 1: Syntax error: {error}\n")
            return 2

    def start(self, argv: Sequence[str], streams: Streams) -> Steps:
        """Runs one command, as from a list of arguments."""
        try:
            return (yield from self._argv(list(argv), streams))
        except _Exit as end:
            return end.code

    # -- commands

    def _script(self, script: Script, streams: Streams) -> Steps:
        for pipeline in script:
            if pipeline.join == ";" or (pipeline.join == "&&") == (self._code == 0):
                self._code = yield from self._pipeline(pipeline, streams)
        return self._code

    def _pipeline(self, pipeline: Pipeline, streams: Streams) -> Steps:
        if pipeline.background:
            return self._background(pipeline.commands[0], streams)
        code = 0
        for command in pipeline.commands[:-1]:
            piped = replace(streams, out=StringIO())
            code = yield from self._command(command, piped)
            streams = replace(streams, stdin=StringIO(piped.out.getvalue()))
        code = yield from self._command(pipeline.commands[-1], streams)
        return code

    def _background(self, command: SimpleCommand | CommandGroup, streams: Streams) -> int:
        """A simple command goes on by itself; what it prints is lost unless it is redirected."""
        if not isinstance(command, SimpleCommand):
            raise BadSyntax("a group in the background")
        argv = self._all_expanded(command.words, streams)
        argv = argv[1:] if argv[:1] == ["setsid"] else argv
        self.machine.spawn(argv, lambda pid: Shell(self.machine, pid, self.cwd).start(argv, Streams()))
        return 0

    def _command(self, command: SimpleCommand | CommandGroup, streams: Streams) -> Steps:
        try:
            streams, outputs = self._redirected(command.redirects, streams)
        except OSError as error:
            streams.err.write(f"sh: 1: {error}\n")
            return 2
        try:
            return (yield from (self._group(command, streams) if isinstance(command, CommandGroup) else self._simple(command, streams)))
        finally:
            for path, stream in outputs:
                self.machine.files[path] = stream.getvalue()

    def _group(self, group: CommandGroup, streams: Streams) -> Steps:
        if not group.name:
            return (yield from self._script(group.body, streams))
        values = self._all_expanded(group.words, streams)
        try:
            for value in values:
                self._variables[group.name] = value
                self._code = 0
                yield from self._script(group.body, streams)
        except _Break:
            return 0
        return self._code

    def _simple(self, command: SimpleCommand, streams: Streams) -> Steps:
        self._code = 0
        for name, word in command.assignments:
            self._variables[name] = " ".join(self._expanded(word, streams))
        argv = self._all_expanded(command.words, streams)
        return (yield from self._argv(argv, streams)) if argv else self._code

    def _argv(self, argv: list[str], streams: Streams) -> Steps:
        name, rest = posixpath.basename(argv[0]), argv[1:]
        if name in _BUILTINS:
            return _BUILTINS[name](self, rest, streams)
        if name in _RUNNERS:
            return (yield from _RUNNERS[name](self, rest, streams))
        if name not in self.machine.programs:
            streams.err.write(f"sh: 1: {argv[0]}: not found\n")
            return NOT_FOUND
        return self.machine.programs[name](self, rest, streams)

    # -- words and redirections

    def _redirected(self, redirects: Sequence[Redirect], streams: Streams) -> tuple[Streams, list[tuple[str, StringIO]]]:
        """The streams of a command, and the files to write at its end. OSError for a file that cannot be opened."""
        outputs: list[tuple[str, StringIO]] = []
        for redirect in redirects:
            if redirect.operator == "2>&1":
                streams = replace(streams, err=streams.out)
                continue
            path = self.path(" ".join(self._expanded(redirect.target, streams)))
            stream = self._opened(path, redirect.operator)
            streams = replace(streams, **{_STREAMS[redirect.operator[0]]: stream})
            if redirect.operator != "<" and path != NULL:
                outputs.append((path, stream))
        return streams, outputs

    def _opened(self, path: str, operator: str) -> StringIO:
        files = self.machine.files
        if path == NULL:
            return StringIO()
        if operator == "<":
            if path not in files:
                raise FileNotFoundError(f"cannot open {path}: No such file")
            return StringIO(files[path])
        if posixpath.dirname(path) not in self.machine.folders:
            raise FileNotFoundError(f"cannot create {path}: Directory nonexistent")
        stream = StringIO()
        stream.write(files.get(path, "") if operator.endswith(">>") else "")
        return stream

    def _all_expanded(self, words: Sequence[Word], streams: Streams) -> list[str]:
        return [text for word in words for text in self._expanded(word, streams)]

    def _expanded(self, word: Word, streams: Streams) -> list[str]:
        """The fields of a word: one when it is quoted, as many as there are words in it when not."""
        fields: list[str] = []
        current: str | None = None
        for part in word:
            pieces = self._pieces(part, streams)
            if pieces is None:
                pieces, current = self._arguments[1:], current or None
            for number, piece in enumerate(pieces):
                if number:
                    fields.append(current or "")
                    current = None
                current = (current or "") + piece
        return [*fields, current] if current is not None else fields

    def _pieces(self, part: WordPart, streams: Streams) -> list[str] | None:
        """What a part comes to: one piece when it is quoted. None means `"$@"`: the arguments, each a field of its own."""
        if part.kind == "variable" and part.text == "@":
            return None
        text = part.text if part.kind == "text" else self._value(part.kind, part.text, streams)
        return [text] if part.kind == "text" or part.quoted else text.split()

    def _value(self, kind: str, text: str, streams: Streams) -> str:
        if kind == "script":
            return self._output(text, streams).rstrip("\n")
        if text.isdigit():
            return self._arguments[int(text)] if int(text) < len(self._arguments) else ""
        return {"$": str(self.pid), "?": str(self._code)}.get(text) or self._variables.get(text, "")

    def _output(self, script: str, streams: Streams) -> str:
        """What a script prints. It cannot sleep."""
        out = StringIO()
        inner = Shell(self.machine, self.pid, self.cwd, self._arguments)
        inner._variables = dict(self._variables)
        steps = inner.run(script, replace(streams, out=out))
        try:
            next(steps)
        except StopIteration as end:
            self._code = end.value
            return out.getvalue()
        raise BadSyntax("a sleep in $(...)")

    # -- built in

    def _cd(self, argv: Sequence[str], streams: Streams) -> int:
        path = self.path(argv[0])
        if path not in self.machine.folders:
            streams.err.write(f"sh: 1: cd: can't cd to {argv[0]}\n")
            return 2
        self.cwd = path
        return 0

    def _shift(self, argv: Sequence[str], streams: Streams) -> int:
        del self._arguments[1:2]
        return 0

    def _read(self, argv: Sequence[str], streams: Streams) -> int:
        line = streams.stdin.readline()
        self._variables[argv[-1]] = line.strip()
        return 0 if line else 1

    def _exit(self, argv: Sequence[str], streams: Streams) -> int:
        raise _Exit(int(argv[0]) if argv else self._code)

    def _leave_loop(self, argv: Sequence[str], streams: Streams) -> int:
        raise _Break

    def _exec(self, argv: Sequence[str], streams: Streams) -> Steps:
        raise _Exit((yield from self._argv(list(argv), streams)))

    def _sleep(self, argv: Sequence[str], streams: Streams) -> Steps:
        yield float(argv[0])
        return 0

    def _sh(self, argv: Sequence[str], streams: Streams) -> Steps:
        """`sh -c SCRIPT NAME ARGUMENTS`, `sh -s`, `sh FILE ARGUMENTS`."""
        script, arguments = self._source(argv, streams)
        if script is None:
            streams.err.write(f"sh: 0: cannot open {argv[0]}: No such file\n")
            return NOT_FOUND
        return (yield from Shell(self.machine, self.pid, self.cwd, arguments).run(script, streams))

    def _source(self, argv: Sequence[str], streams: Streams) -> tuple[str | None, Sequence[str]]:
        if not argv or argv[0] == "-s":
            return streams.stdin.read(), ["sh", *argv[1:]]
        if argv[0] == "-c":
            return argv[1], argv[2:] or ["sh"]
        return self.machine.files.get(self.path(argv[0])), argv

    def _setsid(self, argv: Sequence[str], streams: Streams) -> Steps:
        """`setsid --wait COMMAND`: a process of its own, in the foreground."""
        command = [word for word in argv if word != "--wait"]
        return (yield from Shell(self.machine, next(self.machine.pids), self.cwd, self._arguments).start(command, streams))


_BUILTINS: Mapping[str, Program] = {
    "cd": Shell._cd,
    "shift": Shell._shift,
    "read": Shell._read,
    "exit": Shell._exit,
    "break": Shell._leave_loop,
}
_RUNNERS: Mapping[str, Callable[[Shell, Sequence[str], Streams], Steps]] = {
    "exec": Shell._exec,
    "sleep": Shell._sleep,
    "sh": Shell._sh,
    "setsid": Shell._setsid,
}
