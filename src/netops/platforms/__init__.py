"""One folder per platform: `PLATFORM`, a record of everything that depends on it.

A company adds a platform, or extends one, in its own folder `platforms/<slug>/`; other packages bring one by the entry point
`netops.platform`. A record with a field that is not filled is an error when it is loaded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from netops import extras, registry
from netops.dialects.grammar import Grammar
from netops.dialects.parts import is_finer
from netops.dialects.secrets import SecretFinder, redact
from netops.errors import UsageError
from netops.messages import did_you_mean
from netops.platforms._secrets import ANY_CLI
from netops.platforms.record import (
    GENERIC_DRIVER,
    Apply,
    CliSession,
    ConfigText,
    PartialTimer,
    Platform,
    PlatformSpec,
    Precondition,
    ReadOnly,
)
from netops.project import Project, bundled_folder

if TYPE_CHECKING:
    from netops.facts.importer import Importer
    from netops.platforms._template_fields import TemplateFields

__all__ = [
    "GENERIC_DRIVER",
    "KIND",
    "Apply",
    "CliSession",
    "ConfigText",
    "PartialTimer",
    "Platform",
    "PlatformSpec",
    "Precondition",
    "ReadOnly",
    "all_features",
    "check_features",
    "get",
    "grammar_of",
    "importer_of",
    "load_part",
    "names",
    "platform_folder",
    "platform_for_model",
    "platform_title",
    "platforms_writing_noun",
    "redact_message",
    "redact_text",
    "template_words",
    "unread_part",
    "without_own_driver",
]

ANY: Final = "*"
WORD: Final = re.compile(r"(?<![\w-])[A-Za-z_]\w*(?![\w-])")  # not a part of `port-security`, which is a text
COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
JINJA: Final = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
PIECE: Final = r"""(?:"[^"]*"|'[^']*'|[\w.]+)"""
COMPOSED: Final = re.compile(rf"{PIECE}(?:\s*~\s*{PIECE})+")
"""A name that is put together, `system["enable_" ~ kind ~ "_type"]`."""
DERIVING: Final = ("model/derive/*.py", "model/target.py", "render/interfaces.py", "render/filters.py", "render/bundle.py")
"""The modules that read the data of a device for templates."""

KIND = registry.PluginKind("platform", "netops.platforms", "platforms", ("PLATFORM",), helpers=("record",))


def names(root: Path | None = None) -> list[str]:
    """The names of all platforms, sorted, without loading any."""
    return registry.names(KIND, root)


@lru_cache(maxsize=256)
def get(name: str, root: Path | None = None) -> Platform:
    """The platform called `name`; `root` is the company's folder. UsageError when there is none, or its record is not whole."""
    found = registry.load(KIND, name, root).PLATFORM
    if not isinstance(found, Platform) or found.name != name:
        raise UsageError(f"platforms/{name}: PLATFORM is not a Platform with the name {name!r}", hint="see docs/extending.md")
    return found


@lru_cache(maxsize=256)
def find(name: str, root: Path | None = None) -> Platform | None:
    """The platform called `name`; None where neither netops nor the company has one."""
    return get(name, root) if name in names(root) else None


def platform_for_model(platform: Platform, device_type: Callable[[], str]) -> Platform:
    """A platform with what holds without a line on one model; the type is only asked of where something depends on it."""
    grammar = platform.grammar
    if grammar is None or not any("device" in default.conditions for default in grammar.defaults):
        return platform
    return replace(platform, grammar=replace(grammar, defaults=grammar.defaults.on(device_type())))


def grammar_of(platform: Platform) -> Grammar:
    """The grammar of a platform's configs. UsageError for one that is observed only."""
    if platform.grammar is None:
        raise UsageError(f"{platform.name} has no config: it is observed only")
    return platform.grammar


def load_part(platform: Platform, reference: str) -> Any:
    """What MODULE:NAME of a record refers to, loaded now; a module that starts with a dot is in the platform's folder."""
    module, _, name = reference.partition(":")
    try:
        return getattr(import_module(module, platform.package), name)
    except ModuleNotFoundError as error:
        raise _module_missing(platform, reference, error) from error
    except (ImportError, AttributeError) as error:
        raise UsageError(f"platform {platform.name}: {reference} cannot be loaded: {error}") from error


def _module_missing(platform: Platform, reference: str, error: ModuleNotFoundError) -> UsageError:
    if extra := extras.extra_of(error.name or ""):
        return extras.not_installed(f"platform {platform.name}", [str(error.name)], [extra])
    return UsageError(f"platform {platform.name}: {reference} cannot be loaded: {error}")


def importer_of(platform: Platform) -> Importer:
    """What a platform that has one has for importing configs."""
    found: Importer = load_part(platform, str(platform.importer))
    return found


@lru_cache(maxsize=64)
def platforms_writing_noun(noun: str, root: Path | None = None) -> tuple[str, ...]:
    """The platforms whose templates write one of the nouns that only some can carry."""
    return tuple(name for name in names(root) if noun in get(name, root).nouns)


_QUOTED: Final = re.compile(r"(['\"])([^'\"\n]+)\1")


@lru_cache(maxsize=256)
def template_words(platform: str, root: Path | None = None) -> frozenset[str]:
    """The words of all templates of a platform, and of what derives values for them; none when it has no templates.

    A field with a name that is not among them is read by no template, and cannot be in a rendered line.
    """
    project = Project(root or bundled_folder())
    found = [path for _, path in project.files(f"templates/{platform}/**/*")]
    texts = [_code_of(path.suffix, path.read_text(encoding="utf-8", errors="replace")) for path in found]
    return _words(texts).union(_derived_words(), *map(_composed_words, texts)) if texts else frozenset()


def unread_part(platform: str, field: tuple[str, ...], root: Path | None = None) -> tuple[str, ...] | None:
    """The shortest part of a field that no template of a platform reads; None when they read the field."""
    words, fields = template_words(platform, root), _fields_read(platform, field[0], root)
    parts = (field[:size] for size in range(1, len(field) + 1))
    return next((part for part in parts if part[-1] not in words | {ANY} or (fields and not fields.reads(part))), None)


@lru_cache(maxsize=256)
def _fields_read(platform: str, noun: str, root: Path | None) -> TemplateFields | None:
    """What templates read of a noun; None where words have to do: values are derived from it, or what reads it is no template."""
    from netops.platforms._template_fields import fields_read

    folder = f"templates/{platform}/"
    found = dict(Project(root or bundled_folder()).files(f"{folder}**/*"))
    if noun in _derived_from() or any(path.suffix != ".j2" for path in found.values()):
        return None
    return fields_read({name.removeprefix(folder): path.read_text(encoding="utf-8") for name, path in found.items()}, noun)


@lru_cache(maxsize=1)
def _derived_from() -> frozenset[str]:
    """The names in texts of the modules that derive values: the nouns that they read are among them."""
    code = Path(__file__).parents[1]
    texts = (path.read_text(encoding="utf-8") for pattern in DERIVING[:2] for path in code.glob(pattern))
    return frozenset(word for text in texts for word in re.findall(r'"(\w+)"', text))


@lru_cache(maxsize=1)
def _derived_words() -> frozenset[str]:
    code = Path(__file__).parents[1]
    return _words(path.read_text(encoding="utf-8") for pattern in DERIVING for path in code.glob(pattern))


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in WORD.findall(COMMENT.sub("", text)))


def _composed_words(text: str) -> frozenset[str]:
    """The names that the code of a template can put together: each part that is no text is any of its texts that are one word."""
    texts = sorted({match[1:-1] for match in re.findall(r"""'\w+'|"\w+\"""", COMMENT.sub("", text))})
    chains = [re.split(r"\s*~\s*", match) for match in COMPOSED.findall(text)]
    parts = ([[piece[1:-1]] if piece[0] in "\"'" else texts for piece in chain] for chain in chains)
    return frozenset(name for choices in parts for name in map("".join, product(*choices)) if WORD.fullmatch(name))


def _code_of(suffix: str, text: str) -> str:
    """What a template reads is in its code; a word of the lines that it prints (`ttl-security`) is no field."""
    return "\n".join(JINJA.findall(text)) if suffix == ".j2" else text


def redact_text(text: str) -> str:
    """A text of no one platform without the secrets that somebody has typed into it, as most command lines have them."""
    return redact(SecretFinder(ANY_CLI), text)


def redact_message(text: str) -> str:
    """A message without the secrets of what it quotes from a device: its own words stay."""
    mask = SecretFinder(ANY_CLI)
    quoted = _QUOTED.sub(lambda match: f"{match[1]}{redact(mask, match[2])}{match[1]}", text)
    return "\n".join(map(mask.prose, quoted.split("\n")))


def driver_of(platform: Platform) -> str:
    """Which driver a platform has, in words."""
    if platform.driver is None:
        return "no driver"
    return f"generic driver (netmiko {platform.netmiko})" if platform.driver == GENERIC_DRIVER else "driver of its own"


def without_own_driver(platform: Platform) -> Platform:
    """The platform with the generic driver in place of its own: changed by commands, with nothing that reverts them by itself."""
    spec = PlatformSpec(
        platform=platform.name,
        apply="commands",
        atomic=False,
        candidate_readable=False,
        revert_granularity_s=None,
        observed=platform.spec.observed,
    )
    return replace(platform, driver=GENERIC_DRIVER, spec=spec)


def platform_folder(platform: Platform) -> Path:
    """The folder that a platform's record is in."""
    return Path(str(import_module(platform.package).__file__)).parent


def platform_title(platform: Platform) -> str:
    """The name of a platform for people: the first sentence of its folder."""
    lines = (import_module(platform.package).__doc__ or platform.name).strip().splitlines()
    return re.split(r"[.:,] |[.:]$", lines[0])[0]


@lru_cache(maxsize=16)
def all_features(root: Path | None) -> frozenset[str]:
    grammars = (get(name, root).grammar for name in names(root))
    return frozenset(name for grammar in grammars if grammar for name in grammar.features)


def check_features(platform: Platform, managed: str | Iterable[str]) -> tuple[str, ...]:
    """The names of features and finer parts; one name may come alone. UsageError for a feature that no platform has."""
    wanted = (managed,) if isinstance(managed, str) else tuple(managed)
    features = grammar_of(platform).features
    for name in wanted:
        if name not in features and not is_finer(name) and name not in all_features(None):
            every = f"{platform.name} has: {', '.join(sorted(features))}"
            raise UsageError(f"no platform has a feature called {name!r}", hint=did_you_mean(name, all_features(None), every))
    return wanted
