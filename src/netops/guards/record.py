"""What guards decide about: a plan with everything around it that matters, as one value, and what they find."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from netops.model.calendar import Calendar
from netops.plan import Plan
from netops.platforms import Platform

Removal = tuple[str, int]
"""Something that goes: a target and the position of a line in its difference, or a device that has left and -1."""

DEVICE = -1


@dataclass(frozen=True, slots=True)
class Place:
    """Where a device is and what it does."""

    site: str
    role: str


@dataclass(frozen=True, slots=True)
class GuardedTarget:
    """What guards need to know of a target beside its step."""

    device: str
    site: str
    platform: Platform
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one deploy may change, from `guards:` of netops.yaml."""

    max_devices: int = 50
    max_sites: int = 10
    removed_devices: int = 3
    removed_devices_percent: int = 10
    removed_lines: int = 20
    removed_lines_percent: int = 10


@dataclass(frozen=True, slots=True)
class Policy:
    """What a company asks of every deploy, from `deploy:` and `plans:` of netops.yaml. `emergency`: what --emergency overrides."""

    branch: str = ""
    require: tuple[str, ...] = ()
    ticket_pattern: str = ""
    emergency: tuple[str, ...] = ("windows", "freezes")
    valid_for: timedelta | None = None
    signers: tuple[str, ...] = ()
    signatures: int = 1
    self_approval: bool = False


@dataclass(frozen=True, slots=True)
class Permissions:
    """What the person who deploys permits: exact numbers, and reasons. None and empty texts permit nothing."""

    devices: int | None = None
    removals: int | None = None
    dirty: bool = False
    overwrite_manual: bool = False
    risky: bool = False
    emergency: str = ""
    reason: str = ""
    ticket: str = ""


@dataclass(frozen=True, slots=True)
class Selected:
    """How the targets were selected: by a plan file, or by `text`. `whole`: it names no part of the company."""

    text: str = ""
    whole: bool = False
    by_file: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The source of truth of a plan. `commit`: empty without one; `dirty`: files differ from it; `on_branch`: the branch has it.

    `in_git`: there is a repository, whether or not git answers. `policy_files`: what decides on deploys and has changed since the last.
    """

    commit: str
    dirty: bool = False
    on_branch: bool = True
    in_git: bool = True
    policy_files: tuple[str, ...] = ()


Fault = Literal["", "unknown", "damaged"]


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature of a plan file, checked. `signer`: the contact whose key it is; `own`: he has made the plan himself."""

    file: str
    signer: str = ""
    fault: Fault = ""
    own: bool = False


@dataclass(frozen=True, slots=True)
class PlanFile:
    """The file of a plan: when it was made, of which commit, and who has signed it."""

    name: str
    created: datetime
    commit: str
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True)
class DeployRequest:
    """A plan that somebody wants to apply now, with what guards decide by.

    `present`: the devices of the company, `known`: those that the last deploy knew. `since`: of the plan's lines changed by hand.
    `source`: None for a rollback, whose texts come from the journal. `file`: None when the plan has just been made. `lab`: nobody works
    with the devices, so what only protects people and processes is no reason to refuse.
    """

    plan: Plan
    targets: Mapping[str, GuardedTarget]
    now: datetime
    limits: Limits = field(default_factory=Limits)
    policy: Policy = field(default_factory=Policy)
    permissions: Permissions = field(default_factory=Permissions)
    present: Mapping[str, Place] = field(default_factory=dict)
    known: Mapping[str, Place] = field(default_factory=dict)
    selected: Selected = field(default_factory=Selected)
    since: str = "the last deploy"
    source: Source | None = None
    file: PlanFile | None = None
    lab: bool = False

    @property
    def is_rollback(self) -> bool:
        """Whether it brings back what targets have run before: nothing of it is new, and all that goes is what the run has added."""
        return self.source is None

    def as_deploy(self) -> DeployRequest:
        """The same of a deploy, for the proof of guards that a rollback does not have."""
        return replace(self, source=self.source or Source("proof"))

    @property
    def devices(self) -> list[str]:
        """The devices that change, sorted."""
        return sorted({self.targets[name].device for name in self.plan.steps})

    @property
    def sites(self) -> list[str]:
        """The sites at which something changes, sorted."""
        return sorted({self.targets[name].site for name in self.plan.steps})


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to refuse. The message may have further lines; `way`: what to do instead of permitting it.

    `removals`: what goes, permitted by --allow-removals with the number of all that goes. `devices`: permitted by --allow-devices with
    the number of all devices that change. `risky`: permitted by --allow-risky. `emergency`: the name of what --emergency overrides where
    the policy lets it. `outside_lab`: it is no reason to refuse in a lab.
    """

    message: str
    way: str = ""
    removals: frozenset[Removal] = frozenset()
    devices: bool = False
    risky: bool = False
    emergency: str = ""
    outside_lab: bool = False
