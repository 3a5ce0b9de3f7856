"""The changes of a plan, equal ones as one: what they share, and a table of what varies from target to target."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from netops.plan import Plan, Step
from netops.report.record import origin_text

MOST_COLUMNS = 6
"""Changes in which more values vary are not equal."""


@dataclass(frozen=True, slots=True)
class SharedLine:
    """A line of a difference that several targets have; `{1}` is the value of the first column. `origin` is empty where it varies."""

    sign: str
    depth: int
    text: str
    origin: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change that some steps share. Of each column `columns` has the values in the order of `steps`."""

    steps: tuple[Step, ...]
    lines: tuple[SharedLine, ...]
    commands: tuple[str, ...]
    inverse: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]

    @property
    def one(self) -> Step:
        """A step of the change."""
        return self.steps[0]

    @property
    def targets(self) -> tuple[str, ...]:
        return tuple(step.target for step in self.steps)

    def table(self, head: str) -> list[list[str]]:
        """What varies: a row of heads, `head` above the targets, then a row for each of them; empty when nothing does."""
        if not self.columns:
            return []
        heads = [head, *(f"{{{number}}}" for number in range(1, len(self.columns) + 1))]
        return [heads, *([name, *values] for name, values in zip(self.targets, zip(*self.columns, strict=True), strict=True))]

    @property
    def services(self) -> dict[str, str]:
        """The business services that depend on its targets, with their criticality."""
        return {name: criticality for step in self.steps for name, criticality in step.services.items()}


def shared_changes(plan: Plan) -> list[Change]:
    """The changes of a plan: what only few targets get comes first, and of those the longer one."""
    alike = _by(plan.steps.values(), _shape)
    found = [change for steps in alike for change in _merged(steps)]
    return sorted(found, key=lambda change: (len(change.steps), -change.one.size, change.targets))


def _merged(steps: Sequence[Step]) -> list[Change]:
    """One change of steps that look alike; where too much varies, one per steps of the same words."""
    made = _change(steps)
    return [made] if len(made.columns) <= MOST_COLUMNS else [_change(same) for same in _by(steps, _texts)]


def _by(steps: Iterable[Step], key: Callable[[Step], Hashable]) -> list[list[Step]]:
    found: dict[Hashable, list[Step]] = {}
    for step in steps:
        found.setdefault(key(step), []).append(step)
    return list(found.values())


def _texts(step: Step) -> tuple[tuple[str, ...], ...]:
    return tuple(line.text.strip() for line in step.diff), step.commands, step.inverse


def _shape(step: Step) -> Hashable:
    """What steps have to share so that they may be one change: how they are made, and how the lines begin."""
    beginnings = tuple(tuple(map(_beginning, texts)) for texts in _texts(step))
    signs = tuple((line.sign, line.depth) for line in step.diff)
    return (
        step.platform,
        step.apply,
        step.risk_notes,
        step.pre_checks,
        step.post_checks,
        step.no_commands,
        step.no_inverse,
        signs,
        beginnings,
    )


def _beginning(text: str) -> tuple[int, str, bool, bool]:
    """How many words a text has, the first one, and whether there are blanks before and after them: texts that share it split alike."""
    words = text.split()
    return len(words), words[0] if words else text, text[:1].isspace(), text[-1:].isspace()


def _split(text: str) -> list[str]:
    """The words of a text, with what is between them."""
    return re.split(r"(\s+)", text)


@dataclass(slots=True)
class _Columns:
    """The columns so far: the same values in the same order are one column."""

    found: dict[tuple[str, ...], int] = field(default_factory=dict)

    def shared(self, texts: Sequence[str]) -> str:
        """A text with a mark in place of each word that varies."""
        if len({*texts}) == 1:
            return texts[0]
        words = zip(*map(_split, texts), strict=True)
        return "".join(word[0] if len({*word}) == 1 else f"{{{self.found.setdefault(word, len(self.found) + 1)}}}" for word in words)


def _change(steps: Sequence[Step]) -> Change:
    columns = _Columns()
    diffs, commands, inverse = (list(zip(*texts, strict=True)) for texts in zip(*map(_texts, steps), strict=True))
    rows = zip(zip(*(step.diff for step in steps), strict=True), diffs, strict=True)
    lines = [
        SharedLine(lines[0].sign, lines[0].depth, columns.shared(texts), _same({origin_text(line) for line in lines if line.differs}))
        for lines, texts in rows
    ]
    return Change(
        tuple(steps),
        tuple(lines),
        tuple(map(columns.shared, commands)),
        tuple(map(columns.shared, inverse)),
        tuple(columns.found),
    )


def _same(texts: set[str]) -> str:
    return next(iter(texts)) if len(texts) == 1 else ""


def waves_of(plan: Plan, change: Change) -> tuple[int, ...]:
    """The waves in which a change is applied, counted from 1."""
    number: Mapping[str, int] = {name: at for at, wave in enumerate(plan.waves, 1) for name in wave}
    return tuple(sorted({number[name] for name in change.targets if name in number}))
