"""What is wrong with a company, in exact words. A case is a YAML file: `files` that change the small company, and the `problems`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

CASES = sorted((Path(__file__).parent / "cases" / "problems").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, changed: Callable[[dict[str, str]], str]) -> None:
    said = yaml.safe_load(case.read_text())
    assert changed(said["files"]) == said["problems"].rstrip()
