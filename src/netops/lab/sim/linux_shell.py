"""The shell of a simulated Linux host: simple commands, `&&`, `||`, `;`, output to files, `set -e`, and no other grammar."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from netops.lab.sim.linux_host import Host, Steps

NOT_FOUND = 127
_JOINS = ("&&", "||", ";")
_ASSIGNMENT = re.compile(r"(\w+)=(\w*)")


@dataclass(frozen=True, slots=True)
class Out:
    """How a command ended, and what it printed."""

    code: int = 0
    out: str = ""
    err: str = ""


Command = Callable[[Host, list[str], str], Out]
"""A command: the host, its arguments, its standard input."""


class Shell:
    """One shell process. What its commands print is in `out` and `err`."""

    def __init__(self, host: Host, table: Mapping[str, Command], pid: int = 1000, stdin: str = "") -> None:
        self._host, self._table, self._pid, self._stdin = host, table, pid, stdin
        self._variables: dict[str, str] = {}
        self._stop_at_failure = False
        self.out, self.err = "", ""

    def script(self, text: str) -> Steps:
        """Runs the lines of a script; its exit code is that of the last command."""
        code = 0
        for line in map(str.strip, text.splitlines()):
            if not line or line.startswith("#"):
                continue
            code = yield from self.line(line)
            if code and self._stop_at_failure:
                break
        return code

    def line(self, line: str) -> Steps:
        """Runs one line: commands joined by `&&`, `||` and `;`."""
        code, join = 0, ";"
        for words, following in _commands(line):
            if join == ";" or (join == "&&") == (code == 0):
                code = yield from self._redirected([self._expanded(word) for word in words])
            join = following
        return code

    def argv(self, words: list[str]) -> Steps:
        """Runs one command."""
        name, arguments = words[0], words[1:]
        if name == "set":
            self._stop_at_failure = arguments == ["-e"]
        elif name == "exec":  # only ever with redirections
            return 0
        elif match := _ASSIGNMENT.fullmatch(name):
            self._variables[match[1]] = match[2]
        elif name == "sleep":
            yield float(arguments[0])
        elif name == "sh":
            return (yield from self._sh(arguments))
        elif name == "setsid":
            return self._setsid(arguments)
        elif name.rpartition("/")[2] not in self._table:
            self.err += f"sh: 1: {name}: not found\n"
            return NOT_FOUND
        else:
            return self._print(self._table[name.rpartition("/")[2]](self._host, arguments, self._stdin))
        return 0

    def _sh(self, arguments: list[str]) -> Steps:
        """`sh -s` reads its standard input, `sh -c` its argument, `sh FILE` a file."""
        if arguments[0] == "-s":
            text = self._stdin
        elif arguments[0] == "-c":
            text = arguments[1]
        else:
            path = self._host.path(arguments[0])
            if not path.is_file():
                self.err += f"sh: 0: cannot open {arguments[0]}: No such file\n"
                return NOT_FOUND
            text = path.read_text()
        inner = Shell(self._host, self._table, self._pid)
        code = yield from inner.script(text)
        self.out, self.err = self.out + inner.out, self.err + inner.err
        return code

    def _setsid(self, arguments: list[str]) -> int:
        """`setsid -f COMMAND...` goes on in the background; what it prints is lost."""
        argv = arguments[1:] if arguments[:1] == ["-f"] else arguments
        self._host.spawn(argv, lambda pid: Shell(self._host, self._table, pid).argv(argv))
        return 0

    def _redirected(self, words: list[str]) -> Steps:
        """Runs a command whose output may go to a file."""
        plain = [word for word in words if word not in (">", ">>")]
        if len(plain) == len(words) or words[0] == "exec":
            return (yield from self.argv(words))
        mark = next(i for i, word in enumerate(words) if word in (">", ">>"))
        before = self.out
        code = yield from self.argv(words[:mark])
        printed, self.out = self.out.removeprefix(before), before
        path = self._host.path(words[mark + 1])
        old = path.read_text() if words[mark] == ">>" and path.exists() else ""
        path.write_text(old + printed)
        return code

    def _print(self, out: Out) -> int:
        self.out, self.err = self.out + out.out, self.err + out.err
        return out.code

    def _expanded(self, word: str) -> str:
        return str(self._pid) if word == "$$" else self._variables.get(word[1:], word) if word.startswith("$") else word


def _commands(line: str) -> list[tuple[list[str], str]]:
    """The commands of a line, each with what joins it to the next."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="<>|&;")
    lexer.whitespace_split, lexer.commenters = True, ""
    found: list[tuple[list[str], str]] = [([], ";")]
    for word in lexer:
        if word in _JOINS:
            found[-1] = (found[-1][0], word)
            found.append(([], ";"))
        else:
            found[-1][0].append(word)
    return [(words, join) for words, join in found if words]
