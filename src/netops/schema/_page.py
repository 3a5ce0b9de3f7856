"""The page of the data model, from the schemas: docs/model.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from netops.schema.inline import DEPRECATED, FORM
from netops.schema.near import listed
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
WORDS = {"string": "text", "object": "map", "array": "list", "boolean": "true or false"}
"""Types in the words of the messages."""
MARKS = str.maketrans({"|": "\\|", "\n": " ", "<": "&lt;"})


def page(schemas: Schemas) -> str:
    """The Markdown page of all nouns: what each is, where it lives, its fields."""
    nouns = [noun for noun in schemas.nouns if noun not in BESIDE]
    contents = {noun: schemas.whole(noun).contents for noun in nouns}
    homes = {noun: _homes(noun, contents) for noun in nouns}
    index = "".join(f"* [{contents[noun].get('title', noun)}](#{noun}): {_line(contents[noun])}\n" for noun in nouns)
    return "\n".join([HEAD, index, *(section(noun, contents[noun], homes[noun]) for noun in nouns)])


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


def section(noun: str, schema: Mapping[str, Any], home: str) -> str:
    """The section of one noun, with a table of its fields."""
    rows = list(_rows(schema, ""))
    table = ["| field | what it is | type | unit | default | merge | example |", "|---|---|---|---|---|---|---|", *rows] if rows else []
    head = [f"## {noun}", "", f"**{schema.get('title', noun)}.** {_line(schema)} Lives in {home}.{_merge_words(schema)}", ""]
    return "\n".join([*head, *table, ""])


def _rows(schema: Any, above: str) -> Iterator[str]:
    """A row for each field, then those of the maps and of the lists of maps in it."""
    if not isinstance(schema, dict):
        return
    required = schema.get("required", ())
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, dict):
            yield _row(f"{above}{key}", inner, key in required)
            if not inner.get("title"):  # a noun of its own has a section of its own
                yield from _rows(inner, f"{above}{key}.")
    items = schema.get("items")
    if isinstance(items, dict):
        yield from _rows(items, f"{above}[].".replace(".[]", "[]"))
    more = schema.get("additionalProperties")
    if isinstance(more, dict) and not more.get("title"):
        yield from _rows(more, f"{above}NAME.")


def _row(name: str, schema: Mapping[str, Any], is_required: bool) -> str:
    cells = [
        f"`{name}`" + (" *" if is_required else ""),
        _line(schema) + _deprecated(schema),
        _type(schema),
        str(schema.get("x-netops-unit", "")),
        f"`{_short(schema['default'])}`" if "default" in schema else "",
        _merge(schema),
        _example(schema),
    ]
    return "| " + " | ".join(cell.translate(MARKS) for cell in cells) + " |"


def _line(schema: Mapping[str, Any]) -> str:
    return " ".join(str(schema.get("description") or schema.get(FORM) or schema.get("title", "")).split())


def _deprecated(schema: Mapping[str, Any]) -> str:
    mark = schema.get(DEPRECATED)
    return f" **Deprecated** since {mark['since']}, refused from {mark['removed']}: {mark['use']}." if mark else ""


def _type(schema: Mapping[str, Any]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{_short(value)}`" for value in schema["enum"])
    if schema.get("x-netops-secret"):
        return "`!secret`"
    if "type" not in schema and (choices := schema.get("anyOf", schema.get("allOf"))):
        return " or ".join(dict.fromkeys(map(_type, choices)))
    kinds = schema.get("type", "any")
    if kinds == "array" and isinstance(schema.get("items"), dict):
        return f"list of {_type(schema['items'])}"
    words = [WORDS.get(kind, str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])]
    form = [str(schema["format"])] if "format" in schema else []
    limits = [f"{schema[key]}{sign}" for key, sign in (("minimum", " and more"), ("maximum", " at most")) if key in schema]
    return ", ".join([" or ".join(words), *form, *limits])


def _merge(schema: Mapping[str, Any]) -> str:
    words = [
        f"by {_fields(schema)}" if keys_of(schema) else "",
        f"sorted by `{schema['x-netops-order']}`" if "x-netops-order" in schema else "",
        str(schema.get("x-netops-merge", "")),
    ]
    return ", ".join(filter(None, words)) or ("replaced" if schema.get("type") == "array" else "")


def _fields(schema: Mapping[str, Any]) -> str:
    return listed(f"`{key}`" for key in keys_of(schema))


def _merge_words(schema: Mapping[str, Any]) -> str:
    if schema.get(LIVES, {}).get("in") in (ORG, SITE):
        return f" No two of a file have the same {_fields(schema)}." if keys_of(schema) else ""
    return f" Merge: {_merge(schema)}." if _merge(schema) else ""


def _example(schema: Mapping[str, Any]) -> str:
    examples: Iterable[Any] = schema.get("examples", ())
    return ", ".join(f"`{_short(example)}`" for example in list(examples)[:2])


def _short(value: Any) -> str:
    """A value as YAML in one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_short(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_short, value)) + "]"
    return str(value)
