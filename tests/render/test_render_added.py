"""Filters that a company adds: templates use them, a change of one renders anew, and a wrong one stops the run."""

from __future__ import annotations

import pytest

from companies import Company

TEMPLATE = "alias dotted show {{ 4200000001 | asdot }}\n"
FILTER = "def asdot(asn):\n    return f'{asn // 65536}.{asn % 65536}'\n\n\nFILTERS = {'asdot': asdot}\n"


@pytest.fixture
def company(starter: Company) -> Company:
    for name, text in {"filters/numbers.py": FILTER, "templates/arista_eos/dotted.j2": TEMPLATE}.items():
        path = starter.root / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    return starter


def rendered(company: Company) -> str:
    lines = company.netops("render", "hq-sw-1").out.splitlines()
    return next(line for line in lines if line.startswith("alias dotted"))


def test_a_template_uses_an_added_filter(company: Company) -> None:
    assert rendered(company) == "alias dotted show 64086.59905"
    assert "templates/arista_eos/dotted.j2:1:1" in company.netops("why", "hq-sw-1", "alias dotted").out


def test_a_changed_filter_renders_anew(company: Company) -> None:
    """The value is a constant, so it is in the compiled template: neither that nor the kept render may be used again."""
    assert rendered(company) == rendered(company) == "alias dotted show 64086.59905"
    company.edit("filters/numbers.py", "}.{", "}_{")
    assert rendered(company) == "alias dotted show 64086_59905"


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ("{'host': str}", "filters/numbers: a filter 'host' exists already"),
        ("{'upper': str}", "filters/numbers: a filter 'upper' exists already"),
        ("{'quote': str}", "filters/numbers: a filter 'quote' exists already"),
        ("[str]", "filters/numbers: FILTERS is not a map"),
        ("{'asdot': 1}", "filters/numbers: 'asdot' is not the name of a function"),
        ("{'as dot': str}", "filters/numbers: 'as dot' is not the name of a function"),
    ],
)
def test_a_wrong_filter_stops_the_run(company: Company, filters: str, message: str) -> None:
    company.edit("filters/numbers.py", "{'asdot': asdot}", filters)
    assert company.netops("render", expect=2).err.startswith(f"error: {message}\n")


def test_two_files_may_not_add_the_same_filter(company: Company) -> None:
    (company.root / "filters/other.py").write_text(FILTER, encoding="utf-8")
    assert company.netops("render", expect=2).err.startswith("error: filters/other: a filter 'asdot' exists already\n")


def test_a_file_without_filters_is_named(company: Company) -> None:
    company.edit("filters/numbers.py", "FILTERS", "OURS")
    assert "numbers.py: not a filter: it lacks FILTERS" in company.netops("render", expect=2).err
