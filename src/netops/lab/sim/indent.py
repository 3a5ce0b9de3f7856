"""How the IOS family reads and prints a configuration: lines by mode, rewritten to the device's own form, in the device's own order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from netops.lab.sim.addresses import canonical_ipv6
from netops.lab.sim.grammar import Grammar
from netops.lab.sim.tree import Editor, LineRejected, Node, lines_of

NOISE = re.compile(r"^(Building configuration|Current configuration|Using \d+ out of|end$)")
FREE_TEXT = re.compile(r"\b(description|remark|location|contact)\b")
HEREDOC = re.compile(r"code unit \S+|action bash")
"""Lines of EOS beside banners after which a text follows up to EOF (EOS user manual, RCF and event handlers)."""
ABBREVIATED = (
    (re.compile(r"^(no )?int "), r"\1interface "),
    (re.compile(r"^(no )?desc "), r"\1description "),
    (re.compile(r"^(no )?shut$"), r"\1shutdown"),
)


class SourceLine(NamedTuple):
    """A line of a config: in the device's form, with the rest of one that runs over several, and as the text spells it."""

    line: str
    body: str
    raw: str

    @property
    def depth(self) -> int:
        return len(self.raw) - len(self.raw.lstrip())

    @property
    def spelled(self) -> str:
        return self.raw.strip()


@dataclass(frozen=True, slots=True, eq=False)
class Indent:
    """A platform of the IOS family. `fixed` are global lines that the device prints whatever is loaded (`version 17.9`)."""

    grammar: Grammar
    rewrites: tuple[tuple[str, str], ...]
    step: str
    heredoc: bool
    """A banner ends with a line EOF (EOS) instead of a delimiter that its first line names (IOS)."""
    upper_ipv6: bool
    """IPv6 addresses are shown in capitals (IOS); else in lower case."""

    def empty(self, interfaces: tuple[str, ...], fixed: tuple[str, ...] = ()) -> Node:
        """A device without configuration: its fixed lines and its hardware interfaces."""
        root = Node("")
        editor = self.editor(root, ())
        for line in (*fixed, *(f"interface {name}" for name in interfaces)):
            editor.feed(self.canonical(line))
        return root

    def editor(self, root: Node, interfaces: tuple[str, ...], refuses: Callable[[str], bool] = lambda line: False) -> Editor:
        """An editor that does not let hardware interfaces be removed."""
        return Editor(root, self.grammar, frozenset(f"interface {name}" for name in interfaces), refuses)

    def load(self, editor: Editor, text: str) -> list[LineRejected]:
        """Types every line of a text; what the device refuses is returned, the rest is taken."""
        refused = []
        for source in self.statements(text):
            try:
                editor.feed(source.line, source.body)
            except LineRejected as error:
                refused.append(error)
        return refused

    def text(self, root: Node) -> str:
        """The body of `show running-config`, without header, ended by `end`."""
        return "\n".join([*lines_of(root, self.grammar, self.step), "!", "end", ""])

    def begins_text(self, line: str) -> bool:
        """Whether more lines belong to this one, whatever is in them."""
        return line.startswith("banner ") or (self.heredoc and HEREDOC.fullmatch(line) is not None)

    def single_lines(self, line: str) -> list[str]:
        """The lines for which a line of a config stands: itself, where the device has no lists of sections."""
        return [line]

    def is_comment(self, line: str) -> bool:
        return line.startswith("!")

    def statements(self, text: str) -> Iterator[SourceLine]:
        """Each line in the device's form, with the rest of a banner beside its first line."""
        lines = iter(text.splitlines())
        for raw in lines:
            line = raw.strip()
            if not line or self.is_comment(line) or NOISE.match(line):
                continue
            if self.begins_text(line):
                read = [raw]
                yield SourceLine(*self._banner(line, _recorded(lines, read)), "\n".join(read))
            else:
                yield SourceLine(self.canonical(line), "", raw)

    def _banner(self, line: str, lines: Iterator[str]) -> tuple[str, str]:
        words = line.split(None, 2)
        if self.heredoc:
            return line, "\n" + "\n".join([*_until(lines, "EOF")]) + "EOF"
        mark = banner_mark(words[2])
        first = words[2].removeprefix(mark)
        body = first.split(mark)[0] if mark in first else "\n".join([first, *_until(lines, mark)])
        return " ".join(words[:2]) + " ^C", f"{body}^C"

    def canonical(self, line: str) -> str:
        """The line as the device would print it: abbreviations completed, words rewritten."""
        return _canonical(self, line.strip())

    def interface(self, name: str) -> str:
        """The full name of an interface: `gi 1/0/1` is GigabitEthernet1/0/1."""
        match = re.match(r"^([A-Za-z-]+)\s*(\d.*)$", name)
        if match is None:
            return name
        full = next((kind for kind in self.grammar.interface_types if kind.lower().startswith(match[1].lower())), match[1])
        return full + match[2]


@lru_cache(maxsize=16_384)  # the devices of a lab have most of their lines in common
def _canonical(dialect: Indent, line: str) -> str:
    for short, long in ABBREVIATED:
        line = short.sub(long, line)
    if not FREE_TEXT.search(line):
        line = " ".join(line.split())
    for pattern, replacement in dialect.rewrites:
        line = re.sub(pattern, replacement, line)
    line = re.sub(r"^(no |default )?interface (\S.*)$", lambda m: f"{m[1] or ''}interface {dialect.interface(m[2])}", line)
    free = FREE_TEXT.search(line)
    end = free.start() if free else len(line)
    return canonical_ipv6(line[:end], upper=dialect.upper_ipv6) + line[end:]


def banner_mark(text: str) -> str:
    """The mark that ends a banner: the first character, or the two of `^C` as the device prints its own mark."""
    return text[:2] if text.startswith("^C") else text[0]


def _until(lines: Iterator[str], mark: str) -> Iterator[str]:
    """The lines up to the one that holds `mark`, which is used up; the text before the mark, which may be none, is one too."""
    for line in lines:
        yield line.split(mark)[0]
        if mark in line:
            return


def _recorded(lines: Iterator[str], read: list[str]) -> Iterator[str]:
    """The lines; each that is used is noted."""
    for line in lines:
        read.append(line)
        yield line
