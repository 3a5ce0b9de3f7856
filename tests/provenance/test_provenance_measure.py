"""The measure of provenance on the example company: on a sample in every run, on all of it where the slow tests run."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from provenance_measure import Measure, Result
from provenance_mutants import Mutant, enums, mutants

from companies import Company
from netops.project import Project

pytestmark = pytest.mark.xdist_group("provenance")

ROOT = Path(__file__).parents[2]
SAMPLE = 40
SEED = 4
IDLE_SHARE = 0.01
"""The part of the lines with a value edge that may stay as they are: a value that two layers, or two interfaces, say in the same way."""
FEW = 3
"""How many such lines may be in a sample beside that."""


@pytest.fixture(scope="module")
def measure(make_example: Callable[[], Company]) -> Measure:
    return Measure(Project.discover(make_example().root))


@pytest.fixture(scope="module")
def every(measure: Measure) -> list[Mutant]:
    known = enums(ROOT / "schemas")
    return [mutant for document in measure.documents.values() for mutant in mutants(document, known)]


def test_tracing_changes_no_byte(measure: Measure) -> None:
    assert len(measure.texts) > 35
    for name, view in measure.views.items():
        assert measure.renderer.render(view).text == measure.texts[name].rendered.text, name


def test_a_sample_of_mutants(measure: Measure, every: list[Mutant]) -> None:
    assert len(every) > 3000
    result = measure.run(random.Random(SEED).sample(every, SAMPLE))
    told(result, FEW)
    assert result.rendered > SAMPLE / 2
    assert result.printed > SAMPLE / 2


@pytest.mark.soak
@pytest.mark.parametrize("part", range(8))
def test_every_mutant(measure: Measure, every: list[Mutant], part: int) -> None:
    told(measure.run(every[part::8]))


def told(result: Result, few: int = 0) -> None:
    print(result)
    assert result.missing == [], str(result)
    assert len(result.idle) <= IDLE_SHARE * result.printed + few, "\n".join([str(result), *result.idle])


def test_the_measure_finds_what_is_not_named(measure: Measure, every: list[Mutant]) -> None:
    """Without the edges of a line the measure says so: here of the first NTP server."""
    mutant = next(m for m in every if m.document.file == "inventory/defaults.yaml" and "ntp.servers[0].host" in m.what)
    blind = Mutant(mutant.document, mutant.what, frozenset({min(mutant.places).__class__("inventory/nowhere.yaml", 1)}))
    result = measure.run([blind])
    assert result.rendered == 1
    assert any(" - 'ntp server" in line for line in result.missing)
    assert measure.run([mutant]).missing == []
