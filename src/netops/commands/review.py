"""netops review"""

from __future__ import annotations

import click

from netops.commands import _review, common


@click.command(
    epilog=common.help_epilog(
        "netops review\nnetops review origin/main --format markdown > comment.md\nnetops review main..change --exit-code"
    )
)
@click.argument("base", required=False, default="")
@_review.review_format
@_review.exit_code
@click.pass_context
def command(ctx: click.Context, base: str, format_: str, exit_code: bool) -> None:
    """Show what a change does: objects, findings, and the lines that each target gets.

    BASE is a revision that the working tree is compared with, or a range: A..B compares B with A, A...B compares B with where it left A.
    Without BASE it is where this branch left the default branch. Only targets that the change can reach are rendered. Needs no device, no
    network and no secret. Exit code 3 when the new side has an error.
    """
    from netops.review.revisions import parse_base

    project = common.open_project(ctx)
    _review.show_review(project, *parse_base(project.root, base), "review", format_, exit_code)
