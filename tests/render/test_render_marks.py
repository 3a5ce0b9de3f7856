"""Marks of packets, against the numbers of RFC 2474 (CS), RFC 2597 (AF) and RFC 3246 (EF)."""

from __future__ import annotations

import pytest

from netops.render.marks import dscp, marks_outside


@pytest.mark.parametrize(("mark", "number"), [("ef", 46), ("cs1", 8), ("cs7", 56), ("af11", 10), ("af23", 22), ("af41", 34), ("af43", 38)])
def test_number_of_a_mark(mark: str, number: int) -> None:
    assert dscp(mark) == number


def test_only_marks_of_another_class_are_told() -> None:
    assert marks_outside(["ef", "cs5"], 5) == []
    assert marks_outside(["cs2", "cs1", "af11"], 1) == [8, 10, 16]
    assert marks_outside(["af11", "cs1"], 0) == []
