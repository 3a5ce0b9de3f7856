"""The comment on a pull request: within its limit, with nothing in it that Markdown, HTML or GitHub would act upon."""

from __future__ import annotations

import json
import re
from datetime import date

from review_repository import Repository

from netops.commands.common import json_text
from netops.config import DiffLine
from netops.errors import Diagnostic, Origin
from netops.project import Project
from netops.report import _review as report
from netops.report._review.markdown import LIMIT, MARK
from netops.review import Difference, Findings, ObjectChange, Rendering, Review, Revision, ValueChange
from netops.review.record import FileChange
from netops.review.revisions import compare_revisions, parse_base

SOUTH = "inventory/regions/south.yaml"
SIDES = (Revision("main", "1" * 40), Revision("the working tree"))
PLACE = Origin("inventory/defaults.yaml", 6, 14)
FILES = (FileChange("inventory/defaults.yaml", "changed"),)


def change(text: str, sign: str = "+") -> DiffLine:
    return DiffLine(sign, (text,), template=Origin("templates/frr/ntp.j2", 3), values=(PLACE,))


def test_a_review_as_a_comment() -> None:
    value = ValueChange("ntp.servers", "[10.1.20.5]", "[10.1.20.6]", PLACE, PLACE)
    made = Rendering(
        38, 3, (Difference("changed", ("ham-rtr-1", "ham-rtr-2"), ("frr",), (change("ntp server 1", "-"), change("ntp server 2"))),)
    )
    problem = Diagnostic("NTP001", "one server is none", origin=PLACE, hint="add a second")
    review = Review(
        *SIDES, FILES, (ObjectChange("layer", "defaults.yaml", "changed", PLACE, (value,)),), (), Findings(new=(problem,), error=True), made
    )
    assert report.review_markdown(review).splitlines() == [
        MARK,
        "### netops review: 1 changed object, 1 new finding, 2 of 38 targets differ, not valid",
        "",
        "the working tree against main (111111111111)",
        "",
        "#### Findings: 1 new, 0 gone",
        "",
        "**new**",
        "```text",
        "inventory/defaults.yaml:6:14: error NTP001: one server is none",
        "    hint: add a second",
        "```",
        "",
        "#### Objects: 1",
        "",
        "`layer defaults.yaml` changed, `inventory/defaults.yaml:6:14`",
        "",
        "| path | old | new | place |",
        "|---|---|---|---|",
        "| `ntp.servers` | `[10.1.20.5]` | `[10.1.20.6]` | `inventory/defaults.yaml:6:14` |",
        "",
        "#### Rendered: 3 of 38 targets, which the change can reach; 2 differ, in 1 way",
        "",
        "<details open><summary>2 targets (frr), 2 lines: ham-rtr-1, ham-rtr-2</summary>",
        "",
        "```diff",
        f"- ntp server 1{' ' * 54}was at inventory/defaults.yaml:6:14",
        f"+ ntp server 2{' ' * 54}inventory/defaults.yaml:6:14",
        "```",
        "",
        "</details>",
    ]


def test_what_data_says_stays_text() -> None:
    nasty = "a|b `c` ```d @admin <script> #1\n| x \x1b[2J"
    value = ValueChange(nasty, nasty, None, PLACE, None)
    one = Difference("changed", (nasty,), (nasty,), (change("```\n</details>@admin"), change("~~~")))
    objects = (ObjectChange("device", nasty, "changed", PLACE, (value,)),)
    told = report.review_markdown(Review(*SIDES, FILES, objects, rendering=Rendering(1, 1, (one,), alike=(nasty,)), notes=(nasty,)))
    assert "\x1b" not in told
    outside = re.sub(r"(?s)(`{3,})\w*\n.*?\n\1\n", "", told)
    outside = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", outside)
    assert "@admin" not in outside and "<script>" not in outside and "#1\n" not in outside
    rows = [line for line in told.splitlines() if line.startswith("| ")]
    assert [len(re.findall(r"(?<!\\)\|", row)) for row in rows] == [5, 5], "a cell cannot make another"
    assert "````diff\n" in told, "the fence is longer than any in it"


def test_a_long_review_is_cut_and_counted() -> None:
    lines = tuple(change(f"interface Ethernet{number}") for number in range(400))
    many = tuple(Difference("changed", (f"sw-{n}",), ("frr",), (*lines, change(str(n)))) for n in range(20))
    problems = tuple(Diagnostic("ADR001", "x" * 5000, origin=Origin("inventory/a.yaml", n)) for n in range(300))
    told = report.review_markdown(Review(*SIDES, FILES, findings=Findings(new=problems), rendering=Rendering(20, 20, many)))
    assert len(told) < LIMIT
    assert "  and 251 more lines" in told or "difference" in told.splitlines()[-1]
    kept = told.count("error ADR001"), told.count("<details")
    left = re.search(r"\*\*Left out, a comment is full: (\d+) new findings, (\d+) differences\.\*\*", told)
    assert left and (kept[0] + int(left[1]), kept[1] + int(left[2])) == (300, 20)


def test_a_single_huge_difference_is_shown_in_part() -> None:
    lines = tuple(change(f"interface Ethernet{number} {'x' * 500}") for number in range(1000))
    told = report.review_markdown(Review(*SIDES, FILES, rendering=Rendering(1, 1, (Difference("added", ("sw-1",), ("frr",), lines),))))
    assert "  and 850 more lines" in told and len(told) < LIMIT


def test_the_same_bytes_again(company: Repository) -> None:
    """Two reviews of their own, each in every form; what a person types gives these bytes too."""
    company.edit(SOUTH, "severity: warnings", "severity: errors")
    project = Project(company.root)
    one, two = (compare_revisions(project, *parse_base(project.root, "HEAD"), date.today()) for _ in range(2))
    forms = {
        "markdown": report.review_markdown,
        "text": report.review_text,
        "json": lambda review: json_text("review", report.review_data(review)),
    }
    assert {name: form(one) for name, form in forms.items()} == {name: form(two) for name, form in forms.items()}
    again = company.netops("review", "HEAD", "--format", "json").out
    assert again == forms["json"](one)
    told = json.loads(again)
    assert (told["schema"], told["kind"]) == (1, "review")
    (object_,) = told["objects"]
    assert object_["values"] == [
        {
            "path": "syslog.servers[10.1.20.9].severity",
            "old": "warnings",
            "new": "errors",
            "old_origin": f"{SOUTH}:6:35",
            "new_origin": f"{SOUTH}:6:35",
        }
    ]
