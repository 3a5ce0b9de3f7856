"""Every change of the keys of the data, in order: the one at position N leads from schema N + 1 to schema N + 2.

A migration is never changed once it is released: data of every earlier schema takes all of them from its own on.
"""

from __future__ import annotations

from netops.migrate.steps import Migration, rename_key

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        2,
        "Names of the field: a timeout as --timeout and `ssh` call it, a date of purchase as people who order it do.",
        (rename_key("netops", "deadline_s", "timeout_s"), rename_key("device", "lifecycle.bought", "purchase_date")),
    ),
)
