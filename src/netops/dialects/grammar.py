"""The grammar of a platform's configs: its rulebook, what is not a line, where secrets are, and the dialect that reads all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from netops.dialects.blocks import BlockPattern
from netops.dialects.defaults import NONE, DefaultTable
from netops.dialects.patterns import any_of
from netops.dialects.rules import EMPTY, Rulebook
from netops.dialects.secret_rules import SecretRules

if TYPE_CHECKING:
    from netops.dialects.masking import SecretMask
    from netops.dialects.sections import LineRange, PartFinder, TopLine
    from netops.dialects.spellings import Spellings
    from netops.dialects.tree import Node, Tree
    from netops.dialects.written import WrittenLine


@dataclass(frozen=True, slots=True)
class RawProblem:
    """What is wrong with a line of `raw_config`: its index, None when it is not one line alone."""

    index: int | None
    message: str
    expected: str
    found: str
    hint: str


class Dialect(Protocol):
    """How texts of a family become trees, and trees become commands: a module of this package, or one of a company's platform.

    All functions are pure. ConfigError for what cannot be read or done.
    """

    PATHS: bool
    """Whether a line is a whole path of words (`interfaces ge-0/0/0 mtu 9000`), so that what it belongs to shows in its first words."""

    POSITIONS: bool
    """Whether the place of a line is its position in the text, so that only `pair` puts equal lines at the same place."""

    def read(self, grammar: Grammar, mask: SecretMask, text: str, /) -> Node:
        """The tree of a text."""

    def pair(self, grammar: Grammar, running: Node, intended: Node, /) -> tuple[Node, Node]:
        """Both trees, without what makes no difference between them. Both are copies, free to change."""

    def place(self, grammar: Grammar, parent: Node, setting: str, node: Node, /) -> Node:
        """The node below a parent that a line is in, after what is compared of it has changed; `setting` is what it was before."""

    def canonical(self, grammar: Grammar, tree: Node, /) -> str:
        """The canonical text of a tree: equal for configs that mean the same."""

    def remediate(self, grammar: Grammar, mask: SecretMask, running: Node, intended: Node, /) -> list[str]:
        """The commands from one tree to the other."""

    def apply(self, grammar: Grammar, mask: SecretMask, start: Node, commands: Sequence[str], /) -> Node:
        """The tree after commands."""

    def write(self, grammar: Grammar, node: Node, /, *, sort: bool, shown: bool = False) -> str:
        """The text of a tree."""

    def as_shown(self, grammar: Grammar, tree: Node, /) -> str:
        """The text of a tree in the form that it was read in."""

    def lines(self, tree: Node, /) -> Iterable[Node]:
        """Every line of a tree, on its own."""

    def raw_problems(self, grammar: Grammar, lines: Sequence[str], /) -> Iterable[RawProblem]:
        """What is wrong with lines that are appended to a rendered text as they are."""

    def written(self, grammar: Grammar, text: str, /) -> list[WrittenLine]:
        """The lines of a text as they are written, in its order, each with those that it is below."""

    def raw_lines(self, grammar: Grammar, text: str, groups: Sequence[tuple[Sequence[WrittenLine], int]], /) -> list[list[str]]:
        """Groups of lines of a text as `raw_config` takes them: each line below those that it is in, without the first `depth` of these."""

    def heads(self, config: Tree, /) -> list[TopLine]:
        """The top-level lines of a config."""

    def compose(self, owner: PartFinder, running: Tree, intended: Tree, /) -> Iterable[LineRange]:
        """The managed sections as intended, the others with the device's own bytes; slices, so that lines keep their origin."""

    def whole(self, running: Tree, intended: Tree, /) -> Iterable[LineRange]:
        """The intended text with what the device keeps when the whole config is replaced."""


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to write the start of a top-level line: `pattern` matches it, `text` is what the device shows."""

    pattern: re.Pattern[str]
    text: str


@dataclass(frozen=True, slots=True)
class Fold:
    """A top-level line that is the same as a line below a section: `access-list 10 permit any` and `ip access-list standard 10`.

    `pattern` matches the line; `section` and `line` (with groups) are what it stands for; `start` (with groups) is what the line had
    before it.
    """

    pattern: re.Pattern[str]
    section: str
    line: str
    start: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """All that is needed to read and write the configs of a platform.

    `noise`: matches the start of top-level lines that say nothing about the config; `hidden`: lines at any depth that say what is so
    without them; `closers`: words that end a section, wherever they stand; `exit`: the word with which netops ends one.
    `features`: name to the first words of its top-level lines (Junos: of its paths; files: the start of their paths).
    `mandatory`: features without which a device is not recognised or not reached: none is taken off as a whole without a permission.
    Names that are no feature here mean nothing.
    `indent`: blanks per level when netops writes. `secrets`: what is known of lines that speak of secrets.
    `settings`: lines are names with values, as in the files of servers.
    `atomic`: commands take effect together, when they are committed; so a value is taken back before the next one is set, and each line
    of the list can be read by itself. `to`: what stands between the ends of a range of numbers, where a list has blanks between its parts
    (`10 20 to 30`); else it is written `10,20-30`. `negation`: the word that takes a line back. `synonyms`: other ways to write the start
    of a line, and what the device shows in their place. `folds`: top-level lines that are the same as a line below a section.
    `spellings`: what the device shows for a line that is typed in another way.
    `ranges`: matches a top-level line that is about the
    interfaces of its group `names`, with its `negation`. `prefixes`: what the device shows of a prefix, its length or its mask,
    where it takes both.
    `notes`: the start of comments that the device keeps: those side by side are one line. `everywhere`: rules for lines of any section.
    `staying`: paths of statements that stay where a rendered config does not name them (other dialects: rules with `left`).
    `defaults`: what holds without a line. `default`: the word that brings a line back to it, where the platform has one for every line.
    """

    name: str
    dialect: Dialect
    book: Rulebook = EMPTY
    comments: tuple[str, ...] = ("!",)
    noise: re.Pattern[str] | None = None
    hidden: re.Pattern[str] | None = None
    closers: re.Pattern[str] | None = None
    blocks: tuple[BlockPattern, ...] = ()
    secrets: SecretRules = field(default_factory=SecretRules)
    settings: bool = False
    features: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mandatory: tuple[str, ...] = ("hostname", "aaa", "users", "interfaces")
    exit: str = ""
    indent: int = 1
    atomic: bool = False
    to: str = ""
    negation: str = "no "
    synonyms: tuple[Synonym, ...] = ()
    folds: tuple[Fold, ...] = ()
    spellings: Spellings | None = None
    ranges: re.Pattern[str] | None = None
    prefixes: Literal["", "length", "mask"] = ""
    notes: str = ""
    staying: re.Pattern[str] | None = None
    everywhere: Rulebook = EMPTY
    defaults: DefaultTable = NONE
    default: str = ""
    starts: re.Pattern[str] = field(init=False, repr=False, compare=False)
    """Matches what one of the blocks starts with."""
    renames: re.Pattern[str] = field(init=False, repr=False, compare=False)
    """Matches what one of the synonyms matches."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", any_of(block.start for block in self.blocks))
        object.__setattr__(self, "renames", any_of(synonym.pattern for synonym in self.synonyms))

    def negated(self, line: str) -> bool:
        return line.startswith(self.negation)

    def positive(self, line: str) -> str:
        """A line without its negation."""
        return line.removeprefix(self.negation)
