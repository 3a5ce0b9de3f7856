"""Loading a whole configuration of a real device: every line is taken, shown as it is spelled, and is a command of the device from then on.

A line that the grammar has keeps its behaviour. For another the device learns a rule: it is held as opaque text in its section, and
lines that begin alike can be typed, replaced and removed there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from netops.lab.sim.grammar import Grammar, Rule
from netops.lab.sim.indent import Indent, SourceLine
from netops.lab.sim.tree import LEAVE, LineRejected, Node

Refuses = Callable[[str], bool]


def learned_dialect(dialect: Indent, text: str) -> Indent:
    """The dialect of a device that runs a text: it has a rule for every line."""
    taught = replace(dialect, grammar=dialect.grammar.extensible())
    _Loading(taught, learns=True).load(text)
    return taught


def load_tree(dialect: Indent, text: str, refuses: Refuses = lambda line: False) -> tuple[Node, list[LineRejected]]:
    """The tree of a text in the order of its lines, and the lines that the device does not have."""
    return _Loading(dialect, learns=False, refuses=refuses).load(text)


def opaque_lines(root: Node) -> int:
    """How many lines are only held, without behaviour."""
    return sum(bool(node.rule and node.rule.opaque) + opaque_lines(node) for node in root.children.values())


@dataclass(frozen=True, slots=True)
class _Loading:
    dialect: Indent
    learns: bool
    refuses: Refuses = lambda line: False

    @property
    def grammar(self) -> Grammar:
        return self.dialect.grammar

    def load(self, text: str) -> tuple[Node, list[LineRejected]]:
        root, refused = Node(""), []
        sections: list[tuple[int, Node]] = [(-1, root)]
        for source, opens in _with_opening(self.dialect.statements(text)):
            if source.line in LEAVE:
                continue
            while sections[-1][0] >= source.depth:
                sections.pop()
            try:
                sections.append((source.depth, self._put(sections[-1][1], source, opens)))
            except LineRejected as error:
                refused.append(error)
        return root, refused

    def _put(self, parent: Node, source: SourceLine, opens: bool) -> Node:
        """The last of the lines for which a line of the text stands, in its section."""
        nodes = [self._put_one(parent, line, source, opens) for line in self.dialect.single_lines(source.line)]
        return nodes[-1]

    def _put_one(self, parent: Node, line: str, source: SourceLine, opens: bool) -> Node:
        if self.refuses(line):
            raise LineRejected(line, 0)
        rule = self._rule(parent, line.split(), opens)
        key = line if line.startswith("no ") else rule.key(line.split())
        if key in parent.children and rule.opens:
            return parent.children[key]
        while key in parent.children:
            key = line if key != line and line not in parent.children else f"{key}\0"
        spelled = line if line != source.line else source.spelled
        made = parent.children[key] = Node(line + source.body, rule, loaded=spelled)
        return made

    def _rule(self, parent: Node, words: Sequence[str], opens: bool) -> Rule:
        """The rule by which a device that shows a line also takes it."""
        mode = "global" if parent.rule is None else parent.rule.opens
        negated = words[0] == "no" and len(words) > 1
        bare = tuple(words[1:] if negated else words)
        found = self.grammar.find(mode, bare, negated=negated)
        if isinstance(found, Rule) and (found.opens or not opens) and (found.shows_no if negated else not found.default_on):
            return found
        if not self.learns:
            if isinstance(found, Rule):
                return found
            raise LineRejected(" ".join(words), -1 if found.incomplete else found.token + negated)
        made = self._learn(mode, bare, found if isinstance(found, Rule) else None, opens=opens, negated=negated)
        self.grammar.add(mode, made, before=isinstance(found, Rule))
        return made

    def _learn(self, mode: str, words: Sequence[str], known: Rule | None, *, opens: bool, negated: bool) -> Rule:
        name = f"{mode}/{' '.join(words[:2])}" if opens else ""
        if known is not None and opens:
            return replace(known, words=(words[0], *known.words[1:]), opens=name, closed=False)
        if known is not None:
            return replace(known, words=tuple(words), identity=None, value=None, default_on=False, shows_no=True, closed=True)
        size = 2 if self.grammar.begins(mode, words[0]) or opens else 1
        return Rule(tuple(words[:size]), self.grammar.last_rank(mode), opens=name, shows_no=negated, opaque=True)


def _with_opening(sources: Iterator[SourceLine]) -> Iterator[tuple[SourceLine, bool]]:
    """Each line, and whether the next one is below it."""
    before: SourceLine | None = None
    for source in sources:
        if before is not None:
            yield before, source.depth > before.depth and source.line not in LEAVE
        before = source
    if before is not None:
        yield before, False
