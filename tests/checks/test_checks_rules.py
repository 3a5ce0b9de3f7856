"""Every rule: silent on a valid company, and its exact words on the same company with one thing wrong.

A case is a folder `cases/CODE-what`: `case.yaml` changes the company in `company/`, `expected.txt` is all that CODE says then.
"""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from netops import checks
from netops import registry as plugins
from netops.capability.rules import platform_rules
from netops.errors import Diagnostic, Severity
from netops.platforms import get
from netops.project import Project
from netops.validation import ValidationResult, cache_of, validate_company_files

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("cases/*/case.yaml"))
HEADINGS = ("What it does:", "Why it matters:", "Example:", "Use instead:")
TODAY = date(2026, 1, 1)
ALL = [each for module in plugins.load_all(checks.KIND).values() for each in vars(module).values() if isinstance(each, checks.Rule)]


def result_of(root: Path) -> ValidationResult:
    """What `validate` finds in a company whose data is right; what is as it was when it was validated before comes from its cache."""
    result = validate_company_files(Project(root), TODAY, cache_of(Project(root)))
    assert result.complete, "\n".join(map(str, result.data))
    return result


def findings(root: Path) -> list[Diagnostic]:
    """What the rules find."""
    result = result_of(root)
    return [problem for problem in result.problems if problem not in result.data]


def change_as(case: str, root: Path) -> None:
    for change in yaml.safe_load((HERE / "cases" / case / "case.yaml").read_text()):
        path = root / change["file"]
        assert path.read_text().count(change["old"]) == 1, f"{change['old']!r} must stand once in {change['file']}"
        path.write_text(path.read_text().replace(change["old"], change["new"]))


def test_valid_company_has_no_problem(root: Path) -> None:
    shutil.rmtree(root / ".netops")
    assert [str(problem) for problem in findings(root)] == []


@pytest.mark.parametrize("case", CASES)
def test_case(case: str, root: Path) -> None:
    code = case.split("-")[0]
    change_as(case, root)
    told = [str(problem) for problem in findings(root) if problem.code == code]
    expected = (HERE / "cases" / case / "expected.txt").read_text()
    assert "\n".join(told) + "\n" == expected


def test_every_rule_has_a_case() -> None:
    assert {each.code for each in ALL} == {case.split("-")[0] for case in CASES}


@pytest.mark.parametrize("each", ALL, ids=lambda each: each.code)
def test_rule_is_documented(each: checks.Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", each.code)
    assert [heading for heading in HEADINGS if heading not in each.text] == []


def test_codes_are_unique() -> None:
    codes = [each.code for each in ALL]
    assert sorted(set(codes)) == sorted(codes)


CRASHING = '''"""A rule of the company that is broken."""
from netops.checks import rule

@rule("XYZ001", title="always broken")
def broken(company):
    """Broken."""
    yield from ()
    raise KeyError("no such thing")
'''


def test_crashed_rule_is_an_error(root: Path) -> None:
    (root / "checks").mkdir()
    (root / "checks" / "broken.py").write_text(CRASHING)
    problems = findings(root)
    assert [(p.code, p.severity, p.message) for p in problems] == [
        ("CHK001", Severity.ERROR, "rule XYZ001 (always broken) crashed: KeyError: 'no such thing'")
    ]
    assert "XYZ001: off" in problems[0].hint


def test_no_rule_crashes_on_an_unknown_platform(root: Path) -> None:
    for path in (root / "inventory/sites").glob("*.yaml"):
        path.write_text(re.sub(r"( +)platform: (\S+)", r"\1platform: \2x\n\1raw_config: [ip http server]", path.read_text()))
    found = findings(root)
    assert "REF009" in {problem.code for problem in found}
    assert [str(problem) for problem in found if problem.code == "CHK001"] == []


def with_rules(text: str, root: Path) -> Path:
    """The company with one finding of CAB004 and settings for the rules."""
    sites = root / "inventory/sites/aa.yaml"
    sites.write_text(sites.read_text().replace("label: A-2", "label: A-1"))
    (root / "netops.yaml").write_text((root / "netops.yaml").read_text() + text)
    return root


def test_rule_can_be_switched_off(root: Path) -> None:
    assert findings(with_rules("rules: {CAB004: off}\n", root)) == []


def test_rule_can_be_made_a_warning(root: Path) -> None:
    problems = findings(with_rules("rules: {CAB004: warning}\n", root))
    assert [(p.code, p.severity) for p in problems] == [("CAB004", Severity.WARNING)]


ASKING = '''"""Rules of the company: one with options, one that reads past its scope."""
from netops.checks import Finding, place_of, rule

@rule("XYZ002", title="few devices", scope="site")
def few(site, *, most=1, words=("a",)):
    """Few."""
    if len(site.devices) > most:
        yield Finding(place_of("site", next(iter(site.of("site")))), f"{len(site.devices)} devices, not {most} {words}")

@rule("XYZ003", title="reads too far")
def far(company):
    """Far."""
    yield from (Finding(place_of("device", name), "x") for name, device in company.devices.items() if "ntp" in device)

@rule("XYZ004", title="asks the date", scope="target")
def date(device, *, today):
    """Date."""
    if device.name == "aa-sw-1":
        yield Finding(device.at(), f"it is {today}")
'''


def asking(settings: str, root: Path) -> list[str]:
    (root / "checks").mkdir()
    (root / "checks" / "asking.py").write_text(ASKING)
    (root / "netops.yaml").write_text((root / "netops.yaml").read_text() + settings)
    return [str(problem).partition(": ")[2] for problem in findings(root) if problem.code[:3] in ("XYZ", "CHK")]


def test_options_today_and_the_limits_of_a_scope(root: Path) -> None:
    told = asking("rules: {XYZ002: {severity: info, most: 2, words: [b]}}\n", root)
    assert told[0].startswith("rule XYZ003 (reads too far) crashed: LookupError: rules over the company do not see 'ntp' of a device")
    assert told[1:3] == [
        "info XYZ002: 6 devices, not 2 ['b'] (at aa)",
        "error XYZ004: it is 2026-01-01 (at aa-sw-1)",
    ]


def test_wrong_settings_of_rules_are_told_with_their_place(root: Path) -> None:
    told = asking("rules: {XYZ003: off, XYZ004: off, XYZ02: off, XYZ002: {most: many, least: 1}}\n", root)
    assert [line for line in told if "CHK002" in line] == [
        "error CHK002: there is no rule XYZ02 (at rules.XYZ02)\n    expected: the code of a rule\n    found: XYZ02\n"
        "    hint: did you mean XYZ002?",
        "error CHK002: option most of XYZ002 has the wrong type (at rules.XYZ002.most)\n    expected: a whole number\n    found: 'many'",
        "error CHK002: XYZ002 has no option 'least' (at rules.XYZ002.least)\n    expected: most, words\n    found: least\n"
        "    hint: netops rules XYZ002 lists them",
    ]


WAIVERS = """waivers:
  - {code: CAB004, at: A-1, reason: Labels are printed in spring, owner: desk, expires: 2026-01-01}
  - {code: CAB004, at: "A-1 #2: label", reason: Labels are printed in spring, owner: desk, expires: 2025-12-31}
  - {code: CAB003, at: inventory/sites/aa.yaml, reason: Nothing is wrong there, owner: desk, expires: 2026-12-31}
  - {code: CAB999, at: A-1, reason: No such rule, owner: desk, expires: 2026-12-31}
"""


def test_waiver_holds_until_its_day_and_is_told_when_stale(root: Path) -> None:
    with_rules("", root)
    (root / "inventory/policies/waivers.yaml").write_text(WAIVERS.replace('"A-1 #2: label"', '"A-1 #2"'))
    told = [str(problem).split("\n")[0] for problem in findings(root)]
    assert [line for line in told if "CAB004" in line and "error" in line], "the first waiver is not about the second cable"
    assert [line.partition(" ")[2] for line in told if "warning" in line] == [
        "warning WAV002: the waiver of CAB004 at A-1 waives nothing (at A-1)",
        "warning WAV001: the waiver of CAB004 at A-1 #2 ended on 2025-12-31 (at A-1 #2)",
        "warning WAV002: the waiver of CAB003 at inventory/sites/aa.yaml waives nothing (at inventory/sites/aa.yaml)",
        "warning WAV003: there is no rule CAB999 (at A-1)",
    ]


@pytest.mark.parametrize("at", ['"A-1 #2"', '"A-1 #2: label"', "inventory/sites/aa.yaml"])
def test_waived_finding_is_kept_apart(at: str, root: Path) -> None:
    with_rules("", root)
    text = f"waivers:\n  - {{code: CAB004, at: {at}, reason: Soon, owner: desk, expires: 2026-01-01}}\n"
    (root / "inventory/policies/waivers.yaml").write_text(text)
    verdict = result_of(root)
    assert (verdict.problems, {problem.code for problem in verdict.waived}) == ([], {"CAB004", "REF010"}), "REF010 by the company's own"


def test_rules_of_capability_are_graded_in_the_same_place(root: Path) -> None:
    """They are not asked here, but `rules:` may name them; a code near one of them is told so."""
    code = next(each.code for each in platform_rules(get("cisco_ios")))
    assert findings(with_rules(f"rules: {{{code}: off, CAB004: off}}\n", root)) == []
