"""A Junos configuration: read from braces or set commands, checked against the schema, printed in the device's own form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from netops.lab.sim.addresses import canonical_ipv6
from netops.lab.sim.junos_schema import SCHEMA, Statement
from netops.lab.sim.tree import Key, natural_key

TOKEN = re.compile(r'/\*.*?\*/|#[^\n]*|"(?:[^"\\]|\\.)*"|[{};\[\]]|[^\s{};\[\]"]+', re.DOTALL)
PLAIN = re.compile(r"[\w.:/+@,*%=-]+")
OPERATORS = frozenset({"(", ")", "&&", "||", "!"})
"""What joins policies in an expression."""
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
class SetStatement:
    """A statement that is set: its words, the values of a leaf, or what is below it."""

    words: tuple[str, ...]
    kind: Statement
    values: list[str] = field(default_factory=list)
    children: dict[tuple[str, ...], SetStatement] = field(default_factory=dict)
    inactive: bool = False
    loaded: bool = False
    """Of the configuration that the device was loaded with: such statements keep their order."""
    comment: str = ""
    """The annotation that is shown above it."""

    def copy(self) -> SetStatement:
        children = {key: child.copy() for key, child in self.children.items()}
        return SetStatement(self.words, self.kind, list(self.values), children, self.inactive, self.loaded, self.comment)

    @property
    def empty(self) -> bool:
        """A bare container: it is dropped."""
        return not (self.children or self.values or self.kind.leaf or self.kind.named or "!" in self.kind.flags)

    def ordered(self) -> list[SetStatement]:
        """What is below in the order of print: a statement that was set comes behind the loaded ones that are not later in the schema."""
        typed = sorted((item for item in self.children.values() if not item.loaded), key=_print_order)
        placed = [item for item in self.children.values() if item.loaded]
        for item in typed if placed else ():
            later = (index for index, other in enumerate(placed) if _print_order(other) > _print_order(item))
            placed.insert(next(later, len(placed)), item)
        return placed or typed

    def mark_loaded(self) -> None:
        self.loaded = True
        for child in self.children.values():
            child.mark_loaded()


def _print_order(item: SetStatement) -> tuple[int, Key]:
    return item.kind.rank, natural_key(item.words[-1]) if "#" in item.kind.flags else ()


def empty_tree(schema: Statement = SCHEMA) -> SetStatement:
    return SetStatement((), schema)


def tokens_of(text: str) -> list[str]:
    """The words, braces, semicolons and annotations (`/* ... */`) of a text, without other comments."""
    return [token for token in TOKEN.findall(text) if not token.startswith("#")]


def set_words(line: str) -> list[str]:
    """The words of a set command without their quotes."""
    return [unquote(token) for token in tokens_of(line) if not token.startswith("/*")]


def is_set_format(text: str) -> bool:
    """Whether a configuration is shown as the commands that make it (`display set`)."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return bool(lines) and all(line.startswith(("set ", "deactivate ", "activate ", "delete ")) for line in lines)


def load_text(top: SetStatement, text: str, *, lenient: bool = False) -> None:
    """Merges a text with braces. SyntaxRefused at the first word that is not known; the tree may be half changed then.

    `lenient` passes over a brace that closes nothing, as at the end of a part that somebody cut out.
    """
    _block(top, iter(tokens_of(text)), outermost=True, lenient=lenient)
    prune_empty(top)


def _block(item: SetStatement, tokens: Iterator[str], *, outermost: bool = False, lenient: bool = False) -> None:
    words: list[str] = []
    comments: list[str] = []
    for part in tokens:
        match part:
            case "{":
                _block(_annotated(_enter(item, words, block=True), comments), tokens)
                words, comments = [], []
            case ";":
                _annotated(_enter(item, words, block=False), comments)
                words, comments = [], []
            case _ if part.startswith("/*"):
                comments.append(part)
            case "}":
                if not words and lenient:
                    continue
                if words or outermost:
                    raise SyntaxRefused("}")
                return
            case _:
                words.append(part)
    if words or not outermost:
        raise SyntaxRefused(words[-1] if words else "end of file", "syntax error" if words else "missing closing brace")


def _annotated(item: SetStatement, comments: list[str]) -> SetStatement:
    item.comment = "\n".join(comments) or item.comment
    return item


def _enter(item: SetStatement, words: Sequence[str], *, block: bool) -> SetStatement:
    if not words:
        raise SyntaxRefused("{" if block else ";")
    if words[0] == "inactive:":
        inner = _enter(item, words[1:], block=block)
        inner.inactive = True
        return inner
    if item.kind.open and "[" not in words:
        key = tuple(unquote(word) for word in words)
        return item.children.setdefault(key, SetStatement(key, OPEN))
    return set_statement(item, [unquote(word) for word in words])


def set_statement(item: SetStatement, words: Sequence[str]) -> SetStatement:
    """Sets the statement that these words name below an item, and gives the last one entered."""
    entered = item
    if not (item.kind.open or FREE_TEXT & {*words}):
        words = [canonical_ipv6(word) for word in words]
    while words:
        if item.kind.open and words[-1] == "]" and "[" in words[:-2]:
            first = words.index("[")
            return [set_statement(item, [*words[:first], value]) for value in words[first + 1 : -1]][-1]
        if item.kind.open:
            size = next((size for size in range(len(words), 0, -1) if tuple(words[:size]) in item.children), len(words))
            item = item.children.setdefault(tuple(words[:size]), SetStatement(tuple(words[:size]), OPEN))
            if size == len(words):
                return item
            words = words[size:]
            continue
        kind = item.kind.find(words)
        size = len(kind.words) if kind else 0
        if kind is None or not kind.fits(words):
            raise SyntaxRefused(words[0])
        if len(words) < size or (kind.leaf and len(words) == size):
            raise SyntaxRefused(words[-1], "missing argument")
        key = tuple(words[:size])
        entered = item.children.setdefault(key, SetStatement(key, kind))
        words = words[size:]
        if kind.leaf:
            words = _take_values(entered, words)
        elif kind.children or kind.open:
            item = entered
    return entered


def _take_values(item: SetStatement, words: Sequence[str]) -> Sequence[str]:
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


def delete_statement(item: SetStatement, words: Sequence[str]) -> bool:
    """Takes away what these words name (`delete system ntp`); False when it is not there. SyntaxRefused for unknown words."""
    words = [canonical_ipv6(word) for word in words]
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
            return delete_statement(child, rest)
        return True
    return False


def set_commands(top: SetStatement, text: str) -> None:
    """Applies `set`, `delete`, `activate` and `deactivate` lines."""
    for line in filter(None, map(str.strip, text.splitlines())):
        verb, *words = set_words(line) or [""]
        if verb == "set" and words:
            set_statement(top, words)
        elif verb == "delete" and words:
            delete_statement(top, words)
        elif verb in ("activate", "deactivate") and words:
            set_statement(top, words).inactive = verb == "deactivate"
        elif verb:
            raise SyntaxRefused(verb)
    prune_empty(top)


def prune_empty(item: SetStatement) -> None:
    """Drops containers that hold nothing."""
    for key, child in list(item.children.items()):
        prune_empty(child)
        if child.empty:
            del item.children[key]


def unquote(word: str) -> str:
    """The word without its quotes; `\n` and its like stay as they are, as on the device."""
    return word[1:-1].replace('\\"', '"') if word.startswith('"') else word


def quote(word: str) -> str:
    if PLAIN.fullmatch(word) or word in OPERATORS:
        return word
    escaped = word.replace('"', '\\"')
    return f'"{escaped}"'


def lines_of(item: SetStatement, depth: int = 0) -> Iterator[str]:
    """What is below an item, as the device prints it."""
    for child in item.ordered():
        yield from _lines(child, depth)


def _replaced(was: SetStatement, now: SetStatement) -> bool:
    """Whether two statements of the same name are shown as one going and one coming."""
    if _on_one_line(was) or _on_one_line(now):
        return list(_lines(was, 0)) != list(_lines(now, 0))
    return was.values != now.values or was.inactive != now.inactive


def _lines(item: SetStatement, depth: int) -> Iterator[str]:
    yield from (f"{'    ' * depth}{line.strip()}" for line in item.comment.split("\n") if line)
    pad = "    " * depth + ("inactive: " if item.inactive else "")
    head = " ".join(map(quote, item.words))
    if item.kind.leaf or not item.children:
        yield f"{pad}{head}{_value(item)};{' ## SECRET-DATA' if '$' in item.kind.flags else ''}"
    elif _on_one_line(item):
        yield f"{pad}{head} {' '.join(line.strip().rstrip(';') for line in lines_of(item))};"
    else:
        yield f"{pad}{head} {{"
        yield from lines_of(item, depth + 1)
        yield "    " * depth + "}"


def _on_one_line(item: SetStatement) -> bool:
    if "-" in item.kind.flags:
        return True
    return len(item.children) == 1 and all("^" in child.kind.flags for child in item.children.values())


def _value(item: SetStatement) -> str:
    if not item.values:
        return ""
    shown = " ".join(map(quote, item.values))
    return f" [ {shown} ]" if len(item.values) > 1 else f" {shown}"


def text_of(top: SetStatement) -> str:
    return "".join(f"{line}\n" for line in lines_of(top))


def show_compare(old: SetStatement, new: SetStatement, path: tuple[str, ...] = ()) -> Iterator[str]:
    """`show | compare`: for each section with changes its path, then the lines with `-` and `+`."""
    changed = []
    for key in [*old.children, *(key for key in new.children if key not in old.children)]:
        was, now = old.children.get(key), new.children.get(key)
        if was is None or now is None or _replaced(was, now):
            changed += [f"-   {line}" for line in (_lines(was, 0) if was else ())]
            changed += [f"+   {line}" for line in (_lines(now, 0) if now else ())]
        elif was.comment != now.comment:
            changed += [f"{sign}   {line}" for sign, one in (("-", was), ("+", now)) for line in one.comment.split("\n") if line]
    if changed:
        yield f"[edit{''.join(f' {part}' for part in path)}]"
        yield from changed
    for key, was in old.children.items():
        now = new.children.get(key)
        if now is not None and not _replaced(was, now):
            yield from show_compare(was, now, (*path, *key))
