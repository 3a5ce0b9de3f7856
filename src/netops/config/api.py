"""The public functions: each finds the platform's dialect and lets it do the work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import ModuleType
from typing import cast

from netops.config import sections
from netops.config.dialects import files, indent, junos
from netops.config.diff import DiffLine, difference
from netops.config.lens import Lens, lens, opaque
from netops.config.platforms import check_features, get
from netops.config.rules import Platform
from netops.config.secrets import Mask, marked, shapes
from netops.config.secrets import redact as _redact
from netops.config.tree import Node, Tree, same

_DIALECTS: dict[str, ModuleType] = {"indent": indent, "files": files, "junos": junos}


def _dialect(platform: Platform) -> ModuleType:
    return _DIALECTS[platform.dialect]


def parse(platform: str, text: str) -> Tree:
    """The tree of a config. `text(parse(platform, t)) == t` for every text that can be parsed."""
    rules = get(platform)
    return Tree(platform, tuple(text.split("\n")), _dialect(rules).read(rules, lens(rules, text), text))


def text(tree: Tree) -> str:
    """The text that a tree was parsed from, byte for byte."""
    return "\n".join(tree.lines)


def normalise(platform: str, text: str) -> str:
    """The canonical text of a config: equal for configs that mean the same. Noise, comments and blanks are gone, and lines whose order
    means nothing stand in one order. Digests are made over it."""
    rules = get(platform)
    return cast(str, _dialect(rules).canonical(rules, lens(rules, text), text))


def _lens(rules: Platform, *texts: str) -> Lens:
    """The lens for texts that are compared: a secret that is a placeholder in one of them equals every value."""
    glass = lens(rules, *texts)
    dialect = _dialect(rules)
    return replace(glass, opaque=frozenset().union(*(opaque(dialect.lines(rules, glass, text)) for text in texts if marked(text))))


def _pair(rules: Platform, running: str, intended: str) -> tuple[Lens, Node, Node]:
    glass = _lens(rules, running, intended)
    one, other = _dialect(rules).pair(rules, glass, running, intended)
    return glass, one, other


def diff(platform: str, running: str, intended: str) -> tuple[DiffLine, ...]:
    """The lines in which two configs differ, with the lines above them. Without secrets; empty when they mean the same.

    Two secrets are compared by value, but a placeholder, or a secret that is taken out, equals every value.
    """
    if running == intended:
        return ()
    _, one, other = _pair(get(platform), running, intended)
    return () if same(one, other) else tuple(difference(one, other))


def remediate(platform: str, running: str, intended: str) -> list[str]:
    """The commands that bring a device from `running` to `intended`, in order, each indented below its context line.

    Secrets and placeholders stand in them as in `intended`. Empty when nothing differs. ConfigError when no right list is known.
    """
    rules = get(platform)
    if running == intended:
        return []
    glass, one, other = _pair(rules, running, intended)
    return [] if same(one, other) else _dialect(rules).remediate(rules, glass, one, other)


def predict(platform: str, running: str, commands: Sequence[str]) -> str:
    """The config of a device that runs `running` after commands. ConfigError when a command cannot be understood."""
    rules = get(platform)
    if not commands:
        return running
    dialect = _dialect(rules)
    glass = lens(rules, running, "\n".join(commands))
    after = dialect.apply(rules, glass, dialect.read(rules, glass, running), commands)
    return cast(str, dialect.write(rules, after, sort=False))


def rollback(platform: str, running: str, intended: str) -> list[str]:
    """The commands that undo `remediate(platform, running, intended)`."""
    return remediate(platform, predict(platform, running, remediate(platform, running, intended)), running)


def redact(platform: str, text: str, like: str | None = None) -> str:
    """The text with `netops.secrets.REDACTED` in place of each secret and placeholder. Idempotent.

    `like`: another text of the same target; a line that has a placeholder there holds a secret here too.
    """
    rules = get(platform)
    return _redact(Mask(rules, shapes(like.split("\n")) if like else ()), text)


def secrets(platform: str, text: str, like: str | None = None) -> dict[str, str]:
    """The secrets of a config: path to value. A path holds no secret and stays when a value changes; placeholders are left out.

    `like`: as in `redact`.
    """
    rules = get(platform)
    glass = lens(rules, text, like or "")
    return sections.secrets(glass, _dialect(rules).read(rules, glass, text))


def compose(platform: str, running: str, intended: str, managed: str | Sequence[str]) -> str:
    """What a device should run: the managed features as intended, all else with the device's own bytes.

    `managed`: "all", or names of features. ConfigError for a feature that no platform has. Also with "all" the lines stay that a device
    writes by itself, unless the intended config names them.
    """
    rules = get(platform)
    if managed == "all":
        return indent.carried(rules, lens(rules, running, intended), running, intended) if rules.dialect == "indent" else intended
    owner = sections.Owner(rules, check_features(rules, managed))
    return cast(str, _dialect(owner.platform).compose(owner, running, intended))


def features(platform: str) -> dict[str, tuple[str, ...]]:
    """The features of a platform: name to the first words of the lines that belong to it."""
    return dict(get(platform).features)


def coverage(platform: str, running: str, managed: str | Sequence[str]) -> tuple[int, int]:
    """How many lines of a config are in managed features, and how many lines it has."""
    rules = get(platform)
    return sections.coverage(
        rules,
        "all" if managed == "all" else check_features(rules, managed),
        _dialect(rules).heads(rules, running),
    )
