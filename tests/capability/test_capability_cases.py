"""Every shipped rule: the exact words for a config that breaks it, silence for one that keeps it, and for what the rule spares.

A case is a folder `cases/CODE`: `case.yaml` says what the config is for, `bad.cfg` breaks the rule, `good.cfg` does not,
`expected.txt` is all that is said of `bad.cfg`. `spared` is what the rule does not concern, where there is such a thing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from netops.capability import CapabilityRules
from netops.capability.rules import platform_rules, validate_rules
from netops.errors import Diagnostic
from netops.platforms import get, names, platform_folder
from netops.project import Project, bundled_folder
from netops.schema import load
from netops.source import read_document

HERE = Path(__file__).parent
PLATFORMS = [name for name in names() if get(name).capability]
CODES = sorted(path.parent.name for path in HERE.glob("cases/*/case.yaml"))


@cache
def library() -> CapabilityRules:
    project = Project(bundled_folder())
    return CapabilityRules(project, load(project))


def case(code: str) -> tuple[dict[str, Any], Any]:
    """What the texts of a case are for, and what its rule spares."""
    about = yaml.safe_load((HERE / "cases" / code / "case.yaml").read_text())
    return about, about.pop("spared", None)


def judged(code: str, text: str, about: dict[str, Any]) -> list[Diagnostic]:
    view = {"target": "x1", "platform": about["platform"], "device_type": about["device_type"]}
    view |= {"expected": {"firmware": about["firmware"]}} if "firmware" in about else {}
    return library().evaluate(view, (HERE / "cases" / code / text).read_text())


@pytest.mark.parametrize("code", CODES)
def test_bad_is_told_in_the_expected_words(code: str) -> None:
    about, _ = case(code)
    assert "".join(f"{problem}\n" for problem in judged(code, "bad.cfg", about)) == (HERE / "cases" / code / "expected.txt").read_text()


@pytest.mark.parametrize("code", CODES)
def test_good_is_silent(code: str) -> None:
    about, _ = case(code)
    assert judged(code, "good.cfg", about) == []


@pytest.mark.parametrize("code", [code for code in CODES if case(code)[1]])
def test_what_the_rule_spares_may_do_it(code: str) -> None:
    about, spared = case(code)
    assert judged(code, "bad.cfg", about | spared) == []


def test_every_rule_has_a_case() -> None:
    assert [rule.code for platform in PLATFORMS for rule in platform_rules(get(platform))] == sorted(
        CODES, key=lambda c: (case(c)[0]["platform"], c)
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_shipped_rules_are_valid(platform: str) -> None:
    path = platform_folder(get(platform)) / str(get(platform).capability)
    document = read_document(path.read_text(), path.name)
    assert validate_rules(document, library().schemas) == []
    assert document.value["platform"] == platform
