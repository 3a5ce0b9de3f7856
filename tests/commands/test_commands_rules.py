"""netops rules: the list by subject, one rule with its options, JSON."""

from __future__ import annotations

import json

from companies import Company


def test_list_groups_the_rules_by_subject(starter: Company) -> None:
    said = starter.netops("rules").out
    assert ["addressing", "ADR001", "error", "company", "address is used once"] in [line.split(maxsplit=4) for line in said.splitlines()]
    assert said.splitlines()[-1].endswith(" rules; netops rules CODE shows one")


def test_one_rule_is_told_in_full(starter: Company) -> None:
    said = starter.netops("rules", "RED003").out
    title, facts, _, first, *_ = said.splitlines()
    assert (title, facts) == ("RED003: VRRP groups of a network agree", "group redundancy, scope site, severity error")
    assert first.startswith("All routers of a VRRP group")
    for heading in ("What it does:", "Why it matters:", "Example:", "Use instead:"):
        assert heading in said


def test_options_of_a_rule_of_the_company_are_told(starter: Company) -> None:
    (starter.root / "checks").mkdir()
    (starter.root / "checks/ours.py").write_text(
        '"""Ours."""\nfrom netops.checks import rule\n\n\n@rule("OUR001", title="ours", scope="target")\n'
        'def ours(device, *, roles=("access",), most=3):\n    """Ours."""\n    yield from ()\n'
    )
    said = starter.netops("rules", "OUR001").out
    assert said.endswith('Options and their defaults (netops.yaml, rules: {OUR001: ...}):\n  roles: ["access"]\n  most: 3\n')
    (told,) = json.loads(starter.netops("rules", "OUR001", "--format", "json").out)["rules"]
    assert (told["group"], told["options"]) == ("ours", {"roles": ["access"], "most": 3})


def test_unknown_rule_is_a_usage_error_with_the_nearest(starter: Company) -> None:
    assert "did you mean " in starter.netops("rules", "RDE003", expect=2).err


def test_a_word_lists_the_rules_about_it(starter: Company) -> None:
    said = starter.netops("rules", "DHCP").out
    assert "ADR008" in said and "RED003" not in said
    assert starter.netops("rules", "adr008").out.startswith("ADR008: ")
    assert "RED003: VRRP groups of a network agree" in starter.netops("rules", "vrrp groups of a network").out
