"""Edits of a text at exact places: what is not changed keeps its bytes. Each row is a text, its changes, and the text after them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netops.source.changes import (
    Change,
    ChangeSpelling,
    MoveEntry,
    PutEntry,
    RemoveEntries,
    RenameKey,
    SortEntries,
    applicable_changes,
    apply_changes,
)

REMOVED = {
    "a line goes": ("a: 1\nb: 2\nc: 3\n", RemoveEntries((), ("b",)), "a: 1\nc: 3\n"),
    "several lines go": ("a:\n  b:\n    - c\n    - d\ne: 1\n", RemoveEntries((), ("a",)), "e: 1\n"),
    "a comment behind it stays": ("a: 1   # why\nb: 2\n", RemoveEntries((), ("a",)), "# why\nb: 2\n"),
    "a comment inside it stays": ("a:\n  # one\n  b: 1\n  c: 2 # two\nd: 1\n", RemoveEntries((), ("a",)), "# one\n# two\nd: 1\n"),
    "a comment above it stays": ("# why\na: 1\nb: 2\n", RemoveEntries((), ("a",)), "# why\nb: 2\n"),
    "a hash in a text is no comment": ('a: "x # y"\nb: x#y\nc: |\n  # z\nd: 1\n', RemoveEntries((), ("a", "b", "c")), "d: 1\n"),
    "of two blank lines one goes": ("a: 1\n\nb: 2\n\nc: 3\n", RemoveEntries((), ("b",)), "a: 1\n\nc: 3\n"),
    "the blank line at the end goes": ("a: 1\n\nb: 2\n", RemoveEntries((), ("b",)), "a: 1\n"),
    "the last line without an end": ("a: 1\nb: 2", RemoveEntries((), ("b",)), "a: 1\n"),
    "nothing is left": ("# head\na: 1\n", RemoveEntries((), ("a",)), "# head\n"),
    "nothing is left below a key": ("a:\n  b: 1\nc: 2\n", RemoveEntries(("a",), ("b",)), "a:\nc: 2\n"),
    "the first of braces": ("{a: 1, b: 2, c: 3}\n", RemoveEntries((), ("a",)), "{b: 2, c: 3}\n"),
    "the middle of braces": ("{a: 1, b: 2, c: 3}\n", RemoveEntries((), ("b",)), "{a: 1, c: 3}\n"),
    "the last of braces": ("{a: 1, b: 2, c: 3}\n", RemoveEntries((), ("c",)), "{a: 1, b: 2}\n"),
    "several of braces": ("{a: 1, b: 2, c: 3, d: 4, e: 5}\n", RemoveEntries((), ("a", "b", "d")), "{c: 3, e: 5}\n"),
    "all of braces": ("{ a: 1, b: 2 }\n", RemoveEntries((), ("a", "b")), "{ }\n"),
    "of brackets": ("a: [x, y, z]\n", RemoveEntries(("a",), (0, 2)), "a: [y]\n"),
    "an entry of a list": ("a:\n  - x\n  - y # y\n  - z\n", RemoveEntries(("a",), (0, 1)), "a:\n  # y\n  - z\n"),
    "the key behind a dash": ("- a: 1\n  b: 2\n  c: 3\n", RemoveEntries((0,), ("a",)), "- b: 2\n  c: 3\n"),
    "more keys behind a dash": ("- a: 1\n  b: 2\n  c: 3\n  d: 4\n", RemoveEntries((0,), ("a", "b", "d")), "- c: 3\n"),
    "a text of several lines": ("a: x\n  y\n  z\nb: 1\n", RemoveEntries((), ("a",)), "b: 1\n"),
    "a value with a tag": ("a: !final {b: 1, c: 2}\n", RemoveEntries(("a",), ("b",)), "a: !final {c: 2}\n"),
}

SORTED = {
    "lines": ("- c\n- a\n- b\n", SortEntries((), (3, 1, 2)), "- a\n- b\n- c\n"),
    "brackets": ("[c, a,\n  b]\n", SortEntries((), (3, 1, 2)), "[a, b,\n  c]\n"),
    "comments go with their entries": (
        "a:\n  # on y\n  - k: y # y\n    v: 1\n  # on x\n  # too\n  - k: x # x\n# end\n",
        SortEntries(("a",), (2, 1)),
        "a:\n  # on x\n  # too\n  - k: x # x\n  # on y\n  - k: y # y\n    v: 1\n# end\n",
    ),
    "blank lines stay": ("- b\n\n# on a\n- a\n", SortEntries((), (2, 1)), "# on a\n- a\n\n- b\n"),
    "groups stay": ("# one\n- b\n- a\n\n# two\n- d\n- c\n", SortEntries((), (2, 1, 4, 3)), "# one\n- a\n- b\n\n# two\n- c\n- d\n"),
    "the last line without an end": ("- b\n- a", SortEntries((), (2, 1)), "- a\n- b"),
    "a block": ("- |\n  b\n  # b\n- a\n", SortEntries((), (2, 1)), "- a\n- |\n  b\n  # b\n"),
}

RESPELLED = {
    "plain": ("a: AB # AB\n", ChangeSpelling(("a",), "AB", "ab"), "a: ab # AB\n"),
    "in quotes": ("a: 'AB'\n", ChangeSpelling(("a",), "AB", "ab"), "a: 'ab'\n"),
    "behind a tag": ('a: !final "AB"\n', ChangeSpelling(("a",), "AB", "ab"), 'a: !final "ab"\n'),
    "in brackets": ("a: [AB, AB]\n", ChangeSpelling(("a", 1), "AB", "ab"), "a: [AB, ab]\n"),
}
KEYS = {
    "renamed": ("a:\n  b: 1 # b\n  c: 2\n", RenameKey(("a", "b"), "d"), "a:\n  d: 1 # b\n  c: 2\n"),
    "renamed in braces and quotes": ('a: [{"b": 1, c: 2}]\n', RenameKey(("a", 0, "b"), "d"), "a: [{d: 1, c: 2}]\n"),
    "put below": ("a:\n  b: 1 # b\n\n# c\nc: 2\n", PutEntry(("a", "d"), "[1, 2]"), "a:\n  b: 1 # b\n  d: [1, 2]\n\n# c\nc: 2\n"),
    "put in braces": ("a: {b: 1 }\n", PutEntry(("a", "d"), "2"), "a: {b: 1, d: 2 }\n"),
    "put in a new map": ("a: 1\nb: 2", PutEntry(("c", "d", "e"), "3"), "a: 1\nb: 2\nc: {d: {e: 3}}"),
    "moved up": ("a:\n  # on b\n  b:\n    - 1 # one\n  c: 2\n", MoveEntry(("a", "b"), ("d",)), "a:\n  c: 2\n# on b\nd:\n  - 1 # one\n"),
    "moved down": ("b: | # b\n  x\n\n  # y\na:\n  c: 2\n", MoveEntry(("b",), ("a", "d")), "a:\n  c: 2\n  d: | # b\n    x\n\n    # y\n"),
    "moved out of braces": ("a: {b: 1, c: 2}\ne: 5\n", MoveEntry(("a", "b"), ("d",)), "a: {c: 2}\ne: 5\nd: 1\n"),
    "moved into braces": ("b: 1 # b\na: {c: 2}\n", MoveEntry(("b",), ("a", "b")), "# b\na: {c: 2, b: 1}\n"),
    "moved into a new map": ("a: 1\nb: [2]\n", MoveEntry(("b",), ("c", "b")), "a: 1\nc: {b: [2]}\n"),
}
ROWS = {**REMOVED, **SORTED, **RESPELLED, **KEYS}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("row", ROWS)
def test_change(row: str, line_end: str) -> None:
    before, change, after = ROWS[row]
    assert apply_changes(before.replace("\n", line_end), [change], "x.yaml") == after.replace("\n", line_end)


IMPOSSIBLE = {
    "an alias means it": ("a: &x {b: 1}\nc: *x\n", RemoveEntries(("a",), ("b",))),
    "it is an alias": ("a: &x 1\nb: *x\n", ChangeSpelling(("b",), "1", "2")),
    "an anchor stands in it": ("a: {b: &x 1}\nc: *x\n", RemoveEntries((), ("a",))),
    "it comes by a merge": ("a: &x {b: 1}\nc: {<<: *x, d: 1}\n", RemoveEntries(("c",), ("b",))),
    "a comment in brackets would be torn off": ("a: [2, # two\n  1]\n", SortEntries(("a",), (2, 1))),
    "a comment in brackets would be lost": ("a: [2, # two\n  1]\n", RemoveEntries(("a",), (0,))),
    "a comment between dash and entry": ("- # b\n  k: b\n- k: a\n", SortEntries((), (2, 1))),
    "the first dash stands behind another": ("- - b\n  - a\n", SortEntries((0,), (2, 1))),
    "it stands behind a question mark": ("? a\n: 1\n", RemoveEntries((), ("a",))),
    "the text is written with escapes": (r'a: "\x41B"' + "\n", ChangeSpelling(("a",), "AB", "ab")),
    "the map that gets it has an anchor": ("a: 1\nb: &x {c: 2}\nd: *x\n", MoveEntry(("a",), ("b", "a"))),
    "several lines do not fit in braces": ("a:\n  - 1\nb: {c: 2}\n", MoveEntry(("a",), ("b", "a"))),
    "there is no such key": ("a: 1\n", RenameKey(("b",), "c")),
    "it is in order": ("- a\n- b\n", SortEntries((), (1, 2))),
}


@pytest.mark.parametrize("row", IMPOSSIBLE)
def test_impossible(row: str) -> None:
    text, change = IMPOSSIBLE[row]
    assert applicable_changes(text, [change]) == []
    assert apply_changes(text, [change], "x.yaml") == text


def test_changes_that_meet_are_made_one_after_the_other() -> None:
    text = "- k: b\n  v: [2, 1]\n- k: a\n"
    both: list[Change] = [SortEntries((), (2, 1)), SortEntries((0, "v"), (2, 1))]
    once = apply_changes(text, both, "x.yaml")
    assert once == "- k: a\n- k: b\n  v: [2, 1]\n"
    assert apply_changes(once, [SortEntries((1, "v"), (2, 1))], "x.yaml") == "- k: a\n- k: b\n  v: [1, 2]\n"


VALUES = [
    *("1", "x # c", "'q # q'", "[1, 2] # c", "[ # c\n  1, 2]", "{k: 1, l: [2, 3]}", "{ k: [] , }", "!final {k: 1, except: [k]}", "", "# c"),
    *(
        "|\n  t # t\n\n  u",
        "\n  k: 1\n  # c\n  l: 2",
        "\n\n  # c\n  - u: 1 # c\n    v: 2\n\n  - w: 3",
        "\n  - - 1\n    - 2",
        "p\n  q",
        '"\\x41"',
    ),
]
"""What can stand behind a key or a dash."""
GAPS = ["", "", "# c\n", "\n", "\n# c\n", "# c\n\n"]
ENTRIES = st.lists(st.tuples(st.sampled_from(GAPS), st.sampled_from(VALUES)), min_size=1, max_size=5)


@settings(deadline=None)
@given(ENTRIES, st.booleans(), st.sampled_from(["\n", "\r\n"]), st.data())
def test_a_change_does_what_it_should_and_loses_no_comment(
    rows: list[tuple[str, str]], is_list: bool, line_end: str, data: st.DataObject
) -> None:
    """`changed` reads the new text again, and fails when it does not say what it should."""
    text = "".join(f"{gap}{'-' if is_list else f'k{at}:'} {value}\n" for at, (gap, value) in enumerate(rows)).replace("\n", line_end)
    steps: list[str | int] = [at if is_list else f"k{at}" for at in range(len(rows))]
    gone = data.draw(st.lists(st.sampled_from(steps), min_size=1, unique=True))
    after = [apply_changes(text, [RemoveEntries((), tuple(gone))], "x.yaml")]
    if is_list:
        after.append(apply_changes(text, [SortEntries((), tuple(data.draw(st.permutations(steps))))], "x.yaml"))
    assert [one.count("# c") for one in after] == [text.count("# c")] * len(after)
