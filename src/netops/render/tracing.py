"""The environment that remembers: the same templates compiled with calls more around what they write, test, loop over and set.

So each line knows its template line, its values and its conditions, through loops, macros and includes, and the text stays the same text.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial
from typing import Any

from jinja2 import Template, nodes, pass_context
from jinja2.runtime import Context, Undefined

from netops.dialects.syntax import PrintSyntax, SafeText
from netops.errors import Origin
from netops.project import Project
from netops.render.environment import ConfigEnvironment
from netops.render.filters import then
from netops.render.lines import Condition, TextPart, TracedText, join_pieces
from netops.render.placing import TracingTransformer
from netops.render.recorder import Lines, TemplateRecorder, identity_of_item, without_cause
from netops.source import trace

RECORDER = "recorder of a run"
"""The context's key of the recorder: not a name, so no template can say it."""


class TracingEnvironment(ConfigEnvironment):
    """An environment whose text is made of `TracedText`s, and whose filters hand on the origins of what they are given."""

    def __init__(self, project: Project, folder: str, syntax: PrintSyntax) -> None:
        super().__init__(project, folder, syntax)
        self._made_from = project, folder, syntax
        self._files: dict[str, str] = {}
        self.filters = {name: _deriving(function) for name, function in self.filters.items()} | CALLS

    @staticmethod
    def concat(pieces: Iterable[str]) -> TracedText:
        return join_pieces(pieces)

    @cached_property
    def plain(self) -> ConfigEnvironment:
        """The environment that gives the same text without origins."""
        return ConfigEnvironment(*self._made_from)

    def file_of(self, name: str) -> str:
        """The file of a template."""
        if name not in self._files:
            self._files[name] = str(self.get_template(name).filename)
        return self._files[name]

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(TracingTransformer(self).visit(source), name, filename, defer_init)


class IncludedTemplate(Template):
    """A template whose variables end with it, and which gives origins only where a line of it needs them: without, it takes a tenth."""

    @classmethod
    def of(cls, name: str, environment: TracingEnvironment, recorder: TemplateRecorder, is_placed: bool) -> IncludedTemplate:
        """The template of a name. `is_placed`: its text is written where it is included."""
        traced = environment.get_template(name)
        plain = environment.plain.get_template(name) if is_placed and recorder.wanted is not None else None
        made: IncludedTemplate = object.__new__(cls)
        made.environment, made.name, made.globals, made.blocks = traced.environment, traced.name, traced.globals, traced.blocks
        made.root_render_func = partial(_pieces, traced, plain, recorder)
        return made


def _pieces(traced: Template, plain: Template | None, recorder: TemplateRecorder, context: Context) -> Iterator[str]:
    """The text of an included template."""
    kept = dict(recorder.kept)
    text = None if plain is None else _plain_text(plain, recorder, context)
    if text is None or recorder.needs(text):
        yield from traced.root_render_func(context)
    elif text:
        yield TracedText.of_parts([TextPart(text)])
    recorder.take()
    recorder.kept = kept


def _plain_text(template: Template, recorder: TemplateRecorder, context: Context) -> str:
    """What a template gives without origins; nothing of what it reads is noted."""
    read = len(recorder.log)
    text = "".join(template.root_render_func(template.new_context(context.get_all(), shared=True)))
    del recorder.log[read:]
    return text


def _recorder(context: Context) -> TemplateRecorder | None:
    found: TemplateRecorder | None = context.get(RECORDER)
    return found


def _file(context: Context) -> str:
    environment = context.environment
    return environment.file_of(context.name) if context.name and isinstance(environment, TracingEnvironment) else ""


@pass_context
def _place(context: Context, value: Any, line: int, constant: bool) -> Any:
    """A printed value as a piece: its text, the template line, its origins, and the conditions it is under.

    True, false and null carry no origins; of a value without any, the reads are what it was made from.
    """
    if isinstance(value, Undefined) or (isinstance(value, TracedText) and value.parts):
        return value
    text = value if constant else context.environment.finalize(value)  # type: ignore[misc]
    template = Origin(_file(context), line) if context.name else None
    recorder = _recorder(context)
    if recorder is None:  # a path or a word of a bundle: the caller takes what it depends on from the log
        trace.record_read((*hidden_origins(value), *printed_origins(value)))
        return TracedText.of_parts([TextPart(str(text), template, printed_origins(value))])
    values, chosen, conditions = printed_origins(value), hidden_origins(value), recorder.conditions
    if not (values or chosen or constant):
        values = trace.unique_origins(o for o in recorder.log if not isinstance(o, trace.Cause))
    known = frozenset(values)
    reads = tuple(o for o in trace.unique_origins((*map(without_cause, chosen), *recorder.take())) if o not in known)
    if reads and template:
        conditions = (*conditions, Condition("expression", template, reads))
    return TracedText.of_parts([TextPart(str(text), template, values, conditions)])


@pass_context
def _include(context: Context, name: Any, is_placed: bool) -> Any:
    """The template that is included now. A list of names is left to Jinja."""
    recorder, environment = _recorder(context), context.environment
    if recorder is None or not isinstance(name, str) or not isinstance(environment, TracingEnvironment):
        return name
    return IncludedTemplate.of(name, environment, recorder, is_placed)


@pass_context
def _enter(context: Context, value: Any, kind: str, line: int, loop: str, hiding: tuple[str, ...]) -> Any:
    """An if, a loop or a macro begins. What was read for the arguments of a macro is a condition of all in it."""
    if (recorder := _recorder(context)) is not None:
        reads = recorder.take() if kind == "macro" else ()
        recorder.enter(loop, hiding)
        recorder.hold(kind, Origin(_file(context), line), reads)
    return value


@pass_context
def _leave(context: Context, value: Any) -> Any:
    if (recorder := _recorder(context)) is not None:
        recorder.leave()
    return value


@pass_context
def _decide(context: Context, value: Any, line: int, own: Lines, others: Lines, names: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """The test of an if as true or false: a condition of the rest of it. `own` lines run when it is true, `others` when it is false.

    `names` are the variables that the lines of each would set.
    """
    truth = bool(value)
    if (recorder := _recorder(context)) is not None:
        reads = trace.unique_origins(map(without_cause, (*_origins(value), *recorder.take())))
        recorder.skip("if", _file(context), others if truth else own, reads)
        for name in names[1 if truth else 0]:
            recorder.keep(name, reads, more=True)
        recorder.hold("if", Origin(_file(context), line), reads)
    return truth


@pass_context
def _loop(context: Context, value: Any, line: int, own: Lines) -> Any:
    """What a loop runs over; what was read to make it is a condition of every turn."""
    recorder = _recorder(context)
    if recorder is None or isinstance(value, Undefined):
        return value
    reads = recorder.take()
    recorder.skip("for", _file(context), own, reads)
    recorder.hold("for", Origin(_file(context), line), reads)
    return recorder.pull(value)


@pass_context
def _sift(context: Context, value: Any, item: Any, loop: str, own: Lines) -> bool:
    """The filter of a loop as true or false."""
    truth = bool(value)
    if (recorder := _recorder(context)) is not None:
        reads = recorder.pulled_reads(recorder.frame_of(loop), item)
        if not truth:
            recorder.skip("for", _file(context), own, reads)
    return truth


@pass_context
def _turn(context: Context, item: Any, line: int, loop: str, hiding: tuple[str, ...]) -> Any:
    """A turn of a loop begins: what was read to get its item is its condition."""
    if (recorder := _recorder(context)) is not None:
        reads = trace.unique_origins((*recorder.frame_of(loop).pulled.get(identity_of_item(item), ()), *_origins(item)))
        recorder.take()
        recorder.enter("", hiding)
        recorder.hold("for", Origin(_file(context), line), trace.unique_origins(map(without_cause, reads)))
    return item


@pass_context
def _keep(context: Context, value: Any, name: str, more: bool) -> Any:
    """A value that a variable is set to."""
    if (recorder := _recorder(context)) is not None:
        recorder.keep(name, recorder.take(), more)
    return value


@pass_context
def _name(context: Context, value: Any, name: str) -> Any:
    """The value of a name, which is looked at."""
    if (recorder := _recorder(context)) is not None:
        recorder.recall(name)
        is_of_view = isinstance(value, Undefined) or context.parent.get(name) is value
        at = recorder.names.get(name, ()) if is_of_view else ()
        recorder.log.extend(_origins(value) or at)
    return value


@pass_context
def _choose(context: Context, value: Any) -> Any:
    """The test of `A if TEST else B`."""
    if (recorder := _recorder(context)) is not None:
        recorder.log.extend(_origins(value))
        recorder.choose()
    return value


CALLS: dict[str, Callable[..., Any]] = {
    "place": _place,
    "include": _include,
    "enter": _enter,
    "leave": _leave,
    "decide": _decide,
    "loop": _loop,
    "sift": _sift,
    "turn": _turn,
    "keep": _keep,
    "name": _name,
    "choose": _choose,
}
"""What `TracingTransformer` calls, by the names that it calls them by."""


def _origins(value: Any) -> tuple[Origin, ...]:
    """The origins that a text or a number carries itself; of a text that a template wrote, its conditions too."""
    if isinstance(value, TracedText):
        return value.origins + tuple(o for part in value.parts for condition in part.conditions for o in condition.reads)
    if isinstance(value, dict | list | tuple | Undefined):
        return ()
    return value.origins if isinstance(value, SafeText) else tuple(trace.origins_of(value))


def _all(value: Any) -> tuple[Origin, ...]:
    if isinstance(value, Undefined):
        return ()
    return value.origins if isinstance(value, SafeText) else tuple(trace.origins_of(value))


def printed_origins(value: Any) -> tuple[Origin, ...]:
    """The places of what shows when a value is printed."""
    return tuple(origin for origin in _all(value) if not isinstance(origin, trace.Cause))


def hidden_origins(value: Any) -> tuple[Origin, ...]:
    """The places of what a value depends on beside."""
    return tuple(origin for origin in _all(value) if isinstance(origin, trace.Cause))


def _deriving(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose result has the origins of all it was given."""

    @functools.wraps(function)
    def filter_(*given: Any, **named: Any) -> Any:
        given = tuple(list(g) if isinstance(g, Iterator) else g for g in given)
        trace.record_read(origin for g in given if isinstance(g, TracedText) for origin in _origins(g))
        result = function(*given, **named)
        if not isinstance(result, str | int | float) or isinstance(result, bool):
            return result
        inputs = (*given, *named.values())
        if not isinstance(result, SafeText):
            return trace.derived_value(result, *inputs)
        origins = trace.unique_origins(_all_values(inputs))
        return SafeText.of(result, origins if _shows(function, given) else trace.causes_of(origins))

    return filter_


def _shows(function: Callable[..., Any], given: tuple[Any, ...]) -> bool:
    """Whether a filter prints what it is given. `then` may only ask whether it is there."""
    return getattr(function, "func", None) is not then or "{}" in str(given[-1])


def _all_values(inputs: Iterable[Any]) -> Iterator[Origin]:
    for value in inputs:
        yield from _all(value)
        if isinstance(value, list | tuple):
            yield from _all_values(value)
