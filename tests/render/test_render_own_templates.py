"""Templates of a company's own are included where `main.j2` says, without a line in it."""

from __future__ import annotations

import netops
from companies import Company
from netops.project import Project
from netops.render import Rendered, Renderer


def write(company: Company, name: str, text: str) -> None:
    path = company.root / "templates/arista_eos" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def rendered(company: Company) -> Rendered:
    """The switch, with trace; without it the text is the same."""
    loaded, renderer = netops.load(company.root), Renderer(Project(company.root))
    traced = renderer.render(loaded.view("hq-sw-1", trace=True), trace=True)
    assert renderer.render(loaded.view("hq-sw-1")).text == traced.text
    return traced


def test_they_come_in_the_order_of_their_names_before_the_last_lines(starter: Company) -> None:
    before = rendered(starter).text
    write(starter, "ups.j2", "alias ups bash echo {{ domain }}\n")
    write(starter, "door.j2", "{% if hostname is defined %}\nalias door bash echo {{ hostname }}\n{% endif %}\n")
    text = rendered(starter)
    added = ["alias door bash echo hq-sw-1", "alias ups bash echo example.net"]
    lines = text.text.splitlines()
    assert [line for line in lines if line not in added] == before.splitlines()
    assert lines[-3:] == [*added, "end"]


def test_their_lines_know_where_they_come_from(starter: Company) -> None:
    write(starter, "ups.j2", "{# the UPS #}\nalias ups bash echo {{ domain }}\n")
    (line,) = [line for line in rendered(starter).lines if line.text.startswith("alias ups")]
    assert (str(line.template), [str(origin) for origin in line.values]) == (
        "templates/arista_eos/ups.j2:2:1",
        ["inventory/defaults.yaml:3:9"],
    )


def test_what_another_template_names_comes_once(starter: Company) -> None:
    """One that a template of the package includes, and one that a template of the company does."""
    write(starter, "ntp.j2", "alias ours bash echo ntp\n")
    write(starter, "ups.j2", "{% include 'ups_part.j2' %}\n")
    write(starter, "ups_part.j2", "alias part bash echo ups\n")
    text = rendered(starter).text
    assert (text.count("alias ours"), text.count("alias part")) == (1, 1)
    assert "ntp server" not in text
