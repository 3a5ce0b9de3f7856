"""A step from what runs and what is wanted. The same function works out the commands when the plan is made and when it is applied."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from netops import config
from netops.config.compliance import by_feature, lines_managed
from netops.plan.manual import Key, by_hand, keys
from netops.plan.origins import changes
from netops.plan.record import Apply, Change, Step
from netops.plan.restore import restored
from netops.render import Rendered
from netops.secrets import names


def digest(*texts: str) -> str:
    """A short digest of texts, as hexadecimal digits."""
    h = blake2b(digest_size=16)
    for text in texts:
        h.update(text.encode() + b"\0")
    return h.hexdigest()


def running_digest(platform: str, running: str, intended: str) -> str:
    """The digest of a running config that does not move with timestamps, blanks or secrets."""
    return digest(shown(platform, running, intended))


def intended_digest(text: str, actions: Sequence[Mapping[str, Any]]) -> str:
    return digest(text, json.dumps(list(actions), sort_keys=True, ensure_ascii=False))


def redacted(platform: str, text: str, intended: str) -> str:
    """A config in the device's own form as the state store may hold it. Where `intended` has a placeholder, it holds a secret too."""
    return config.redact(platform, text, intended)


def shown(platform: str, text: str, intended: str | None = None) -> str:
    """A config as plans and logs may hold it, and as digests are made over it: redacted and normalised."""
    return config.normalise(platform, config.redact(platform, text, intended))


@dataclass(frozen=True, slots=True)
class Work:
    """What to send to a device. It may hold the device's own secrets: kept in memory, never written."""

    candidate: str
    commands: tuple[str, ...]
    predicted: str


def work_out(platform: str, apply: Apply, running: str, intended: str, managed: tuple[str, ...] | None) -> Work:
    """The candidate, the commands (where they are what is sent) and the running config afterwards."""
    candidate = config.compose(platform, running, restored(platform, running, intended), "all" if managed is None else list(managed))
    if apply != "commands":
        return Work(candidate, (), candidate)
    commands = tuple(config.remediate(platform, running, candidate))
    return Work(candidate, commands, config.predict(platform, running, commands))


def build_step(
    rendered: Rendered,
    apply: Apply,
    running: str,
    *,
    managed: tuple[str, ...] | None,
    applied: str | None,
    actions: Sequence[Mapping[str, Any]] = (),
) -> Step | None:
    """The step that brings a target from `running` to what is rendered, or None when nothing differs.

    `rendered` carries the origins of its lines. `applied` is the config that netops left on the target (normalised, redacted).
    """
    platform, text = rendered.platform, rendered.text
    work = work_out(platform, apply, running, text, managed)
    difference = config.diff(platform, running, work.candidate)
    if not difference:
        return None
    told = changes(difference, running, work.candidate, rendered)
    features = by_feature(platform, running, work.candidate, difference, "all" if managed is None else managed)
    inverse = tuple(config.rollback(platform, running, work.candidate)) if apply == "commands" else ()
    return Step(
        target=rendered.target,
        platform=platform,
        apply=apply,
        running_digest=running_digest(platform, running, text),
        intended_digest=intended_digest(text, actions),
        intended=text,
        managed=managed,
        predicted=shown(platform, work.predicted, text),
        commands=redacted_lines(platform, work.commands, text),
        inverse=redacted_lines(platform, inverse, text),
        diff=told,
        manual=manual_lines(told, by_hand(platform, running, applied)),
        actions=tuple(actions),
        paths=tuple(path for action in actions for path in action["paths"]),
        secrets=names("\n".join(work.commands) if apply == "commands" else work.candidate),
        features={found.feature: found.state for found in features if found.difference},
        coverage=lines_managed(features),
    )


def redacted_lines(platform: str, commands: Sequence[str], intended: str) -> tuple[str, ...]:
    """Commands as a plan may show them."""
    return tuple(config.redact(platform, "\n".join(commands), intended).splitlines()) if commands else ()


def manual_lines(difference: Sequence[Change], left: frozenset[Key] | None) -> tuple[str, ...]:
    """The lines of a difference that were changed by hand, with their sign."""
    return tuple(f"{change.sign} {change.text}" for key, change in zip(keys(difference), difference, strict=True) if left and key in left)
