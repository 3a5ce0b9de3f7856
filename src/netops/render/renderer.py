"""`Renderer.render(view)`: the intended text of one target, and where each line of it comes from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Any

from netops import platforms, schema
from netops.dialects.syntax import PrintSyntax
from netops.errors import DataError, Diagnostic, Origin, Related, TemplateError
from netops.project import Project
from netops.render.bundle import Bundle, RenderedFile, bundle_action, escape_marker, load_bundles, rendered_files, service_actions
from netops.render.environment import MAIN, ConfigEnvironment
from netops.render.failure import placed_at_values, template_error
from netops.render.file_syntaxes import syntax_of_file_kind
from netops.render.lines import Condition, LineOrigin, TextPart, TracedText, lines_of
from netops.render.recorder import TemplateRecorder
from netops.render.rendered import Rendered
from netops.render.tracing import RECORDER, TracingEnvironment
from netops.render.without import without_lines
from netops.source.trace import Origins, TracedDict, origins_of, record_reads

COMMENTS = ("!", "#", "//")


class Renderer:
    """Renders views. A template is compiled once in the life of a renderer; it sees one target's view and nothing else."""

    def __init__(self, project: Project, schemas: schema.Schemas | None = None) -> None:
        """`schemas` of the project, when they are loaded already."""
        self.project = project
        self._given_schemas = schemas
        self._environments: dict[tuple[str, str, bool], ConfigEnvironment] = {}
        self._bundles: dict[str, tuple[Bundle, ...]] = {}

    def render(self, view: Mapping[str, Any], trace: bool = False, wanted: Collection[int] | None = None) -> Rendered:
        """The intended text of the view's target. TemplateError when a template fails, or when no line comes out.

        `wanted`: the numbers of the lines that need their origins, where not all do; others may have none, and branches are left out.
        """
        target, platform = target_and_platform(view)
        if platform in self._platforms and platforms.get(platform, self.project.root).spec.observed:
            return Rendered(target, platform, "", observed=True)
        files = bool(self.bundles(platform))
        with _recorder(view, trace, None if files or "without" in view else wanted) as recorder:
            made = self._bundled(view, recorder) if files else self._single(view, recorder)
            if not any(files or (line and not line.startswith(COMMENTS)) for line in made.text.splitlines()):
                places = recorder.platform if recorder else ()
                raise TemplateError([_empty(target, f"templates/{platform}" if files else f"templates/{platform}/{MAIN}", places)])
            return replace(made, branches=recorder.branches) if recorder else made

    def noun(self, view: Mapping[str, Any], noun: str, trace: bool = False) -> str:
        """What one template of the target's platform gives, `ntp` for `ntp.j2`: to look at a part, and to test it."""
        target, platform = target_and_platform(view)
        with _recorder(view, trace) as recorder:
            return str.__str__(self._text(platform, f"{noun}.j2", platform, view, target, recorder))

    def bundles(self, platform: str) -> tuple[Bundle, ...]:
        """The bundles of a platform whose targets are made of files; none for the others."""
        if platform not in self._bundles:
            self._bundles[platform] = load_bundles(self.project, platform, self._schemas)
        return self._bundles[platform]

    @cached_property
    def _schemas(self) -> schema.Schemas:
        return self._given_schemas or schema.load(self.project)

    def _single(self, view: Mapping[str, Any], recorder: TemplateRecorder | None) -> Rendered:
        target, platform = target_and_platform(view)
        text = self._text(platform, MAIN, platform, view, target, recorder)
        start = Origin(f"templates/{platform}/{MAIN}", 1)
        made = Rendered(target, platform, str.__str__(text), lines=lines_of(text, start) if isinstance(text, TracedText) else ())
        grammar = platforms.get(platform, self.project.root).grammar if "without" in view else None
        if grammar is None:
            return made
        return without_lines(made, grammar, *("\n".join(map(str, view.get(key, ()))) for key in ("without", "raw_config")))

    def _bundled(self, view: Mapping[str, Any], recorder: TemplateRecorder | None) -> Rendered:
        target, platform = target_and_platform(view)
        made: list[tuple[RenderedFile, str]] = []
        actions = []
        for bundle in self.bundles(platform):
            log = recorder.log if recorder else []
            log.clear()
            if bundle.applies(view):
                expand = self._environment(platform, "path", recorder is not None).expand
                with _failing(target, Origin(bundle.file, 1), recorder):
                    found = rendered_files(bundle, view, expand, log)
                    actions.append(bundle_action(bundle, view, found, expand))
                    actions += service_actions(self.bundles(platform), view, found, expand)
                made += [(block, self._content(platform, block, target, recorder)) for block in found]
            elif recorder is not None:
                self._leave_out(bundle, platform, recorder)
        made.sort(key=lambda item: item[0].path)
        _refuse_twice([block for block, _ in made], target)
        lines = tuple(line for block, text in made for line in _lines(block, text)) if recorder else ()
        return Rendered(target, platform, "".join(_text(block, text) for block, text in made), tuple(actions), lines)

    def _leave_out(self, bundle: Bundle, platform: str, recorder: TemplateRecorder) -> None:
        """Gives the recorder the files of a service that the target has no data for, because of what was read."""
        reads = recorder.take()
        names = [f"templates/{platform}/{bundle.name}/{one['source']}" for one in bundle.value.get("files", ())] if reads else []
        for path in filter(None, map(self.project.find, dict.fromkeys([f"templates/{platform}/{bundle.name}/bundle.yaml", *names]))):
            recorder.skip("file", self.project.relative(path), (1, len(path.read_text(encoding="utf-8").splitlines())), reads)

    def _content(self, platform: str, block: RenderedFile, target: str, recorder: TemplateRecorder | None) -> str:
        if block.source is None:
            return ""
        return self._text(platform, block.source, block.syntax, block.names, target, recorder, block.conditions)

    def _text(
        self,
        folder: str,
        name: str,
        rules: str,
        names: Mapping[str, Any],
        target: str,
        recorder: TemplateRecorder | None,
        conditions: tuple[Condition, ...] = (),
    ) -> str:
        """What a template gives; a `TracedText` when there is a recorder, written under the conditions."""
        environment = self._environment(folder, rules, recorder is not None)
        with _failing(target, Origin(f"templates/{folder}/{name}", 1), recorder):
            template = environment.get_template(name)
            known = dict(dict.items(names) if isinstance(names, dict) else names)
            if recorder is not None:
                recorder.begin(conditions)
                known[RECORDER] = recorder
            pieces = template.root_render_func(template.new_context(known))
            return _ended(environment.concat(recorder.counted(pieces) if recorder else pieces))

    def _syntax(self, name: str) -> PrintSyntax:
        """The rules of a platform, or of a kind of file."""
        return platforms.get(name, self.project.root).syntax if name in self._platforms else syntax_of_file_kind(name)

    @cached_property
    def _platforms(self) -> frozenset[str]:
        return frozenset(platforms.names(self.project.root))

    def _environment(self, folder: str, rules: str, trace: bool) -> ConfigEnvironment:
        key = (folder, rules, trace)
        if key not in self._environments:
            self._environments[key] = (TracingEnvironment if trace else ConfigEnvironment)(self.project, folder, self._syntax(rules))
        return self._environments[key]


def target_and_platform(view: Mapping[str, Any]) -> tuple[str, str]:
    """The names of the view's target and of its platform."""
    return str(view["target"]), str(view["platform"])


@contextmanager
def _failing(target: str, start: Origin, recorder: TemplateRecorder | None) -> Iterator[None]:
    """Whatever goes wrong in a template becomes a TemplateError that names its line and the target, and what it read when traced."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        raise template_error(error, target, start, recorder) from error


@contextmanager
def _recorder(view: Mapping[str, Any], trace: bool, wanted: Collection[int] | None = None) -> Iterator[TemplateRecorder | None]:
    """What records a run over the templates, when it is to be traced."""
    if not trace:
        yield None
        return
    with record_reads() as log:
        device = dict.get(view, "device", {}) if isinstance(view, TracedDict) else {}
        defined = origins_of(dict.get(device, "name"))
        yield TemplateRecorder(log, view.origins if isinstance(view, TracedDict) else {}, defined[0].file if defined else "", wanted=wanted)


def _ended(text: str) -> str:
    """The text with a newline at its end, when there is any."""
    if not text or text.endswith("\n"):
        return text
    return TracedText.of_parts([*text.parts, TextPart("\n")]) if isinstance(text, TracedText) else text + "\n"


def _text(block: RenderedFile, content: str) -> str:
    return "".join(f"{line}\n" for line in (block.head, *map(escape_marker, content.split("\n")[:-1])))


def _lines(block: RenderedFile, content: str) -> Iterator[LineOrigin]:
    yield LineOrigin(block.head, block.origin, block.values, block.conditions)
    for line in lines_of(content, block.origin) if isinstance(content, TracedText) else ():
        yield replace(line, text=escape_marker(line.text))


def _refuse_twice(made: list[RenderedFile], target: str) -> None:
    """TemplateError when two bundles write the same path."""
    for one, other in pairwise(made):
        if one.path == other.path:
            related = (Related("the first", one.origin),)
            problem = Diagnostic("REN005", f"{target}: {one.path} is written twice", origin=other.origin, related=related)
            raise TemplateError([placed_at_values(problem, (*other.places, *one.places))])


def _empty(target: str, source: str, places: Origins) -> Diagnostic:
    problem = Diagnostic(
        "REN004",
        f"nothing is rendered for {target}",
        origin=Origin(source, 1),
        expected="at least one line of configuration",
        found="none",
        hint="an empty config would wipe the device; give it data, or take it out of the inventory",
    )
    return placed_at_values(problem, places)
