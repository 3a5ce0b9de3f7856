"""netops uses"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import TargetOptions, limit_option, output_format
from netops.errors import UsageError
from netops.messages import did_you_mean, first_few, number_ranges, pluralize

if TYPE_CHECKING:
    from netops.errors import Origin
    from netops.project import Project
    from netops.render.edges import Dependents
    from netops.render.traces import Trace
    from netops.source import Document

LEFT_OUT = {"if": "not taken", "for": "more turns", "file": "no file"}
"""What the template lines are that would write more."""
HEADS = ("TARGETS", "PRINTED IN", "CONDITION OF", "BRANCHES NOT TAKEN", "ALL LINES")
NOTHING = "-"
MOST_LINES = 18
"""What takes no more lines is shown in full: with its last line it fits a screen of 24 rows."""


@click.command(
    epilog=common.help_epilog(
        "netops uses inventory/defaults.yaml:22\nnetops uses inventory/sites/ber/ipam.yaml\n"
        "netops uses inventory/defaults.yaml:22 --limit site=ber --format json"
    )
)
@click.argument("place", metavar="FILE[:LINE]")
@click.option("-v", "--verbose", is_flag=True, help="Show each target for itself, with the numbers of its lines.")
@limit_option
@output_format
@click.pass_context
def command(ctx: click.Context, place: str, verbose: bool, limit: str | None, format_: str) -> None:
    """Show which rendered lines a line of a YAML file affects, or any line of it.

    Targets that use it alike are shown once; what few do comes first. For each class: the lines that print its values, the conditions
    (if, for, sort) that looked at them with the number of lines under each, and the template lines of branches that were not taken
    because of them. Where that is more than a screen, their numbers.
    """
    from netops.render.edges import places_of
    from netops.render.targets import trace_targets

    company = common.open_company(ctx, quiet=True)
    document, line = _document(company.project, place)
    places = places_of(document, line)
    if not places:
        raise UsageError(f"no value stands at {place}", hint="give a line with a value or a key")
    targets = common.select_targets(company, TargetOptions(limit=limit, all_targets=True))
    with common.parallel_map_with_progress("render") as parallel_map, common.without_garbage_collector():
        traces = trace_targets(company, targets, strict=False, parallel_map=parallel_map)
    found = [(one, one.edges(places)) for one in traces]
    used = [(one, held) for one, held in found if held]
    if format_ == "json":
        common.show_json("uses", {"place": place, "places": sorted(map(str, places)), "targets": [_data(*row) for row in used]})
        return
    _show_used(ctx, used, verbose)
    printed = pluralize(sum(len(held.printed) for _, held in used), "line")
    click.echo(f"{place}: printed in {printed}, used by {len(used)} of {len(traces)} targets")


def _document(project: Project, place: str) -> tuple[Document, int | None]:
    """The file that `FILE[:LINE[:COLUMN]]` means, by its path from here or from the company's folder, and the line."""
    from netops.source import read_file

    file, _, rest = place.partition(":")
    number = rest.partition(":")[0]
    if rest and not number.isdigit():
        raise UsageError(f"not a place: {place!r}", hint="FILE or FILE:LINE, such as inventory/defaults.yaml:22")
    path = next((path for path in (project.root / file, Path.cwd() / file) if path.is_file()), None)
    if path is None or not path.resolve().is_relative_to(project.root.resolve()):
        raise UsageError(f"the company has no file {file}", hint=_near(project, file))
    return read_file(project.root / path.resolve().relative_to(project.root.resolve()), project.root), int(number) if number else None


def _near(project: Project, file: str) -> str:
    known = [path.relative_to(project.root).as_posix() for path in project.inventory.rglob("*.yaml")]
    return did_you_mean(file, known, "give a path from the company's folder, such as inventory/defaults.yaml")


def _show_used(ctx: click.Context, used: Sequence[tuple[Trace, Dependents]], verbose: bool) -> None:
    """Targets with what they use, those of the same lines as one; with `verbose` each for itself, else in short where it is much."""
    alike: dict[tuple[str, ...], list[tuple[Trace, Dependents]]] = {}
    for trace, held in used:
        lines = _used(trace, held, verbose or len(used) == 1)
        alike.setdefault((trace.target, *lines) if verbose else lines, []).append((trace, held))
    if verbose:
        _show_lines([([trace.target], lines[1:]) for lines, ((trace, _),) in alike.items()])
        return
    found = sorted(alike.items(), key=lambda row: (len(row[1]), row[1][0][0].target))
    named = [([trace.target for trace, _ in members], lines) for lines, members in found]
    if sum(1 + len({*lines}) for lines in alike) <= MOST_LINES:
        _show_lines(named)
        return
    common.show_table(
        ctx, HEADS, [_class_row(names, members[0][1]) for (names, _), (_, members) in zip(named, found, strict=True)], cut=(0,)
    )
    common.suggest_command("details", "the same command with -v")


def _show_lines(found: Sequence[tuple[list[str], Sequence[str]]]) -> None:
    """The lines of each class below the names of its targets."""
    for names, lines in found:
        click.secho(_names(names), bold=True)
        for text, number in Counter(lines).items():
            click.echo(f"{text}  ({number} lines)" if number > 1 else text)


def _names(names: list[str], most: int = 8) -> str:
    return f"{len(names)} targets: {first_few(names, most)}" if len(names) > 1 else names[0]


def _class_row(names: list[str], held: Dependents) -> tuple[str, ...]:
    """A class of targets in short: lines that print a value, lines that come under a condition, branches that are not taken."""
    decided = {number for _, numbers in held.decided for number in numbers}
    counts = (len(held.printed), len(decided), len(held.left_out))
    return (_names(names, 3), *(str(count or NOTHING) for count in counts), "yes" if held.chosen else NOTHING)


def _used(trace: Trace, held: Dependents, verbose: bool) -> tuple[str, ...]:
    """What a target uses, a line for each; only with `verbose` with the numbers of rendered lines."""
    found = []
    for number in held.printed:
        line = trace.line(number)
        at = f"line {number}: " if verbose else ""
        found.append(f"  {'value':<10} {at}{line.text.strip()}  ({line.template})")
    for condition, numbers in held.decided:
        which = f"{_lines(numbers)} {number_ranges(numbers)}" if verbose else pluralize(len(numbers), "line")
        found.append(f"  {'condition':<10} {condition.kind} at {condition.template}: {which}")
    for branch in held.left_out:
        last = f"-{branch.last}" if branch.last != branch.template.line else ""
        found.append(f"  {LEFT_OUT[branch.kind]:<10} {branch.template.file}:{branch.template.line}{last}")
    for origin in held.chosen:
        found.append(f"  {'all lines':<10} {origin} chooses the layers or the templates")
    return tuple(found)


def _lines(numbers: tuple[int, ...]) -> str:
    return "line" if len(numbers) == 1 else "lines"


def _data(trace: Trace, held: Dependents) -> dict[str, Any]:
    def lines(numbers: tuple[int, ...]) -> list[dict[str, Any]]:
        found = ((number, trace.line(number)) for number in numbers)
        return [{"line": number, "text": line.text, "template": str(line.template)} for number, line in found]

    return {
        "target": trace.target,
        "values": lines(held.printed),
        "conditions": [{"kind": c.kind, "template": str(c.template), "lines": lines(numbers)} for c, numbers in held.decided],
        "left_out": [{"kind": b.kind, "template": str(b.template), "last": b.last, "reads": _strings(b.reads)} for b in held.left_out],
        "all_lines": _strings(held.chosen),
    }


def _strings(origins: tuple[Origin, ...]) -> list[str]:
    return list(map(str, origins))
