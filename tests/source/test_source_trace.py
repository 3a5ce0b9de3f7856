"""Traced values behave as plain ones, and tell where they were written."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import jinja2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netops.errors import Origin
from netops.secrets import SecretRef
from netops.source import read_document
from netops.source.trace import (
    TracedDict,
    TracedInt,
    TracedList,
    TracedSecret,
    TracedStr,
    derived_value,
    origins_of,
    record_reads,
    with_origins,
)

LAW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""No limits of time: a busy machine breaks no law."""

HERE, THERE = Origin("a.yaml", 1, 1), Origin("b.yaml", 2, 2)
TEXT = "name: ber\nports: [1, 2]\nntp: {servers: [{host: a, prefer: true}], rate: 1.5}\nkey: !secret x\nnone:\n"
LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5) | st.builds(SecretRef, st.just("x"))
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=12
)


def traced() -> Any:
    return read_document(TEXT, "x.yaml").traced


def test_traced_document_equals_the_plain_one() -> None:
    document = read_document(TEXT, "x.yaml")
    assert document.traced == document.value
    assert json.dumps(document.traced, default=str) == json.dumps(document.value, default=str)


def test_leaves_know_their_place() -> None:
    value = traced()
    assert value["name"].origins == (Origin("x.yaml", 1, 7),)
    assert value["ports"][1].origins == (Origin("x.yaml", 2, 12),)
    assert value["ntp"]["servers"][0].origins["prefer"] == (Origin("x.yaml", 3, 35),)
    assert value.origins["none"] == (Origin("x.yaml", 5, 1),)
    assert origins_of(value["key"]) == (Origin("x.yaml", 4, 6),)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda v: pickle.loads(pickle.dumps(v))], ids=["copy", "deepcopy", "pickle"])
def test_copies_keep_their_origins(again: Callable[[Any], Any]) -> None:
    value = traced()
    assert again(value) == value
    assert origins_of(again(value)) == origins_of(value)
    assert all(
        type(again(leaf)) is type(leaf) and again(leaf).origins == leaf.origins
        for leaf in (value["name"], value["ntp"]["rate"], value["key"])
    )


def test_plain_behaviour() -> None:
    text, number, secret = TracedStr("ber", (HERE,)), TracedInt(7, (HERE,)), TracedSecret("x", (HERE,))
    assert {text: 1}["ber"] == 1
    assert {"ber": 1}[text] == 1
    assert (text, number) == ("ber", 7)
    assert f"{text:>5}{number:03}" == "  ber007"
    assert repr(text) == "'ber'"
    assert secret == SecretRef("x") and SecretRef("x") == secret and hash(secret) == hash(SecretRef("x"))
    assert str(secret) == str(SecretRef("x"))


def test_jinja_sees_plain_values() -> None:
    template = (
        "{{ name }} {{ name|upper }} {% for s in ntp.servers %}{{ s.host }}{{ s.prefer }}{% endfor %} {{ ports|sort|join(',') }} {{ key }}"
    )
    template += " {% for k, v in ntp|dictsort %}{{ k }}{% endfor %} {{ ports|length }} {{ 'rate' in ntp }} {{ ports[-1] }} {{ ports[:1] }}"
    document = read_document(TEXT, "x.yaml")
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined)
    assert environment.from_string(template).render(document.traced) == environment.from_string(template).render(document.value)


@pytest.mark.parametrize(
    ("look", "lines"),
    [
        (lambda v: v["ntp"]["servers"][0]["prefer"], {3}),
        (lambda v: v.get("none"), {5}),
        (lambda v: v.get("nothing"), set()),
        (lambda v: list(v["ports"]), {2}),
        (lambda v: [x for _, x in v.items()], {1, 2, 3, 4, 5}),
        (lambda v: list(v.values()), {1, 2, 3, 4, 5}),
        (lambda v: "ntp" in v, {3}),
        (lambda v: "nothing" in v, set()),
        (lambda v: bool(v["ports"]), {2}),
        (lambda v: 9 in v["ports"], {2}),
        (lambda v: [0] + v["ports"] + [3], {2}),
        (lambda v: list(v), {1, 2, 3, 4, 5}),
        (lambda v: len(v), {1, 2, 3, 4, 5}),
    ],
)
def test_reads_are_noted(look: Callable[[Any], Any], lines: set[int]) -> None:
    with record_reads() as reads:
        look(traced())
    assert {origin.line for origin in reads} == lines


def test_nothing_is_noted_outside() -> None:
    with record_reads() as reads:
        pass
    _ = traced()["name"]
    assert reads == []


def test_derived_has_the_origins_of_its_inputs() -> None:
    made = derived_value("to a b", TracedStr("a", (HERE,)), "plain", TracedInt(1, (THERE, HERE)))
    assert (made, made.origins) == ("to a b", (HERE, THERE))
    plain = derived_value("x", "a", 1)
    assert type(plain) is str
    assert derived_value(True, TracedStr("a", (HERE,))) is True


def test_derived_containers_keep_what_they_have() -> None:
    made = derived_value({"new": "x", "old": TracedStr("y", (THERE,)), "on": True}, TracedStr("a", (HERE,)))
    assert (made["new"].origins, made["old"].origins, made.origins["on"]) == ((HERE,), (THERE,), (HERE,))


@LAW
@given(VALUES)
def test_with_origins_gives_equal_values_and_every_leaf_an_origin(value: Any) -> None:
    made = with_origins(value, (HERE,))
    assert made == value
    if isinstance(made, dict | list) and made:
        assert set(origins_of(made)) == {HERE}


@LAW
@given(st.dictionaries(st.text(max_size=3), st.integers(), max_size=4), st.text(max_size=3))
def test_deleting_and_putting_keep_origins_in_step(values: dict[str, int], key: str) -> None:
    made = TracedDict(values, dict.fromkeys(values, (HERE,)))
    made.put(key, 1, (THERE,))
    assert made.origins.keys() == made.keys()
    del made[key]
    assert made.origins.keys() == made.keys()


def test_lists_slice_with_their_origins() -> None:
    made = TracedList([1, 2, 3], [(HERE,), (THERE,), (HERE,)])
    assert (made[1:], made[1:].origins) == ([2, 3], [(THERE,), (HERE,)])
