"""Which fields of a noun templates read: `fields_read(texts, noun) -> TemplateFields`, without rendering anything.

The code of the templates that name the noun is followed through loops, variables, macros and included files. A value that is printed,
compared or passed to a filter that is not in the tables below is read with all below it; so what is not found is read nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from jinja2 import Environment, nodes

Path = tuple[str, ...]
ANY: Final = "*"
"""Each entry of a list, and each key of a map that is not known."""

DEPTH: Final = 40
"""So many macros and files inside of each other are followed."""

SAME: Final = frozenset({"default", "d", "sort", "list", "unique", "reverse", "dictsort", "batch", "slice", "items"})
"""Filters that give the entries that they are given."""

OF_ENTRIES: Final = frozenset({"selectattr", "rejectattr", "groupby", "having_any", "of_family", "by_address", "has", "sort", "unique"})
"""Filters that read fields of entries, which their texts name."""

OF_MAP: Final = frozenset({"any_of"})
"""Filters that read fields of a map, which their texts name."""

FIRST: Final = frozenset({"first", "last", "min", "max", "random"})
"""Filters that give one entry."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression can be: fields, texts, and what a loop over it gives besides entries of the fields."""

    paths: frozenset[Path] = frozenset()
    texts: frozenset[str] = frozenset()
    entries: tuple[Value, ...] = ()

    def __or__(self, other: Value) -> Value:
        if other in (NOTHING, self):
            return self
        return Value(self.paths | other.paths, self.texts | other.texts, tuple(dict.fromkeys(self.entries + other.entries)))

    def entry(self) -> Value:
        """One entry of it."""
        found = Value(frozenset((*path, ANY) for path in self.paths))
        for one in self.entries:
            found |= one
        return found

    def below(self, names: Iterable[str]) -> Value:
        return Value(frozenset((*path, name) for path in self.paths for name in names))


NOTHING: Final = Value()


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """The fields that templates read, each alone or with all below it."""

    alone: frozenset[Path]
    whole: frozenset[Path]

    def reads(self, path: Path) -> bool:
        """Whether a field is read, or anything below it."""
        return any(_meets(path, one[: len(path)]) for one in self.alone if len(one) >= len(path)) or any(
            _meets(path[: len(one)], one[: len(path)]) for one in self.whole
        )


def _meets(one: Path, other: Path) -> bool:
    return all(a == b or ANY in (a, b) for a, b in zip_longest(one, other))


def fields_read(texts: Mapping[str, str], noun: str) -> TemplateFields:
    """What the templates of a folder read of a noun. `texts`: each by its name."""
    reader = _Reader(texts)
    for name, text in texts.items():
        if name not in reader.seen and re.search(rf"\b{noun}\b", text):
            reader.template(name, {})
    return TemplateFields(*(frozenset(path for path in paths if path[0] == noun) for paths in (reader.alone, reader.whole)))


Names = dict[str, Any]
"""What names are in a template: values, macros, and the names of imported files."""


@dataclass(frozen=True, slots=True)
class _Macro:
    node: nodes.Macro | nodes.CallBlock
    names: Names = field(hash=False, compare=False)


class _Reader:
    """Follows the code of templates, and notes what it reads."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts
        self._environment = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])  # noqa: S701 - nothing is rendered
        self._depth = 0
        self._called: set[tuple[int, tuple[tuple[str, Value], ...]]] = set()
        self.seen: set[str] = set()
        self.alone: set[Path] = set()
        self.whole: set[Path] = set()

    def template(self, name: str, names: Names) -> Names:
        self.seen.add(name)
        if self._depth < DEPTH:
            self._depth += 1
            self._block(self._environment.parse(self._texts[name]).body, names)
            self._depth -= 1
        return names

    # Statements

    def _block(self, body: Iterable[nodes.Node], names: Names) -> None:
        for node in body:
            method = getattr(self, f"_do_{type(node).__name__.lower()}", None)
            if method:
                method(node, names)
            else:
                self._block(node.iter_child_nodes(), names)

    def _do_output(self, node: nodes.Output, names: Names) -> None:
        for child in node.nodes:
            if not isinstance(child, nodes.TemplateData):
                self._read_whole(self._value(child, names))

    def _do_exprstmt(self, node: nodes.ExprStmt, names: Names) -> None:
        self._read_whole(self._value(node.node, names))

    def _do_if(self, node: nodes.If, names: Names) -> None:
        self._value(node.test, names)
        for body in (node.body, node.elif_, node.else_):
            self._block(body, names)

    def _do_for(self, node: nodes.For, names: Names) -> None:
        inner = {**names, "loop": NOTHING}
        self._bind(node.target, self._value(node.iter, names).entry(), inner, fresh=True)
        if node.test:
            self._value(node.test, inner)
        self._block(node.body, inner)
        self._block(node.else_, {**names})

    def _do_assign(self, node: nodes.Assign, names: Names) -> None:
        self._bind(node.target, self._value(node.node, names), names)

    def _do_assignblock(self, node: nodes.AssignBlock, names: Names) -> None:
        self._block(node.body, names)
        self._bind(node.target, NOTHING, names)

    def _do_with(self, node: nodes.With, names: Names) -> None:
        inner = {**names}
        for target, value in zip(node.targets, node.values, strict=True):
            self._bind(target, self._value(value, names), inner, fresh=True)
        self._block(node.body, inner)

    def _do_macro(self, node: nodes.Macro, names: Names) -> None:
        names[node.name] = _Macro(node, names)

    def _do_callblock(self, node: nodes.CallBlock, names: Names) -> None:
        self._value(node.call, names)
        self._block(node.body, {**names})

    def _do_include(self, node: nodes.Include, names: Names) -> None:
        for name in self._files(node.template):
            self.template(name, {**names})

    def _do_import(self, node: nodes.Import, names: Names) -> None:
        names[node.target] = {key: value for name in self._files(node.template) for key, value in self.template(name, {}).items()}

    def _do_fromimport(self, node: nodes.FromImport, names: Names) -> None:
        found = {key: value for name in self._files(node.template) for key, value in self.template(name, {}).items()}
        for one in node.names:
            source, target = one if isinstance(one, tuple) else (one, one)
            names[target] = found.get(source, NOTHING)

    def _files(self, node: nodes.Expr) -> list[str]:
        return [str(one.value) for one in (node, *node.find_all(nodes.Const)) if isinstance(one, nodes.Const) and one.value in self._texts]

    def _bind(self, target: nodes.Node, value: Value, names: Names, *, fresh: bool = False) -> None:
        """Give a name a value, beside those it has in other branches; the last of several names has the value of a map's item."""
        if isinstance(target, nodes.Tuple):
            for at, one in enumerate(target.items):
                last = at == len(target.items) - 1
                parts = [entry.entries[at] for entry in value.entries if at < len(entry.entries)]
                own = Value(value.paths if last else frozenset(), value.texts if last else frozenset())
                for part in parts:
                    own |= part
                self._bind(one, own, names, fresh=fresh)
            return
        name = f"{target.name}.{target.attr}" if isinstance(target, nodes.NSRef) else target.name  # type: ignore[attr-defined]
        before = names.get(name)
        names[name] = before | value if isinstance(before, Value) and not fresh else value

    # Expressions

    def _value(self, node: nodes.Node, names: Names) -> Value:
        method = getattr(self, f"_of_{type(node).__name__.lower()}", None)
        found: Value = method(node, names) if method else self._of_other(node, names)
        self.alone |= found.paths
        return found

    def _of_other(self, node: nodes.Node, names: Names) -> Value:
        """Of an operator, a comparison or a text: its parts are read whole."""
        for child in node.iter_child_nodes():
            self._read_whole(self._value(child, names))
        return NOTHING

    def _of_const(self, node: nodes.Const, names: Names) -> Value:
        return Value(texts=frozenset({node.value})) if isinstance(node.value, str) else NOTHING

    def _of_name(self, node: nodes.Name, names: Names) -> Value:
        found = names.get(node.name)
        if found is None and node.name not in names:
            return Value(frozenset({(node.name,)}))
        return found if isinstance(found, Value) else NOTHING

    def _of_getattr(self, node: nodes.Getattr, names: Names) -> Value:
        if isinstance(node.node, nodes.Name) and isinstance(found := names.get(f"{node.node.name}.{node.attr}"), Value):
            return found
        base = self._value(node.node, names)
        named = [value for entry in base.entries for value in entry.entries if entry.texts == {node.attr}]
        found = base.below([node.attr])
        for value in named:
            found |= value
        return found

    def _of_getitem(self, node: nodes.Getitem, names: Names) -> Value:
        base, key = self._value(node.node, names), self._value(node.arg, names)
        self._read_whole(Value(key.paths))
        found = base.below([ANY] if key.paths or not key.texts else key.texts)
        for entry in base.entries:
            found |= entry
        return found

    def _of_or(self, node: nodes.Or | nodes.And | nodes.Add, names: Names) -> Value:
        return self._value(node.left, names) | self._value(node.right, names)

    _of_and = _of_add = _of_or

    def _of_not(self, node: nodes.Not, names: Names) -> Value:
        self._value(node.node, names)
        return NOTHING

    def _of_condexpr(self, node: nodes.CondExpr, names: Names) -> Value:
        self._value(node.test, names)
        return self._value(node.expr1, names) | (self._value(node.expr2, names) if node.expr2 else NOTHING)

    def _of_list(self, node: nodes.List | nodes.Tuple, names: Names) -> Value:
        return Value(entries=tuple(self._value(item, names) for item in node.items))

    _of_tuple = _of_list

    def _of_dict(self, node: nodes.Dict, names: Names) -> Value:
        """A map of the template's own: its keys and what they have."""
        found = [(self._value(pair.key, names), self._value(pair.value, names)) for pair in node.items]
        return Value(entries=tuple(Value(texts=key.texts, entries=(value,)) for key, value in found))

    def _of_test(self, node: nodes.Test, names: Names) -> Value:
        self._value(node.node, names)
        for one in node.args:
            self._read_whole(self._value(one, names))
        return NOTHING

    def _of_filter(self, node: nodes.Filter, names: Names) -> Value:
        base = self._value(node.node, names) if node.node else NOTHING
        given = [*node.args, *(pair.value for pair in node.kwargs)]
        args = [self._value(one, names) for one in given]
        words = [word for one in args for text in one.texts for word in text.split(",")]
        if node.name in OF_ENTRIES or node.name == "map" or (node.name in OF_MAP):
            return self._by_field(node, base, words)
        if node.name in SAME:
            for one in args if node.name in ("default", "d") else ():
                base |= one
            return base
        if node.name in FIRST:
            return base.entry()
        for one in (base, *args):
            self._read_whole(one)
        return base

    def _by_field(self, node: nodes.Filter, base: Value, words: list[str]) -> Value:
        """What a filter gives that reads fields which its texts name."""
        entry = base if node.name in OF_MAP else base.entry()
        if node.name == "map":
            attributes = [pair.value.value for pair in node.kwargs if pair.key == "attribute" and isinstance(pair.value, nodes.Const)]
            if not attributes:
                self._read_whole(base)
                return base
            inner = self._deep(entry, str(attributes[0]))
            return Value(entries=(inner,))
        for word in words:
            self._read_whole(self._deep(entry, word))
        if not words:
            self._read_whole(base if node.name in ("having_any", "has") else NOTHING)
        return Value(entries=(Value(entries=(NOTHING, base)),)) if node.name == "groupby" else base if node.name not in OF_MAP else NOTHING

    def _deep(self, entry: Value, attribute: str) -> Value:
        for word in attribute.split("."):
            entry = entry.below([word])
        self.alone |= entry.paths
        return entry

    def _of_call(self, node: nodes.Call, names: Names) -> Value:
        called = self._called_macro(node.node, names)
        args = [self._value(one, names) for one in node.args]
        named = {pair.key: self._value(pair.value, names) for pair in node.kwargs}
        if called:
            return self._call(called, args, named)
        if isinstance(node.node, nodes.Getattr):
            return self._method(node.node, args, names)
        for one in (*args, *named.values()):
            self._read_whole(one)
        return NOTHING

    def _called_macro(self, node: nodes.Expr, names: Names) -> _Macro | None:
        found: Any = None
        if isinstance(node, nodes.Name):
            found = names.get(node.name)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            module = names.get(node.node.name)
            found = module.get(node.attr) if isinstance(module, dict) else None
        return found if isinstance(found, _Macro) else None

    def _method(self, node: nodes.Getattr, args: list[Value], names: Names) -> Value:
        base = self._value(node.node, names)
        if node.attr == "get" and args:
            found = base.below(args[0].texts or [ANY])
            for one in args[1:]:
                found |= one
            return found
        if node.attr == "values":
            return Value(base.paths, entries=tuple(value for entry in base.entries for value in entry.entries))
        if node.attr == "items":
            pairs = tuple(Value(entries=(Value(texts=entry.texts), value)) for entry in base.entries for value in entry.entries)
            return Value(base.paths, entries=pairs)
        if node.attr != "keys":
            for one in (base, *args):
                self._read_whole(one)
        return base

    def _call(self, macro: _Macro, args: list[Value], named: Mapping[str, Value]) -> Value:
        inner: Names = {**macro.names, "caller": NOTHING, "varargs": NOTHING, "kwargs": NOTHING}
        params = [param.name for param in macro.node.args]
        bound = dict.fromkeys(params, NOTHING)
        for name, default in zip(reversed(params), reversed(macro.node.defaults), strict=False):
            bound[name] = self._value(default, inner)
        bound |= dict(zip(params, args, strict=False)) | {key: value for key, value in named.items() if key in bound}
        key = (id(macro.node), tuple(bound.items()))
        if key not in self._called and self._depth < DEPTH:
            self._called.add(key)
            self._depth += 1
            self._block(macro.node.body, inner | bound)
            self._depth -= 1
        return NOTHING

    def _read_whole(self, value: Value) -> None:
        self.whole |= value.paths
        for entry in value.entries:
            self._read_whole(entry)
