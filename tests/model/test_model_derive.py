"""How derived values are added to a view: beside what was typed, never over it, and with origins."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from netops.errors import Origin
from netops.model.company import Company
from netops.model.derive import ORDER, Replacement, add_missing
from netops.source.trace import Cause, TracedDict, TracedList, TracedStr, derived_value

HERE, THERE = Origin("a.yaml", 1, 1), Origin("b.yaml", 2, 2)


def test_adds_where_nothing_is() -> None:
    view = {"a": 1, "b": {"x": 1, "deep": {"y": 2}}, "list": [1]}
    more = {"a": 9, "b": {"x": 9, "z": 3, "deep": {"w": 4}}, "list": [2], "c": {"new": True}}
    assert add_missing(view, more) == {"a": 1, "b": {"x": 1, "deep": {"y": 2, "w": 4}, "z": 3}, "list": [1], "c": {"new": True}}
    assert view == {"a": 1, "b": {"x": 1, "deep": {"y": 2}}, "list": [1]}


def test_what_gets_nothing_new_is_shared() -> None:
    view = {"a": {"x": 1}, "b": {"y": 1}}
    made = add_missing(view, {"b": {"z": 2}})
    assert made["a"] is view["a"]
    assert made["b"] is not view["b"]


def test_instead_takes_the_place() -> None:
    assert add_missing({"list": [1], "m": {"l": [1]}}, {"list": Replacement([1, 2]), "m": {"l": Replacement([3])}}) == {
        "list": [1, 2],
        "m": {"l": [3]},
    }


def test_derived_parts_of_a_traced_view_are_traced() -> None:
    typed = TracedStr("x", (HERE,))
    view = TracedDict({"list": TracedList([typed], [(HERE,)])}, {"list": (HERE,)})
    made: Any = add_missing(
        view,
        {"list": Replacement([typed, derived_value("y", TracedStr("z", (THERE,)))]), "new": {"on": True, "of": TracedStr("z", (THERE,))}},
    )
    assert made.origins["list"] == (HERE, THERE)
    assert made["list"].origins == [(HERE,), (THERE,)]
    assert made["new"].origins == {"on": (Cause("b.yaml", 2, 2),), "of": (THERE,)}


@pytest.mark.parametrize("name", ORDER)
def test_a_derivation_changes_neither_view_nor_company(acme: Company, name: str) -> None:
    module: Any = import_module(f"netops.model.derive.{name}")
    for target in acme.targets:
        view = acme.view(target)
        before = repr((view, acme.objects))
        assert isinstance(module.derive(view, acme), dict)
        assert repr((view, acme.objects)) == before
