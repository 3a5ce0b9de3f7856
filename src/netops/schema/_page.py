"""The page of the data model, from the schemas: docs/model.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from netops.schema.fields import Field, fields_below, line_of
from netops.schema.inline import DEPRECATED
from netops.schema.near import join_with_and
from netops.schema.nouns import LIVES, ORG, SITE
from netops.schema.schemas import Schemas
from netops.schema.shape import keys_of

HEAD = """# The model

Everything that netops knows is an object of one of these nouns; each is one file, `schemas/NOUN.schema.json`. This page is made from
them (`make docs`), and a test holds that it is current. How values of several layers become one stands in the column *merge*:
without a word a later one wins, and maps are merged key by key. A field with an asterisk must be there.

[Add a noun](add-a-noun.md) shows how a company adds its own.
"""
FILES = {
    "netops": "`netops.yaml`",
    "hierarchy": "`inventory/hierarchy.yaml`",
    "device": "files in `devices/`, `servers/`, `printers/` and `storage/` of a site, and every layer",
    "device_type": "`inventory/catalog/device-types/MANUFACTURER/MODEL.yaml`, in the format of the community's library",
    "business_service": "`inventory/services/NAME.yaml`",
    "region": "`inventory/regions/NAME.yaml`",
    "site": "`inventory/sites/NAME/site.yaml`, or `inventory/sites/NAME.yaml` with all that is at the site",
    "interface": "`NAME:` of [interfaces](#interfaces)",
    "bundle": "`templates/linux/SERVICE/bundle.yaml`",
    "capability": "files in `capabilities/`",
}
"""Where nouns live that have a file of their own."""
BESIDE = frozenset({"common", "secret"})
"""Schemas of parts, shown where they are used."""
MARKS = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;"})


def schema_page(schemas: Schemas) -> str:
    """The Markdown page of all nouns: what each is, where it lives, its fields."""
    nouns = [noun for noun in schemas.nouns if noun not in BESIDE]
    contents = {noun: schemas.whole(noun).contents for noun in nouns}
    homes = {noun: _homes(noun, contents) for noun in nouns}
    index = "".join(f"* [{contents[noun].get('title', noun)}](#{noun}): {line_of(contents[noun])}\n" for noun in nouns)
    return "\n".join([HEAD, index, *(noun_section(noun, contents[noun], homes[noun]) for noun in nouns)])


def _homes(noun: str, contents: Mapping[str, Any]) -> str:
    lives = contents[noun].get(LIVES, {})
    if lives.get("in") == ORG:
        return f"`{lives['key']}:` in a file of `inventory/org/` or `inventory/policies/`"
    if lives.get("in") == SITE:
        return f"`{lives['key']}:` in a site's files"
    if noun in FILES:
        return FILES[noun]
    hosts = [f"`{key}:` of [{other}](#{other})" for other, key in _users(noun, contents)]
    return ", ".join(hosts) or "other nouns"


def _users(noun: str, contents: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Where a noun is a property of another one: it is there with the same title."""
    for other, schema in contents.items():
        for key, inner in schema.get("properties", {}).items():
            if other != noun and isinstance(inner, dict) and inner.get("title") == contents[noun].get("title"):
                yield other, key


def noun_section(noun: str, schema: Mapping[str, Any], home: str) -> str:
    """The section of one noun, with a table of its fields."""
    rows = list(_rows(schema, ""))
    table = ["| field | what it is | type | unit | default | merge | example |", "|---|---|---|---|---|---|---|", *rows] if rows else []
    head = [f"## {noun}", "", f"**{schema.get('title', noun)}.** {line_of(schema)} Lives in {home}.{_merge_words(schema)}", ""]
    return "\n".join([*head, *table, ""])


def _rows(schema: Any, above: str) -> Iterator[str]:
    return map(_row, fields_below(schema, above))


def _row(field: Field) -> str:
    cells = [
        f"`{field.name}`" + (" *" if field.is_required else ""),
        field.description + _deprecated(field.schema),
        field.type,
        str(field.schema.get("x-netops-unit", "")),
        f"`{field.default}`" if field.default is not None else "",
        _merge(field.schema),
        ", ".join(f"`{example}`" for example in field.examples[:2]),
    ]
    return "| " + " | ".join(cell.translate(MARKS) for cell in cells) + " |"


def _deprecated(schema: Mapping[str, Any]) -> str:
    mark = schema.get(DEPRECATED)
    return f" **Deprecated** since {mark['since']}, refused from {mark['removed']}: {mark['use']}." if mark else ""


def _merge(schema: Mapping[str, Any]) -> str:
    words = [
        f"by {_fields(schema)}" if keys_of(schema) else "",
        f"sorted by `{schema['x-netops-order']}`" if "x-netops-order" in schema else "",
        str(schema.get("x-netops-merge", "")),
    ]
    return ", ".join(filter(None, words)) or ("replaced" if schema.get("type") == "array" else "")


def _fields(schema: Mapping[str, Any]) -> str:
    return join_with_and(f"`{key}`" for key in keys_of(schema))


def _merge_words(schema: Mapping[str, Any]) -> str:
    if schema.get(LIVES, {}).get("in") in (ORG, SITE):
        return f" No two of a file have the same {_fields(schema)}." if keys_of(schema) else ""
    return f" Merge: {_merge(schema)}." if _merge(schema) else ""
