"""From a target's view to its text: Jinja templates by platform and noun, strict and sandboxed, with the origin of each line."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.render.lines import Branch, Condition, LineOrigin
    from netops.render.rendered import Rendered
    from netops.render.renderer import Renderer
    from netops.render.targets import render_targets

__all__ = ["Branch", "Condition", "LineOrigin", "Rendered", "Renderer", "render_targets"]

_HOMES = {"Rendered": "rendered", "Renderer": "renderer", "render_targets": "targets"}
"""The modules of the names, those of `lines` left out. Loaded when first used: what is in the cache needs no Jinja."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'lines')}"), name)
