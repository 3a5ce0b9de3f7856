"""Files that were cut, or changed at random: they are read, or refused with places; netops never fails over them."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies import Company
from netops import validation
from netops.errors import DataError, Diagnostic, Severity
from netops.project import Project
from netops.source import read_bytes

TODAY = date(2026, 1, 1)
PARTS = (
    *(b"\0", b"\t", b"\r", b"\n", b"  ", b"\xff", b"\xe2\x80\xa8", b"#", b"'", b'"', b"|", b">", b"%", b"@", b",", b"- ", b": "),
    *(b"[", b"]", b"{", b"}", b"[]", b"{}", b"&a ", b"*a", b"<<: *a\n", b"!final ", b"!unset ", b"!replace ", b"!secret x", b"!x "),
    *(b"null", b"yes", b"true", b"1.10", b"0755", b"-1", b"99999999999", b"10.0.0.1", b"::/0", b"1-9", b"!final {except: [a]}"),
)
"""What a slip, or an attacker, may put into a file."""
VALUE = re.compile(rb"(?<=[:\-\[,{] )[^\s,\]}{\[][^,\n\]}]*")

SAMPLE = """\
%YAML 1.2
---
# Büro
a: &a {x: 1, y: [!unset b, 'it''s', "caf\\u00e9"]}
b:
  - <<: *a
    z: !final {p: 10.0.0.0/8, except: [p]}
  - ? k
    : |-
      text
        more
    c: >+
      folded

"2028-03-31": 12:30
d: !secret snmp_ro
...
"""


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_file_cut_at_any_byte_is_read_or_refused_with_a_place(codec: str, line_end: str) -> None:
    data = SAMPLE.replace("\n", line_end).encode(codec)
    whole = read_bytes(data, "x.yaml").value
    assert whole["b"][0]["x"] == 1
    for end in range(len(data)):
        problems = refused(data[:end])
        assert all(p.origin and 1 <= p.origin.line <= SAMPLE.count("\n") + 1 and p.origin.column >= 1 for p in problems)


def refused(data: bytes) -> tuple[Diagnostic, ...]:
    """Why a file is refused; nothing when it is read."""
    try:
        read_bytes(data, "x.yaml")
    except DataError as error:
        assert error.diagnostics
        return error.diagnostics
    return ()


@st.composite
def changes(draw: st.DrawFn, most: int = 3) -> list[tuple[str, float, bytes]]:
    """What to do to a file: how, where (a share of its length), and with what."""
    hows = st.sampled_from(["cut", "drop", "put", "value", "value"])
    return draw(st.lists(st.tuples(hows, st.floats(0, 1), st.sampled_from(PARTS)), min_size=1, max_size=most))


def changed(data: bytes, todo: list[tuple[str, float, bytes]]) -> bytes:
    for how, where, part in todo:
        at = int(where * len(data))
        if how == "cut":
            data = data[:at]
        elif how == "drop":
            data = data[:at] + data[at + 1 + len(part) :]
        elif how == "put":
            data = data[:at] + part + data[at:]
        elif values := list(VALUE.finditer(data)):
            value = values[min(int(where * len(values)), len(values) - 1)]
            data = data[: value.start()] + part + data[value.end() :]
    return data


FILES = sorted(path for path in (Path(__file__).parents[2] / "inventory").rglob("*.yaml"))
LAW = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@settings(LAW, max_examples=600)
@given(st.sampled_from(FILES), changes())
def test_a_changed_file_of_the_example_is_read_or_refused(path: Path, todo: list[tuple[str, float, bytes]]) -> None:
    refused(changed(path.read_bytes(), todo))


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory, untouched_starter: Company) -> Path:
    return shutil.copytree(untouched_starter.root, tmp_path_factory.mktemp("fuzz") / "company")


@settings(LAW, max_examples=20)
@given(st.data())
def test_a_company_with_a_changed_file_is_judged(company: Path, data: st.DataObject) -> None:
    """Whatever is wrong is a problem with a place: nothing else is raised, and nothing that is broken counts as complete."""
    validate_changed(company, data)


@pytest.mark.soak
@settings(LAW, max_examples=1500)
@given(st.data())
def test_a_company_with_very_many_changed_files(company: Path, data: st.DataObject) -> None:
    validate_changed(company, data)


def validate_changed(company: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted([company / "netops.yaml", *company.glob("inventory/**/*.yaml")])))
    before = path.read_bytes()
    try:
        path.write_bytes(changed(before, data.draw(changes())))
        result = validation.validate_company_files(Project(company), TODAY)
    finally:
        path.write_bytes(before)
    assert all(problem.origin for problem in result.problems)
    assert result.complete or any(problem.severity == Severity.ERROR for problem in result.problems)
