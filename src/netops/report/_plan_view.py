"""A plan for people: in short, one row for each class of equal changes; and in full, with lines, commands, way back, checks and risk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from netops.messages import first_few, pluralize
from netops.plan import Plan
from netops.report._changes import Change, shared_changes, waves_of
from netops.report._classes import HEADS, class_row, summary_rows
from netops.report._hunks import merged_lines
from netops.report._words import file_age, how_applied, skipped_text, source_note, step_note_lines, step_notes, uncommitted_note, waves_text
from netops.screen import Screen, ScreenLine, Style, diff_line

MOST_LINES = 18
"""What takes no more lines is shown in full also in short: with its recap it fits a screen of 24 rows."""
MOST_LINES_APPLIED = 10
"""The same where results follow."""
MOST_NOTES = 3
_RISKS: dict[str, Style] = {"LOCKOUT": "red", "RISKY": "yellow", "NOT READY": "red"}


def plan_summary(plan: Plan, screen: Screen, *, is_applied: bool = False) -> str:
    """What a plan would do: each class of equal changes, what few targets get first; what is to be known of them; what is left out.

    `is_applied`: results follow on the same screen, with what is skipped.
    """
    found = shared_changes(plan)
    lines = list(map(ScreenLine, source_note(plan.running, plan.created)))
    most = MOST_LINES_APPLIED if is_applied else MOST_LINES
    brief = list(islice((line for change in found for line in _brief(plan, change)), most + 1))
    lines += brief if len(brief) <= most else _classes(plan, found, screen)
    return screen.show([*lines, *_failed(plan), *([] if is_applied else _skipped(plan)), *_end(plan), *_about(plan)])


def plan_view(plan: Plan, screen: Screen) -> str:
    """All that a plan would do, and what it does nothing about."""
    lines = [*_head(plan), ScreenLine()]
    for change in shared_changes(plan):
        lines += [*_full(plan, change), ScreenLine()]
    return screen.show([*lines, *_failed(plan), *_skipped(plan), *map(ScreenLine, waves_text(plan)), _recap(plan), *_about(plan)])


def _head(plan: Plan) -> Iterator[ScreenLine]:
    yield ScreenLine(f"plan of {plan.company} at {plan.commit or 'no commit'}, made {plan.created}", "bold")
    yield from map(ScreenLine, source_note(plan.running, plan.created)[:-1])
    cut = sorted(name for name, step in plan.steps.items() if step.lockouts)
    risky = sorted(name for name, step in plan.steps.items() if step.risk == "RISKY")
    yield from [ScreenLine(f"risk: LOCKOUT: {', '.join(cut)}", "red")] if cut else []
    yield from [ScreenLine(f"risk: RISKY: {', '.join(risky)}", "yellow")] if risky else [] if cut else [ScreenLine("risk: SAFE")]


def _classes(plan: Plan, found: Sequence[Change], screen: Screen) -> Iterator[ScreenLine]:
    rows = summary_rows(found)
    styles = [_RISKS.get(row[0].one.risk, "") for row in rows]
    yield from screen.table(HEADS, [class_row(plan, row) for row in rows], cut=(0, 2), styles=styles)
    yield ScreenLine()
    yield from _grouped_notes(plan)


def _grouped_notes(plan: Plan) -> Iterator[ScreenLine]:
    """What is to be known of the steps, each kind once with its targets: what cuts netops off first, then what is rare."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, step in plan.steps.items():
        for kind, line in step_note_lines(step, plan.captured_for):
            found.setdefault(kind, []).append((name, line))
    rows = sorted(found.items(), key=lambda row: (not row[0].startswith("LOCKOUT"), len(row[1]), row[1]))
    most = max(MOST_NOTES, sum(kind.startswith("LOCKOUT") for kind in found))
    for kind, places in rows[:most]:
        lines = {line for _, line in places if line}
        what = f": {pluralize(len(places), 'line')}" if len(lines) > 1 else "".join(f": {line}" for line in lines)
        yield ScreenLine(
            f"{first_few(list(dict.fromkeys(name for name, _ in places)), 3)}: {kind}{what}", _RISKS.get(kind.partition(":")[0], "")
        )
    if len(rows) > most:
        yield ScreenLine(f"and {pluralize(len(rows) - most, 'note')} more: netops plan -v, or netops show FILE.plan", "dim")


def _brief(plan: Plan, change: Change) -> Iterator[ScreenLine]:
    """A change with its lines."""
    yield from _change_head(plan, change)
    yield from _lines(change)
    yield from (ScreenLine(f"    {note}", _RISKS.get(note.partition(":")[0], "")) for note in _notes(plan, change))
    yield ScreenLine()


def _full(plan: Plan, change: Change) -> Iterator[ScreenLine]:
    """All of a change: its lines, commands, way back and checks."""
    step = change.one
    yield from _change_head(plan, change)
    yield from (ScreenLine(f"    {note}", _RISKS.get(note.partition(":")[0], "")) for note in _notes(plan, change))
    yield from _lines(change)
    yield from _block("commands" if step.apply == "commands" else "the same as commands", change.commands)
    yield from [ScreenLine(f"    no commands: {step.no_commands}")] if step.no_commands else []
    yield from _block("the way back", change.inverse)
    yield from [ScreenLine(f"    no commands lead back: {step.no_inverse}")] if step.no_inverse else []
    yield from _block("checked before the commit", step.pre_checks)
    yield from _block("checked after it", step.post_checks)
    yield from _block("services", [f"{name} ({criticality})" for name, criticality in sorted(change.services.items())])


def _change_head(plan: Plan, change: Change) -> Iterator[ScreenLine]:
    step, number = change.one, sum(line.sign != " " for line in change.lines)
    is_one = len(change.steps) == 1
    who = f"{step.target} ({step.platform})" if is_one else f"{len(change.steps)} targets ({step.platform})"
    waves = ", ".join(map(str, waves_of(plan, change)))
    only = f", only {', '.join(step.only)}" if step.only else ""
    written = file_age(plan.running, step.target, plan.created) if is_one else ""
    each = "" if is_one else " each"
    yield ScreenLine(
        f"{who}: {pluralize(number, 'line')}{each}, {how_applied(step)}{only}, {step.risk}, wave {waves or '-'}{written}", "bold"
    )
    yield from [] if is_one else [ScreenLine(f"    {', '.join(change.targets)}")]


def _lines(change: Change) -> Iterator[ScreenLine]:
    """The lines of a change, and what varies among its targets."""
    yield from (diff_line(line.sign, line.depth, line.text, line.origin) for line in merged_lines(change.lines))
    rows = change.table("target")
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield ScreenLine(f"    {'  '.join(text.ljust(width) for text, width in zip(row, widths, strict=True))}".rstrip())


def _notes(plan: Plan, change: Change) -> Iterator[str]:
    """What is to be known of the steps of a change; of several, each with those that it is about where it is not about all."""
    found: dict[str, list[str]] = {}
    for step in change.steps:
        for note in step_notes(step, plan.captured_for):
            found.setdefault(note, []).append(step.target)
    for note, names in found.items():
        yield note if len(names) == len(change.steps) else f"{note} ({first_few(names, 4)})"


def _block(title: str, lines: Sequence[str]) -> Iterator[ScreenLine]:
    if lines:
        yield ScreenLine(f"    {title}:")
        yield from (ScreenLine(f"        {line}") for line in lines)


def _failed(plan: Plan) -> Iterator[ScreenLine]:
    """The targets that no plan could be made for, each by its name."""
    for name, (outcome, why) in sorted(plan.failed.items()):
        yield ScreenLine(f"{name}: {outcome}: {why.removeprefix(f'{name}: ')}", "red")


def _skipped(plan: Plan) -> Iterator[ScreenLine]:
    """The targets that are left out, by reason."""
    yield from (ScreenLine(text, "dim") for text in skipped_text(plan.skipped))


def _end(plan: Plan) -> Iterator[ScreenLine]:
    """The waves in few words, and the recap."""
    sizes = [len(wave) for wave in plan.waves]
    if len(sizes) > 1:
        yield ScreenLine(f"{len(sizes)} waves: {first_few(plan.waves[0], 3)} first, then {', '.join(map(str, sizes[1:]))}")
    yield _recap(plan)


def _recap(plan: Plan) -> ScreenLine:
    parts = [f"{len(plan.steps)} to change ({pluralize(plan.lines, 'line')})", f"{len(plan.unchanged)} unchanged"]
    parts += [f"{len(plan.skipped)} skipped"] if plan.skipped else []
    parts += [f"{len(plan.failed)} not read"] if plan.failed else []
    return ScreenLine(f"plan: {', '.join(parts)}", "bold")


def _about(plan: Plan) -> Iterator[ScreenLine]:
    """Why a plan was made, and that nobody finds again what it was made of."""
    given = {"reason": plan.reason, "ticket": plan.ticket}
    yield from (ScreenLine(text, "yellow") for text in uncommitted_note(plan))
    yield from (ScreenLine(f"{name}: {text}") for name, text in given.items() if text)
