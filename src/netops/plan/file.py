"""Plan files: JSON, read strictly. Their digest finds damage, not intent: what one says is computed again before it is applied."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from netops.config import short_digest
from netops.errors import PlanDamaged
from netops.events import Outcome
from netops.plan.build import intended_digest
from netops.plan.decode import UnexpectedType, decode_value
from netops.plan.record import Plan, Step
from netops.project import bundled_folder

VERSION = 6
SCHEMA = "schemas/documents/plan.schema.json"


def plan_to_json(plan: Plan) -> str:
    """The text of a plan file."""
    body = asdict(plan)
    document = {"schema": VERSION, "kind": "plan", "digest": _digest(body), "plan": body}
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"


def dump_step(step: Step, commit: str, created: datetime) -> str:
    """The text of a plan of one step, for the state store."""
    return plan_to_json(Plan("", commit, created.isoformat(timespec="seconds"), {step.target: step}, ((step.target,),)))


def plan_from_json(text: str, name: str = "plan") -> Plan:
    """The plan in a file's text. PlanDamaged when it is not what netops writes, or when its values contradict each other.

    One that passes may still be edited: `jobs.recompute_plan` compares it with the source of truth and the devices.
    """
    try:
        document = json.loads(text)
        version, said, body = document["schema"], document["digest"], document["plan"]
        found = _digest(body)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise PlanDamaged(
            message=f"{name}: not a plan file, or only a part of one ({type(error).__name__}: {error})",
            hint="make it again: netops plan -o FILE",
        ) from error
    if version != VERSION:
        is_newer = isinstance(version, int) and version > VERSION
        way = "deploy it with the netops that made it, or " if is_newer else ""
        raise _refused(name, f"plan format {version}, this netops reads {VERSION}", way)
    if said != found:
        raise PlanDamaged(
            message=f"{name}: it is not as netops wrote it: its content does not have the digest {said}",
            hint="plans are not edited: change the YAML and plan again",
        )
    try:
        plan: Plan = decode_value(Plan, body, "plan")
        for problem in _validator().iter_errors(document):
            raise _refused(name, f"not as {SCHEMA} has it: {'.'.join(map(str, problem.path))}: {problem.message}")
        for contradiction in _contradictions(plan):
            raise contradiction
    except UnexpectedType as error:
        raise _refused(name, f"edited, or of another version of netops: {error}") from error
    return plan


@lru_cache(maxsize=1)
def _validator() -> Any:
    """Checks a plan file against its schema, which is the package's: a company has no say in it."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads((bundled_folder() / SCHEMA).read_text(encoding="utf-8")))


def _refused(name: str, message: str, way: str = "") -> PlanDamaged:
    return PlanDamaged(message=f"{name}: {message}", hint=f"{way}make the plan again: netops plan -o {name}")


def plan_digest(plan: Plan) -> str:
    """The digest that names a plan in the journal."""
    return _digest(asdict(plan))


def _digest(body: dict[str, Any]) -> str:
    return short_digest(json.dumps(json.loads(json.dumps(body, default=str)), sort_keys=True, ensure_ascii=False))


def _contradictions(plan: Plan) -> Iterator[UnexpectedType]:
    """Where values of a plan do not follow from others of the same plan."""
    for name, step in plan.steps.items():
        if step.target != name:
            yield UnexpectedType(f"plan.steps.{name}.target", name, step.target)
        if step.intended_digest != (expected := intended_digest(step.intended, step.actions)):
            yield UnexpectedType(f"plan.steps.{name}.intended_digest", expected, step.intended_digest)
    waves = sorted(name for wave in plan.waves for name in wave)
    if waves != sorted(plan.steps) or not all(plan.waves):
        yield UnexpectedType("plan.waves", f"each of {', '.join(sorted(plan.steps))} once", str(plan.waves))
    for name in plan.wave_reasons.keys() - plan.steps.keys():
        yield UnexpectedType(f"plan.wave_reasons.{name}", "no such key", "one")
    named = Counter([*plan.steps, *plan.unchanged, *plan.skipped, *plan.failed])
    for name, times in named.items():
        if times > 1:
            yield UnexpectedType("plan", f"{name} in one of steps, unchanged, skipped and failed", f"{name} {times} times")
    for name, (outcome, _) in plan.failed.items():
        if outcome not in set(Outcome):
            yield UnexpectedType(f"plan.failed.{name}[0]", " or ".join(Outcome), outcome)
    times_of = {f"plan.running.files.{name}.written": file.written for name, file in plan.running.files.items()}
    for path, time in {"plan.created": plan.created, **times_of}.items():
        if not _is_time(time):
            yield UnexpectedType(path, "a time with its offset, such as 2026-11-23T21:33:05+00:00", time)


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
