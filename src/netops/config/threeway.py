"""One change taken out of a config in which others came after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects.tree import Node, is_same_tree
from netops.errors import ConfigError


def restore_lines(before: ParsedConfig, after: ParsedConfig, running: ParsedConfig) -> ParsedConfig:
    """What a device runs, without the change that led from `before` to `after`: what came later stays, but for the
    `lines_blocking_restore`.

    All three without secrets, so that a line can be compared with itself; one redaction is one secret in all three.
    """
    if running.text == after.text or _pair(running, after).equal:
        return before
    if _pair(running, before).equal:
        return running
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
    return tuple(_conflicts(before.root, after.root, running.root, ()))


def _conflicts(before: Node, after: Node, running: Node, above: tuple[str, ...]) -> Iterator[str]:
    if _is_text(before, after, running):
        for line in _by_lines(*map(_keys, (before, after, running)))[1]:
            yield f"{' / '.join((*above, ''))}`{line}` is not there any more"
        return
    for setting in dict.fromkeys((*after.children, *before.children)):
        old, new, now = (one.children.get(setting) for one in (before, after, running))
        if _equal(old, new) or _equal(now, new) or _equal(now, old):
            continue
        if old and new and now and old.key == new.key == now.key:
            yield from _conflicts(old, new, now, (*above, now.shown.strip()))
        else:
            yield f"{' / '.join((*above, ''))}{_line(old)} became {_line(new)}, and is {_line(now)} now"


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


def _line(node: Node | None) -> str:
    """A line as a message has it; one with lines below is more than its own text."""
    if node is None:
        return "nothing"
    return f"`{node.shown.strip()}`" + (f" with {len(node.children)} below" if node.children else "")
