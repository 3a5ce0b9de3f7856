"""netops validate"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import option
from netops.errors import Diagnostic, ExitCode, Origin, Severity, only_errors
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.project import Project
    from netops.validation import ValidationResult

SHOWN = 3
"""Places that the last line names."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


@click.command(epilog=common.help_epilog("netops validate\nnetops validate --format json | jq '.problems[].code'"))
@option("--format", "format_", type=click.Choice(["text", "json", "github"]), default="text", show_default=True, envvar="NETOPS_FORMAT")
@option("--no-cache", is_flag=True, help="Ask everything anew; the result is the same.")
@click.pass_context
def command(ctx: click.Context, format_: str, no_cache: bool) -> None:
    """Read, merge and check the whole source of truth; report every problem.

    Every target that gets a configuration is rendered too: what a template or its hardware refuses is an error at the line of the value.
    Needs no device, no network and no secret. What is known of a site whose files, and those that concern all sites, have not changed is
    kept in .netops/cache/. Exit code 3 when there is an error; warnings alone are 0.
    """
    from datetime import date

    from netops import git, validation
    from netops.cache import Cache
    from netops.commands._names import refresh_names
    from netops.validation.equal import join_equal_problems
    from netops.validation.newer import at_newer_files

    project = common.open_project(ctx)
    cache = Cache(None) if no_cache else validation.cache_of(project)
    with common.without_garbage_collector(), common.parallel_map_with_progress("validate") as parallel_map:
        found = validation.validate_company_files(project, date.today(), cache, parallel_map)
    problems = at_newer_files([*found.problems, *_ignored(project)], lambda: git.new_files(project.root))
    result = replace(found, problems=join_equal_problems(_with_new_names(problems, project)))
    {"json": _show_json, "text": _show_text, "github": _show_github}[format_](result)
    refresh_names(project)
    common.exit_unless_ok(ExitCode.DATA if only_errors(result.problems) else ExitCode.OK)


def _with_new_names(problems: list[Diagnostic], project: Project) -> list[Diagnostic]:
    """The problems, those about a name that something had before it was renamed with the new one."""
    if not any(problem.found for problem in only_errors(problems)):
        return problems
    from netops.review.renames import point_to_new_names
    from netops.review.revisions import renamed_since_branching

    return point_to_new_names(problems, renamed_since_branching(project))


def _ignored(project: Project) -> Iterator[Diagnostic]:
    """A warning for each file that netops reads and git ignores: it is in no commit, so no review and no runner has it."""
    from netops import git

    for file in git.ignored_files(project.root, "inventory"):
        hint = "take it out of .gitignore, or move it out of inventory/"
        expected = "a file under version control"
        found = "a file that only this checkout has"
        yield Diagnostic("GIT001", "git ignores this file", Severity.WARNING, Origin(file, 1), expected=expected, found=found, hint=hint)


def _show_text(result: ValidationResult) -> None:
    for problem in result.problems:
        with common.show_errors_despite_quiet(problem):
            click.echo(str(problem))
    severities = Counter(problem.severity for problem in result.problems)
    if result.problems:
        stopped = "" if result.complete else f"; {_not_run(result.unchecked)}"
        click.echo(f"{pluralize(severities[Severity.ERROR], 'error')}, {pluralize(severities[Severity.WARNING], 'warning')}{stopped}")
    if result.complete:
        waived = f"; {len(result.waived)} waived" if result.waived else ""
        click.echo(f"{'valid: ' if not severities[Severity.ERROR] else ''}{_size(result.kinds)}{waived}")


def _not_run(unchecked: Sequence[str]) -> str:
    """Which rules did not run, in words."""
    if not unchecked:
        return "rules not run (errors above)"
    more = f" and {len(unchecked) - SHOWN} more" if len(unchecked) > SHOWN else ""
    return f"not run: rules over the company, and all rules on {', '.join(unchecked[:SHOWN])}{more} (errors above)"


def _show_github(result: ValidationResult) -> None:
    """Workflow commands of GitHub Actions, which shows each problem at its line of the pull request."""
    for problem in result.problems:
        level, at = LEVELS[problem.severity], problem.origin
        place = f"file={_escaped(at.file, ',:')},line={at.line},col={at.column}," if at else ""
        click.echo(f"::{level} {place}title={problem.code}::{_escaped(str(replace(problem, origin=None)))}")


def _escaped(text: str, more: str = "") -> str:
    """A text as a workflow command takes it: per cent, line ends, and in properties also commas and colons."""
    return "".join(f"%{ord(c):02X}" if c in f"%\r\n{more}" else c for c in text)


def _size(kinds: Counter[str]) -> str:
    parts = [
        f"{number} {kind if number == 1 else kind + ('s' if kind != 'storage' else ' servers')}"
        for kind, number in sorted(kinds.items())
        if kind not in ("target", "service")
    ]
    return f"{', '.join(parts)}, {pluralize(kinds['target'], 'target')}, {pluralize(kinds['service'], 'business service')}"


def _show_json(result: ValidationResult) -> None:
    valid = result.complete and not only_errors(result.problems)
    findings = {"problems": [asdict(problem) for problem in result.problems], "waived": [asdict(problem) for problem in result.waived]}
    common.show_json("validate", {"valid": valid, "complete": result.complete, "unchecked": list(result.unchecked), **findings})
