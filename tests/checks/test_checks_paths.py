"""Law: a device on every way is found exactly when taking some device away cuts all starts off from all ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netops.checks.service_paths import _only, _way

NAMES = st.sampled_from("abcdefg")
EDGES = st.sets(st.tuples(NAMES, NAMES), max_size=14)


def cut_off(edges: set[tuple[str, str]], starts: set[str], ends: set[str], without: str) -> bool:
    """Whether no start reaches an end: reached grows until nothing is new."""
    reached = starts - {without}
    while True:
        more = {b for pair in edges for a, b in (pair, pair[::-1]) if a in reached} - {without} - reached
        if not more:
            return not reached & ends
        reached |= more


@given(EDGES, st.sets(NAMES, min_size=1), st.sets(NAMES, min_size=1))
def test_the_only_way_is_found_exactly_when_there_is_one(edges: set[tuple[str, str]], starts: set[str], ends: set[str]) -> None:
    cables = {name: {b for pair in edges for a, b in (pair, pair[::-1]) if a == name} for name in "abcdefg"}
    needed = [name for name in "abcdefg" if cut_off(edges, starts, ends, name)]
    if cut_off(edges, starts, ends, ""):
        assert (_way(cables, starts, ends), _only(cables, starts, ends)) == ([], "")
    else:
        assert (_only(cables, starts, ends) in needed) if needed else (_only(cables, starts, ends) == "")
