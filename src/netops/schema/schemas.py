"""The schemas of a project: found, checked for being schemas, and made ready in two variants."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from netops import source
from netops.errors import DataError, Diagnostic, Origin
from netops.project import Project, bundled_folder
from netops.schema import nouns
from netops.schema.check import Schema
from netops.schema.inline import DanglingReference, Inliner
from netops.schema.near import nearest_hint
from netops.schema.nouns import Collection
from netops.schema.partial import partial_schema
from netops.schema.shape import Places, Shape, ShapeTree

if TYPE_CHECKING:
    from referencing import Registry

SUFFIX = ".schema.json"


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """A schema as it was read: its name, its place in messages, its text; the package's own are checked by its tests."""

    name: str
    place: str
    text: str
    is_of_package: bool


def load(project: Project) -> Schemas:
    """All schemas of the project; a company's schema hides the package's of the same name. DataError when one is broken."""
    package = bundled_folder()
    return _of_files(
        tuple(
            SchemaFile(
                name.removeprefix("schemas/"), project.relative(path), path.read_text(encoding="utf-8"), path.is_relative_to(package)
            )
            for name, path in project.files(f"schemas/*{SUFFIX}")
        )
    )


@lru_cache(maxsize=4)
def _of_files(files: tuple[SchemaFile, ...]) -> Schemas:
    """The schemas of files; a company is opened several times by some commands, and its schemas stay as they are."""
    texts, schemas, problems = {file.name: (file.place, file.text) for file in files}, {}, []
    for file in files:
        try:
            schemas[file.name] = json.loads(file.text)
            problems += [] if file.is_of_package else _not_a_schema(file.place, schemas[file.name])
        except json.JSONDecodeError as error:
            problems.append(_not_json(file.place, error))
    by_noun = {name.removesuffix(SUFFIX): schema for name, schema in schemas.items()}
    problems += [
        _homeless(texts[noun + SUFFIX], said) for noun, schema in by_noun.items() if (said := nouns.home_problem(noun, schema, by_noun))
    ]
    made = Schemas({noun + SUFFIX: schema for noun, schema in nouns.embed_nouns(by_noun).items()}, texts)
    problems += _dangling(made, texts)
    if problems:
        raise DataError(problems)
    return made


class Schemas:
    """Schemas by noun; `whole("device")` and `partial("device")` are made when first asked for."""

    def __init__(self, schemas: Mapping[str, Any], texts: Mapping[str, tuple[str, str]]) -> None:
        self._schemas = schemas
        self._inliner = Inliner(schemas)
        self._texts = texts
        self._made: dict[tuple[str, bool], Schema] = {}
        self._shapes: dict[str, Shape] = {}
        self._places: dict[str, source.Document] = {}
        self._collections: dict[str, dict[str, Collection]] = {}

    @property
    def files(self) -> list[str]:
        return sorted(self._schemas)

    @property
    def nouns(self) -> list[str]:
        return [file.removesuffix(SUFFIX) for file in self.files]

    def properties(self, noun: str) -> frozenset[str]:
        """The keys that a noun's schema knows."""
        return frozenset(self._schemas[noun + SUFFIX].get("properties", ()))

    def collections(self, where: str) -> Mapping[str, Collection]:
        """The collections that live in `org` or at a `site`, by the key under which they stand."""
        if where not in self._collections:
            self._collections[where] = nouns.collections({file.removesuffix(SUFFIX): s for file, s in self._schemas.items()}, where)
        return self._collections[where]

    def whole(self, noun: str) -> Schema:
        return self._schema(noun, False)

    def partial(self, noun: str) -> Schema:
        return self._schema(noun, True)

    def shape(self, noun: str) -> Shape:
        """How values of a noun merge, and their defaults."""
        if noun not in self._shapes:
            tree = ShapeTree(self._schemas, Places(self._document))
            self._shapes[noun] = replace(tree.shape(noun + SUFFIX), _formats=lambda: self.partial(noun).formats)
        return self._shapes[noun]

    def _schema(self, noun: str, part: bool) -> Schema:
        key = (noun, part)
        if key not in self._made:
            contents = self._inliner.whole(noun + SUFFIX)
            self._made[key] = Schema(noun, partial_schema(contents) if part else contents, lambda: self._registries[part], part)
        return self._made[key]

    def _document(self, file: str) -> source.Document:
        """A schema with the places of its parts, for values that come from it."""
        if file not in self._places:
            name, text = self._texts[file]
            self._places[file] = source.read_document(text, name, own=True)
        return self._places[file]

    def resolve(self, noun: str) -> None:
        """Raises `Dangling` when the noun's schema refers to what does not exist."""
        self._inliner.whole(noun + SUFFIX)

    @cached_property
    def _registries(self) -> tuple[Registry[Any], Registry[Any]]:
        """The whole schemas and the partial ones, for references that are left in a schema."""
        return _registry(self._schemas), _registry({file: partial_schema(schema) for file, schema in self._schemas.items()})


def _registry(schemas: Mapping[str, Any]) -> Registry[Any]:
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    # Without `$schema`: jsonschema would leave our validator for its own wherever it meets that key.
    contents = {file: {k: v for k, v in schema.items() if k != "$schema"} for file, schema in schemas.items()}
    resources = [(file, Resource.from_contents(schema, default_specification=DRAFT202012)) for file, schema in contents.items()]
    return Registry().with_resources(resources).crawl()


def _homeless(text: tuple[str, str], said: str) -> Diagnostic:
    file, contents = text
    line = contents[: contents.find(nouns.LIVES)].count("\n") + 1
    return Diagnostic("SCH000", said, origin=Origin(file, line), path=nouns.LIVES)


def _not_a_schema(file: str, schema: Any) -> list[Diagnostic]:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        path = ".".join(map(str, error.absolute_path))
        return [Diagnostic("SCH000", f"not a JSON Schema 2020-12: {error.message[:200]}", origin=Origin(file, 1), path=path)]
    return []


def _not_json(file: str, error: json.JSONDecodeError) -> Diagnostic:
    origin, hint = Origin(file, error.lineno, error.colno), "look for a comma or a bracket here or on the line above"
    return Diagnostic("SCH000", f"not JSON: {error.msg}", origin=origin, hint=hint)


def _dangling(schemas: Schemas, texts: Mapping[str, tuple[str, str]]) -> Iterable[Diagnostic]:
    """References to what does not exist, each reported once: at the file that has it, not at those that refer to that file."""
    found: dict[str, Diagnostic] = {}
    for noun in schemas.nouns:
        try:
            schemas.resolve(noun)
        except DanglingReference as error:
            target = str(error).partition("#")[0]
            if target in schemas.files or target not in texts:  # one that is no JSON is reported already
                file, text = next((row for row in texts.values() if f'"{target}' in row[1]), texts.get(target, texts[noun + SUFFIX]))
                line = text[: max(text.find(f'"{target}'), 0)].count("\n") + 1
                message, hint = f"$ref to {error}, which does not exist", nearest_hint(target, schemas.files)
                found[message] = Diagnostic("SCH000", message, origin=Origin(file, line), hint=hint)
    return found.values()
