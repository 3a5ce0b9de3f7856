"""An object of one side of a review, as people have written it."""

from __future__ import annotations

from dataclasses import dataclass

from netops.errors import Origin
from netops.model.layers import Part
from netops.schema import Shape

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReviewedObject:
    """A part of a file that is one object, with the shape of its data and the site that it is at."""

    part: Part
    shape: Shape
    site: str = ""

    @property
    def file(self) -> str:
        return self.part.document.file

    @property
    def origin(self) -> Origin:
        return self.part.origin()
