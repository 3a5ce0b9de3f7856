"""Secrets of an old config that are stored nowhere outside of the device: taken from the lines that it still has."""

from __future__ import annotations

from collections.abc import Iterator

from netops.config import ConfigPair, IsSame, Node, ParsedConfig, Secret
from netops.secrets import is_redacted


def restore_secrets(running: ParsedConfig, intended: ParsedConfig) -> tuple[ParsedConfig, tuple[str, ...]]:
    """The text with each redacted line as the device has it now, and the lines that it no longer has, without secrets.

    Of several secrets at one place, a redaction is the one that the redacted text of the device has it for. Where the device has another
    value of such a line's setting, that stays; else the line is left out, with what is below it. A redacted comment, or a line that is
    there twice, is left out: it means nothing.
    """
    if not is_redacted(intended.text):
        return intended, ()
    there = {aim.line: one for one, aim in _shared_lines(*ConfigPair(running, intended, _by_redaction(running)).trees) if one.line}
    lines: dict[int, str | None] = {number: None if is_redacted(line) else line for number, line in enumerate(intended.lines, 1)}
    lost = []
    for path, aim in _walk(intended.root):
        if not is_redacted(aim.text):
            continue
        own = there.get(aim.line)
        if own is None or own.key != aim.key:
            lost.append(" / ".join(path))
        below = max([aim.last, *(node.last for _, node in aim.walk())]) if own is None else aim.last
        below = below if own is not None else _closed(intended, aim.line, below)
        lines |= dict.fromkeys(range(aim.line, below + 1)) | {aim.line: _text(running, own)}
    return ParsedConfig(intended.platform, "\n".join(line for line in lines.values() if line is not None)), tuple(lost)


def name_secrets(text: ParsedConfig, intended: ParsedConfig) -> str:
    """The redacted text with the lines of the intended one where they differ at most in their secrets: there these have names."""
    lines: dict[int, str | None] = dict(enumerate(text.lines, 1))
    for own, aim in _shared_lines(*ConfigPair(intended, text).trees) if is_redacted(text.text) else ():
        if own.line and own.key == aim.key and is_redacted(aim.text):
            lines |= dict.fromkeys(range(aim.line, aim.last + 1)) | {aim.line: _text(intended, own)}
    return "\n".join(line for line in lines.values() if line is not None)


def _by_redaction(running: ParsedConfig) -> IsSame:
    """What finds the secret of a running config that its redacted text has a redaction for."""
    known = running.by_redaction()
    places = {secret.place for secret in known}

    def is_same(wanted: Secret, own: Secret) -> bool | None:
        return known.get(wanted) == own.value if wanted.place in places else None

    return is_same


def _closed(config: ParsedConfig, first: int, last: int) -> int:
    """The last line of a statement that is left out, with the brace that closes it where it opens one."""
    if not config.grammar.dialect.PATHS:
        return last
    depth = 0
    for number, line in enumerate(config.lines[first - 1 :], first):
        depth += line.rstrip().endswith("{") - line.lstrip().startswith("}")
        if depth <= 0:
            return max(number, last)
    return last


def _text(running: ParsedConfig, own: Node | None) -> str | None:
    """A line as the device has it."""
    return None if own is None else "\n".join(running.lines[own.line - 1 : own.last])


def _walk(node: Node, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Node]]:
    """Every line below a node, with the texts of the lines above it and its own."""
    for child in node.children.values():
        path = (*above, child.shown.strip())
        yield path, child
        yield from _walk(child, path)


def _shared_lines(running: Node, intended: Node) -> Iterator[tuple[Node, Node]]:
    """The lines of the settings that two trees share, as both have them."""
    for setting, aim in intended.children.items():
        if one := running.children.get(setting):
            yield one, aim
            yield from _shared_lines(one, aim)
