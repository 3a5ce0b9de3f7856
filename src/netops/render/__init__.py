"""From a target's view to its text: Jinja templates by platform and noun, strict and sandboxed, with the origin of each line."""

from netops.render.lines import Branch, Condition, LineOrigin
from netops.render.renderer import Rendered, Renderer
from netops.render.targets import render_targets

__all__ = ["Branch", "Condition", "LineOrigin", "Rendered", "Renderer", "render_targets"]
