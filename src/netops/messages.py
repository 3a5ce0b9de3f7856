"""Phrases that messages of all packages share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def pluralize(number: int, word: str) -> str:
    """`1 file`, `2 files`, `2 patches`, `2 policies`."""
    return f"{number} {word if number == 1 else plural_of(word)}"


def plural_of(word: str) -> str:
    """`files`, `patches`, `policies`."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else f"{word}s"


def number_ranges(numbers: Iterable[int]) -> str:
    """Numbers in order, in few words: `1-3,9`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


def align_columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines, each cell below the one above."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def first_few(names: Sequence[str], most: int = 8, of: str = "") -> str:
    """The first names of many, and how many more there are; `of`: what these are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more{of}" if len(names) > most else "")


def did_you_mean(name: str, known: Iterable[str], otherwise: str, most: int = 1) -> str:
    """`did you mean ber-core-1?` with the nearest known names, else another hint."""
    from difflib import get_close_matches

    near = get_close_matches(name, list(known), most)
    return f"did you mean {' or '.join(near)}?" if near else otherwise
