"""What a step is worth: which checks hold it, and what may go wrong that netops cannot take back by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from netops.messages import pluralize
from netops.plan.record import Step
from netops.platforms import GENERIC_DRIVER, Platform


def with_risk_checks(step: Step, platform: Platform, *, captured: bool) -> Step:
    """The step with its checks and its risks. `captured`: lines that only the device has are stored before they go."""
    return replace(
        step,
        risks=tuple(_risks(step, platform, captured)),
        pre_checks=tuple(_pre_checks(step, platform)),
        post_checks=tuple(_post_checks(step, platform)),
    )


def _risks(step: Step, platform: Platform, captured: bool) -> Iterator[str]:
    if not step.timed:
        yield f"{_no_timer(step, platform)}: if the connection is lost, the old config does not come back by itself"
    yield from (f"what netops connects by is gone afterwards: {found}" for found in step.reach)
    if (number := len(step.irrecoverable)) and not captured:
        yield f"no way back for {pluralize(number, 'line')}: the secret is stored nowhere else, and netops.yaml has no `capture`"


def _no_timer(step: Step, platform: Platform) -> str:
    limits = platform.spec.timer
    if platform.driver == GENERIC_DRIVER:
        return f"no revert timer on {platform.name}, which is reached by the generic driver"
    if limits is None or step.apply not in limits.ways:
        way = "" if limits is None else ", changed by commands" if step.apply == "commands" else ", replaced as a whole"
        return f"no revert timer on {platform.name}{way}"
    return f"no revert timer on the release of this {platform.name}, the first with it are {' and '.join(limits.since)}"


def _pre_checks(step: Step, platform: Platform) -> Iterator[str]:
    yield "its running config is the one that the plan was made for"
    yield "no commit waits for its confirmation"
    yield from _typed(step, "checks")
    if platform.spec.candidate_readable:
        yield "its candidate is the predicted config"


def _post_checks(step: Step, platform: Platform) -> Iterator[str]:
    yield f"its running config is the predicted one{', before its revert timer is confirmed' if step.timed else ''}"
    yield from _typed(step, "verify")
    if platform.text is not None and platform.text.has_startup:
        yield "its saved config is the predicted one"


def _typed(step: Step, key: str) -> Iterator[str]:
    """The commands by which the files that change are checked, each once, with the bundle that it is of."""
    paths = {line.path[0].split()[2] for line in step.diff if line.differs and line.path[0].startswith(("### file ", "### dir "))}
    concerned = (action for action in step.actions if any(fnmatchcase(path, one) for path in paths for one in action["paths"]))
    yield from dict.fromkeys(f"{action['name']}: {_command(one)}" for action in concerned for one in action.get(key, ()))


def _command(check: Mapping[str, Any]) -> str:
    argv = check.get("argv") or (str(check.get("builtin", "")),)
    return " ".join(map(str, argv)).replace("{path}", str(check.get("path", "")))
