"""An object as YAML, at each line where it was written, or what derived it from what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from netops.messages import first_few
from netops.model.merge import Steps, origins_at
from netops.secrets import SecretRef
from netops.source.trace import Origins

if TYPE_CHECKING:
    from netops.model.company import Company

WIDTH = 60
INPUTS = 3
"""How many inputs of a derived value are named before it says how many more there are."""

Row = tuple[str, str]
"""A line of YAML, and the note behind it."""


def annotated_object(company: Company, kind: str, name: str) -> Iterator[str]:
    """The lines of an object: of a target all that its templates see, of anything else the merged object."""
    if kind == "device" and name in company.targets:
        from netops.model.explain import derivations_by_path

        value, made = company.view(name, trace=True), derivations_by_path(company, name)
    else:
        value, made = company.traced.objects[kind][name], {}
    for text, note in _rows(value, (), made):
        yield f"{text:<{WIDTH}} # {note}" if note else text


def _rows(value: Any, path: Steps, made: dict[Steps, str]) -> Iterator[Row]:
    """The rows of a map or a list, without indentation."""
    items = list(dict.items(value) if isinstance(value, dict) else enumerate(list.__iter__(value)))
    for key, item in items:
        head = f"{_word(key)}:" if isinstance(value, dict) else "-"
        here = (*path, key)
        note = _note(origins_at(value, key), made.get(here, ""))
        if isinstance(item, dict | list) and item:
            yield from _nested(head, note, list(_rows(item, here, made)))
        else:
            yield f"{head} {_word(item)}", note


def _nested(head: str, note: str, rows: list[Row]) -> Iterator[Row]:
    """A map or list below its key, or beside the dash of its entry."""
    if head == "-":
        yield f"- {rows[0][0]}", rows[0][1]
        rows = rows[1:]
    else:
        yield head, note
    yield from ((f"  {text}", said) for text, said in rows)


def _note(origins: Origins, derivation: str) -> str:
    places = [f"{origin.file}:{origin.line}" for origin in origins]
    if not derivation:
        return places[0] if places else ""
    inputs = list(dict.fromkeys(places))
    return f"derived ({derivation})" + (f" from {first_few(inputs, INPUTS)}" if inputs else "")


def _word(value: Any) -> str:
    """A value, or an empty map or list, on one line of YAML."""
    import yaml

    if isinstance(value, dict | list):
        return "{}" if isinstance(value, dict) else "[]"
    plain = str(value) if isinstance(value, SecretRef) else value
    for of in (bool, int, float, str):
        if isinstance(plain, of):
            plain = plain if of is bool else of(plain)
            break
    text: str = yaml.safe_dump(plain, allow_unicode=True, width=float("inf"), default_flow_style=True)
    return text.removesuffix("...\n").strip()
