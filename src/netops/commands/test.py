"""netops test"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

import click

from netops.commands import common
from netops.commands.options import option
from netops.errors import ExitCode, UsageError, printable_text

if TYPE_CHECKING:
    from netops.cases import CaseResult


@click.command(epilog=common.help_epilog("netops test\nnetops test templates/cisco_ios\nnetops test --update"))
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--update", is_flag=True, help="Write what the cases give as their expected files.")
@option("--format", "format_", type=click.Choice(["text", "json", "junit"]), default="text", show_default=True)
@click.pass_context
def command(ctx: click.Context, paths: tuple[str, ...], update: bool, format_: str) -> None:
    """Run the cases beside the company's own templates, rules and platforms.

    A case is a folder with input files and files that hold what is expected: templates/PLATFORM/tests/NOUN/CASE,
    checks/tests/CODE-CASE, platforms/SLUG/tests/CASE. With PATH, only the cases below it. A case without its expected
    file fails. Ends with 3 when a case fails.
    """
    from netops.cases import find_cases, run_case, write_expected

    project = common.open_project(ctx)
    wanted = tuple(path.strip("/") for path in paths)
    cases = [case for case in find_cases(project) if not wanted or any(f"{case.name}/".startswith(f"{path}/") for path in wanted)]
    if not cases:
        raise UsageError(f"no cases in {', '.join(wanted) or 'the company'}", hint="see docs/testing.md for how to write one")
    results = [run_case(case) for case in cases]
    if update:
        for path in write_expected(results):
            click.echo(f"written {project.relative(path)}", err=True)
        results = [run_case(case) for case in cases]
    click.echo({"text": _text, "json": _json, "junit": _junit}[format_](results), nl=False)
    common.exit_unless_ok(ExitCode.OK if all(result.passed for result in results) else ExitCode.DATA)


def _text(results: list[CaseResult]) -> str:
    failed = [result for result in results if not result.passed]
    parts = [f"FAILED {result.case.name}\n{_indented(result.failure)}\n" for result in failed]
    return printable_text("".join([*parts, f"{len(results) - len(failed)} passed, {len(failed)} failed\n"]))


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _json(results: list[CaseResult]) -> str:
    return common.json_text("test", {"cases": [{"name": r.case.name, "passed": r.passed, "failure": r.failure} for r in results]})


def _junit(results: list[CaseResult]) -> str:
    failed = sum(not result.passed for result in results)
    rows = (
        f"  <testcase classname={quoteattr(r.case.name.rpartition('/')[0])} name={quoteattr(r.case.folder.name)}"
        + (f"><failure>{escape(printable_text(r.failure))}</failure></testcase>\n" if r.failure else "/>\n")
        for r in results
    )
    head = f'<testsuite name="netops test" tests="{len(results)}" failures="{failed}">\n'
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}{"".join(rows)}</testsuite>\n'
