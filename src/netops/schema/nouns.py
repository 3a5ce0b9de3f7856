"""Where the objects of a noun live, as its own schema says: `"x-netops-lives": {"in": ..., "key": ..., "name": [...]}`.

| in | what the schema describes |
|---|---|
| `org` | objects below `key:` in a file of `org/` or `policies/` |
| `site` | objects below `key:` in a site's files |
| another noun, such as `device` or `interface` | the value of `key:` (the noun's own name unless it says another) of each of those |

Objects of `org` and `site` are a map by name; with `name` they are a list, whose entries are named by the first of these patterns whose
fields they all have: `{site}` is the site, `{a.device}` the field `device` of the field `a`. With `"short": FIELD` an entry of such a
list may be a text, which is that field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LIVES = "x-netops-lives"
ORG, SITE = "org", "site"
FIELD = re.compile(r"\{([\w.]+)\}")
UNKNOWN = "?"
CUSTOM, FREE = "custom", "common.schema.json#/$defs/custom"
"""The schema, if a company has one, of the map `custom:` that nouns allow for what no schema knows."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Objects of one kind that stand together under a key: a map by name, or with `names` a list whose entries name themselves."""

    key: str
    noun: str
    names: tuple[str, ...] = ()
    short: str = ""
    """The field that an entry of a list is, when it is only a text."""

    def name(self, site: str, item: Mapping[str, Any]) -> str:
        """The name of an entry of a list; a field that it should have and has not is `?`."""
        values = {**item, "site": site}
        complete = (pattern for pattern in self.names if all(_value(values, field) is not None for field in FIELD.findall(pattern)))
        return FIELD.sub(lambda found: str(_shown(_value(values, found[1]))), next(complete, self.names[-1]))


def collections(schemas: Mapping[str, Any], where: str) -> dict[str, Collection]:
    """The collections that live in `org` or `site`, by key. `schemas` are contents by noun."""
    homes = ((noun, lives) for noun, lives in _lives(schemas) if lives["in"] == where)
    found = (Collection(str(lives["key"]), noun, tuple(lives.get("name", ())), str(lives.get("short", ""))) for noun, lives in homes)
    return {one.key: one for one in found}


def embed_nouns(schemas: Mapping[str, Any]) -> dict[str, Any]:
    """The schemas with a property for each noun that lives in another, and with `custom:` for each that has objects, where they have none.

    A company may say what its `custom:` holds, by a schema of that name.
    """
    made = dict(schemas)
    if CUSTOM in made:
        common = made["common"]
        made["common"] = {**common, "$defs": {**common["$defs"], CUSTOM: {"$ref": f"{CUSTOM}.schema.json"}}}
    for noun, lives in _lives(schemas):
        if lives["in"] in (ORG, SITE):
            made[noun] = _with(made[noun], CUSTOM, FREE)
        else:
            made[lives["in"]] = _with(made[lives["in"]], lives.get("key", noun), f"{noun}.schema.json")
    return made


def _with(schema: Mapping[str, Any], key: str, reference: str) -> Mapping[str, Any]:
    """The schema with a property, unless it has it."""
    properties = schema.get("properties", {})
    return schema if key in properties else {**schema, "properties": {**properties, key: {"$ref": reference}}}


def home_problem(noun: str, schema: Any, known: Mapping[str, Any]) -> str:
    """What is wrong with what a schema says of where it lives; '' when nothing is."""
    lives = schema.get(LIVES) if isinstance(schema, dict) else None
    if lives is None:
        return ""
    return _ill_formed(noun, lives, known) or _taken(noun, lives, known)


def _ill_formed(noun: str, lives: Any, known: Mapping[str, Any]) -> str:
    if not isinstance(lives, dict) or lives.get("in") not in {ORG, SITE, *known} or lives.get("in") == noun:
        return f'{LIVES} needs "in": "{ORG}", "{SITE}", or the name of another noun'
    if lives["in"] in (ORG, SITE) and not isinstance(lives.get("key"), str):
        return f'{LIVES} needs "key": the key under which the objects stand'
    names = lives.get("name", [])
    return "" if isinstance(names, list) and all(isinstance(name, str) for name in names) else f'{LIVES}: "name" is a list of patterns'


def _taken(noun: str, lives: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """A site's file holds the site, collections and data of devices, so a key is one of them."""
    key = lives.get("key", noun)
    hosts = {ORG: (), SITE: (SITE, "device")}.get(lives["in"], (lives["in"],))
    others = (other for other, home in _lives(known) if other != noun and (home["in"], home.get("key", other)) == (lives["in"], key))
    taken = [host for host in hosts if key in known.get(host, {}).get("properties", ())] or list(others)
    return f'{LIVES}: the key {key!r} is taken by {taken[0]}; choose another "key"' if taken else ""


def _lives(schemas: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for noun, schema in sorted(schemas.items()):
        if isinstance(schema, dict) and LIVES in schema and not _ill_formed(noun, schema[LIVES], schemas):
            yield noun, schema[LIVES]


def _value(values: Any, field: str) -> Any:
    for key in field.split("."):
        if not isinstance(values, Mapping):
            return None
        values = values.get(key)
    return values


def _shown(value: Any) -> Any:
    return UNKNOWN if value is None else value
