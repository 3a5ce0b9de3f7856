"""`Renderer.render(view)`: the intended text of one target, and where each line of it comes from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from netops import schema
from netops.errors import DataError, Diagnostic, Origin, Related, TemplateError
from netops.project import Project
from netops.render.bundle import Block, Bundle, action, blocks, bundles, escaped
from netops.render.environment import MAIN, ConfigEnvironment
from netops.render.failure import failure
from netops.render.lines import LineOrigin, Part, Piece, lines_of
from netops.render.syntax import syntax
from netops.render.tracing import READS, TracingEnvironment
from netops.source import trace as tracing

OBSERVED = frozenset({"printer"})
"""Platforms that netops looks at and never writes."""


COMMENTS = ("!", "#", "//")
DIGEST_SIZE = 16


@dataclass(frozen=True, slots=True)
class Rendered:
    """The intended config of a target. `lines` is filled when it was rendered with trace; `actions` only for targets made of files.

    `observed`: nothing is rendered for this platform, on purpose. `warnings`: about lines that the target may not be able to do.
    """

    target: str
    platform: str
    text: str
    actions: tuple[dict[str, Any], ...] = ()
    lines: tuple[LineOrigin, ...] = ()
    observed: bool = False
    warnings: tuple[Diagnostic, ...] = ()

    @property
    def digest(self) -> str:
        """BLAKE2b of the text, 128 bits, in hex."""
        return hashlib.blake2b(self.text.encode(), digest_size=DIGEST_SIZE).hexdigest()


class Renderer:
    """Renders views. A template is compiled once in the life of a renderer; it sees one target's view and nothing else."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self._environments: dict[tuple[str, str, bool], ConfigEnvironment] = {}
        self._bundles: dict[str, tuple[Bundle, ...]] = {}

    def render(self, view: Mapping[str, Any], trace: bool = False) -> Rendered:
        """The intended text of the view's target. TemplateError when a template fails, or when no line comes out."""
        target, platform = identity(view)
        if platform in OBSERVED:
            return Rendered(target, platform, "", observed=True)
        files = bool(self.bundles(platform))
        made = self._bundled(view, trace) if files else self._single(view, trace)
        if not any(files or (line and not line.startswith(COMMENTS)) for line in made.text.splitlines()):
            raise TemplateError([_empty(target, f"templates/{platform}" if files else f"templates/{platform}/{MAIN}")])
        return made

    def noun(self, view: Mapping[str, Any], noun: str, trace: bool = False) -> str:
        """What one template of the target's platform gives, `ntp` for `ntp.j2`: to look at a part, and to test it."""
        target, platform = identity(view)
        return str.__str__(self._text(platform, f"{noun}.j2", platform, view, target, trace))

    def bundles(self, platform: str) -> tuple[Bundle, ...]:
        """The bundles of a platform whose targets are made of files; none for the others."""
        if platform not in self._bundles:
            self._bundles[platform] = bundles(self.project, platform, self._schemas)
        return self._bundles[platform]

    @cached_property
    def _schemas(self) -> schema.Schemas:
        return schema.load(self.project)

    def _single(self, view: Mapping[str, Any], trace: bool) -> Rendered:
        target, platform = identity(view)
        text = self._text(platform, MAIN, platform, view, target, trace)
        start = Origin(f"templates/{platform}/{MAIN}", 1)
        return Rendered(target, platform, str.__str__(text), lines=lines_of(text, start) if isinstance(text, Piece) else ())

    def _bundled(self, view: Mapping[str, Any], trace: bool) -> Rendered:
        target, platform = identity(view)
        made: list[tuple[Block, str]] = []
        actions = []
        for bundle in self.bundles(platform):
            if bundle.applies(view):
                expand = self._environment(platform, "path", trace).expand
                with _failing(target, Origin(bundle.file, 1)):
                    found = blocks(bundle, view, expand)
                    actions.append(action(bundle, view, found, expand))
                made += [(block, self._content(platform, block, target, trace)) for block in found]
        made.sort(key=lambda item: item[0].path)
        _refuse_twice([block for block, _ in made], target)
        lines = tuple(line for block, text in made for line in _lines(block, text)) if trace else ()
        return Rendered(target, platform, "".join(_text(block, text) for block, text in made), tuple(actions), lines)

    def _content(self, platform: str, block: Block, target: str, trace: bool) -> str:
        if block.source is None:
            return ""
        return self._text(platform, block.source, block.syntax, block.names, target, trace)

    def _text(self, folder: str, name: str, rules: str, names: Mapping[str, Any], target: str, trace: bool) -> str:
        """What a template gives; a `Piece` when traced."""
        environment = self._environment(folder, rules, trace)
        start = Origin(f"templates/{folder}/{name}", 1)
        with _failing(target, start), tracing.recording() as log:
            template = environment.get_template(name)
            context = template.new_context({**names, READS: log} if trace else dict(names))
            return _ended(environment.concat(template.root_render_func(context)))

    def _environment(self, folder: str, rules: str, trace: bool) -> ConfigEnvironment:
        key = (folder, rules, trace)
        if key not in self._environments:
            self._environments[key] = (TracingEnvironment if trace else ConfigEnvironment)(self.project, folder, syntax(rules))
        return self._environments[key]


def identity(view: Mapping[str, Any]) -> tuple[str, str]:
    """The names of the view's target and of its platform."""
    return str(view["target"]), str(view["platform"])


@contextmanager
def _failing(target: str, start: Origin) -> Iterator[None]:
    """Whatever goes wrong in a template becomes a TemplateError that names its line and the target."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        raise failure(error, target, start) from error


def _ended(text: str) -> str:
    """The text with a newline at its end, when there is any."""
    if not text or text.endswith("\n"):
        return text
    return Piece.of_parts([*text.parts, Part("\n")]) if isinstance(text, Piece) else text + "\n"


def _text(block: Block, content: str) -> str:
    return "".join(f"{line}\n" for line in (block.head, *map(escaped, content.split("\n")[:-1])))


def _lines(block: Block, content: str) -> Iterator[LineOrigin]:
    yield LineOrigin(block.head, block.origin, block.values)
    for line in lines_of(content, block.origin) if isinstance(content, Piece) else ():
        yield replace(line, text=escaped(line.text))


def _refuse_twice(made: list[Block], target: str) -> None:
    """TemplateError when two bundles write the same path."""
    for one, other in pairwise(made):
        if one.path == other.path:
            related = (Related("the first", one.origin),)
            raise TemplateError([Diagnostic("REN005", f"{target}: {one.path} is written twice", origin=other.origin, related=related)])


def _empty(target: str, source: str) -> Diagnostic:
    return Diagnostic(
        "REN004",
        f"nothing is rendered for {target}",
        origin=Origin(source, 1),
        expected="at least one line of configuration",
        found="none",
        hint="an empty config would wipe the device; give it data, or take it out of the inventory",
    )
