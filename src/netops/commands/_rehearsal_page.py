"""A rehearsal as an HTML page: what failed first, then what is proven, then what no lab can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netops.messages import pluralize
from netops.report._page import ReportEntry, ReportPage, TextBlock, render_page
from netops.report.record import ReportContext

if TYPE_CHECKING:
    from netops.jobs.rehearsing import Rehearsal, RehearsedEnd, RehearsedTarget
    from netops.plan import Plan


def rehearsal_page(rehearsal: Rehearsal, plan: Plan, file: str, company: str) -> str:
    """The whole rehearsal of a plan file."""
    context = ReportContext(company, plan.commit, f"plan of {plan.created}", rehearsal.lab)
    return render_page(ReportPage(f"Rehearsal of {file}", _headline(rehearsal), context, tuple(_entries(rehearsal))))


def _headline(rehearsal: Rehearsal) -> str:
    proven, failed, left = len(rehearsal.targets) - len(rehearsal.failed), len(rehearsal.failed), len(rehearsal.left_out)
    words = [f"The change of {pluralize(proven, 'target')} is proven, there and back."]
    words += [f"{pluralize(failed, 'target')} failed."] if failed else []
    return " ".join([*words, *([f"{pluralize(left, 'target')} cannot be rehearsed."] if left else [])])


def _entries(rehearsal: Rehearsal) -> Iterator[ReportEntry]:
    for name, one in rehearsal.targets.items():
        started = f"started with {pluralize(one.lines, 'line')}{f', {one.held} held as text' if one.held else ''}"
        if one.is_proven:
            yield ReportEntry((name,), "proven", "good", one.platform, started, detail=started)
        else:
            yield ReportEntry((name,), "failed", "bad", one.platform, started, notes=tuple(_notes(name, one)), blocks=tuple(_blocks(one)))
    for name, why in rehearsal.left_out.items():
        yield ReportEntry((name,), "cannot be rehearsed", "idle", detail=why)


def _ends(one: RehearsedTarget) -> Iterator[tuple[str, RehearsedEnd]]:
    yield "deploy", one.deployed
    yield "rollback", one.rolled_back


def _notes(name: str, one: RehearsedTarget) -> Iterator[str]:
    for verb, end in _ends(one):
        detail = end.detail.removeprefix(f"{name}: ")
        yield f"{verb}: {'right' if end.is_right else end.outcome}{f': {detail}' if detail else ''}"


def _blocks(one: RehearsedTarget) -> Iterator[TextBlock]:
    for verb, end in _ends(one):
        if end.unlike:
            yield TextBlock(f"Wrong after the {verb}", tuple(end.unlike))
