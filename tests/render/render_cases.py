"""Golden cases as views."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from netops.source import read_document

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"


def golden_view(platform: str, case: str) -> dict[str, Any]:
    """The view of a golden case, as the model would hand it over."""
    path = GOLDEN / platform / case / "view.yaml"
    view: dict[str, Any] = read_document(path.read_text(encoding="utf-8"), f"tests/golden/{platform}/{case}/view.yaml").value
    return {"target": "golden", "platform": platform, **view}
