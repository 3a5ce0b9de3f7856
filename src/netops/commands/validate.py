"""netops validate"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.errors import Diagnostic, ExitCode, Severity

if TYPE_CHECKING:
    from netops.model.company import Company


@click.command(epilog=common.example("netops validate\nnetops validate --format json | jq '.problems[].code'"))
@common.output_format
@click.pass_context
def command(ctx: click.Context, format_: str) -> None:
    """Read, merge and check the whole source of truth; report every problem.

    Needs no device, no network and no secret. Exit code 3 when there is an error; warnings alone are 0.
    """
    from datetime import date

    from netops import checks
    from netops.model.company import read

    company, problems = read(common.open_project(ctx), date.today())
    waived: list[Diagnostic] = []
    if company is not None:
        verdict = checks.judged(company)
        problems, waived = [*problems, *verdict.problems], verdict.waived
    (_show_json if format_ == "json" else _show_text)(problems, waived, company)
    common.finish(ExitCode.DATA if _wrong(problems) else ExitCode.OK)


def _wrong(problems: list[Diagnostic]) -> bool:
    """Whether one of them is more than a warning."""
    return any(problem.severity == Severity.ERROR for problem in problems)


def _show_text(problems: list[Diagnostic], waived: list[Diagnostic], company: Company | None) -> None:
    for problem in problems:
        click.echo(str(problem))
    count = Counter(problem.severity for problem in problems)
    if problems:
        click.echo(f"{_number(count[Severity.ERROR], 'error')}, {_number(count[Severity.WARNING], 'warning')}")
    if company is not None:
        click.echo(f"{'valid: ' if not count[Severity.ERROR] else ''}{_size(company)}{f'; {len(waived)} waived' if waived else ''}")


def _number(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"


def _size(company: Company) -> str:
    kinds = Counter(device["kind"] for device in company.devices.values())
    parts = [
        f"{number} {kind if number == 1 else kind + ('s' if kind != 'storage' else ' servers')}" for kind, number in sorted(kinds.items())
    ]
    return f"{', '.join(parts)}, {len(company.targets)} targets, {len(company.objects.get('service', {}))} business services"


def _show_json(problems: list[Diagnostic], waived: list[Diagnostic], company: Company | None) -> None:
    valid = company is not None and not _wrong(problems)
    told = {"problems": [asdict(problem) for problem in problems], "waived": [asdict(problem) for problem in waived]}
    common.show_json("validate", {"valid": valid, **told})
