"""The environment that remembers: the same templates compiled with a filter more, `place`, around all that they write.

So each line knows its template line and its values, through loops, macros and includes, and the text stays the same text.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import nodes, pass_context
from jinja2.runtime import Context, Undefined
from jinja2.visitor import NodeTransformer

from netops.errors import Origin
from netops.project import Project
from netops.render.environment import ConfigEnvironment
from netops.render.lines import Part, Piece, joined, unique
from netops.render.syntax import Safe, Syntax
from netops.source import trace

READS = "reads of values"
"""The context's key of the log of reads: not a name, so no template can say it."""


class TracingEnvironment(ConfigEnvironment):
    """An environment whose text is made of `Piece`s, and whose filters hand on the origins of what they are given."""

    def __init__(self, project: Project, folder: str, syntax: Syntax) -> None:
        super().__init__(project, folder, syntax)
        self.filters = {name: _deriving(function) for name, function in self.filters.items()} | {"place": _place}

    @staticmethod
    def concat(pieces: Iterable[str]) -> Piece:
        return joined(pieces)

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(_Placing(self).visit(source), name, filename, defer_init)


class _Placing(NodeTransformer):
    """Puts `place` around what a template writes; text is first cut into lines, so that each line knows its own."""

    def __init__(self, environment: TracingEnvironment) -> None:
        self.environment = environment

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        self.generic_visit(node)
        node.nodes = [placed for child in node.nodes for placed in self._placed(child)]
        return node

    def visit_For(self, node: nodes.For) -> nodes.For:
        """Each turn of a loop starts with an empty piece: what was read to make the list is not laid on its first item."""
        self.generic_visit(node)
        start = nodes.Output([self._call(nodes.TemplateData(""), node.lineno)], lineno=node.lineno)
        node.body.insert(0, start)
        return node

    def _placed(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        if not isinstance(node, nodes.TemplateData):
            yield self._call(node, node.lineno)
            return
        for offset, line in enumerate(node.data.splitlines(keepends=True)):
            yield self._call(nodes.TemplateData(line), node.lineno + offset)

    def _call(self, node: nodes.Expr, line: int) -> nodes.Filter:
        arguments = [nodes.Const(line), nodes.Const(isinstance(node, nodes.TemplateData))]
        placed = nodes.Filter(node, "place", arguments, [], None, None, lineno=line)
        placed.set_environment(self.environment)
        return placed


@pass_context
def _place(context: Context, value: Any, line: int, constant: bool) -> Any:
    """A printed value as a piece: its text, the template line, its origins, and what was read since the last piece.

    True, false and null carry no origins; of a value without any, the reads are what it was made from.
    """
    if isinstance(value, Undefined) or (isinstance(value, Piece) and value.parts):
        return value
    text = value if constant else context.environment.finalize(value)  # type: ignore[misc]
    values, reads = _values(value), _reads(context)
    if not (values or constant):
        values, reads = reads, ()
    return Piece.of_parts([Part(str(text), _template_line(context, line), values, reads)])


def _template_line(context: Context, line: int) -> Origin | None:
    if context.name is None:
        return None
    return Origin(str(context.environment.get_template(context.name).filename), line)


def _reads(context: Context) -> tuple[Origin, ...]:
    """The places of the values that were looked at since this was last asked."""
    log: list[Origin] = context.get(READS, [])
    reads = unique(log)
    log.clear()
    return reads


def _values(value: Any) -> tuple[Origin, ...]:
    if isinstance(value, Undefined):
        return ()
    return value.origins if isinstance(value, Safe) else tuple(trace.origins_of(value))


def _deriving(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose result has the origins of all it was given."""

    @functools.wraps(function)
    def filter_(*given: Any, **named: Any) -> Any:
        given = tuple(list(g) if isinstance(g, Iterator) else g for g in given)
        result = function(*given, **named)
        if not isinstance(result, str | int | float) or isinstance(result, bool):
            return result
        inputs = (*given, *named.values())
        return Safe.of(result, unique(_all_values(inputs))) if isinstance(result, Safe) else trace.derived(result, *inputs)

    return filter_


def _all_values(inputs: Iterable[Any]) -> Iterator[Origin]:
    for value in inputs:
        yield from _values(value)
        if isinstance(value, list | tuple):
            yield from _all_values(value)
