"""Every change of the keys of the data, in order: the one at position N leads from schema N + 1 to schema N + 2.

A migration is never changed once it is released: data of every earlier schema takes all of them from its own on.
"""

from __future__ import annotations

from netops.migrate.steps import Migration, renamed

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        2,
        "Names of the field: a timeout as --timeout and `ssh` call it, a date of purchase as people who order it do.",
        (renamed("netops", "deadline_s", "timeout_s"), renamed("device", "lifecycle.bought", "purchase_date")),
    ),
)
