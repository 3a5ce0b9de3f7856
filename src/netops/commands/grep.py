"""netops grep"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import accumulate
from operator import and_
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, output_format, target_options
from netops.errors import ExitCode, UsageError, printable_text
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget
    from netops.search.configs import ConfigHit, TargetText

Key = tuple[str, str]


@click.command(
    epilog=common.help_epilog(
        "netops grep 'ip helper-address'\nnetops grep -il telnet\nnetops grep shutdown 'ber-*' --section '^interface'\n"
        "netops grep -v . --limit site=ber --running -c"
    )
)
@click.argument("regex")
@target_options(metavar="[TARGET]...", fleet=False)
@click.option("--running", "only_running", is_flag=True, help="Only the newest backups of what the targets run.")
@click.option("--intended", "only_intended", is_flag=True, help="Only what is intended, rendered from the data.")
@click.option("--section", metavar="REGEX", default=None, help="Only lines below or at a line that this matches.")
@click.option("-i", "--ignore-case", is_flag=True, help="Upper and lower case are the same.")
@click.option("-v", "--invert-match", is_flag=True, help="The lines that do not match.")
@click.option("-l", "--files-with-matches", "names_only", is_flag=True, help="Only the names of the targets.")
@click.option("-c", "--count", is_flag=True, help="Only the number of lines of each target.")
@click.option("--exit-code", is_flag=True, help="End with 4 when no line is found.")
@output_format
@click.pass_context
def command(
    ctx: click.Context,
    regex: str,
    options: TargetOptions,
    only_running: bool,
    only_intended: bool,
    section: str | None,
    ignore_case: bool,
    invert_match: bool,
    names_only: bool,
    count: bool,
    exit_code: bool,
    format_: str,
) -> None:
    """Search the lines of configs, and show each with the section that it is in.

    The intended configs and the backups of the running ones are searched, unless one is chosen. Of a target that has both, a line that only
    runs is marked with -, and one that is only intended with +. The command ends with 0 also when nothing is found, since 1 is for a bug
    in netops; with --exit-code it ends with 4 then.
    """
    from netops.search.configs import matching_lines

    match = _pattern(regex, "REGEX", ignore_case)
    below = _pattern(section, "--section", ignore_case) if section is not None else None
    company = common.open_company(ctx, quiet=True)
    texts = list(
        _texts(company, common.select_targets(company, options), only_running or not only_intended, only_intended or not only_running)
    )
    hits = [hit for text in texts for hit in matching_lines(text, lambda line: match(line) != invert_match, below)]
    _show(hits, texts, format_, names_only=names_only, count=count)
    common.exit_unless_ok(ExitCode.DIFFERENCES if exit_code and not hits else ExitCode.OK)


def _pattern(text: str, name: str, ignore_case: bool) -> Callable[[str], bool]:
    try:
        pattern = re.compile(text, re.IGNORECASE if ignore_case else 0)
    except re.error as error:
        raise UsageError(
            f"{name} {text!r} is no regular expression: {error}", hint="Python's syntax; put a backslash before ( ) [ ] . * +"
        ) from error
    return lambda line: pattern.search(line) is not None


def _texts(company: Company, targets: Sequence[ConfigTarget], running: bool, intended: bool) -> Iterator[TargetText]:
    """The configs of targets, the running before the intended one of each."""
    from netops.jobs.searching import intended_texts, read_backups

    names = {target.name for target in targets}
    found = [text for text in read_backups(company.project) if text.target in names] if running else []
    if intended:
        with common.parallel_map_with_progress("render") as parallel_map:
            found += intended_texts(company, targets, parallel_map)
    if running and (missing := len(names - {text.target for text in found if text.source == "running"})):
        click.echo(f"no backup of {pluralize(missing, 'target')}, so what runs there is not searched; netops backup makes them", err=True)
    yield from sorted(found, key=lambda text: (text.target, text.source != "running"))


def _show(hits: Sequence[ConfigHit], texts: Sequence[TargetText], format_: str, *, names_only: bool, count: bool) -> None:
    counts = Counter((hit.target, hit.source) for hit in hits)
    if format_ == "json":
        from netops.commands.find import config_data

        rows = [{"target": target, "config": source, "count": counts[target, source]} for target, source in counts]
        common.show_json("grep", {"targets": rows, "lines": [] if names_only or count else [config_data(hit) for hit in hits]})
    elif names_only:
        for name in dict.fromkeys(hit.target for hit in hits):
            click.echo(name)
    elif count:
        for text in texts:
            click.echo(f"{text.target}\t{text.source}\t{counts[text.target, text.source]}")
    else:
        for line in _lines(hits, texts):
            click.echo(printable_text(line))


def _lines(hits: Sequence[ConfigHit], texts: Sequence[TargetText]) -> Iterator[str]:
    """The lines of each target below its name, each section once. Of a target of which both configs were searched, those in only one of
    them have a mark: `-` for the running, `+` for the intended one."""
    sources = Counter(text.target for text in texts)
    by_target: dict[str, dict[tuple[str, ...], set[str]]] = {}
    for hit in hits:
        path = (*(line.text.rstrip() for line in hit.sections), hit.line.text.rstrip())
        by_target.setdefault(hit.target, {}).setdefault(path, set()).add(hit.source)
    for target, paths in by_target.items():
        yield target
        yield from _tree({path: _mark(found) if sources[target] > 1 else " " for path, found in paths.items()})


def _mark(found: set[str]) -> str:
    return " " if len(found) > 1 else "-" if "running" in found else "+"


def _tree(marks: Mapping[tuple[str, ...], str]) -> Iterator[str]:
    """Paths of sections as lines, with what is below one section together and in the order in which it comes first."""
    first: dict[tuple[str, ...], int] = {}
    for at, path in enumerate(marks):
        for depth in range(1, len(path) + 1):
            first.setdefault(path[:depth], at)
    shown: tuple[str, ...] = ()
    for path in sorted(marks, key=lambda path: [first[path[:depth]] for depth in range(1, len(path) + 1)]):
        same = sum(accumulate((one == other for one, other in zip(shown, path, strict=False)), and_))
        yield from (f"    {text}" for text in path[same:-1])
        yield f"  {marks[path]} {path[-1]}"
        shown = path
