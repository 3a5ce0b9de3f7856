"""The records of a plan. Everything in them is redacted: secrets are placeholders or are not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from netops.config import Cause, DiffLine
from netops.config.compliance import Coverage
from netops.secrets import is_redacted

Apply = Literal["replace", "commands", "observe"]


IDLE = re.compile(r"\s*(?:$|;|//|#(?!## (?:file|dir) /))")
"""An empty line or a comment of a file, but for the line that begins a file."""


def has_word(line: str, word: str) -> bool:
    """Whether a line has a word, such as an address with or without its length.

    >>> has_word("ip address 192.0.2.1/24", "192.0.2.1"), has_word("ip address 192.0.2.10/24", "192.0.2.1")
    (True, False)
    """
    return word in line and re.search(rf"(?<![\w.:-]){re.escape(word)}(?![\w.:-])", line) is not None


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one target.

    `before` is the running config that the plan was made for, redacted, in the device's own form, for a rehearsal; `running_digest` is over
    its normal form, `intended_digest` over the rendered text and its actions. `commands` lead from what runs to what is wanted, `inverse`
    back again: they are what is sent where `apply` is commands, and what a reviewer reads where the whole config is replaced; `no_commands`
    and `no_inverse` are why there are none. `secrets` names those whose values have to be sent. `features` are those that change, with
    their state; `coverage` is how many of the running lines netops manages, and how many the model has. `remaining` are lines that are not
    wanted and that no command takes away. `lost` are lines of an old config that a rollback cannot bring back, since their secrets are
    stored nowhere. `reach` is what netops connects by and would no longer be there: `account NAME`, `address ADDRESS`, `interface NAME`.
    `only`: the features that were planned alone, none for all. `risks` are the reasons for which a step is RISKY. `lockouts`: why it would
    cut netops off a target; `doubts`: what it changes on a management path and is not understood. `pre_checks` are made before the commit,
    `post_checks` after it. `services`: the business services that depend on the target, with their criticality. `timed`: a revert
    timer of the device brings the old config back unless the change is confirmed. `unmet`: lines that the device lacks for the change.
    """

    target: str
    platform: str
    apply: Apply
    running_digest: str
    intended_digest: str
    intended: str
    managed: tuple[str, ...] | None
    predicted: str
    commands: tuple[str, ...]
    inverse: tuple[str, ...]
    diff: tuple[DiffLine, ...]
    actions: tuple[Mapping[str, Any], ...] = ()
    secrets: tuple[str, ...] = ()
    features: Mapping[str, str] = field(default_factory=dict)
    coverage: Coverage = field(default_factory=Coverage)
    remaining: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    no_commands: str = ""
    no_inverse: str = ""
    only: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    lockouts: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    pre_checks: tuple[str, ...] = ()
    post_checks: tuple[str, ...] = ()
    services: Mapping[str, str] = field(default_factory=dict)
    before: str = ""
    timed: bool = False
    unmet: tuple[str, ...] = ()

    @property
    def risk(self) -> Literal["SAFE", "RISKY", "LOCKOUT"]:
        """Whether something may go wrong that netops cannot take back by itself, or would: LOCKOUT cuts netops off."""
        return "LOCKOUT" if self.lockouts else "RISKY" if self.risks or self.doubts else "SAFE"

    @property
    def risk_notes(self) -> tuple[str, ...]:
        """What the device lacks, and the reasons of the risk, the worst first, each with its word."""
        lacking = (f"NOT READY: {text}" for text in self.unmet)
        return (*lacking, *(f"LOCKOUT: {text}" for text in self.lockouts), *(f"RISKY: {text}" for text in (*self.risks, *self.doubts)))

    @property
    def size(self) -> int:
        """How many lines come and go."""
        return sum(line.sign in "-+" for line in self.diff)

    @property
    def removals(self) -> tuple[DiffLine, ...]:
        """The lines of parts that netops has never deployed that would go with nothing in their place, or that netops connects by.

        Comments and empty lines of files, which most packages bring by the hundred, are none.
        """
        words = [found.split()[-1] for found in self.reach]
        new = (line for line in self.diff if line.sign == "-" and line.cause == Cause.UNKNOWN and not IDLE.match(line.text))
        return tuple(line for line in new if not line.replaced or any(has_word(line.text, word) for word in words))

    @property
    def irrecoverable(self) -> tuple[DiffLine, ...]:
        """The lines that would go with secrets that are stored nowhere else: no rollback brings them back."""
        return tuple(line for line in self.diff if line.sign == "-" and is_redacted(line.text))

    @property
    def manual(self) -> tuple[str, ...]:
        """The lines changed by hand since the last deploy that this step would overwrite, with their signs."""
        return tuple(f"{line.sign} {line.text}" for line in self.diff if line.cause == Cause.MANUAL)


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A file that stood in for what a target runs: where it is, when it was written (UTC, ISO 8601), whether its secrets are taken out."""

    file: str
    written: str
    redacted: bool


@dataclass(frozen=True, slots=True)
class ConfigSource:
    """Where the running configs of a plan are from: the devices (`live`), their backups, or a folder of files; the file of each target."""

    kind: Literal["live", "backup", "folder"] = "live"
    folder: str = ""
    files: Mapping[str, ConfigFile] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps by target, the waves in which they are applied, and the targets about which nothing could be said.

    `running`: whether it was made from what the devices ran at that time, or from files. `captured_for`: for how many recipients lines that
    only the devices have are stored, encrypted, before they go. `wave_reasons`: why each target is in its wave. `author`: who made it;
    `reason` and `ticket`: why, where that was given.
    """

    company: str
    commit: str
    created: str
    steps: Mapping[str, Step]
    waves: tuple[tuple[str, ...], ...]
    unchanged: tuple[str, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    running: ConfigSource = field(default_factory=ConfigSource)
    captured_for: int = 0
    wave_reasons: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    reason: str = ""
    ticket: str = ""

    @property
    def lines(self) -> int:
        """How many lines change on all targets together."""
        return sum(step.size for step in self.steps.values())

    def only(self, names: Collection[str]) -> Plan:
        """The part of the plan that is about some targets."""
        waves = (tuple(name for name in wave if name in names) for wave in self.waves)
        return replace(
            self,
            steps={name: step for name, step in self.steps.items() if name in names},
            waves=tuple(wave for wave in waves if wave),
            unchanged=tuple(name for name in self.unchanged if name in names),
            skipped={name: why for name, why in self.skipped.items() if name in names},
            failed={name: why for name, why in self.failed.items() if name in names},
            running=replace(self.running, files={name: file for name, file in self.running.files.items() if name in names}),
            wave_reasons={name: why for name, why in self.wave_reasons.items() if name in names},
        )
