"""Plan files: JSON with a digest over the content, so that a damaged or edited plan is refused."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from netops.config import Cause, DiffLine, digest
from netops.errors import Origin, PlanDamaged
from netops.plan.record import ConfigFile, ConfigSource, Plan, Step

VERSION = 2


def dump(plan: Plan) -> str:
    """The text of a plan file."""
    body = asdict(plan)
    document = {"schema": VERSION, "kind": "plan", "digest": _digest(body), "plan": body}
    return json.dumps(document, indent=1, ensure_ascii=False, default=str) + "\n"


def load(text: str, name: str = "plan") -> Plan:
    """The plan in a file's text. PlanDamaged when it is not exactly what netops wrote."""
    try:
        document = json.loads(text)
        version, said, body = document["schema"], document["digest"], document["plan"]
    except (ValueError, KeyError, TypeError) as error:
        raise PlanDamaged(
            message=f"{name}: not a plan file, or only a part of one ({type(error).__name__}: {error})",
            hint="make it again: netops plan -o FILE",
        ) from error
    if version != VERSION:
        is_newer = isinstance(version, int) and version > VERSION
        way = "deploy it with the netops that made it, or " if is_newer else ""
        raise _other_format(name, f"plan format {version}, this netops reads {VERSION}", way)
    if said != _digest(body):
        raise PlanDamaged(
            message=f"{name}: it is not as netops wrote it: its content does not have the digest {said}",
            hint="plans are not edited: change the YAML and plan again",
        )
    try:
        return _plan(body)
    except (KeyError, TypeError, ValueError) as error:
        raise _other_format(name, f"a plan of another version of netops ({type(error).__name__}: {error})") from error


def _other_format(name: str, message: str, way: str = "") -> PlanDamaged:
    return PlanDamaged(message=f"{name}: {message}", hint=f"{way}make the plan again: netops plan -o {name}")


def plan_digest(plan: Plan) -> str:
    """The digest that names a plan in the journal."""
    return _digest(asdict(plan))


def _digest(body: dict[str, Any]) -> str:
    return digest(json.dumps(json.loads(json.dumps(body, default=str)), sort_keys=True, ensure_ascii=False))


def _plan(body: dict[str, Any]) -> Plan:
    running = body["running"]
    return Plan(
        **{
            **_tuples(body, "unchanged"),
            "steps": {name: _step(step) for name, step in body["steps"].items()},
            "waves": tuple(map(tuple, body["waves"])),
            "failed": {name: tuple(why) for name, why in body["failed"].items()},
            "running": ConfigSource(**{**running, "files": {name: ConfigFile(**file) for name, file in running["files"].items()}}),
        }
    )


def _step(body: dict[str, Any]) -> Step:
    fixed = _tuples(body, "commands", "inverse", "actions", "secrets", "coverage", "managed", "remaining")
    return Step(**{**fixed, "diff": tuple(map(_line, body["diff"]))})


def _line(body: dict[str, Any]) -> DiffLine:
    template = Origin(**body["template"]) if body["template"] else None
    cause = Cause(body["cause"]) if body["cause"] else None
    values = tuple(Origin(**value) for value in body["values"])
    return DiffLine(**{**_tuples(body, "path"), "template": template, "values": values, "cause": cause})


def _tuples(body: dict[str, Any], *names: str) -> dict[str, Any]:
    """The values, with lists of those names as tuples; null stays."""
    return {**body, **{name: None if body[name] is None else tuple(body[name]) for name in names}}
