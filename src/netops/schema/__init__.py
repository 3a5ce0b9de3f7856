"""JSON Schema 2020-12 is the one definition of the data: it checks files in part and merged objects whole, and defines how layers merge.

    schemas = load(project)                      the company's schemas, then those of the package
    check(value, schemas.partial("device"))      for a layer file: what is there must be right, nothing need be there
    check(value, schemas.whole("device"))        for a merged object
    schemas.shape("device")                      merge rules and defaults: `x-netops-key`, `x-netops-order`, `x-netops-merge`, `default`

A schema with `"x-netops-secret": true` (that is `{"$ref": "secret.schema.json"}`) takes `!secret NAME` and nothing else; elsewhere a
reference to a secret is refused.
"""

from netops.schema.check import Schema, find_schema_problems
from netops.schema.conditions import HasOrigins
from netops.schema.near import nearest_hint
from netops.schema.nouns import ORG, SITE, Collection
from netops.schema.schemas import Schemas, load
from netops.schema.shape import Shape
from netops.schema.values import dotted_path, shown_value
from netops.schema.version import SCHEMA, deprecation_warnings, version_of, version_problems

__all__ = [
    "ORG",
    "SCHEMA",
    "SITE",
    "Collection",
    "HasOrigins",
    "Schema",
    "Schemas",
    "Shape",
    "deprecation_warnings",
    "dotted_path",
    "find_schema_problems",
    "load",
    "nearest_hint",
    "shown_value",
    "version_of",
    "version_problems",
]
