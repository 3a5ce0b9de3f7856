"""Every report tells a plan, a deployment and a drift run, and lets nothing through that a device says to a browser or a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from companies import Company
from netops import report
from netops.config import Cause, DiffLine
from netops.deploy import Deployment, TargetResult
from netops.drift import Drift
from netops.errors import DeviceError, Diagnostic, Origin, Unreachable, printable_text
from netops.events import Outcome
from netops.plan import Plan, Step
from netops.registry import load_all
from netops.report import html, text
from netops.report.record import DeployRun, DriftRun, ReportContext, Service
from netops.screen import PIPED

HOSTILE = '<script>alert("x")</script><img src=x onerror=y>\x1b[2J\x1b]0;owned\x07\x9b31m\r\u202e&amp;'
"""What a neighbour may send as its LLDP name, or somebody type as a description."""

FORMATS = load_all(report.KIND)
SETTING = ReportContext(
    "Acme " + HOSTILE, "abc1234", "2026-01-01 02:15 UTC", "lab: " + HOSTILE, {"sw-1": (Service(HOSTILE, "high"),)}, {"sw-1": HOSTILE}
)
LINE = DiffLine(
    "+",
    (HOSTILE, f"description {HOSTILE}"),
    template=Origin("templates/x.j2", 3),
    values=(Origin("inventory/a.yaml", 7, 3),),
    cause=Cause.MANUAL,
)
STEP = Step("sw-1", "cisco_ios", "replace", "r", "i", "", None, "", (f"no {HOSTILE}",), (), (LINE,))
PLAN = Plan(
    "Acme", "abc1234", "2026-01-01", {"sw-1": STEP}, (("sw-1",),), ("sw-2",), {"sw-3": "not in this lab"}, {"sw-4": ("failed", HOSTILE)}
)
RESULTS = {
    "sw-1": TargetResult(Outcome.HALF_CHANGED, HOSTILE, finish=(f"description {HOSTILE}",)),
    "sw-2": TargetResult(Outcome.UNCHANGED),
    "sw-3": TargetResult(Outcome.SKIPPED, "not in this lab"),
    "sw-4": TargetResult(Outcome.UNREACHABLE, HOSTILE),
}
DRIFTS = (
    Drift("sw-1", "cisco_ios", HOSTILE, (LINE, DiffLine(" ", (HOSTILE,)))),
    Drift("sw-2", "cisco_ios", "ber"),
    Drift("sw-4", "cisco_ios", "ber", outcome=Outcome.UNREACHABLE, error=HOSTILE),
)
TOLD: dict[str, Any] = {
    "plan": PLAN,
    "deployment": DeployRun(SETTING, Deployment("20260101-x", PLAN, RESULTS)),
    "drift": DriftRun(SETTING, DRIFTS, {"sw-3": "not in this lab"}),
}


@pytest.mark.parametrize("verb", TOLD)
@pytest.mark.parametrize("name", FORMATS)
def test_report_names_every_target_and_the_place_of_a_line(name: str, verb: str) -> None:
    told = getattr(FORMATS[name], verb)(TOLD[verb])
    assert told.endswith("\n")
    named = ["sw-1", "sw-4"] if (name, verb) in (("text", "plan"), ("text", "drift")) else ["sw-1", "sw-2", "sw-3", "sw-4"]
    assert [target for target in named if target not in told] == []
    if (name, verb) not in (("text", "deployment"), ("json", "deployment"), ("json", "plan")):
        assert "inventory/a.yaml:7:3" in told


@pytest.mark.parametrize("verb", TOLD)
@pytest.mark.parametrize("name", FORMATS)
def test_report_is_the_same_twice(name: str, verb: str) -> None:
    make: Callable[[Any], str] = getattr(FORMATS[name], verb)
    assert make(TOLD[verb]) == make(TOLD[verb])


class Page(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.links: list[str] = []
        self.identifiers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value or "" for name, value in attrs if name == "href"]
        self.identifiers += [value or "" for name, value in attrs if name == "id"]


@pytest.mark.parametrize("verb", TOLD)
def test_html_runs_nothing_and_fetches_nothing(verb: str) -> None:
    page = Page(getattr(html, verb)(TOLD[verb]))
    assert {"script", "img", "iframe", "link", "object", "form"}.isdisjoint(page.tags)
    assert [name for name in page.attributes if name.startswith("on") or name in ("src", "style")] == []
    assert [link for link in page.links if link.removeprefix("#") not in page.identifiers] == []
    assert len(set(page.identifiers)) == len(page.identifiers)
    assert not re.search(r"url\(|@import", getattr(html, verb)(TOLD[verb]))
    assert "&lt;script&gt;" in getattr(html, verb)(TOLD[verb])
    assert [char for char in getattr(html, verb)(TOLD[verb]) if char != "\n" and not char.isprintable()] == []


@pytest.mark.parametrize("verb", [*TOLD, "differences"])
def test_text_moves_no_terminal(verb: str) -> None:
    told = getattr(text.on(PIPED), verb)(TOLD.get(verb, PLAN))
    assert [char for char in told if char != "\n" and not char.isprintable()] == []
    assert r"\x1b[2J" in told


@pytest.mark.parametrize("verb", TOLD)
def test_json_is_a_document_that_holds_the_text_as_it_is(verb: str) -> None:
    from netops.report import json as format_

    told = getattr(format_, verb)(TOLD[verb])
    assert "\x1b" not in told
    assert next(iter(json.loads(told))) == "schema"
    assert HOSTILE in _texts(told)


def _texts(document: str) -> list[str]:
    def inside(value: Any) -> list[str]:
        items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value] if isinstance(value, str) else [text for item in items for text in inside(item)]

    return inside(json.loads(document))


def test_errors_and_problems_move_no_terminal() -> None:
    for told in (
        str(DeviceError("sw-1", HOSTILE, hint=HOSTILE)),
        str(Unreachable("sw-1", HOSTILE)),
        str(Diagnostic("ABC001", HOSTILE, found=HOSTILE, hint=HOSTILE)),
    ):
        assert [char for char in told if char != "\n" and not char.isprintable()] == []
    assert printable_text("a\tb\r\nc\rd\x1b[0m\n") == "a\tb\r\nc\\rd\\x1b[0m\n"


REPORT = """
def plan(plan): return f"{len(plan.steps)} steps\\n"
def deployment(run): return "deployed\\n"
def drift(run): return f"{len(run.drifts)} asked\\n"
"""


@pytest.mark.lab
def test_commands_tell_in_a_format_of_the_company(starter: Company) -> None:
    """And one that is not there is refused before anything is asked of a device."""
    (starter.root / "reports").mkdir()
    (starter.root / "reports/short.py").write_text(REPORT)
    limit = ("--limit", "name=hq-srv-1")
    known = "    hint: there are: html, json, markdown, short, text\n"
    for words in (("plan",), ("drift",), ("deploy", "--yes"), ("rollback", "20260101-000000-0000", "--yes")):
        refused = starter.netops(*words, *limit, "--format", "shot", expect=2)
        assert refused.err == f"error: no report called 'shot'\n{known}"
    starter.netops("lab", "up", *limit)
    try:
        assert starter.netops("drift", "--lab", *limit, "--format", "short").out == "1 asked\n"
        assert starter.netops("plan", "--lab", *limit, "--format", "short").out == "1 steps\n"
        assert starter.netops("deploy", "--lab", *limit, "--format", "short", "--yes").out == "deployed\n"
        assert starter.netops("drift", "--lab", *limit, "--format", "html").out.startswith("<!doctype html>\n")
    finally:
        starter.netops("lab", "down")
