"""What a platform's table reads off the texts that its own templates give."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from netops import platforms, source
from netops.adopt.reading import _plain
from netops.config import ParsedConfig
from netops.facts.importer import VLANS, VRFS, Importer
from netops.facts.read import read_facts
from netops.platforms import grammar_of, load_part
from netops.render import Renderer

GOLDEN = Path(__file__).parents[1] / "golden"


def text_of(case: str) -> str:
    return (GOLDEN / case / "expected.txt").read_text(encoding="utf-8")


def data_of(platform: str, text: str) -> dict[str, Any]:
    """The data that the table reads, with references to secrets."""
    found = platforms.get(platform)
    importer: Importer = load_part(found, str(found.importer))
    fields, _ = read_facts(importer.reader, ParsedConfig(found, text))
    data: dict[str, Any] = _plain(fields)
    return data


def view_of(platform: str, data: dict[str, Any]) -> dict[str, Any]:
    """A view that the templates take, with the VRFs as the model derives them."""
    vrfs = [{"name": name} | vrf for name, vrf in sorted(data.get(VRFS, {}).items())]
    rest = {key: value for key, value in data.items() if key not in (VRFS, VLANS)}
    return {"target": "golden", "platform": platform, **rest, **({"vrfs": vrfs} if vrfs else {})}


def lines_of(platform: str, text: str) -> list[tuple[str, ...]]:
    """The lines of a text with those that they are below, sorted."""
    grammar = grammar_of(platforms.get(platform))
    return sorted(line.path for line in grammar.dialect.written(grammar, text))


def again(renderer: Renderer, case: str, besides: str = "") -> str:
    """What the templates give for the data that is read off what they gave, beside data whose lines are elsewhere.

    `besides`: a noun of the view that is left out, because what is derived from it was read as data.
    """
    platform, noun = case.split("/")
    view: dict[str, Any] = source.read_document((GOLDEN / case / "view.yaml").read_text(encoding="utf-8"), case).value
    found = view_of(platform, data_of(platform, text_of(case)))
    beside = {key: value for key, value in view.items() if key not in found and key not in (noun, besides)}
    return renderer.noun(beside | found, noun)


def cases(platform: str, besides: frozenset[str]) -> list[str]:
    found = sorted(path.parent.name for path in (GOLDEN / platform).glob("*/view.yaml"))
    return [f"{platform}/{name}" for name in found if name not in besides]
