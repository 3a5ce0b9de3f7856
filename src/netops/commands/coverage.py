"""netops coverage"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, limit_option, option, output_format
from netops.errors import UsageError
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.coverage import Coverage, ReadShare, UnexplainedLine
    from netops.coverage.reads import Reader
    from netops.model.company import Company
    from netops.render.traces import Trace

GROUPS = {"device": "devices", "site": "sites", "feature": "features"}
SHOWN = 3
"""How many places of a field are named."""


@click.command(
    epilog=common.help_epilog(
        "netops coverage\nnetops coverage ber-core-1 --by feature\nnetops coverage --running backup\n"
        "netops coverage --format json | jq '.keys[].field'"
    )
)
@click.argument("names", nargs=-1, metavar="[NAMES]...")
@limit_option
@option("--by", type=click.Choice([*GROUPS]), help="How many of the values are rendered, by device, site or feature.")
@option("--running", metavar="backup|DIR", help="Also list lines of these running configs that no template writes.")
@output_format
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], limit: str | None, by: str | None, running: str | None, format_: str) -> None:
    """Show what of the company changes nothing, by what is really read.

    Keys that no template, derivation, rule or report reads; fields that are set, and that no template of the platform reads; and branches
    of templates that no target takes. With NAMES or --limit, fields and branches of these targets only. --running adds lines of running
    configs, from backups or files, that no template writes.
    """
    from netops.coverage import measure_coverage
    from netops.render.targets import trace_targets

    company = common.open_company(ctx, quiet=True)
    targets = common.select_targets(company, TargetOptions(names=names, limit=limit))
    with common.parallel_map_with_progress("render") as parallel_map, common.without_garbage_collector():
        traces = trace_targets(company, targets, strict=False, parallel_map=parallel_map)
        found = measure_coverage(company, traces, READERS)
    lines = [*_unexplained(company, traces, running)] if running else []
    if format_ == "json":
        common.show_json("coverage", {**asdict(found), "lines": [asdict(line) for line in lines]})
        return
    for text in (*map(_line, lines), *_text(found, by)):
        click.echo(text)


def _unexplained(company: Company, traces: Iterable[Trace], running: str) -> Iterator[UnexplainedLine]:
    """The lines that targets run and no template writes. UsageError when no config is there."""
    from netops.commands._shared import running_files
    from netops.coverage import unexplained_lines
    from netops.jobs.offline import read_config_file
    from netops.jobs.selection import files_of

    files = running_files(company.project, running)
    if files is None:
        raise UsageError("--running takes backup or a folder here", hint="save the running configs first: netops backup")
    owned = files_of(company, files)
    for trace in traces:
        if not trace.observed and owned.of(trace.target):
            platform = company.platform(company.target(trace.target).platform)
            text, _ = read_config_file(owned, trace.target, platform)
            yield from unexplained_lines(trace.target, platform, text, trace.text)


def _line(line: UnexplainedLine) -> str:
    return f"{line.target} line {line.line}: no template writes it: {' / '.join(line.path)}"


def _lifecycles(company: Company) -> None:
    from netops.model.lifecycle import device_lifecycles

    for _ in device_lifecycles(company):
        pass


def _services(company: Company) -> None:
    from netops.commands._shared import services_by_target

    services_by_target(company)


def _hardware(company: Company) -> None:
    from netops.capability.evaluate import subject_of

    for name in company.targets:
        subject_of(company.view(name))


READERS: tuple[Reader, ...] = (_lifecycles, _services, _hardware)
"""What reads the company beside templates, derivations and rules."""


def _text(found: Coverage, by: str | None) -> Iterator[str]:
    for key in found.keys or ():
        yield f"{key.noun} {key.field}: nothing reads it ({_places(key.places)})"
    for row in found.fields:
        yield f"{row.platform} {row.field}: no template reads it ({pluralize(len(row.devices), 'device')}: {_places(row.places)})"
    for branch in found.branches:
        first = branch.template
        last = f"-{branch.last}" if branch.last != first.line else ""
        yield f"{first.file}:{first.line}{last}: no target takes it ({branch.kind}, {pluralize(branch.targets, 'target')})"
    if by:
        yield from _table(getattr(found, GROUPS[by]))
    total = sum(share.values for share in found.sites.values())
    rendered = sum(share.rendered for share in found.sites.values())
    counts = [f"{pluralize(len(found.fields), 'field')} not rendered", f"{len(found.branches)} branches not taken"]
    keys = [f"{pluralize(len(found.keys), 'key')} that nothing reads"] if found.keys is not None else []
    yield f"{'; '.join([*keys, *counts])}; templates read {rendered} of {total} values"


def _places(places: tuple[object, ...]) -> str:
    more = len(places) - SHOWN
    return ", ".join(map(str, places[:SHOWN])) + (f" and {more} more" if more > 0 else "")


def _table(shares: Mapping[str, ReadShare]) -> Iterator[str]:
    width = max(map(len, shares), default=0)
    for name, share in shares.items():
        yield f"{name:<{width}}  {share.rendered:>5} of {share.values:>5}  {share.rendered / share.values:>4.0%}"
