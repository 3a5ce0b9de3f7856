"""A rendered text without the lines that `without:` takes out of it."""

from __future__ import annotations

from dataclasses import replace

from netops.dialects.grammar import Grammar
from netops.dialects.written import leaf_paths, remaining_lines
from netops.render.rendered import Rendered
from netops.secrets import with_placeholders


def without_lines(made: Rendered, grammar: Grammar, lines: str, raw: str) -> Rendered:
    """The render without some lines and all that is below them; `lines` has each below the section that it is in. Those of `raw` stay."""
    numbers, _ = remaining_lines(grammar, made.text, leaf_paths(grammar, with_placeholders(lines)), with_placeholders(raw))
    texts = made.text.split("\n")
    text = "\n".join(texts[number - 1] for number in numbers)
    return replace(made, text=text, lines=tuple(made.lines[number - 1] for number in numbers if number <= len(made.lines)))
