"""The fleet: nornir over the targets of a company, with netops' inventory, connections and runner.

nornir = open_fleet(company, targets, lab)
for name, answer in run_task(nornir, my_task).items(): ...
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from nornir.core import Nornir
from nornir.core.configuration import Config, LoggingConfig
from nornir.core.plugins.connections import ConnectionPluginRegister
from nornir.core.state import GlobalState

from netops.errors import UsageError
from netops.fleet import context
from netops.fleet.access import Actions, LabAccess
from netops.fleet.connection import second_session, session
from netops.fleet.context import company_of, intended, secrets_of, target_of
from netops.fleet.gate import PATIENCE_S
from netops.fleet.inventory import make_inventory
from netops.fleet.results import SkippedTarget, TaskAnswer, answers_of, exit_code, run_task
from netops.fleet.runner import DeadlineRunner

if TYPE_CHECKING:
    from netops.model.company import Company, ConfigTarget

__all__ = [
    "DeadlineRunner",
    "SkippedTarget",
    "TaskAnswer",
    "answers_of",
    "company_of",
    "exit_code",
    "intended",
    "open_fleet",
    "require_secrets",
    "resolve_all_access",
    "run_task",
    "second_session",
    "secrets_of",
    "session",
    "target_of",
]

WORKERS = 50
DEADLINE_S = 300.0
WAITING = 0.25
"""The part of its deadline that a host waits at most for the first login of another: a hung one must not use up everybody's time."""
_TALKATIVE = ("nornir", "napalm", "netmiko", "paramiko", "pyeapi", "ncclient", "jnpr")


def open_fleet(
    company: Company,
    targets: Sequence[ConfigTarget],
    lab: LabAccess | None = None,
    workers: int = WORKERS,
    deadline_s: float = DEADLINE_S,
    actions: Actions | None = None,
    after: Nornir | None = None,
) -> Nornir:
    """Nornir over targets. With a lab, those that it does not hold are left out, and reported as skipped by `answers_of`.

    `actions(target name)` gives more `optional_args` for the driver of a target. `after` is an earlier fleet of the same run: its
    secrets and refused logins stay known. Nothing is connected, no secret is read. UsageError when nothing is left.
    """
    silence_libraries()
    ConnectionPluginRegister.auto_register()
    here = [target for target in targets if lab is None or target.name in lab.targets]
    if targets and not here:
        raise UsageError(f"the lab holds none of the {len(targets)} selected targets", hint="netops lab status lists what it holds")
    skipped = sorted({target.name for target in targets} - {target.name for target in here})
    patience_s = min(PATIENCE_S, deadline_s * WAITING)
    shared = context.reuse_context(after, actions, skipped) if after else context.make_context(company, lab, actions, skipped, patience_s)
    runner = DeadlineRunner(workers, deadline_s, shared.drivers)
    settings = Config(logging=LoggingConfig(enabled=False), user_defined={context.KEY: shared})
    return Nornir(inventory=make_inventory(company, here), runner=runner, config=settings, data=GlobalState())


def resolve_all_access(nornir: Nornir) -> None:
    """Work out how to reach every host before the first is touched: one DataError, or MissingSecret, with every problem."""
    shared: context.Context = nornir.config.user_defined[context.KEY]
    context.require_access(shared, nornir.inventory.hosts)


def require_secrets(nornir: Nornir, names: Sequence[str]) -> None:
    """Read secrets before anything is sent: one MissingSecret names all that cannot be had."""
    shared: context.Context = nornir.config.user_defined[context.KEY]
    shared.secrets.require(names)


def silence_libraries() -> None:
    """Keep what libraries log off the terminal, where no handler is set: errors come as results."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
