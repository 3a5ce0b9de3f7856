"""netops explain"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from netops.commands import common
from netops.commands.options import output_format

if TYPE_CHECKING:
    from netops.errors import Origin
    from netops.model.company import Company, Contribution

YAML_WORDS = {True: "true", False: "false", None: "null"}


@click.command(
    epilog=common.help_epilog(
        "netops explain ber-acc-1 ntp.servers\nnetops explain ber-acc-1 interfaces.GigabitEthernet1/0/41.untagged_vlan"
    )
)
@click.argument("name")
@click.argument("path")
@output_format
@click.pass_context
def command(ctx: click.Context, name: str, path: str, format_: str) -> None:
    """Show which file and layer set the value at PATH of NAME, and which were overridden.

    PATH is keys joined by dots, such as ntp.servers; a key that holds a dot stands in brackets: interfaces[ge-0/0/0.0].mtu.
    In a git checkout each place has the commit and the day of its line.
    """
    company = common.open_company(ctx, quiet=True)
    if name in company.targets:
        company.prepare([company.target(name).site])
    if name in company.targets:
        path = _with_long_name(company, name, path)
    values, history = company.explain(name, path), History(company.project.root)
    if format_ == "json":
        common.show_json("explain", {"name": name, "path": path, "values": [_data(one, history) for one in values]})
        return
    for one in values:
        note = f"({one.layer}{': ' + one.reason if one.reason else ''})"
        where = f"{one.origin}{history.words(one.origin)}" if one.origin else "derived"
        click.echo(f"{'->' if one.won else '  '} {short(one.value):<40} {where}  {note}")
        for words, value, origin in _leaves(one.value):
            click.echo(f"     {words} {value:<{max(1, 37 - len(words))}} {origin or ''}{history.words(origin) if origin else ''}")


def _with_long_name(company: Company, name: str, path: str) -> str:
    """The path with the interface by its long name: `interfaces.GigabitEthernet1/0/1.poe` for `interfaces.Gi1/0/1.poe`."""
    from netops.adopt.ports import long_name

    noun, dot, rest = path.partition(".")
    port, below, last = rest.partition(".")
    if noun != "interfaces" or not port:
        return path
    return f"{noun}{dot}{long_name(company.target(name).platform, port)}{below}{last}"


class History:
    """The commit and the day of lines of a company's files; each file is asked about once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._files: dict[str, dict[int, str] | None] = {}

    def of(self, origin: Origin) -> str | None:
        """The short commit and the day of a line, '' for one that is in no commit; None outside of a repository."""
        from netops import git

        if not (self.root / origin.file).is_file():
            return None
        if origin.file not in self._files:
            self._files[origin.file] = git.blame(self.root, origin.file)
        lines = self._files[origin.file]
        return None if lines is None else lines.get(origin.line, "")

    def words(self, origin: Origin) -> str:
        """The same for people, with two blanks before it."""
        said = self.of(origin)
        return "" if said is None else f"  {said or 'not committed'}"


def _data(one: Contribution, history: History) -> dict[str, Any]:
    said = history.of(one.origin) if one.origin else None
    commit, _, day = (said or "").partition(" ")
    origin = str(one.origin) if one.origin else None
    return {"layer": one.layer, "value": one.value, "origin": origin, "won": one.won, "why": one.reason, "commit": commit, "date": day}


def short(value: Any) -> str:
    """A value on one line, as YAML has it; of a map or a list only what it is."""
    if isinstance(value, dict | list):
        return f"{'map' if isinstance(value, dict) else 'list'} of {len(value)}"
    return YAML_WORDS.get(value, str(value)) if value is None or isinstance(value, bool) else str(value)


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, str, Origin | None]]:
    """Path, value and place of each leaf of a traced map or list; nothing for a leaf."""
    from netops.model.merge import origins_at

    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        here = f"{path}[{key}]" if isinstance(value, list) else f"{path}.{key}".lstrip(".")
        if isinstance(item, dict | list) and item:
            yield from _leaves(item, here)
        else:
            yield here, short(item), next(iter(origins_at(value, key)), None)
