"""Reports for programs: JSON documents that start with the version of their schema."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from netops.plan import Plan
from netops.plan.file import plan_to_json
from netops.report.record import DeployRun, DriftRun, origin_text

VERSION = 1


def plan(plan: Plan) -> str:
    """The plan file itself."""
    return plan_to_json(plan)


def deployment(run: DeployRun) -> str:
    results = {
        name: {
            "outcome": done.outcome,
            "detail": done.detail,
            "finish": list(done.finish),
            "unchecked": list(done.unchecked),
            "until": done.until.isoformat(timespec="seconds") if done.until else None,
        }
        for name, done in sorted(run.deployment.results.items())
    }
    return _document("deployment", run.setting, run=run.deployment.run, interrupted=run.deployment.interrupted, results=results)


def drift(run: DriftRun) -> str:
    targets = [
        {
            "target": drift.target,
            "platform": drift.platform,
            "site": drift.site,
            "state": "not read" if drift.error else "drifted" if drift.lines else "clean",
            "error": drift.error,
            "items": [
                {
                    "item": item or None,
                    "cause": line.cause,
                    "sign": line.sign,
                    "text": line.text.strip(),
                    "path": [text.strip() for text in line.path],
                    "place": origin_text(line),
                    "template": str(line.template) if line.template else None,
                    "values": [str(origin) for origin in line.values],
                }
                for line, item in zip(drift.lines, drift.items, strict=True)
                if line.differs
            ],
        }
        for drift in run.drifts
    ]
    return _document("drift", run.setting, targets=targets, skipped=dict(run.skipped))


def _document(kind: str, setting: Any, **content: Any) -> str:
    frame = {key: value for key, value in asdict(setting).items() if key not in ("services", "sites")}
    return json.dumps({"schema": VERSION, "kind": kind, **frame, **content}, indent=2, ensure_ascii=False) + "\n"
