"""Why a template failed, as a `TemplateError`: the template line, the target, and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType

from jinja2 import TemplateNotFound, TemplateSyntaxError

from netops.dialects.syntax import Unprintable
from netops.errors import Diagnostic, Origin, Related, TemplateError
from netops.render.missing import UndefinedName
from netops.render.recorder import TemplateRecorder, without_cause
from netops.render.tracing import printed_origins
from netops.source.trace import Origins

MOST = 4
"""So many places of one value are named."""

DATA = "REN003", "REN004", "REN005"
"""Codes of what is wrong with the data; the others are first of all about a template."""


def template_error(error: Exception, target: str, start: Origin, recorder: TemplateRecorder | None = None) -> TemplateError:
    """The error to raise for one that came out of a template; `start` is where rendering began, for errors that know no line.

    With the recorder of the run it has the place of the refused value.
    """
    problem = _diagnostic(error, target, _place(error) or start)
    return TemplateError([placed_at_values(problem, _refused(error, recorder)) if recorder else problem])


def placed_at_values(problem: Diagnostic, values: Origins) -> Diagnostic:
    """A problem of data at the first of the places of its values, and of a template with the place of its value beside."""
    if not values or problem.origin is None:
        return problem
    if problem.code not in DATA:
        return replace(problem, related=(*problem.related, Related("what was read there", values[0])))
    others = (Related("together with this", value) for value in values[1:MOST])
    return replace(problem, origin=values[0], related=(Related("the template line", problem.origin), *problem.related, *others))


def _refused(error: Exception, recorder: TemplateRecorder) -> Origins:
    """The places of what was refused: of the value itself, else of what was read last, else of what the innermost condition that read
    something read last. Of these the last in the file of the device comes first: there is what is its own."""
    if isinstance(error, TemplateSyntaxError | TemplateNotFound):
        return ()
    last = _nearest(map(without_cause, (*recorder.chosen, *recorder.log)), recorder)
    if not isinstance(error, Unprintable):
        return last
    conditions = next((one.reads for one in reversed(recorder.conditions) if one.reads), ())
    return printed_origins(error.value) or last or _nearest(conditions, recorder) or recorder.platform


def _nearest(read: Iterable[Origin], recorder: TemplateRecorder) -> Origins:
    """The last place, those in the file of the device before all others."""
    places = tuple(read)
    return (tuple(place for place in places if place.file == recorder.home) or places)[-1:]


def _diagnostic(error: Exception, target: str, origin: Origin) -> Diagnostic:
    if isinstance(error, UndefinedName):
        return Diagnostic("REN001", f"undefined name {error.name!r}, for {target}", origin=origin, hint=_hint(error))
    if isinstance(error, Unprintable):
        return Diagnostic("REN003", f"a value cannot be printed here, for {target}: {error}", origin=origin)
    if isinstance(error, TemplateNotFound):
        hint = "an include names a file of the same platform"
        return Diagnostic("REN002", f"no template {error.name!r}, for {target}", origin=origin, hint=hint)
    said = error.message if isinstance(error, TemplateSyntaxError) else error
    return Diagnostic("REN002", f"the template fails, for {target}: {type(error).__name__}: {said}", origin=origin)


def _hint(error: UndefinedName) -> str:
    if near := difflib.get_close_matches(error.name, error.known, n=1):
        return f"did you mean {near[0]!r}?"
    if error.known:
        return f"there are: {', '.join(sorted(error.known))}"
    return "a name that may be left out is tested first: {% if NAME is defined %}"


def _place(error: Exception) -> Origin | None:
    """The template line: the innermost frame of a template that the error went through, or the line of a syntax error."""
    if isinstance(error, TemplateSyntaxError):
        return Origin(error.filename or error.name or "?", error.lineno)
    return next(reversed(list(_template_frames(error.__traceback__))), None)


def _template_frames(traceback: TracebackType | None) -> Iterator[Origin]:
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None and template.name is not None:  # a short one in a bundle has no file of its own
            yield Origin(template.filename or "?", template.get_corresponding_lineno(traceback.tb_lineno))
        traceback = traceback.tb_next
