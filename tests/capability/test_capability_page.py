"""docs/capability.md tells what the rules are and what they say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

from netops.capability.rules import platform_rules, validate_rules
from netops.platforms import get, names
from netops.project import Project, bundled_folder
from netops.schema import load
from netops.source import read_document

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/capability.md").read_text(encoding="utf-8")


def test_table_has_every_rule() -> None:
    rules = [rule for name in names() for rule in platform_rules(get(name))]
    assert re.findall(r"^\| (CAP\d+) ", PAGE, re.MULTILINE) == sorted(rule.code for rule in rules)


def test_messages_of_the_page_are_those_of_the_rules() -> None:
    said = re.findall(r"(CAP\d+): .* cannot do this[^:]*: (.*)$", PAGE, re.MULTILINE)
    known = {rule.code: rule.why for name in names() for rule in platform_rules(get(name))}
    assert len(said) == 3
    assert dict(said) == {code: known[code] for code, _ in said}


def test_rule_of_the_page_is_valid() -> None:
    (text,) = (body for body in re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL) if "platform:" in body)
    assert yaml.safe_load(text)["rules"]
    assert validate_rules(read_document(text, "page.yaml"), load(Project(bundled_folder()))) == []


def test_page_is_linked() -> None:
    assert "(capability.md)" in (ROOT / "docs/index.md").read_text(encoding="utf-8")
    assert "(capability.md)" in (ROOT / "docs/extending.md").read_text(encoding="utf-8")


def test_schemas_say_which_release_the_rules_read() -> None:
    said = {
        noun: json.loads((ROOT / f"schemas/{noun}.schema.json").read_text(encoding="utf-8"))["properties"]
        for noun in ("device", "expected")
    }
    assert "expected.firmware" in said["device"]["os"]["description"]
    assert "network device" in said["expected"]["firmware"]["description"]
