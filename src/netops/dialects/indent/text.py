"""Text and tree of configs by indentation.

A line belongs to the nearest line above it that is indented less. Closing words (`exit`, `end`) and comments are not lines.
A section that comes twice is one section.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from netops.dialects import defaults, spelling, words
from netops.dialects.grammar import Grammar
from netops.dialects.indent import lists
from netops.dialects.indent.statements import ALIAS, Above, Statement, lines_as_shown, statements
from netops.dialects.masking import SecretMask
from netops.dialects.rules import LineRule, Rulebook
from netops.dialects.tree import Node, check_depth, empty_tree


def with_single_blanks(book: Rulebook, text: str) -> str:
    """A line with single blanks between its words, unless its blanks mean something."""
    if ("  " not in text and "\t" not in text) or "\n" in text:
        return text
    rule = book.find(text)
    return text if rule and "verbatim" in rule.flags else " ".join(text.split())


def _everywhere(grammar: Grammar, statement: Statement) -> LineRule | None:
    """The rule of a value of several lines, or of a line that takes one back."""
    if not (statement.key or grammar.negated(statement.text) or (grammar.notes and statement.text.startswith(grammar.notes))):
        return None
    line = (statement.key or statement.text).partition("\n")[0]
    return grammar.everywhere.find(grammar.positive(line))


def _in_full(grammar: Grammar, parent: Node, text: str) -> str:
    """A line without short words and short names of interfaces."""
    line = words.expand_abbreviations(parent.book.words, grammar.positive(text))
    whole = grammar.negation + line if grammar.negated(text) else line
    is_top = parent.rule is not None and not parent.rule.words
    if is_top and line.startswith(("router ", "bgp ")):
        return spelling.canonical_numbers(whole)
    return lines_as_shown(grammar, whole) if is_top and line.startswith("interface") else whole


_PORT = re.compile(
    r"(?<= )((?:source-interface|update-source|passive-interface|local-interface|unnumbered|trap-source|peer-link|interface|source) )"
    r"([A-Za-z][A-Za-z-]* ?\d[\d/.:]*)(?= |$)"
)


def canonical_line(grammar: Grammar, parent: Node, rule: LineRule | None, text: str) -> str:
    """What is compared of a line: its text in the one spelling of all that mean the same. Free text stays as it is."""
    if (rule and "verbatim" in rule.flags) or "\n" in text:
        return text
    key = spelling.canonical_numbers(spelling.canonical_addresses(text))
    if grammar.prefixes:
        key = spelling.canonical_prefix(key, mask=grammar.prefixes == "mask")
    if parent.key.endswith("confederation peers"):
        key = spelling.as_number(key)
    if "entries" in parent.flags:
        key = spelling.canonical_filter_entry(key, standard=" standard " in parent.text)
    if grammar.synonyms and ("interface " in key or "source" in key or "unnumbered" in key):
        key = _PORT.sub(lambda match: match[1] + lines_as_shown(grammar, f"interface {match[2]}").removeprefix("interface "), key)
    return key


def as_shown(grammar: Grammar, parent: Node, statement: Statement) -> list[Statement]:
    """The lines that the device shows for a typed one, that one last."""
    if grammar.spellings is None or "\n" in statement.text:
        return [statement]
    line = grammar.positive(statement.text)
    if not (grammar.spellings.lists or grammar.spellings.parts_of(line)):
        return [statement]
    shown = grammar.spellings.shown(parent, line, negated=line != statement.text)
    if shown.line == line and not (shown.section or shown.implied or shown.parts):
        return [statement]
    negated = statement.text[: len(statement.text) - len(line)]
    name = shown.section.removeprefix("/")
    at_top = name != shown.section
    section = [replace(statement, text=name, is_section=True, untyped=not at_top, at_top=at_top)] if name else []
    implied = [] if negated else [replace(statement, text=one, untyped=True, at_top=at_top and not section) for one in shown.implied]
    lines = [replace(statement, text=negated + one, at_top=at_top and not section) for one in (*shown.parts, shown.line)]
    whole = at_top or shown.parts
    return [*section, *implied, *(lines if whole else [replace(one, typed=statement.text, lifted=bool(section)) for one in lines])]


_ENTRY = re.compile(r"(?:seq |sequence )?(\d+) ")


class LineForm(NamedTuple):
    """What a line is wherever it comes below lines of one rule: its text, the same without short words, its rule, what is compared of it,
    the setting that it is, whether it takes something back."""

    text: str
    whole: str
    rule: LineRule | None
    key: str
    setting: str
    takes_back: bool


Forms = dict[tuple[int, str], LineForm]
"""The forms of the lines of one text, by the rule of the line above and the line: many lines come often."""


def _form(grammar: Grammar, parent: Node, statement: Statement) -> LineForm:
    book = parent.book
    text = with_single_blanks(book, statement.text)
    whole = text if statement.key else _in_full(grammar, parent, text)
    positive = grammar.positive(whole)
    rule = _everywhere(grammar, statement) or book.find(positive) or lists.rule_of(book, positive)
    key = statement.key or canonical_line(grammar, parent, rule, whole)
    key = lists.canonical_list(rule, key) if rule and "numbers" in rule.flags else key
    return LineForm(text, whole, rule, key, _setting(grammar, rule, key), _takes_back(grammar, book, rule, whole))


def _form_of(grammar: Grammar, parent: Node, statement: Statement, forms: Forms) -> LineForm:
    if statement.key or "entries" in parent.flags:
        return _form(grammar, parent, statement)
    place = id(parent.rule), statement.text
    if place not in forms:
        forms[place] = _form(grammar, parent, statement)
    return forms[place]


def make_node(
    grammar: Grammar, mask: SecretMask, parent: Node, statement: Statement, above: Above, forms: Forms | None = None
) -> tuple[str, Node]:
    """The node of a line below others, the outermost first, and the setting that it is."""
    text, whole, rule, key, setting, takes_back = _form_of(grammar, parent, statement, {} if forms is None else forms)
    shown, compared, secrets = mask.parts(text, above)
    if compared is not text:
        key, setting = compared, _setting(grammar, rule, compared)
    node = Node(text, shown, key, statement.first, statement.last, rule)
    node.secrets = secrets
    node.typed, node.lifted, node.untyped = statement.typed, statement.lifted, statement.untyped
    if "entries" in parent.flags:
        node.number = int(match[1]) if (match := _ENTRY.match(text)) else None
        node.group = "" if is_entry(node) else None
    elif rule and "lines" not in rule.flags:
        node.group = rule.ordered_as(text)
    node.implied = defaults.is_implied(parent, whole) or takes_back
    if any(table.below for table in parent.silent):
        node.silent = defaults.tables_below(parent.silent, lines_as_shown(grammar, whole) if grammar.synonyms else whole)
    return setting, node


def _takes_back(grammar: Grammar, book: Rulebook, rule: LineRule | None, text: str) -> bool:
    """Whether a line only says that something is not there which has a value or a name of its own: `no description`, `no vlan 20`."""
    negated = grammar.negated(text)
    if grammar.default and (grammar.positive(text) if negated else text).startswith(grammar.default):
        return True
    if not negated or (rule is not None and "off" in rule.flags):
        return False
    if rule is None:
        return book.names(grammar.positive(text))
    if rule.valued:
        return "adds" not in rule.flags
    return bool(rule.flags & {"late", "owns"} or rule.book.by_word) and rule.name(text.removeprefix(grammar.negation)) == grammar.positive(
        text
    )


_FILTERS = re.compile(r"(?:(?:seq |sequence )?\d+ )?(?:permit|deny|remark|dynamic|evaluate)\b")


def is_entry(node: Node) -> bool:
    """Whether a line below a filter is one of its entries; others are settings of the filter (`statistics per-entry`)."""
    return _FILTERS.match(node.text) is not None


def takes_no_number(entry: Node) -> bool:
    """Whether an entry is a remark that is not counted: the number before it is that of the entry that follows it."""
    return "unnumbered" in entry.flags


def entry_place(entry: Node) -> tuple[int, bool]:
    """The place of an entry with a number; remarks come before the entry that they share it with."""
    return entry.number or 0, not takes_no_number(entry)


def setting_of(grammar: Grammar, child: Node) -> str:
    """The setting that a line is, whatever is beside it: a line and its negation are one."""
    return _setting(grammar, child.rule, child.key)


def _setting(grammar: Grammar, rule: LineRule | None, key: str) -> str:
    positive = grammar.positive(key)
    if rule is None:
        return positive.partition("\n")[0]
    if "inert" in rule.flags:
        return rule.start
    if "adds" in rule.flags and grammar.negated(key):
        return grammar.negation + rule.setting(positive)
    return rule.setting(positive) if rule.valued else positive.partition("\n")[0]


def negation_of(grammar: Grammar, node: Node) -> str:
    """The command that takes a line back."""
    if grammar.negated(node.text):
        return grammar.positive(node.text)
    if node.rule and node.rule.option("back"):
        return node.rule.option("back")
    if node.rule and node.rule.option("undo"):
        return grammar.negation + node.rule.undone(node.text)
    if node.rule and "short" in node.rule.flags:
        typed = node.text if node.rule.pattern.match(node.text) else node.key
        parts = node.rule.setting(typed).split(" ")
        return grammar.negation + " ".join(parts[: parts.index("=")] if "=" in parts else parts)
    return grammar.negation + (node.text if node.lifted else node.typed or node.text).split("\n", 1)[0]


def fold_line(grammar: Grammar, text: str) -> tuple[str, str, str] | None:
    """What a top-level line stands for, when it is a line below a section: the section, the line, and what the text has before it."""
    for one in grammar.folds:
        if match := one.pattern.match(text):
            return match.expand(one.section), match.expand(one.line), match.expand(one.start)
    return None


def read(grammar: Grammar, mask: SecretMask, text: str) -> Node:
    """The tree of a text."""
    top = empty_tree(grammar.book, grammar.defaults)
    stack: list[tuple[int, Node, Above]] = [(-1, top, ())]
    forms: Forms = {}
    for statement in statements(grammar, text):
        while stack[-1][0] >= statement.indent:
            stack.pop()
        check_depth(len(stack), statement.first)
        _, parent, above = stack[-1]
        if parent is top and grammar.folds and (folded := fold_line(grammar, statement.text)):
            section, line, start = folded
            parent = put_node(grammar, top, *make_node(grammar, mask, top, replace(statement, text=section), (), forms))
            parent.start = start
            if not line:
                continue
            statement = replace(statement, text=line)
        for one in as_shown(grammar, parent, statement):
            parent = top if one.at_top else parent
            setting, node = make_node(grammar, mask, parent, one, above, forms)
            setting = alias_setting(top, setting, node) if parent is top else setting
            node = put_node(grammar, parent, setting, node)
            parent = node if one.is_section else parent
        stack.append((statement.indent, node, (*above, node.text)))
    lists.expand_sections(top)
    if grammar.spellings:
        grammar.spellings.mark(top)
    return _marked(with_sorted_entries(top))


def is_typed(parent: Node) -> bool:
    """Whether a text writes defaults that no device shows, so that somebody typed it."""
    below = (*parent.children.values(), *parent.spare)
    return any(is_default(child) and not is_shown(parent, child) for child in below) or any(map(is_typed, below))


def is_shown(parent: Node, child: Node) -> bool:
    """Whether devices print a default all the same."""
    default = defaults.default_of(parent, child.text)
    return default is not None and "shown" in default.conditions


def alias_setting(top: Node, setting: str, node: Node) -> str:
    """The setting of a section that its text has under another name too (`interface e0/0`): it stays by itself (see `one_by_one`)."""
    there = top.children.get(setting)
    if there is None or there.text == node.text or there.key != node.key or node.text[:3].lower() != "int":
        return setting
    node.key = f"{setting}{ALIAS}{node.text}"
    return node.key


def put_node(grammar: Grammar, parent: Node, setting: str, node: Node) -> Node:
    """The node among its siblings. A later line wins over an earlier one that sets the same, which stays in the text."""
    lists.take_over(grammar, parent, node)
    there = parent.children.get(setting)
    if there is None and (lost := _lost(grammar, parent, node.text)):
        node.overwritten = tuple(parent.children.pop(name) for name in lost)
    if there is None or there.key == node.key:
        found = parent.children.setdefault(setting, node)
        found.untyped = found.untyped and node.untyped
        return found
    if "numbers" in node.flags and not (grammar.negated(node.text) or grammar.negated(there.text)):
        parent.children[setting] = lists.listed_together(there, node)
    else:
        parent.children[setting] = overwrite_line(grammar, there, node)
    return parent.children[setting]


def _lost(grammar: Grammar, parent: Node, text: str) -> list[str]:
    """The settings of earlier lines that a line takes back without being one of their settings: `no neighbor 10.0.0.1`, `default name`."""
    if grammar.negated(text):
        return settings_of_name(parent, grammar.positive(text))
    if not grammar.default or not text.startswith(grammar.default):
        return []
    own = text.removeprefix(grammar.default)
    return [setting for setting, child in parent.children.items() if setting == (child.rule.setting(own) if child.rule else own)]


def settings_of_name(parent: Node, name: str) -> list[str]:
    """The settings below a node that are about a thing of this name, so that `no` and the name take them: `no neighbor 10.0.0.1`."""
    found = (child for child in parent.children.values() if child.text.startswith(name) and _has_name(child, name))
    ours = any(True for _ in found)
    return (
        [setting for setting, child in parent.children.items() if child.text == name or child.text.startswith(name + " ")] if ours else []
    )


def _has_name(child: Node, name: str) -> bool:
    rule = child.rule
    return rule is not None and "off" not in rule.flags and bool(set(rule.words) & {"*", "#", "~"}) and rule.name(child.text) == name


def overwrite_line(grammar: Grammar, there: Node, node: Node) -> Node:
    """A line in place of an earlier one that sets the same, which stays in the text; a new value takes over the lines below it."""
    node.overwritten = (*there.overwritten, there)
    there.overwritten = ()
    if not grammar.negated(node.text):
        node.children, there.children = there.children, {}
    return node


def with_sorted_entries(node: Node) -> Node:
    """The node with the entries of its filters by their numbers."""
    defaults.mark_defaults(node)
    for child in node.children.values():
        if child.children:
            with_sorted_entries(child)
            if "entries" in child.flags:
                sort_by_number(child)
    return node


def _marked(node: Node) -> Node:
    """The node with its sections as implied that a device hides, since they have no lines that it shows, or that every device has."""
    for child in node.children.values():
        _marked(child)
        hidden = "hides" in child.flags and all(below.implied for below in child.children.values())
        child.implied = child.implied or hidden or ("always" in child.flags and not child.children)
    return node


def is_default(child: Node) -> bool:
    """Whether a line says what holds without it, and is none of the sections that are there anyway."""
    return child.implied and not child.children and not child.flags & {"hides", "always"}


def sort_by_number(section: Node) -> None:
    """Brings the entries of a filter into the order in which the device evaluates them, when all have numbers."""
    entries = [child for child in section.children.values() if child.group is not None]
    places = [entry_place(child) for child in entries if child.number is not None]
    if len(places) == len(entries) and places != sorted(places):
        section.children = dict(sorted(section.children.items(), key=lambda item: (item[1].group is not None, entry_place(item[1]))))


def drop_equivalent_lines(grammar: Grammar, running: Node, intended: Node) -> None:
    """Takes out of both trees what makes no difference between them, so that what is left can be compared line by line.

    Lines that cannot be removed and say nothing; lines that the device does not show, which only one side has; numbers of entries, when
    one side has none.
    """
    for setting, child in list(running.children.items()):
        if child.numbers or (setting not in intended.children and _stays(running, child)):
            del running.children[setting]
            running.spare += (child,) if not (child.numbers or "inert" in child.flags) else ()
    for setting, child in list(intended.children.items()):
        there = running.children
        known = bool(child.numbers) and all(
            name in there or _nameless(intended.children.get(name)) for name in lists.settings_of_listed_sections(child)
        )
        if setting not in there and (_nameless(child) or is_default(child) or ("hides" in child.flags and child.implied)):
            intended.spare += (intended.children.pop(setting),)
        elif known or "inert" in child.flags:
            del intended.children[setting]
            there.pop(setting, None)
        elif setting in there and _says_the_same(there[setting], child):
            intended.spare += (intended.children.pop(setting),)
            running.spare += (there.pop(setting),)
    if "entries" in intended.flags:
        _unnumbered(running, intended)
    for setting, child in intended.children.items():
        twin = running.children.get(setting)
        if twin is not None and (child.children or twin.children):
            drop_equivalent_lines(grammar, twin, child)


def _says_nothing(child: Node) -> bool:
    """Whether an implied line has nothing below it that its device shows."""
    return not child.children or "hides" in child.flags


def _nameless(child: Node | None) -> bool:
    """Whether a line is there on every device, named or not."""
    return child is None or ("always" in child.flags and not child.children)


def _says_the_same(there: Node, child: Node) -> bool:
    """Whether two lines say in different words what holds without them: `no mtu` and `mtu 1500`."""
    return there.key != child.key and is_default(there) and is_default(child)


def _stays(parent: Node, child: Node) -> bool:
    """Whether a line that is not wanted stays on the device all the same, and makes no difference."""
    if is_always_present(child) or (not child.children and (child.implied or defaults.default_of(parent, child.text))):
        return True
    return bool(child.flags & {"keep", "always"}) and all(below.implied or is_always_present(below) for below in child.children.values())


def is_always_present(child: Node) -> bool:
    """Whether a line that is not wanted is left alone, whatever it says."""
    return bool(child.flags & {"own", "inert"})


def _unnumbered(running: Node, intended: Node) -> None:
    """Compares the entries of a filter by what they say when one of the texts gives them no numbers."""
    both = (running, intended)
    if all(child.number is not None for side in both for child in side.children.values() if child.group is not None):
        return
    for side in both:
        for child in side.children.values():
            if child.group is not None:
                child.key = without_number(child.key)
        side.children = _by_content(side)


def _by_content(section: Node) -> dict[str, Node]:
    """The lines below a filter with its entries by what they say; the second of two equal ones is another one."""
    found: dict[str, Node] = {}
    for setting, child in section.children.items():
        name, count = setting if child.group is None else child.key, 2
        while name in found:
            name, count = f"{child.key}#{count}", count + 1
        found[name] = child
    return found


def without_number(entry: str) -> str:
    """An entry of a filter without its number."""
    match = _ENTRY.match(entry)
    return entry[match.end() :] if match else entry


def write(grammar: Grammar, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The text of a tree. Sorted, equal trees give equal texts: lines whose place means nothing stand in the order of the rules."""
    out: list[str] = []
    _write(grammar, node, 0, sort, shown, out)
    return "".join(f"{line}\n" for line in out)


def _write(grammar: Grammar, node: Node, depth: int, sort: bool, shown: bool, out: list[str]) -> None:
    pad = " " * (grammar.indent * depth)
    listed = lists.sections_in_lists(node) if not depth and not sort else frozenset()
    for setting, child in ((child.key, child) for child in in_order(node)) if sort else node.children.items():
        if (
            (_nameless(child) and (sort or (child.line and not child.implied)))
            or setting in listed
            or (sort and ((child.implied and _says_nothing(child)) or child.numbers or "inert" in child.flags))
        ):
            continue
        if not (sort or shown) and (child.lifted or child.untyped):
            if child.children and not child.lifted:
                _write_typed(grammar, child, depth, out)
            continue
        if child.numbers:
            out += filter(None, [lists.line_of_listed_sections(node, child)])
        elif child.start and not sort:
            out += [f"{child.start} {line.shown if shown else line.text}" for line in child.children.values()]
        else:
            for line in (child,) if sort else (*child.overwritten, child):
                out.append(pad + (line.shown if shown else line.key if sort else indent_line(line, pad)))
                _write(grammar, line, depth + 1, sort, shown, out)
            out += [] if sort or shown else lift_section(child, pad)


def _write_typed(grammar: Grammar, section: Node, depth: int, out: list[str]) -> None:
    """Writes a section that was not typed: with its own line only when something is below it that was not typed beside it."""
    inner: list[str] = []
    _write(grammar, section, depth + 1, sort=False, shown=False, out=inner)
    pad = " " * (grammar.indent * depth)
    out += [pad + section.text, *inner] if inner else []
    out += lift_section(section, pad)


def lift_section(section: Node, pad: str) -> list[str]:
    """The lines of a section that were typed beside it."""
    return [pad + child.typed for child in section.children.values() if child.lifted]


def indent_line(child: Node, pad: str) -> str:
    """The typed text of a line for an indented place: a list in several lines, unlike a text of several lines, is indented in each."""
    return child.text.replace("\n", f"\n{pad}") if child.flags & {"numbers", "lines"} else child.typed or child.text


def sort_rank(parent: Node, child: Node) -> int:
    return parent.book.other if child.rule is None else child.rule.rank


_DIGITS = re.compile(r"(\d+)")


def natural_key(text: str) -> list[tuple[int, str]]:
    """A key that sorts Ethernet2 before Ethernet10."""
    return [(int(part), "") if part.isdecimal() and part.isascii() else (-1, part) for part in _DIGITS.split(text) if part]


def in_order(node: Node) -> list[Node]:
    """The lines below a node in canonical order. Ordered ones keep their order among themselves."""
    if "entries" in node.flags:
        return sorted(node.children.values(), key=lambda child: (child.group is not None, child.key if child.group is None else ""))

    def key(child: Node) -> tuple[int, list[tuple[int, str]]]:
        return sort_rank(node, child), natural_key(child.group or child.text)

    return sorted(node.children.values(), key=key)
