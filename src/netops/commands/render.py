"""netops render"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, force, output_format, target_options
from netops.messages import pluralize

if TYPE_CHECKING:
    from netops.events import Event
    from netops.render import Rendered


MOST_SHOWN = 3
"""Of more targets only the names are shown."""


@click.command(
    epilog=common.help_epilog(
        "netops render ber-core-1\nnetops render -o build/ && ls build/\nnetops render ham-rtr-1 --origins\n"
        "netops render --bootstrap ham-acc-1 -o .netops/bootstrap"
    )
)
@target_options(fleet=False)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Write one file per target into this folder.")
@click.option("--origins", is_flag=True, help="Show for each line the template and the YAML lines that made it.")
@click.option("--bootstrap", is_flag=True, help="Render day-0 configs, with secrets: to a terminal, or with -o to files for you alone.")
@click.option("--reasons", is_flag=True, help="Show on stderr which targets were rendered in this run, and why.")
@click.option("--no-cache", is_flag=True, help="Render everything again; the result is the same.")
@force
@output_format
@click.pass_context
def command(
    ctx: click.Context,
    options: TargetOptions,
    output: Path | None,
    origins: bool,
    bootstrap: bool,
    reasons: bool,
    no_cache: bool,
    force: bool,
    format_: str,
) -> None:
    """Render the intended configuration of each target.

    Secrets stay placeholders. The same input gives the same bytes. A target whose data and templates did not change since an earlier run
    comes from the cache. Data that breaks a rule is not rendered, as it is not planned and not deployed: exit code 3, nothing is written.
    With --force it is, and the errors are shown. Of more than three targets each is one line; -o writes the texts. On a terminal,
    interfaces without a line of their own are left out.

    --bootstrap gives what a new device needs to be reached: its name, its management address with VRF and static routes, accounts, and
    the service that netops logs in by. Its secrets are filled in, so it goes to a terminal, or into files of mode 0600 that git ignores.
    """
    if bootstrap:
        from netops.commands._bootstrap import show_bootstrap

        show_bootstrap(ctx, options, output, format_)
        return
    company = common.open_company(ctx, checked=not force, cached=not no_cache)
    targets = common.select_targets(company, options)
    with common.parallel_map_with_progress("render") as parallel_map, common.without_garbage_collector():
        from netops.render import render_targets

        why: dict[str, str] = {}

        def note(event: Event) -> None:
            if event.message:
                why[event.target] = event.message

        rendered = render_targets(company, targets, trace=origins, listen=note, parallel_map=parallel_map)
    common.print_diagnostics(dict.fromkeys(warning for r in rendered for warning in r.warnings))
    if reasons:
        _show_reasons(why, len(rendered))
    if output:
        _write(rendered, output)
    elif format_ == "json":
        common.show_json("render", {"targets": [_as_data(r, why.get(r.target, "")) for r in rendered]})
    elif len(rendered) > MOST_SHOWN and not origins:
        rows = [(r.target, r.platform, "observed only" if r.observed else str(r.text.count("\n")), r.digest[:12]) for r in rendered]
        common.show_table(ctx, ("TARGET", "PLATFORM", "LINES", "DIGEST"), rows)
        common.suggest_command("the texts", "netops render NAME, or into files: netops render -o DIR")
    else:
        for r in rendered:
            _show(r, origins, heading=len(rendered) > 1, in_short=sys.stdout.isatty())


def _show_reasons(why: dict[str, str], targets: int) -> None:
    """Each rendered target with the reason, then how many came from the cache."""
    for target, reason in why.items():
        click.echo(f"{target}: {reason}", err=True)
    click.echo(f"{len(why)} rendered, {targets - len(why)} from the cache", err=True)


def _write(rendered: list[Rendered], folder: Path) -> None:
    from netops.model.target import config_stem

    folder.mkdir(parents=True, exist_ok=True)
    written = [r for r in rendered if not r.observed]
    for r in written:
        _write_changed(folder / f"{config_stem(r.target)}.cfg", r.text.encode())
    click.echo(f"{pluralize(len(written), 'configuration')} in {folder}/", err=True)


def _write_changed(path: Path, data: bytes) -> None:
    """A file that is already right keeps its time."""
    try:
        is_right = path.read_bytes() == data
    except OSError:
        is_right = False
    if not is_right:
        path.write_bytes(data)


def _show(rendered: Rendered, origins: bool, heading: bool, in_short: bool) -> None:
    if heading:
        click.secho(f"# {rendered.target} ({rendered.platform})", bold=True)
    if rendered.observed:
        click.echo("# observed only: nothing is rendered")
        return
    if not origins:
        click.echo(without_empty_ports(rendered.text) if in_short else rendered.text, nl=False)
        return
    for line in rendered.lines or ():
        places = ", ".join(map(str, (line.template, *line.places)))
        click.echo(f"{line.text:<60} | {places}" if line.text.strip() else line.text)


def without_empty_ports(text: str) -> str:
    """A config as people read it: without the interfaces that have no line of their own, and the separator after each of these.

    >>> without_empty_ports("interface Ethernet1\\n!\\ninterface Ethernet2\\n mtu 9000\\n!\\n")
    'interface Ethernet2\\n mtu 9000\\n!\\n'
    """
    return re.sub(r"(?m)^interface .*\n(?![ \t])(?:!\n)?", "", text)


def _as_data(rendered: Rendered, reason: str) -> dict[str, object]:
    lines = [{"text": n.text, "template": str(n.template), "values": [str(v) for v in n.places]} for n in rendered.lines or ()]
    return {
        "target": rendered.target,
        "platform": rendered.platform,
        "digest": rendered.digest,
        "observed": rendered.observed,
        "reason": reason,
        "text": rendered.text,
        **({"lines": lines} if lines else {}),
    }
