"""`netops test`: the cases of a company, beside its own templates, rules and platforms."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from companies import Company

TEMPLATE = "{% for server in ntp.servers %}\nntp server {{ server.host }}\n{% endfor %}\n"
VIEW = "ntp:\n  servers:\n    - {host: 10.0.0.1}\n    - {host: 10.0.0.2}\n"
RULE = '''"""Rules of Acme."""

from netops.checks import Finding, rule


@rule("ACM001", title="a device has a comment", scope="target")
def commented(device):
    """Every device says what it is for.

    What it does: looks for `comments`.
    Why it matters: somebody else is on call.
    Example: a device file without `comments`.
    Use instead: `comments: Stairwell`.
    """
    if "comments" in device.data:
        yield Finding(device.at("comments"), f"{device.name} has a comment")
'''
RUNNING = "hostname a\n!\ninterface Ethernet1\n   description old\n!\nend\n"
INTENDED = "hostname a\n!\ninterface Ethernet1\n   description new\n!\nend\n"
COMMANDS = "interface Ethernet1\n no description old\n description new\n"
CASES = (
    "checks/tests/ACM001-comment",
    "platforms/arista_eos/tests/description",
    "templates/arista_eos/tests/ntp/two-servers",
)


def put(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def acme(starter: Company) -> Company:
    device = next(starter.root.glob("inventory/sites/*/devices/hq-sw-1.yaml")).relative_to(starter.root).as_posix()
    first = next(line for line in (starter.root / device).read_text().splitlines() if line.startswith("role:"))
    change = f"changes:\n  - file: {device}\n    old: {json.dumps(first)}\n    new: |-\n      {first}\n      comments: Stairwell\n"
    put(
        starter.root,
        {
            "templates/arista_eos/ntp.j2": TEMPLATE,
            f"{CASES[2]}/view.yaml": VIEW,
            "checks/acme.py": RULE,
            f"{CASES[0]}/case.yaml": change,
            f"{CASES[1]}/running.txt": RUNNING,
            f"{CASES[1]}/intended.txt": INTENDED,
        },
    )
    return starter


def test_a_case_without_its_expected_file_fails(acme: Company) -> None:
    ended = acme.netops("test", expect=3)
    assert [line for line in ended.out.splitlines() if line.startswith("FAILED")] == [f"FAILED {name}" for name in CASES]
    assert "    expected.txt: no such file; netops test --update writes it" in ended.out
    assert ended.out.endswith("0 passed, 3 failed\n")


def test_update_writes_what_is_found_and_the_cases_pass(acme: Company) -> None:
    assert acme.netops("test", "--update").out == "3 passed, 0 failed\n"
    assert (acme.root / CASES[2] / "expected.txt").read_text() == "ntp server 10.0.0.1\nntp server 10.0.0.2\n"
    assert (acme.root / CASES[1] / "commands.txt").read_text() == COMMANDS
    assert "error ACM001: hq-sw-1 has a comment" in (acme.root / CASES[0] / "expected.txt").read_text()
    assert acme.netops("test").out == "3 passed, 0 failed\n"
    assert acme.netops("test", "templates/arista_eos").out == "1 passed, 0 failed\n"


def test_a_changed_template_is_a_difference(acme: Company) -> None:
    acme.netops("test", "--update")
    put(acme.root, {"templates/arista_eos/ntp.j2": TEMPLATE.replace("host }}", "host }} iburst")})
    ended = acme.netops("test", expect=3)
    assert "    -ntp server 10.0.0.1\n" in ended.out and "    +ntp server 10.0.0.1 iburst\n" in ended.out
    report = ElementTree.fromstring(acme.netops("test", "--format", "junit", expect=3).out)
    assert (report.get("tests"), report.get("failures")) == ("3", "1")
    rows = json.loads(acme.netops("test", "--format", "json", expect=3).out)["cases"]
    assert [(row["name"], row["passed"]) for row in rows] == [(CASES[0], True), (CASES[1], True), (CASES[2], False)]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({f"{CASES[2]}/expekted.txt": "x\n"}, "expekted.txt: not a file of such a case; it has expected.txt, view.yaml"),
        ({f"{CASES[2]}/view.yaml": "- a\n"}, f"{CASES[2]}/view.yaml: expected a map, found list"),
        ({f"{CASES[2]}/view.yaml": "ntp: {}\n"}, "undefined name 'servers', for two-servers"),
        ({f"{CASES[0]}/case.yaml": "change: []\n"}, f"{CASES[0]}/case.yaml: unknown key 'change'"),
        (
            {f"{CASES[0]}/case.yaml": "changes: [{file: netops.yaml, old: zzz, new: y}]\n"},
            "'zzz' must be in netops.yaml exactly once, found 0 times",
        ),
        ({f"{CASES[0]}/case.yaml": "changes: [{file: ../x, old: a, new: b}]\n"}, "no file ../x in the company"),
        ({f"{CASES[1]}/intended.txt": "banner login\nnever ends\n"}, "never ends"),
    ],
)
def test_a_case_that_cannot_run_fails_with_the_reason(acme: Company, files: dict[str, str], message: str) -> None:
    acme.netops("test", "--update")
    put(acme.root, files)
    ended = acme.netops("test", expect=3)
    assert message in ended.out
    assert ended.out.endswith("2 passed, 1 failed\n")


def test_no_case_is_a_usage_error(starter: Company) -> None:
    ended = starter.netops("test", expect=2)
    assert ended.err == "error: no cases in the company\n    hint: see docs/testing.md for how to write one\n"
