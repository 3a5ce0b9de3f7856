"""Sequences of numbers."""

from __future__ import annotations

from bisect import bisect_left


def longest_increasing_subsequence(numbers: list[int]) -> set[int]:
    """The indices of a longest increasing subsequence."""
    ends: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        place = bisect_left(ends, number)
        before.append(at[place - 1] if place else -1)
        ends[place : place + 1] = [number]
        at[place : place + 1] = [index]
    chosen: set[int] = set()
    index = at[-1] if at else -1
    while index >= 0:
        chosen.add(index)
        index = before[index]
    return chosen
