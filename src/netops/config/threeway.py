"""One change taken out of a config in which others came after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects.tree import Node, is_same_tree
from netops.errors import ConfigError

_VALUE = re.compile(r"\s+(?:\"[^\"]*\"|\S+)$")
"""The last word of a line, or its text."""

_Exchange = tuple[tuple[str, ...], Node | None, Node | None, Node]
"""The lines above a value, what it was, became, and is now."""


def restore_lines(before: ParsedConfig, after: ParsedConfig, running: ParsedConfig) -> ParsedConfig:
    """What a device runs, without the change that led from `before` to `after`: what came later stays, but for the
    `lines_blocking_restore`.

    All three without secrets, so that a line can be compared with itself; one redaction is one secret in all three.
    """
    if running.text == after.text or _pair(running, after).equal:
        return before
    if _pair(running, before).equal:
        return running
    if retyped := _with_values_of(after, running, before):
        return restore_lines(before, after, retyped)
    by_lines = ParsedConfig(running.platform, "\n".join(_by_lines(before.lines, after.lines, running.lines)[0]))
    if _is_parsed(by_lines) and _is_without(before.root, after.root, running.root, by_lines.root):
        return by_lines
    by_commands = _without_denials(running.after(_pair(after, before).commands), before, running)
    if lines_blocking_restore(before, after, running) or _is_without(before.root, after.root, running.root, by_commands.root):
        return _whole(by_commands, running)
    raise ConfigError("the change cannot be separated from what came after it", hint="take it out of the YAML, and deploy")


def _pair(one: ParsedConfig, other: ParsedConfig) -> ConfigPair:
    return ConfigPair(one, other, lambda wanted, running: wanted == running)


def _without_denials(merged: ParsedConfig, before: ParsedConfig, running: ParsedConfig) -> ParsedConfig:
    """A predicted config without the negations that neither side has: those of settings that had been taken back already."""
    grammar, had = merged.grammar, {line.strip() for line in (*before.lines, *running.lines)}
    lines = [line for line in merged.lines if line.strip() in had or not grammar.negated(line.strip())]
    return merged if len(lines) == len(merged.lines) else ParsedConfig(merged.platform, "\n".join(lines))


def lines_blocking_restore(before: ParsedConfig, after: ParsedConfig, running: ParsedConfig) -> tuple[str, ...]:
    """The settings that a change has made and that somebody has changed since: what each was, became, and is now."""
    exchanged = (
        f"{_path(above)}{_line(old)} became {_line(new)}, and is {_line(now)} now"
        for above, old, new, now in _exchanged(before, after, running)
    )
    return (*_conflicts(before.root, after.root, running.root, ()), *exchanged)


def _exchanged(before: ParsedConfig, after: ParsedConfig, running: ParsedConfig) -> Iterator[_Exchange]:
    """The values that a change has made and that another one has replaced since, where the dialect does not say which lines do replace:
    of Junos the line is the only one of its word, in all three, and another one in each."""
    if running.grammar.dialect.PATHS:
        yield from _exchanged_below(before.root, after.root, running.root, ())


def _exchanged_below(before: Node, after: Node, running: Node, above: tuple[str, ...]) -> Iterator[_Exchange]:
    values = [_values(node) for node in (before, after, running)]
    for word, (now, *others) in values[2].items():
        old, new = ([*one.get(word, ())] or [None] for one in values[:2])
        if others or len(old) > 1 or len(new) > 1 or _equal(old[0], new[0]) or _equal(now, old[0]) or _equal(now, new[0]):
            continue
        yield above, old[0], new[0], now
    for setting, one in running.children.items():
        if (old_one := before.children.get(setting)) and (new_one := after.children.get(setting)):
            yield from _exchanged_below(old_one, new_one, one, (*above, one.shown.strip()))


def _values(node: Node) -> dict[str, list[Node]]:
    """The lines that have nothing below, by what is before their value."""
    found: dict[str, list[Node]] = {}
    for child in node.children.values():
        if not child.children:
            found.setdefault(_VALUE.sub("", child.shown.strip()), []).append(child)
    return found


def _with_values_of(after: ParsedConfig, running: ParsedConfig, before: ParsedConfig) -> ParsedConfig | None:
    """What a device runs with the values of the change in place of those that have replaced them; None where nothing has."""
    lines: list[str | None] = list(running.lines)
    for _, _, new, now in (exchanged := [*_exchanged(before, after, running)]):
        own = lines[now.line - 1] or ""
        indent = own[: len(own) - len(own.lstrip())]
        lines[now.line - 1 : now.last] = [f"{indent}{after.lines[new.line - 1].strip()}" if new else None, *[None] * (now.last - now.line)]
    return ParsedConfig(running.platform, "\n".join(line for line in lines if line is not None)) if exchanged else None


def _conflicts(before: Node, after: Node, running: Node, above: tuple[str, ...]) -> Iterator[str]:
    if _is_text(before, after, running):
        for line in _by_lines(*map(_keys, (before, after, running)))[1]:
            yield f"{_path(above)}`{line}` is not there any more"
        return
    for setting in dict.fromkeys((*after.children, *before.children)):
        old, new, now = (one.children.get(setting) for one in (before, after, running))
        if _equal(old, new) or _equal(now, new) or _equal(now, old):
            continue
        if old and new and now and old.key == new.key == now.key:
            yield from _conflicts(old, new, now, (*above, now.shown.strip()))
        else:
            yield f"{_path(above)}{_line(old)} became {_line(new)}, and is {_line(now)} now"


def _is_without(before: Node, after: Node, running: Node, merged: Node) -> bool:
    """Whether of each setting that the change has made the old value is there again, and every other one is as it runs."""
    if _is_text(before, after, running):
        return _keys(merged) == _by_lines(*map(_keys, (before, after, running)))[0]
    for setting in dict.fromkeys((*after.children, *before.children, *running.children, *merged.children)):
        old, new, now, then = (one.children.get(setting) for one in (before, after, running, merged))
        wanted = now if _equal(old, new) else old
        if _equal(then, wanted) and (wanted is now or _equal(now, new) or _equal(now, old)):
            continue
        if not (old and new and now and then and old.key == new.key == now.key == then.key and _is_without(old, new, now, then)):
            return False
    return True


def _is_parsed(config: ParsedConfig) -> bool:
    try:
        _ = config.root
    except ConfigError:
        return False
    return True


def _whole(merged: ParsedConfig, running: ParsedConfig) -> ParsedConfig:
    """A predicted config with the last line that a whole one of the platform has."""
    form, last = running.platform.text, running.text.rstrip().rpartition("\n")[2]
    in_other_form = bool(form and form.other_form and merged.text.startswith(form.other_form))
    if form is None or form.last_line is None or not form.last_line.fullmatch(last) or in_other_form or merged.lines[-1:] == (last,):
        return merged
    return ParsedConfig(running.platform, f"{merged.text.rstrip()}\n{last}\n")


def _is_text(*nodes: Node) -> bool:
    """Whether the lines below are those of a file, which have a number in place of a name."""
    settings = [setting for node in nodes for setting in node.children]
    return bool(settings) and all(setting.isdecimal() for setting in settings)


def _keys(node: Node) -> list[str]:
    return [child.key for child in node.children.values()]


def _by_lines(before: Sequence[str], after: Sequence[str], running: Sequence[str]) -> tuple[list[str], list[str]]:
    """The running lines with the lines of the change exchanged, and the lines of the change that are not there any more."""
    there: dict[int, int] = {}
    for block in SequenceMatcher(None, after, running, autojunk=False).get_matching_blocks():
        there |= {block.a + n: block.b + n for n in range(block.size)}
    lines, missing = list(running), []
    for kind, start, end, first, last in reversed(SequenceMatcher(None, after, before, autojunk=False).get_opcodes()):
        if kind == "equal":
            continue
        at = [there[n] for n in range(start, end) if n in there]
        place = at[0] if at else next((there[n] + 1 for n in range(start - 1, -1, -1) if n in there), 0)
        for n in reversed(at):
            del lines[n]
        lines[place:place] = before[first:last]
        missing += [after[n] for n in range(start, end) if n not in there]
    return lines, missing[::-1]


def _equal(one: Node | None, other: Node | None) -> bool:
    if one is None or other is None:
        return one is other
    return one.key == other.key and is_same_tree(one, other)


def _path(above: tuple[str, ...]) -> str:
    return " / ".join((*above, ""))


def _line(node: Node | None) -> str:
    """A line as a message has it; one with lines below is more than its own text."""
    if node is None:
        return "nothing"
    return f"`{node.shown.strip()}`" + (f" with {len(node.children)} below" if node.children else "")
