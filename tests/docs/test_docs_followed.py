"""Pages that are followed to the letter (followed.py), and blocks of commands that are not, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from followed import DOCS, Desk, blocks, commands, followed_pages, matches, shortened

COMMAND = re.compile(r"^(?:\$ |(?:sudo )?(?:netops|pip|git|make|python|ssh-keyscan|ssh-keygen) )", re.MULTILINE)
PAGES = sorted([*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")])

pytestmark = pytest.mark.xdist_group("docs-followed")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    yield desk
    desk.close()


@pytest.mark.parametrize("page", followed_pages(), ids=lambda page: page.relative_to(DOCS).as_posix())
def test_the_page_does_what_it_says(page: Path, desk: Desk) -> None:
    steps = desk.follow(page)
    assert steps
    for step in steps:
        if not step.is_right:
            assert step.printed == step.shown, f"{step.command}\n(python tests/docs/followed.py {page} writes what is printed now)"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_block_of_commands_runs_or_says_why_not(page: Path) -> None:
    found = blocks(page.read_text(encoding="utf-8"))
    assert [block.body for block in found if COMMAND.search(block.body) and not (block.is_run or block.skipped)] == []


def test_a_reason_is_that_of_one_block() -> None:
    page = "<!-- not run: long -->\n```\nmake a\n```\n\n```console\n$ true\n```\n\n<!-- not run: far -->\n```\nmake b\n```\n"
    assert [(block.skipped, block.is_run) for block in blocks(page)] == [("long", False), ("", True), ("far", False)]


SHOWN = [
    ("valid: 3 devices\n", "valid: 3 devices\n", True),
    ("valid: 3 devices\n", "valid: 4 devices\n", False),
    ("run 20260101-000000-01234567\n", "run 20270202-111111-76543210\n", True),
    ("a\n...\nd\n", "a\nb\nc\nd\n", True),
    ("a\n...\nd\n", "a\nd\n", True),
    ("a\n...\nd\n", "a\nb\n", False),
    ("...\n", "", True),
    ("took ... in all\n", "took a while in all\n", True),
    ("took ... in all\n", "took\nmore in all\n", False),
    ("", "an error\n", False),
]


@pytest.mark.parametrize(("shown", "printed", "fits"), SHOWN)
def test_what_a_page_leaves_out_is_all_that_may_differ(shown: str, printed: str, fits: bool) -> None:
    assert matches(shown, printed) == fits


def test_what_is_printed_now_is_shortened_as_the_page_was() -> None:
    assert shortened("1\n...\n8\n9\n", "a\nb\nc\nd\ne\n") == "a\n...\nd\ne\n"
    assert shortened("1\n...\n9\n", "a\nb\n") == "a\nb\n"
    assert list(commands("$ cat > x <<'E'\n> y\n> E\n$ true\nz\n")) == [("cat > x <<'E'\ny\nE", ""), ("true", "z\n")]
