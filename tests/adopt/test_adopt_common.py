"""What lists of several devices have in common goes to a layer entry by entry, and merging both gives them back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from netops.adopt.common import common_value, without_common
from netops.project import Project
from netops.schema import Shape, load
from netops.schema.shape import FREE

A = {"name": "a", "uid": 7, "privilege": 15, "hash_type": "9", "password_hash": "x"}
B = {"name": "b", "privilege": 1}


@pytest.fixture(scope="module")
def shape(tmp_path_factory: pytest.TempPathFactory) -> Shape:
    folder: Path = tmp_path_factory.mktemp("none")
    return load(Project(folder)).shape("device")


@pytest.mark.parametrize(
    ("one", "other", "common", "left"),
    [
        ([A, B], [A, B], [A, B], None),
        ([A, B], [A], [A], [B]),
        ([A, B], [{**A, "password_hash": "y"}, B], [{key: A[key] for key in ("name", "uid", "privilege", "hash_type")}, B], [A]),
        ([{**B, "name": "c"}, B], [A], None, [{**B, "name": "c"}, B]),  # nothing in common
        ([{**B, "privilege": 2}], [B], None, [{**B, "privilege": 2}]),  # the name alone is not worth it
        ([B, B], [B], None, [B, B]),  # two of one name
    ],
)
def test_entries_of_a_list_with_names(one: Any, other: Any, common: Any, left: Any, shape: Shape) -> None:
    found = common_value([{"users": one}, {"users": other}], shape)
    assert found == ({"users": common} if common else {})
    rest = without_common({"users": one}, found, shape)
    if left == [A]:
        left = [{"name": "a", "password_hash": "x"}]
    assert rest == ({"users": left} if left else {})


def test_a_list_without_names_is_common_as_a_whole(shape: Shape) -> None:
    assert common_value([{"users": [A, B]}, {"users": [A]}], FREE) == {}
    assert common_value([{"dns": {"search": ["a", "b"]}}, {"dns": {"search": ["a"]}}], shape) == {}


def test_true_is_not_one(shape: Shape) -> None:
    assert common_value([{"ntp": {"x": True}}, {"ntp": {"x": 1}}], shape) == {}
