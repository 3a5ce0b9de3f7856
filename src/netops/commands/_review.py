"""What `review` and `compare` share: a review made and shown, and its exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import option
from netops.errors import ExitCode, worst_exit_code

if TYPE_CHECKING:
    from netops.project import Project
    from netops.review import Review, Revision

review_format = option(
    "--format",
    "format_",
    type=click.Choice(["text", "markdown", "html", "json"]),
    default="text",
    show_default=True,
    envvar="NETOPS_FORMAT",
)
exit_code = click.option("--exit-code", is_flag=True, help="End with 4 when there is an effect.")


def show_review(project: Project, old: Revision, new: Revision, kind: str, format_: str, wants_code: bool) -> None:
    """Compare two revisions of a company and show how they differ. Ends with 3 when the new one has an error."""
    from datetime import date

    from netops.review import compare_revisions

    with common.without_garbage_collector(), common.parallel_map_with_progress(kind) as parallel_map:
        review = compare_revisions(project, old, new, date.today(), parallel_map)
    _show(review, project, kind, format_)
    codes = [ExitCode.DATA] if review.findings.error else []
    common.exit_unless_ok(worst_exit_code([*codes, ExitCode.DIFFERENCES] if wants_code and review.effect else codes))


def _show(review: Review, project: Project, kind: str, format_: str) -> None:
    from netops.report import _review as report
    from netops.report.record import ReportContext

    if format_ == "json":
        common.show_json(kind, report.review_data(review))
    elif format_ == "html":
        click.echo(report.review_html(review, ReportContext(common.company_name(project), "", "")), nl=False)
    else:
        click.echo({"text": report.review_text, "markdown": report.review_markdown}[format_](review), nl=False)
