"""Pages in a real browser: nothing runs, nothing is fetched, nothing sticks out, at the width of a phone, of a desk, and printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser import MISSING, Browser
from netops.commands._rehearsal_page import rehearsal_page
from netops.config import Cause, DiffLine
from netops.deploy import Deployment, TargetResult
from netops.drift import Drift
from netops.errors import Diagnostic, Origin
from netops.events import Outcome
from netops.jobs.rehearsing import Rehearsal, RehearsedEnd, RehearsedTarget
from netops.plan import Plan, Step
from netops.report import _page, html, markdown
from netops.report import json as programs
from netops.report._review import review_html
from netops.report.record import DeployRun, DriftRun, ReportContext, Service
from netops.review import Difference, Findings, ObjectChange, Rendering, Review, Revision, ValueChange
from netops.review.record import FileChange

HOSTILE = '"><script>document.title = 1</script><img src="http://192.0.2.1/x" onerror="document.title = 2"></style>'
LONG = "x" * 300
LINES = (
    DiffLine(" ", (f"interface {HOSTILE}",)),
    DiffLine("-", (f"interface {HOSTILE}", f"description {HOSTILE}"), values=(Origin(f"inventory/{LONG}.yaml", 7, 3),), cause=Cause.MANUAL),
    DiffLine("+", (f"interface {HOSTILE}", f"description {LONG}"), values=(Origin("inventory/a.yaml", 8, 3),), cause=Cause.MANUAL),
)
SWITCHES = tuple(f"ber-acc-{number}" for number in range(40))
CONTEXT = ReportContext(
    f"Acme {HOSTILE}",
    "abc1234",
    "2026-01-01 02:15 UTC",
    f"lab: {HOSTILE}",
    {"sw-1": (Service(HOSTILE, "high"), Service(LONG, "low"))},
    {"sw-1": HOSTILE, "sw-2": LONG},
    (f"{HOSTILE} {LONG}",),
)


def a_step(name: str, *lines: DiffLine) -> Step:
    command = (f"no {HOSTILE}{LONG}",)
    return Step(name, "cisco_ios", "replace", "r", "i", "", None, "", command, command, lines, risks=(HOSTILE,), services={"email": "high"})


def ntp(number: int) -> DiffLine:
    return DiffLine("+", (f"ntp server 10.0.{number}.1",))


STEPS = {HOSTILE: a_step(HOSTILE, *LINES), "sw-1": a_step("sw-1", *LINES)} | {
    name: a_step(name, ntp(number)) for number, name in enumerate(SWITCHES)
}
PLAN = Plan(
    "Acme", "abc", "2026-01-01T02:15:00+00:00", STEPS, (tuple(STEPS),), SWITCHES[:3], {HOSTILE + "2": HOSTILE}, {"sw-4": ("failed", LONG)}
)
RESULTS = {
    HOSTILE: TargetResult(Outcome.HALF_CHANGED, HOSTILE, finish=(f"description {HOSTILE}",)),
    **{name: TargetResult(Outcome.APPLIED) for name in SWITCHES},
    "sw-3": TargetResult(Outcome.SKIPPED, LONG),
    "sw-4": TargetResult(Outcome.UNREACHABLE, HOSTILE),
}
DRIFTS = [
    *(Drift(name, "cisco_ios", HOSTILE, LINES) for name in ("sw-1", "sw-2", HOSTILE)),
    *(Drift(name, "cisco_ios", "ber") for name in SWITCHES),
    Drift("sw-4", "cisco_ios", "ber", outcome=Outcome.UNREACHABLE, error=HOSTILE),
]
PLACE = Origin("inventory/a.yaml", 7, 3)
REVIEW = Review(
    Revision("main"),
    Revision(HOSTILE),
    (FileChange(HOSTILE, "changed"),),
    (ObjectChange("device", HOSTILE, "changed", PLACE, (ValueChange(LONG, HOSTILE, LONG, PLACE, PLACE),)),),
    findings=Findings(new=(Diagnostic("NTP001", HOSTILE + LONG, origin=PLACE),), error=True),
    rendering=Rendering(40, 40, (Difference("changed", SWITCHES, ("cisco_ios",), LINES),), {"gone": 3}, {HOSTILE: LONG}),
)
PAGES = {
    "plan": lambda: html.plan(PLAN, CONTEXT),
    "deploy": lambda: html.deployment(DeployRun(CONTEXT, Deployment("20260101-x", PLAN, RESULTS))),
    "drift": lambda: html.drift(DriftRun(CONTEXT, DRIFTS, {"sw-3": HOSTILE})),
    "review": lambda: review_html(REVIEW, CONTEXT),
}
WIDTHS = (390, 1280)
TARGET = "document.getElementById('target-ber-acc-7')"
HIDDEN = """[...document.querySelectorAll('details:not([open]) .body *')].filter(one => !one.checkVisibility()).length"""
OUTSIDE = """[...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect(); return box.width > 1 && box.right > innerWidth + 1 && !one.closest('.scroll') && box.left >= 0
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if MISSING:
        pytest.skip(MISSING)
    with Browser() as running:
        yield running


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    for name, make in PAGES.items():
        (folder / f"{name}.html").write_text(make(), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in PAGES}


@pytest.fixture(scope="module")
def artefacts() -> Path:
    """Where pictures of the tested pages are found afterwards; git ignores it."""
    folder = Path(__file__).parents[2] / ".netops" / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_fetches_nothing_and_complains_of_nothing(name: str, browser: Browser, files: dict[str, Path], artefacts: Path) -> None:
    for width in WIDTHS:
        browser.open(files[name], width, dark=width == WIDTHS[0])
        browser.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        fits = browser.evaluate("[document.documentElement.scrollWidth, innerWidth]"), browser.evaluate(OUTSIDE)
        assert fits == ([width, width], [])
        assert browser.requests() == [files[name].as_uri()]
        assert browser.complaints() == []
        assert browser.evaluate("document.querySelectorAll('script, img').length") == 0
        assert len(browser.evaluate("document.title")) > 3
        browser.picture(artefacts / f"{name}-{width}.png")


@pytest.mark.parametrize("name", PAGES)
def test_a_printed_page_hides_nothing_and_fits(name: str, browser: Browser, files: dict[str, Path], artefacts: Path) -> None:
    browser.open(files[name], 720, media="print")
    folded = browser.evaluate("document.querySelectorAll('main section details:not([open])').length")
    hidden = browser.evaluate(HIDDEN.replace("details:not", "section details:not"))
    assert (hidden, browser.evaluate("document.documentElement.scrollWidth")) == (0, 720)
    browser.pdf(artefacts / f"{name}.pdf")
    browser.open(files[name], 720)
    assert not folded or browser.evaluate(HIDDEN) > 0


def test_a_link_to_a_target_leads_to_it_and_shows_it(browser: Browser, files: dict[str, Path]) -> None:
    browser.open(files["deploy"], 390)
    browser.evaluate("location.hash = 'target-ber-acc-7'")
    assert browser.evaluate(f"Math.abs({TARGET}.getBoundingClientRect().top) < innerHeight")
    browser.open(files["drift"], 390)
    assert browser.evaluate(f"{TARGET}.checkVisibility()") is False
    browser.evaluate("location.hash = 'target-ber-acc-7'")
    assert browser.evaluate(f"{TARGET}.checkVisibility()") is True


def test_a_page_is_used_by_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    """The first stop skips to the result, each stop is seen, and a folded part opens by Enter."""
    browser.open(files["drift"], 1280)
    stops = []
    for _ in range(40):
        browser.press("Tab", 9)
        stops.append(browser.evaluate("[document.activeElement.tagName, getComputedStyle(document.activeElement).outlineStyle]"))
        if stops[-1][0] == "SUMMARY":
            break
    assert stops[0] == ["A", "solid"] and stops[-1][0] == "SUMMARY"
    assert {outline for _, outline in stops} == {"solid"}
    was = browser.evaluate("document.activeElement.parentElement.open")
    browser.press("Enter", 13)
    assert browser.evaluate("document.activeElement.parentElement.open") is not was


def test_sides_are_beside_each_other_where_there_is_room(browser: Browser, files: dict[str, Path]) -> None:
    for width, beside in ((390, False), (1280, True)):
        browser.open(files["drift"], width)
        old, new = browser.evaluate(
            "['del', 'ins'].map(tag => document.querySelector(`.sides li:has(del) ${tag}`).getBoundingClientRect().top)"
        )
        assert (old == new) is beside


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_all_text_has_contrast_in_each_scheme() -> None:
    """WCAG 2.2 AA: 4.5 to 1 for every colour of text on every background that it is on."""
    style = Path(str(_page.__file__)).with_name("style.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+):(#[0-9a-f]{6})", found)) for found in re.findall(r":root \{([^}]+)\}", style)]
    assert len(schemes) == 3
    texts, backgrounds = ("ink", "soft", "good", "warn", "bad", "idle", "link"), ("paper", "back", "old", "new")
    weak: list[Any] = [
        (text, back, round(_contrast(scheme[text], scheme[back]), 2))
        for scheme in schemes
        for text in texts
        for back in backgrounds
        if _contrast(scheme[text], scheme[back]) < 4.5
    ]
    assert weak == []


def test_equal_targets_are_one_entry_with_an_anchor_each() -> None:
    page = PAGES["plan"]()
    assert [page.index(f'<a href="#target-ber-acc-{number}">') for number in (9, 10, 11)] == sorted(
        page.index(f'<a href="#target-ber-acc-{number}">') for number in (9, 10, 11)
    )
    assert page.count("40 targets &middot; cisco_ios &middot; 1 line each") == 1
    assert all(page.count(f'id="target-{name}"') == 1 for name in SWITCHES[3:])
    assert "ntp server {1}" in page and '<th scope="col">{1}</th>' in page


def test_a_line_is_below_its_section_with_its_indentation() -> None:
    lines = (DiffLine(" ", ("interface Gi1/0/7",)), DiffLine("-", ("interface Gi1/0/7", " switchport access vlan 1")))
    run = DriftRun(CONTEXT, [Drift("sw-1", "cisco_ios", "ber", lines)])
    page = html.drift(run)
    assert "```diff\n  interface Gi1/0/7\n-  switchport access vlan 1\n```" in markdown.drift(run)
    assert json.loads(programs.drift(run))["targets"][0]["items"][0]["path"] == ["interface Gi1/0/7", "switchport access vlan 1"]
    shown = re.findall(r"<code>(.*?)</code>", page)
    assert shown[-2:] == ["<b> </b> interface Gi1/0/7", "<b>-</b>  switchport access vlan 1"]


def test_a_rehearsal_shows_what_failed_first() -> None:
    right, wrong = RehearsedEnd(Outcome.APPLIED), RehearsedEnd(Outcome.ROLLED_BACK, f"sw-1: {HOSTILE}", (f"- {HOSTILE}",))
    targets = {"sw-2": RehearsedTarget("cisco_ios", 9, 1, right, right), "sw-1": RehearsedTarget("cisco_ios", 9, 0, wrong, right)}
    page = rehearsal_page(Rehearsal("lab: simulated", targets, {"sw-3": HOSTILE}), PLAN, "x.plan", "Acme")
    assert "The change of 1 target is proven, there and back. 1 target failed. 1 target cannot be rehearsed." in page
    assert re.findall(r'<h2 id="section-\d+">([^<]+) <', page) == ["Failed", "Proven", "Cannot be rehearsed"]
    assert "<h3>Wrong after the deploy</h3>" in page and "<script" not in page and "deploy: rolled back: &#34;&gt;&lt;script" in page


def test_what_needs_somebody_is_before_what_does_not() -> None:
    page = PAGES["drift"]()
    heads = re.findall(r'<h2 id="section-\d+">([^<]+) <', page)
    assert heads == ["Not read", "Drifted", "As intended", "Skipped"]
