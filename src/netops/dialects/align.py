"""Which lines of two ordered texts are the same line: lines that are unique in both first, then what lies between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

from netops.dialects.sequences import longest_increasing_subsequence

_SMALL = 40_000
"""A gap of more line pairs than this, without a line that is unique in both, is not looked into: it would take quadratic time."""


def matched_pairs(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    """Indices of equal lines, rising on both sides."""
    found: list[tuple[int, int]] = []
    gaps = [(0, len(a), 0, len(b))]
    while gaps:
        a0, a1, b0, b1 = gaps.pop()
        while a0 < a1 and b0 < b1 and a[a0] == b[b0]:
            found.append((a0, b0))
            a0, b0 = a0 + 1, b0 + 1
        while a0 < a1 and b0 < b1 and a[a1 - 1] == b[b1 - 1]:
            a1, b1 = a1 - 1, b1 - 1
            found.append((a1, b1))
        if a0 < a1 and b0 < b1:
            anchors = _anchors(a[a0:a1], b[b0:b1])
            gaps += _between([(a0 + i, b0 + j) for i, j in anchors], (a0, a1, b0, b1)) if anchors else []
            found += [(a0 + i, b0 + j) for i, j in anchors] if anchors else [(a0 + i, b0 + j) for i, j in _plain(a[a0:a1], b[b0:b1])]
    return sorted(found)


def _anchors(a: list[str], b: list[str]) -> list[tuple[int, int]]:
    common = dict(_unique(a, b))
    places = [common[i] for i in sorted(common)]
    rising = longest_increasing_subsequence(places)
    return [pair for index, pair in enumerate(sorted(common.items())) if index in rising]


def _unique(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    """Indices of the lines that stand once in each text."""
    once_a, once_b = ({line for line, count in Counter(lines).items() if count == 1} for lines in (a, b))
    where = {line: j for j, line in enumerate(b) if line in once_b}
    for i, line in enumerate(a):
        if line in once_a and line in where:
            yield i, where[line]


def _between(anchors: list[tuple[int, int]], whole: tuple[int, int, int, int]) -> list[tuple[int, int, int, int]]:
    a0, a1, b0, b1 = whole
    starts = [(a0, b0), *((i + 1, j + 1) for i, j in anchors)]
    ends = [*anchors, (a1, b1)]
    return [(i0, i1, j0, j1) for (i0, j0), (i1, j1) in zip(starts, ends, strict=True) if i0 < i1 and j0 < j1]


def _plain(a: list[str], b: list[str]) -> Iterator[tuple[int, int]]:
    if len(a) * len(b) > _SMALL:
        return
    for i, j, size in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks():
        yield from ((i + k, j + k) for k in range(size))


def moved_indices(a: list[str], b: list[str], matched: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Indices of lines outside of the matched ones that stand once on each side: they moved. Blank lines never do."""
    in_a, in_b = {i for i, _ in matched}, {j for _, j in matched}
    rest_a = [i for i in range(len(a)) if i not in in_a]
    rest_b = [j for j in range(len(b)) if j not in in_b]
    return [(rest_a[i], rest_b[j]) for i, j in _unique([a[i] for i in rest_a], [b[j] for j in rest_b]) if a[rest_a[i]].strip()]
