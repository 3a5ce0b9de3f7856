"""netops why"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import output_format
from netops.errors import UsageError
from netops.messages import first_few, pluralize

if TYPE_CHECKING:
    from netops.errors import Origin
    from netops.model.company import Company, Contribution
    from netops.render import LineOrigin, Rendered

NEAR, ALIKE = 3, 0.7
SHOWN = 6
"""How many files of what a condition read are named before it says how many more there are."""


@click.command(
    epilog=common.help_epilog(
        'netops why ber-acc-1\nnetops why ber-acc-1 57\nnetops why ber-acc-1 "ntp server"\nnetops why ber-nas-1 57 --format json'
    )
)
@click.argument("name")
@click.argument("line", required=False, metavar="[LINE|TEXT]")
@output_format
@click.pass_context
def command(ctx: click.Context, name: str, line: str | None, format_: str) -> None:
    """Show where lines of the rendered text of target NAME come from.

    LINE is the number of a line, TEXT a part of it: each line that it means is shown with its template line, the values printed in it with
    the layers that won and lost, and the conditions that it was written under. Without it, every line with its origins in one column.
    """
    from netops.render import render_targets

    company = common.open_company(ctx, quiet=True)
    target = company.target(name)
    company.prepare([target.site])
    (rendered,) = render_targets(company, [target], trace=True, strict=False)
    if rendered.observed:
        raise UsageError(f"{name} is only observed: nothing is rendered for it", hint=f"netops show {name} shows what the data has of it")
    chosen = _lines(rendered, line and _with_long_names(target.platform, line, rendered))
    if format_ == "json":
        common.show_json("why", {"target": name, "lines": [_data(company, rendered, number, found) for number, found in chosen]})
    elif line is None:
        width = min(60, max(len(found.text) for _, found in chosen))
        for number, found in chosen:
            click.echo(f"{number:>5} {found.text:<{width}} | {', '.join(map(str, (found.template, *found.places)))}")
    else:
        _show(company, rendered, chosen)


def _with_long_names(platform: str, text: str, rendered: Rendered) -> str:
    """A part of a line with the long names of interfaces in place of short ones, where no line has it as it is."""
    from netops.adopt.ports import long_name

    if any(text in one.text for one in rendered.lines):
        return text
    return " ".join(long_name(platform, word) for word in text.split(" "))


def _lines(rendered: Rendered, wanted: str | None) -> list[tuple[int, LineOrigin]]:
    from netops.render.edges import chosen_lines

    if wanted is None:
        return list(enumerate(rendered.lines, start=1))
    if found := chosen_lines(rendered, wanted):
        return found
    if wanted.isdigit():
        raise UsageError(f"{rendered.target} has no line {wanted}", hint=f"its text has {pluralize(len(rendered.lines), 'line')}")
    near = _near(wanted, (line.text.strip() for line in rendered.lines))
    hint = "near: " + "; ".join(map(repr, near)) if near else f"netops why {rendered.target} lists all lines"
    raise UsageError(f"no line of {rendered.target} holds {wanted!r}", hint=hint)


def _near(wanted: str, texts: Iterable[str]) -> list[str]:
    """The lines that begin most alike."""
    from difflib import SequenceMatcher

    alike = {text: SequenceMatcher(None, wanted, text[: len(wanted) + 1]).ratio() for text in texts}
    return sorted((text for text, ratio in alike.items() if ratio > ALIKE), key=lambda text: -alike[text])[:NEAR]


def _show(company: Company, rendered: Rendered, chosen: list[tuple[int, LineOrigin]]) -> None:
    from netops.model.explain import places_choosing_layers
    from netops.render.edges import format_places

    for number, line in chosen:
        click.echo(f"{rendered.target}:{number}: {line.text.strip()}")
        click.echo(f"  written by    {line.template}")
        for origin, path, said in _values(company, rendered, line):
            click.echo(f"  prints        {origin}  {path or _elsewhere(origin)}")
            for one in said:
                click.echo(f"    {'won ' if one.won else 'lost'}        {_words(one)}")
        for condition in line.conditions:
            reads = first_few(format_places(condition.reads), SHOWN, " files")
            click.echo(f"  {f'under {condition.kind}':<13} {condition.template} which read {reads}")
    click.echo(f"all lines depend on {', '.join(format_places(places_choosing_layers(company, rendered.target)))}")


def _values(company: Company, rendered: Rendered, line: LineOrigin) -> Iterator[tuple[Origin, str, list[Contribution]]]:
    """The values printed in a line: the place of each, its path in the target's data, and who said something about it."""
    from netops.model.explain import DEFAULT_FILES
    from netops.model.views import traced_view
    from netops.render.edges import paths_by_origin

    known = paths_by_origin(traced_view(company, rendered.target))
    for origin in line.values:
        path = "" if origin.file.startswith(DEFAULT_FILES) else known.get(origin, "")
        yield origin, path, company.explain(rendered.target, path) if path else []


def _elsewhere(origin: Origin) -> str:
    """What a value is that stands at no path of the target's data as it was written."""
    from netops.model.explain import DEFAULT_FILES

    return "the schema's default" if origin.file.startswith(DEFAULT_FILES) else "a part of what is derived from it"


def _words(one: Contribution) -> str:
    from netops.commands.explain import short

    return f"{short(one.value):<30} {one.origin or 'derived'} ({one.layer}{': ' + one.reason if one.reason else ''})"


def _data(company: Company, rendered: Rendered, number: int, line: LineOrigin) -> dict[str, Any]:
    values = [
        {"origin": str(origin), "path": path, "layers": [_layer(one) for one in said]}
        for origin, path, said in _values(company, rendered, line)
    ]
    conditions = [{"kind": c.kind, "template": str(c.template), "reads": list(map(str, c.reads))} for c in line.conditions]
    return {"line": number, "text": line.text, "template": str(line.template), "values": values, "conditions": conditions}


def _layer(one: Contribution) -> dict[str, Any]:
    return {"layer": one.layer, "value": one.value, "origin": str(one.origin) if one.origin else None, "won": one.won, "why": one.reason}
