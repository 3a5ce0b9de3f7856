"""The defaults in a queue's PPD file. CUPS answers for `media-default` and `sides-default` from there, whatever was set over IPP."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SIDES = {"one-sided": "None", "two-sided-long-edge": "DuplexNoTumble", "two-sided-short-edge": "DuplexTumble"}
_POINTS = {"mm": 72 / 25.4, "in": 72.0}
_SIZE = re.compile(r"^\*PaperDimension ([^\s:/]+)[^:]*: *\"([\d.]+) +([\d.]+)\"", re.MULTILINE)
_MEDIA = re.compile(r".+_([\d.]+)x([\d.]+)(mm|in)")
_PAPER = ("PageSize", "PageRegion", "ImageableArea", "PaperDimension")


class UnsupportedOption(ValueError):
    """The printer cannot do it: the word of the text, and what it offers instead."""

    def __init__(self, word: str, offers: list[str]) -> None:
        super().__init__(f"the printer offers {', '.join(offers) or 'nothing'}")
        self.word = word


def with_defaults(ppd: str, values: Mapping[str, str]) -> str:
    """The PPD with `media` (a name of PWG 5101.1) and `sides` of a queue as its defaults. NoChoice when it has no such choice."""
    if media := values.get("media"):
        for keyword in _PAPER:
            ppd = _default(ppd, keyword, paper_name(ppd, media))
    if sides := values.get("sides"):
        ppd = _default(ppd, "Duplex", _duplex(ppd, sides))
    return ppd


def paper_name(ppd: str, media: str) -> str:
    """The PPD's name of a paper: the plain one of its size to a point."""
    sizes = {name: (float(width), float(height)) for name, width, height in _SIZE.findall(ppd)}
    match = _MEDIA.fullmatch(media)
    if match:
        wanted = tuple(float(match[side]) * _POINTS[match[3]] for side in (1, 2))
        fitting = [name for name, size in sizes.items() if all(abs(a - b) < 1 for a, b in zip(size, wanted, strict=True))]
        if fitting:
            return str(min(fitting, key=lambda name: ("." in name, len(name), name)))
    raise UnsupportedOption("media", sorted(sizes))


def _duplex(ppd: str, sides: str) -> str:
    offered = set(re.findall(r"^\*Duplex ([^\s:/]+)", ppd, re.MULTILINE))
    choice = _SIDES.get(sides, "")
    if choice in offered or (not offered and sides == "one-sided"):
        return choice
    raise UnsupportedOption("sides", [name for name, keyword in _SIDES.items() if keyword in offered])


def _default(ppd: str, keyword: str, choice: str) -> str:
    return re.sub(rf"^(\*Default{keyword}:).*$", rf"\1 {choice}", ppd, flags=re.MULTILINE)
