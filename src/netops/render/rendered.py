"""`Rendered`: the intended config of one target."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from netops.errors import Diagnostic

if TYPE_CHECKING:
    from netops.render.lines import Branch, LineOrigin

DIGEST_SIZE = 16


@dataclass(frozen=True, slots=True)
class Rendered:
    """The intended config of a target. `actions` are only for targets made of files; `lines` and `branches` (template lines that could
    have written more) are filled when it was rendered with trace.

    `observed`: nothing is rendered for this platform, on purpose. `warnings`: about lines that the target may not be able to do.
    `managed`: the features that netops owns on the target; None for all. `apply`: the way of changing it that the company has chosen, empty
    for the platform's own.
    """

    target: str
    platform: str
    text: str
    actions: tuple[dict[str, Any], ...] = ()
    lines: tuple[LineOrigin, ...] = ()
    branches: tuple[Branch, ...] = ()
    observed: bool = False
    warnings: tuple[Diagnostic, ...] = ()
    managed: tuple[str, ...] | None = None
    apply: str = ""

    @property
    def digest(self) -> str:
        """BLAKE2b of the text, 128 bits, in hex."""
        return hashlib.blake2b(self.text.encode(), digest_size=DIGEST_SIZE).hexdigest()
