"""The public functions: each finds the platform's dialect and lets it do the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from netops.config.diff import DiffLine, difference
from netops.dialects import sections
from netops.dialects.grammar import Grammar
from netops.dialects.lens import Lens, lens, opaque
from netops.dialects.secrets import Mask, marked, shapes
from netops.dialects.secrets import redact as _redact
from netops.dialects.tree import Node, Tree, same
from netops.platforms import Platform, check_features, get, grammar_of


def _platform(platform: str | Platform) -> Platform:
    return get(platform) if isinstance(platform, str) else platform


def _grammar(platform: str | Platform) -> Grammar:
    return grammar_of(_platform(platform))


def parse(platform: str | Platform, text: str) -> Tree:
    """The tree of a config. `text(parse(platform, t)) == t` for every text that can be parsed."""
    grammar = _grammar(platform)
    return Tree(grammar, tuple(text.split("\n")), grammar.dialect.read(grammar, lens(grammar, text), text))


def text(tree: Tree) -> str:
    """The text that a tree was parsed from, byte for byte."""
    return "\n".join(tree.lines)


def normalise(platform: str | Platform, text: str) -> str:
    """The canonical text of a config: equal for configs that mean the same. Noise, comments and blanks are gone, and lines whose order
    means nothing stand in one order. Digests are made over it."""
    grammar = _grammar(platform)
    return grammar.dialect.canonical(grammar, lens(grammar, text), text)


def _lens(grammar: Grammar, *texts: str) -> Lens:
    """The lens for texts that are compared: a secret that is a placeholder in one of them equals every value."""
    glass = lens(grammar, *texts)
    dialect = grammar.dialect
    return replace(glass, opaque=frozenset().union(*(opaque(dialect.lines(grammar, glass, text)) for text in texts if marked(text))))


def _pair(grammar: Grammar, running: str, intended: str) -> tuple[Lens, Node, Node]:
    glass = _lens(grammar, running, intended)
    one, other = grammar.dialect.pair(grammar, glass, running, intended)
    return glass, one, other


def diff(platform: str | Platform, running: str, intended: str) -> tuple[DiffLine, ...]:
    """The lines in which two configs differ, with the lines above them. Without secrets; empty when they mean the same.

    Two secrets are compared by value, but a placeholder, or a secret that is taken out, equals every value.
    """
    if running == intended:
        return ()
    _, one, other = _pair(_grammar(platform), running, intended)
    return () if same(one, other) else tuple(difference(one, other))


def remediate(platform: str | Platform, running: str, intended: str) -> list[str]:
    """The commands that bring a device from `running` to `intended`, in order, each indented below its context line.

    Secrets and placeholders stand in them as in `intended`. Empty when nothing differs. ConfigError when no right list is known.
    """
    grammar = _grammar(platform)
    if running == intended:
        return []
    glass, one, other = _pair(grammar, running, intended)
    return [] if same(one, other) else grammar.dialect.remediate(grammar, glass, one, other)


def predict(platform: str | Platform, running: str, commands: Sequence[str]) -> str:
    """The config of a device that runs `running` after commands. ConfigError when a command cannot be understood."""
    grammar = _grammar(platform)
    if not commands:
        return running
    dialect = grammar.dialect
    glass = lens(grammar, running, "\n".join(commands))
    after = dialect.apply(grammar, glass, dialect.read(grammar, glass, running), commands)
    return dialect.write(grammar, after, sort=False)


def rollback(platform: str | Platform, running: str, intended: str) -> list[str]:
    """The commands that undo `remediate(platform, running, intended)`."""
    return remediate(platform, predict(platform, running, remediate(platform, running, intended)), running)


def redact(platform: str | Platform, text: str, like: str | None = None) -> str:
    """The text with `netops.secrets.REDACTED` in place of each secret and placeholder. Idempotent.

    `like`: another text of the same target; a line that has a placeholder there holds a secret here too.
    """
    grammar = _grammar(platform)
    return _redact(Mask(grammar, shapes(like.split("\n")) if like else ()), text)


def secrets(platform: str | Platform, text: str, like: str | None = None) -> dict[str, str]:
    """The secrets of a config: path to value. A path holds no secret and stays when a value changes; placeholders are left out.

    `like`: as in `redact`.
    """
    grammar = _grammar(platform)
    glass = lens(grammar, text, like or "")
    return sections.secrets(glass, grammar.dialect.read(grammar, glass, text))


def compose(platform: str | Platform, running: str, intended: str, managed: str | Sequence[str]) -> str:
    """What a device should run: the managed features as intended, all else with the device's own bytes.

    `managed`: "all", or names of features. ConfigError for a feature that no platform has. Also with "all" the lines stay that a device
    writes by itself, unless the intended config names them.
    """
    grammar = _grammar(platform)
    if managed == "all":
        return grammar.dialect.whole(grammar, lens(grammar, running, intended), running, intended)
    owner = sections.Owner(grammar, check_features(_platform(platform), managed))
    return grammar.dialect.compose(owner, running, intended)


def features(platform: str | Platform) -> dict[str, tuple[str, ...]]:
    """The features of a platform: name to the first words of the lines that belong to it."""
    return dict(_grammar(platform).features)


def coverage(platform: str | Platform, running: str, managed: str | Sequence[str]) -> tuple[int, int]:
    """How many lines of a config are in managed features, and how many lines it has."""
    grammar = _grammar(platform)
    return sections.coverage(
        grammar,
        "all" if managed == "all" else check_features(_platform(platform), managed),
        grammar.dialect.heads(grammar, running),
    )
