"""Of a list only the entries that differ are written, where those of several layers are merged."""

from __future__ import annotations

from typing import Any

import pytest

from netops import schema
from netops.adopt.lists import list_changes
from netops.project import Project
from netops.schema import Shape
from netops.source.changes import apply_changes
from netops.source.reader import read_document

A, B, C = ({"host": host} for host in ("10.0.0.1", "10.0.0.2", "10.0.0.3"))
PREFERRED = A | {"prefer": True}

CASES = {
    "added": ("x: 1\n", [A], [A, B], 'x: 1\nntp: {servers: [{host: "10.0.0.2"}]}\n'),
    "taken away": ("x: 1\n", [A, B], [B], 'x: 1\nntp: {servers: [!unset "10.0.0.1"]}\n'),
    "another value": ("x: 1\n", [A, B], [PREFERRED, B], 'x: 1\nntp: {servers: [{host: "10.0.0.1", prefer: true}]}\n'),
    "no value any more": ("x: 1\n", [PREFERRED], [A], 'x: 1\nntp: {servers: [{host: "10.0.0.1", prefer: !unset }]}\n'),
    "added to those of the file": (
        'ntp:\n  servers:\n  - host: "10.0.0.2" # ours\n',
        [A, B],
        [A, B, C],
        'ntp:\n  servers:\n  - host: "10.0.0.2" # ours\n  - {host: "10.0.0.3"}\n',
    ),
    "another value of one of the file": (
        'ntp:\n  servers:\n  - host: "10.0.0.1" # ours\n',
        [A, B],
        [PREFERRED, B],
        'ntp:\n  servers:\n  - host: "10.0.0.1" # ours\n    prefer: true\n',
    ),
    "one of the file taken away": (
        'ntp:\n  servers: [{host: "10.0.0.1"}, {host: "10.0.0.2"}]\n',
        [A, B, C],
        [B, C],
        'ntp:\n  servers: [{host: "10.0.0.2"}]\n',
    ),
    "the only one of the file taken away": (
        'ntp:\n  source: Vlan1\n  servers: [{host: "10.0.0.2"}]\n',
        [A, B],
        [A],
        "ntp:\n  source: Vlan1\n",
    ),
}


@pytest.fixture(scope="module")
def shape() -> Shape:
    return schema.load(Project.discover()).shape("device").child("ntp").child("servers")


@pytest.mark.parametrize("case", CASES)
def test_what_differs_is_written(shape: Shape, case: str) -> None:
    text, before, after, wanted = CASES[case]
    own: Any = read_document(text, "").value.get("ntp", {}).get("servers")
    new = text
    for change in list_changes(("ntp", "servers"), own, before, after, shape):
        new = apply_changes(new, [change], "")
    assert new == wanted


def test_another_order_is_a_whole_list(shape: Shape) -> None:
    assert list_changes(("ntp", "servers"), None, [A, B], [B, A], shape) == []


def test_a_list_that_is_never_merged_is_written_whole() -> None:
    assert list_changes(("x",), None, ["a"], ["a", "b"], Shape()) == []
