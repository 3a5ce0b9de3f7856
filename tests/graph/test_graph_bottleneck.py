"""Law: a device on every way is found exactly when taking some device away cuts all starts off from all ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netops.graph.elements import Edge, Element, Elements
from netops.model.index import Place

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
    both = sorted({one for pair in edges for one in (pair, pair[::-1])})
    cables = Elements(Edge(Element("port", f"{a} 1"), "cable", Element("port", f"{b} 1"), Place("cable", "")) for a, b in both)
    needed = [name for name in "abcdefg" if cut_off(edges, starts, ends, name)]
    if cut_off(edges, starts, ends, ""):
        assert (cables.shortest(starts, ends), cables.bottleneck(starts, ends)) == ([], "")
    else:
        found = cables.bottleneck(starts, ends)
        assert (found in needed) if needed else (found == "")
