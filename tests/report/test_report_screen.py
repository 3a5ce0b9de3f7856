"""What is shown fits a terminal and has the fixed form on a pipe; nothing of a path is broken, nothing of a text is lost."""

from __future__ import annotations

import re
from dataclasses import replace

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.commands._terminal import forced_color
from netops.config import DiffLine
from netops.errors import Origin
from netops.plan import Plan, Step
from netops.report import text
from netops.screen import PIPED, Screen, ScreenLine, diff_line, terminal_width_of

PLACE = "inventory/sites/ber/devices/ber-acc-1.yaml:13:64"
words = st.lists(st.text(st.characters(whitelist_categories=["L", "N", "P"]), min_size=1, max_size=30), min_size=1, max_size=30)


@given(words, st.sampled_from([40, 80, 200]))
def test_a_line_fits_and_loses_nothing(parts: list[str], width: int) -> None:
    rows = Screen(width).show([ScreenLine(" ".join(parts))]).splitlines()
    assert " ".join(rows).split() == " ".join(parts).split()
    assert [row for row in rows if terminal_width_of(row) > width and " " in row.strip()] == []


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("length", [1, 20, 40, 70, 90])
def test_a_path_is_never_broken(width: int, length: int) -> None:
    rows = Screen(width).show([diff_line("+", 1, "x" * length, PLACE), diff_line("-", 1, "y", "a.yaml:1:1")]).splitlines()
    assert [row for row in rows if PLACE in row] != []
    assert max(map(terminal_width_of, rows)) <= max(width, length + 5)


def test_a_pipe_has_a_fixed_form() -> None:
    assert PIPED.show([diff_line("+", 1, "ntp server 10.0.0.1", PLACE)]) == f"  +  ntp server 10.0.0.1{' ' * 50}{PLACE}\n"
    assert PIPED.show([ScreenLine("a " * 200 + "b", "red")]) == "a " * 200 + "b\n"


def test_colours_are_the_terminals_own_and_go_round_the_text_alone() -> None:
    shown = Screen(80, colour=True).show([diff_line("-", 0, "old\x1b[2J", "a.yaml:1:1"), ScreenLine("dim", "dim")])
    assert shown.splitlines()[0].startswith("\x1b[31m  - old\\x1b[2J\x1b[0m  ")
    assert {int(code) for code in re.findall(r"\x1b\[(\d+)m", shown)} == {0, 2, 31}


def test_a_table_is_cut_only_on_a_terminal() -> None:
    rows = [("ber-acc-1", "x" * 100), ("日本", "y\x1b[2J")]
    assert PIPED.show(PIPED.table(("NAME", "TEXT"), rows)).splitlines()[1] == "ber-acc-1  " + "x" * 100
    on = Screen(40)
    head, first, last = on.show(on.table(("NAME", "TEXT"), rows, cut=(1,))).splitlines()
    assert (head, first, last) == ("NAME       TEXT", "ber-acc-1  " + "x" * 28 + "…", "日本       y\\x1b[2J")
    assert on.table(("NAME", "TEXT"), []) == []


@pytest.mark.parametrize(
    ("choice", "environment", "expected"),
    [
        ("auto", {}, None),
        ("auto", {"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, False),
        ("auto", {"NO_COLOR": "", "CLICOLOR_FORCE": "1"}, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, None),
        ("auto", {"TERM": "dumb"}, False),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {"CLICOLOR_FORCE": "1"}, False),
    ],
)
def test_what_decides_about_colours(choice: str, environment: dict[str, str], expected: bool | None) -> None:
    assert forced_color(choice, environment) is expected


def step(number: int, size: int) -> Step:
    lines = tuple(DiffLine("+", (f"thing-{number}-{at} x",), values=(Origin("inventory/a.yaml", at, 1),)) for at in range(size))
    features = {f"feature-{number % 30}": "missing", "interfaces": "missing"}
    risks = (f"risk {number} of a long sentence that goes on for more than the width of a terminal of eighty columns",)
    return Step(f"sw-{number}", f"platform_{number % 9}", "replace", "r", "i", "", None, "", (), (), lines, features=features, risks=risks)


@pytest.mark.parametrize(("width", "rows"), [(80, 24), (200, 50)])
@pytest.mark.parametrize(("steps", "size"), [(1, 5), (1, 400), (9, 1), (9, 2), (20, 30), (300, 7)])
def test_a_plan_of_any_size_fits_a_screen_in_short(steps: int, size: int, width: int, rows: int) -> None:
    made = {f"sw-{number}": step(number, size + number) for number in range(steps)}
    skipped = {f"old-{number}": "status offline" if number else "status planned" for number in range(200)}
    plan = Plan("acme", "abc", "2026-11-23T12:00:00+00:00", made, (tuple(made),), skipped=skipped)
    shown = text.on(Screen(width)).plan(plan).splitlines()
    assert len(shown) <= rows - 2
    assert [row for row in shown if terminal_width_of(row) > width] == []
    assert "old-0: skipped: status planned" in shown, "what is rare is not hidden in a crowd"
    assert shown[-1].startswith(f"plan: {steps} to change")


def test_colours_change_no_text() -> None:
    plan = Plan("acme", "abc", "2026-11-23T12:00:00+00:00", {"sw-1": step(1, 4), "sw-2": replace(step(2, 4), risks=())}, ())
    for verbose in (False, True):
        plain, coloured = (text.on(Screen(80, colour), verbose=verbose).plan(plan) for colour in (False, True))
        assert click.unstyle(coloured) == plain != coloured
