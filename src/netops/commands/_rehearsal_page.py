"""A rehearsal as an HTML page: what failed first, then what is proven, then what no lab can hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from netops.messages import plural
from netops.report._page import Block, Entry, Page, render_page
from netops.report.record import ReportContext

if TYPE_CHECKING:
    from netops.jobs.rehearsing import Rehearsal, RehearsedEnd, RehearsedTarget
    from netops.plan import Plan


def rehearsal_page(rehearsal: Rehearsal, plan: Plan, file: str, company: str) -> str:
    """The whole rehearsal of a plan file."""
    context = ReportContext(company, plan.commit, f"plan of {plan.created}", rehearsal.lab)
    return render_page(Page(f"Rehearsal of {file}", _headline(rehearsal), context, tuple(_entries(rehearsal))))


def _headline(rehearsal: Rehearsal) -> str:
    proven, failed, left = len(rehearsal.targets) - len(rehearsal.failed), len(rehearsal.failed), len(rehearsal.left_out)
    words = [f"The change of {plural(proven, 'target')} is proven, there and back."]
    words += [f"{plural(failed, 'target')} failed."] if failed else []
    return " ".join([*words, *([f"{plural(left, 'target')} cannot be rehearsed."] if left else [])])


def _entries(rehearsal: Rehearsal) -> Iterator[Entry]:
    for name, one in rehearsal.targets.items():
        started = f"started with {plural(one.lines, 'line')}{f', {one.held} held as text' if one.held else ''}"
        if one.is_proven:
            yield Entry((name,), "proven", "good", one.platform, started, detail=started)
        else:
            yield Entry((name,), "failed", "bad", one.platform, started, notes=tuple(_notes(name, one)), blocks=tuple(_blocks(one)))
    for name, why in rehearsal.left_out.items():
        yield Entry((name,), "cannot be rehearsed", "idle", detail=why)


def _ends(one: RehearsedTarget) -> Iterator[tuple[str, RehearsedEnd]]:
    yield "deploy", one.deployed
    yield "rollback", one.rolled_back


def _notes(name: str, one: RehearsedTarget) -> Iterator[str]:
    for verb, end in _ends(one):
        detail = end.detail.removeprefix(f"{name}: ")
        yield f"{verb}: {'right' if end.is_right else end.outcome}{f': {detail}' if detail else ''}"


def _blocks(one: RehearsedTarget) -> Iterator[Block]:
    for verb, end in _ends(one):
        if end.unlike:
            yield Block(f"Wrong after the {verb}", tuple(end.unlike))
