"""netops validate in the form that GitHub Actions shows at the lines of a pull request."""

from __future__ import annotations

from companies import Company


def test_problems_become_annotations_with_their_place(starter: Company) -> None:
    starter.append("inventory/sites/hq/site.yaml", "nmae: 100%\n")
    (line,) = starter.netops("validate", "--format", "github", expect=3).out.splitlines()
    head, _, text = line.partition("::error ")[2].partition("::")
    facts = dict(fact.split("=", 1) for fact in head.split(","))
    assert facts["file"] == "inventory/sites/hq/site.yaml"
    assert int(facts["line"]) > 1
    assert (facts["col"], facts["title"]) == ("1", "INV006")
    assert "unknown key 'nmae'" in text
    assert "%0A    hint: " in text


def test_a_valid_company_has_no_annotation(starter: Company) -> None:
    assert starter.netops("validate", "--format", "github").out == ""
