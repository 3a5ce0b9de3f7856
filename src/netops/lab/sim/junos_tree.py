"""A Junos configuration: read from braces or set commands, checked against the schema, printed in the device's own form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from netops.lab.sim.addresses import spelled
from netops.lab.sim.junos_schema import SCHEMA, Statement
from netops.lab.sim.tree import natural_key

TOKEN = re.compile(r'/\*.*?\*/|#[^\n]*|"(?:[^"\\]|\\.)*"|[{};\[\]]|[^\s{};\[\]"]+', re.DOTALL)
PLAIN = re.compile(r"[\w.:/+@,*%=-]+")
FREE_TEXT = frozenset({"description", "message", "announcement", "location", "contact"})
"""Statements whose value is a text, which is shown as it was typed."""
OPEN = Statement((), frozenset({"...", "!"}), 0)


class SyntaxRefused(Exception):
    """The device has no such word; `word` is the bad element."""

    def __init__(self, word: str, message: str = "syntax error") -> None:
        super().__init__(f"{message}: {word}")
        self.word = word
        self.message = message


@dataclass(slots=True)
class Item:
    """A statement that is set: its words, the values of a leaf, or what is below it."""

    words: tuple[str, ...]
    kind: Statement
    values: list[str] = field(default_factory=list)
    children: dict[tuple[str, ...], Item] = field(default_factory=dict)
    inactive: bool = False

    def copy(self) -> Item:
        children = {key: child.copy() for key, child in self.children.items()}
        return Item(self.words, self.kind, list(self.values), children, self.inactive)

    @property
    def empty(self) -> bool:
        """A bare container: it is dropped."""
        return not (self.children or self.values or self.kind.leaf or self.kind.named or "!" in self.kind.flags)

    def ordered(self) -> list[Item]:
        return sorted(
            self.children.values(), key=lambda item: (item.kind.rank, natural_key(item.words[-1]) if "#" in item.kind.flags else ())
        )


def root() -> Item:
    return Item((), SCHEMA)


def load(top: Item, text: str) -> None:
    """Merges a text with braces. SyntaxRefused at the first word that is not known; the tree may be half changed then."""
    tokens = [token for token in TOKEN.findall(text) if not token.startswith(("/*", "#"))]
    _block(top, iter(tokens), outermost=True)
    prune(top)


def _block(item: Item, tokens: Iterator[str], *, outermost: bool = False) -> None:
    words: list[str] = []
    for part in tokens:
        match part:
            case "{":
                _block(_enter(item, words, block=True), tokens)
                words = []
            case ";":
                _enter(item, words, block=False)
                words = []
            case "}":
                if words or outermost:
                    raise SyntaxRefused("}")
                return
            case _:
                words.append(part)
    if words or not outermost:
        raise SyntaxRefused(words[-1] if words else "end of file", "syntax error" if words else "missing closing brace")


def _enter(item: Item, words: Sequence[str], *, block: bool) -> Item:
    if not words:
        raise SyntaxRefused("{" if block else ";")
    if words[0] == "inactive:":
        inner = _enter(item, words[1:], block=block)
        inner.inactive = True
        return inner
    if item.kind.open:
        key = tuple(unquoted(word) for word in words)
        return item.children.setdefault(key, Item(key, OPEN))
    return put(item, [unquoted(word) for word in words])


def put(item: Item, words: Sequence[str]) -> Item:
    """Sets the statement that these words name below an item, and gives the last one entered."""
    entered = item
    if not (item.kind.open or FREE_TEXT & {*words}):
        words = [spelled(word) for word in words]
    while words:
        if item.kind.open:
            return item.children.setdefault(tuple(words), Item(tuple(words), OPEN))
        kind = item.kind.find(words)
        size = len(kind.words) if kind else 0
        if kind is None or not kind.fits(words):
            raise SyntaxRefused(words[0])
        if len(words) < size or (kind.leaf and len(words) == size):
            raise SyntaxRefused(words[-1], "missing argument")
        key = tuple(words[:size])
        entered = item.children.setdefault(key, Item(key, kind))
        words = words[size:]
        if kind.leaf:
            words = _take_values(entered, words)
        elif kind.children or kind.open:
            item = entered
    return entered


def _take_values(item: Item, words: Sequence[str]) -> Sequence[str]:
    """Fills a leaf: a list grows, a single value is replaced. Gives the words that are left."""
    if words[0] == "[":
        end = words.index("]") if "]" in words else len(words)
        values, rest = words[1:end], words[end + 1 :]
    else:
        values, rest = words[:1], words[1:]
    if "=+" in item.kind.flags:
        item.values += [value for value in values if value not in item.values]
    else:
        item.values = list(values[:1])
    return rest


def remove(item: Item, words: Sequence[str]) -> bool:
    """Takes away what these words name (`delete system ntp`); False when it is not there. SyntaxRefused for unknown words."""
    words = [spelled(word) for word in words]
    kind = None if item.kind.open else item.kind.find(words)
    if kind is None and not item.kind.open:
        raise SyntaxRefused(words[0])
    for size in range(len(words), 0, -1):
        child = item.children.get(tuple(words[:size]))
        if child is None:
            continue
        rest = words[size:]
        if not rest or (child.kind.leaf and rest == child.values):
            del item.children[child.words]
        elif child.kind.leaf:
            child.values = [value for value in child.values if value not in rest]
        else:
            return remove(child, rest)
        return True
    return False


def set_commands(top: Item, text: str) -> None:
    """Applies `set`, `delete`, `activate` and `deactivate` lines."""
    for line in filter(None, map(str.strip, text.splitlines())):
        verb, *words = [unquoted(token) for token in TOKEN.findall(line) if not token.startswith(("/*", "#"))] or [""]
        if verb == "set" and words:
            put(top, words)
        elif verb == "delete" and words:
            remove(top, words)
        elif verb in ("activate", "deactivate") and words:
            put(top, words).inactive = verb == "deactivate"
        elif verb:
            raise SyntaxRefused(verb)
    prune(top)


def prune(item: Item) -> None:
    """Drops containers that hold nothing."""
    for key, child in list(item.children.items()):
        prune(child)
        if child.empty:
            del item.children[key]


def unquoted(word: str) -> str:
    """The word without its quotes; `\n` and its like stay as they are, as on the device."""
    return word[1:-1].replace('\\"', '"') if word.startswith('"') else word


def quoted(word: str) -> str:
    if PLAIN.fullmatch(word):
        return word
    escaped = word.replace('"', '\\"')
    return f'"{escaped}"'


def lines_of(item: Item, depth: int = 0) -> Iterator[str]:
    """What is below an item, as the device prints it."""
    for child in item.ordered():
        yield from _lines(child, depth)


def _replaced(was: Item, now: Item) -> bool:
    """Whether two statements of the same name are shown as one going and one coming."""
    if _on_one_line(was) or _on_one_line(now):
        return list(_lines(was, 0)) != list(_lines(now, 0))
    return was.values != now.values or was.inactive != now.inactive


def _lines(item: Item, depth: int) -> Iterator[str]:
    pad = "    " * depth + ("inactive: " if item.inactive else "")
    head = " ".join(map(quoted, item.words))
    if item.kind.leaf or not item.children:
        yield f"{pad}{head}{_value(item)};{' ## SECRET-DATA' if '$' in item.kind.flags else ''}"
    elif _on_one_line(item):
        yield f"{pad}{head} {' '.join(line.strip().rstrip(';') for line in lines_of(item))};"
    else:
        yield f"{pad}{head} {{"
        yield from lines_of(item, depth + 1)
        yield "    " * depth + "}"


def _on_one_line(item: Item) -> bool:
    if "-" in item.kind.flags:
        return True
    return len(item.children) == 1 and all("^" in child.kind.flags for child in item.children.values())


def _value(item: Item) -> str:
    if not item.values:
        return ""
    shown = " ".join(map(quoted, item.values))
    return f" [ {shown} ]" if len(item.values) > 1 else f" {shown}"


def text_of(top: Item) -> str:
    return "".join(f"{line}\n" for line in lines_of(top))


def compare(old: Item, new: Item, path: tuple[str, ...] = ()) -> Iterator[str]:
    """`show | compare`: for each section with changes its path, then the lines with `-` and `+`."""
    changed = []
    for key in [*old.children, *(key for key in new.children if key not in old.children)]:
        was, now = old.children.get(key), new.children.get(key)
        if was is None or now is None or _replaced(was, now):
            changed += [f"-   {line}" for line in (_lines(was, 0) if was else ())]
            changed += [f"+   {line}" for line in (_lines(now, 0) if now else ())]
    if changed:
        yield f"[edit{''.join(f' {part}' for part in path)}]"
        yield from changed
    for key, was in old.children.items():
        now = new.children.get(key)
        if now is not None and not _replaced(was, now):
            yield from compare(was, now, (*path, *key))
