"""Golden cases: tests/golden/PLATFORM/NOUN/ holds a view and the text it gives; a server's noun is the name of its bundle."""

from __future__ import annotations

from typing import Any

import pytest
from render_cases import GOLDEN, golden_view

from netops.render import Renderer

CASES = sorted(path.parent.relative_to(GOLDEN).as_posix() for path in GOLDEN.glob("*/*/view.yaml"))
OF_FILES = ("linux",)


def rendered(renderer: Renderer, case: str, trace: bool) -> str:
    platform, noun = case.split("/")
    view: dict[str, Any] = golden_view(platform, noun)
    return renderer.render(view, trace).text if platform in OF_FILES else renderer.noun(view, noun, trace)


@pytest.mark.parametrize("case", CASES)
def test_renders_as_reviewed(case: str, renderer: Renderer) -> None:
    assert rendered(renderer, case, trace=False) == (GOLDEN / case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES)
def test_same_bytes_with_and_without_trace(case: str, renderer: Renderer) -> None:
    assert rendered(renderer, case, trace=True) == rendered(renderer, case, trace=False)


def test_every_template_has_a_golden_case(renderer: Renderer) -> None:
    templates = renderer.project.root / "templates"
    nouns = {path.relative_to(templates).with_suffix("").as_posix() for path in templates.glob("*/*.j2")}
    bundles = {path.parent.relative_to(templates).as_posix() for path in templates.glob("*/*/bundle.yaml")}
    # They only include others, or are a part of two.
    parts = {"juniper_junos/protocols", "cups/main", "juniper_junos/static", "juniper_junos/bgp_groups", "juniper_junos/pim"}
    parts |= {"cisco_ios/dot1x_port"} | {f"{platform}/port_guards" for platform in ("cisco_ios", "cisco_nxos", "arista_eos")}
    assert (nouns | bundles) - set(CASES) - parts == set()
