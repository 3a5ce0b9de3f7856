"""Templates with calls added: each is a filter of the tracing environment, put around a part of the template that it records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from jinja2 import Environment, nodes
from jinja2.visitor import NodeTransformer

from netops.render.recorder import Lines

NONE: Lines = (0, 0)
NodeType = TypeVar("NodeType", bound=nodes.Node)
LEFT_ALONE = frozenset({"loop", "caller", "varargs", "kwargs", "self", "super"})
"""Names that are Jinja's own."""


class TracingTransformer(NodeTransformer):
    """Adds the calls of `tracing.CALLS` to a template; text is first cut into lines, so that each line knows its own."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment
        self.loops = 0
        self.buffers = 0

    def visit_Output(self, node: nodes.Output) -> nodes.Output:
        self.generic_visit(node)
        node.nodes = [placed for child in node.nodes for placed in self._placed(child)]
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        return node if node.ctx != "load" or node.name in LEFT_ALONE else self._call(node, "name", node.name)

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.CondExpr:
        self.generic_visit(node)
        node.test = self._call(node.test, "choose")
        return node

    def visit_Assign(self, node: nodes.Assign) -> nodes.Assign:
        self.generic_visit(node)
        found = target_names(node.target)
        if len(found) == 1:
            node.node = self._call(node.node, "keep", found[0], isinstance(node.target, nodes.NSRef))
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Include:
        self.generic_visit(node)
        if node.with_context:
            node.template = self._call(node.template, "include", not self.buffers)
        return node

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:
        return self._buffered(node)

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:
        return self._buffered(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.CallBlock:
        return self._buffered(node)

    def _buffered(self, node: NodeType) -> NodeType:
        """A node visited whose text is not written where the node is: what is included there has no line of its own yet."""
        self.buffers += 1
        self.generic_visit(node)
        self.buffers -= 1
        return node

    def visit_Macro(self, node: nodes.Macro) -> nodes.Macro:
        self._buffered(node)
        node.body = [self._enter(node, "macro", "", tuple(one.name for one in node.args)), *node.body, self._leave(node)]
        return node

    def visit_If(self, node: nodes.If) -> list[nodes.Node]:
        tests = [node, *node.elif_]
        bodies = [*(one.body for one in tests), node.else_]
        branches = [
            (line_span(bodies[i]), line_span(*bodies[i + 1 :]), (assigned_names(bodies[i]), assigned_names(*bodies[i + 1 :])))
            for i in range(len(tests))
        ]
        for one, facts in zip(tests, branches, strict=True):
            one.test = self._call(self.visit(one.test), "decide", one.lineno, *facts)
            one.body = self._all(one.body)
        node.else_ = self._all(node.else_)
        return [self._enter(node, "if"), node, self._leave(node)]

    def visit_For(self, node: nodes.For) -> list[nodes.Node]:
        self.loops += 1
        loop, own = f"loop {self.loops} of line {node.lineno}", line_span(node.body)
        item = target_expression(node.target)
        self.generic_visit(node)
        node.iter = self._call(node.iter, "loop", node.lineno, own)
        if node.test is not None:
            node.test = self._call(node.test, "sift", item, loop, own)
        turn = nodes.ExprStmt(self._call(item, "turn", node.lineno, loop, target_names(node.target)), lineno=node.lineno)
        node.body = [turn, *node.body, self._leave(node)]
        return [self._enter(node, "for", loop), node, self._leave(node)]

    def _all(self, body: list[nodes.Node]) -> list[nodes.Node]:
        """The nodes of a body, visited: each gives one node or several."""
        seen = [self.visit(node) for node in body]
        return [node for one in seen for node in (one if isinstance(one, list) else [one])]

    def _enter(self, node: nodes.Node, kind: str, loop: str = "", hiding: tuple[str, ...] = ()) -> nodes.ExprStmt:
        return nodes.ExprStmt(self._call(nodes.Const(None), "enter", kind, node.lineno, loop, hiding, line=node.lineno), lineno=node.lineno)

    def _leave(self, node: nodes.Node) -> nodes.ExprStmt:
        return nodes.ExprStmt(self._call(nodes.Const(None), "leave", line=node.lineno), lineno=node.lineno)

    def _placed(self, node: nodes.Expr) -> Iterator[nodes.Expr]:
        if not isinstance(node, nodes.TemplateData):
            yield self._call(node, "place", node.lineno, False)
            return
        for offset, line in enumerate(node.data.splitlines(keepends=True)):
            yield self._call(nodes.TemplateData(line), "place", node.lineno + offset, True, line=node.lineno + offset)

    def _call(self, node: Any, name: str, *given: Any, line: int = 0) -> nodes.Filter:
        arguments = [one if isinstance(one, nodes.Expr) else nodes.Const(one) for one in given]
        call = nodes.Filter(node, name, arguments, [], None, None, lineno=line or node.lineno)
        call.set_environment(self.environment)
        return call


def line_span(*bodies: Iterable[nodes.Node]) -> Lines:
    """The first and the last line that nodes are on."""
    lines = [line for body in bodies for node in body for line in _lines(node)]
    return (min(lines), max(lines)) if lines else NONE


def _lines(node: nodes.Node) -> Iterator[int]:
    if node.lineno:  # some nodes that only hold others have no line
        yield node.lineno
    if isinstance(node, nodes.TemplateData):
        yield node.lineno + max(0, len(node.data.splitlines()) - 1)
    for child in node.iter_child_nodes():
        yield from _lines(child)


def assigned_names(*bodies: Iterable[nodes.Node]) -> tuple[str, ...]:
    """The variables that nodes may set."""
    found = (node for body in bodies for top in body for node in _assignments(top))
    return tuple(dict.fromkeys(name for node in found for name in target_names(node.target)))


def _assignments(node: nodes.Node) -> Iterator[nodes.Assign]:
    if isinstance(node, nodes.Assign):
        yield node
    yield from node.find_all(nodes.Assign)


def target_names(target: nodes.Node) -> tuple[str, ...]:
    """The names that an assignment or a turn of a loop sets."""
    found = (target, *target.find_all((nodes.Name, nodes.NSRef)))
    return tuple(one.name for one in found if isinstance(one, nodes.Name | nodes.NSRef))


def target_expression(target: nodes.Node) -> nodes.Expr:
    """What a target of a loop holds, as an expression."""
    if isinstance(target, nodes.Tuple):
        return nodes.Tuple([target_expression(item) for item in target.items], "load", lineno=target.lineno)
    assert isinstance(target, nodes.Name)
    return nodes.Name(target.name, "load", lineno=target.lineno)
