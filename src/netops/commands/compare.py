"""netops compare"""

from __future__ import annotations

import click

from netops.commands import _review, common


@click.command(epilog=common.help_epilog("netops compare v1.4 v1.5\nnetops compare HEAD~10 HEAD --format json | jq '.objects[].name'"))
@click.argument("old", metavar="REV1")
@click.argument("new", metavar="REV2")
@_review.review_format
@_review.exit_code
@click.pass_context
def command(ctx: click.Context, old: str, new: str, format_: str, exit_code: bool) -> None:
    """Compare two revisions of the company: what is written in it, and what its targets get.

    REV1 and REV2 are branches, tags or commits. The working tree has no part in it; netops review compares that.
    """
    from netops.review.revisions import resolve_revision

    project = common.open_project(ctx)
    _review.show_review(project, resolve_revision(project.root, old), resolve_revision(project.root, new), "compare", format_, exit_code)
