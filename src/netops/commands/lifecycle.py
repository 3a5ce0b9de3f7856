"""netops lifecycle"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from netops.commands import common
from netops.commands.options import TargetOptions, option, output_format, target_options
from netops.messages import pluralize

if TYPE_CHECKING:
    from datetime import datetime

    from netops.model.lifecycle import DeviceLifecycle

HEADS = ("ENDS", "DEVICE", "WHAT ENDS", "HARDWARE", "PURCHASED", "COST", "COMES AFTER")
WORDS = {"support_until": "support", "end_of_life": "hardware"}
NOTHING = "-"


@click.command(
    epilog=common.help_epilog(
        "netops lifecycle\nnetops lifecycle --before 2030-01-01 --limit site=ber\nnetops lifecycle --format json | jq '.devices[].name'"
    )
)
@option("--before", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="Only what ends before this day.")
@target_options(fleet=False)
@output_format
@click.pass_context
def command(ctx: click.Context, before: datetime | None, options: TargetOptions, format_: str) -> None:
    """Report when support and hardware end, what comes after, and what it costs by year.

    A device's days are under `lifecycle` in its own file, those of its model in inventory/policies/lifecycle.yaml; the earlier of support
    and hardware counts. The cost is the price that was paid: what to put aside for the year in which the device must be replaced.
    """
    from netops.model.lifecycle import device_lifecycles

    company = common.open_company(ctx, quiet=True)
    selected = {target.device for target in common.select_targets(company, options)}
    is_part = bool(options.names) or options.limit is not None
    found = [life for life in device_lifecycles(company) if not is_part or life.name in selected]
    shown = [life for life in found if life.ends and (before is None or life.ends < before.date())]
    unknown = [life.name for life in found if life.ends is None]
    if format_ == "json":
        common.show_json("lifecycle", {"devices": [asdict(life) for life in shown], "unknown": unknown})
        return
    common.show_table(ctx, HEADS, [*map(_row, shown)], cut=(3, 6))
    for line in _years(shown):
        click.echo(line)
    no_end = f"; no end is known of {pluralize(len(unknown), 'device')}" if unknown else ""
    click.echo(f"{pluralize(len(shown), 'device')} shown{no_end}")


def _row(life: DeviceLifecycle) -> tuple[str, ...]:
    cost = NOTHING if life.cost is None else _money(life.cost, life.currency)
    return (str(life.ends), life.name, WORDS[life.why], life.hardware, life.purchase_date or NOTHING, cost, life.replacement or NOTHING)


def _money(amount: float, currency: str) -> str:
    return f"{amount:,.0f} {currency}".rstrip()


def _years(lives: Iterable[DeviceLifecycle]) -> list[str]:
    """What must be replaced in each year, by currency, and of how many devices the price is not known."""
    by_year: dict[int, list[DeviceLifecycle]] = defaultdict(list)
    for life in lives:
        if life.ends:
            by_year[life.ends.year].append(life)
    return [f"{year}: {_sum(members)}" for year, members in sorted(by_year.items())]


def _sum(members: list[DeviceLifecycle]) -> str:
    costs: dict[str, float] = defaultdict(float)
    for life in members:
        if life.cost is not None:
            costs[life.currency] += life.cost
    unpriced = sum(life.cost is None for life in members)
    parts = [_money(amount, currency) for currency, amount in sorted(costs.items())]
    parts += [f"{unpriced} without a price"] if unpriced else []
    return f"{pluralize(len(members), 'device')}, {', '.join(parts)}"
