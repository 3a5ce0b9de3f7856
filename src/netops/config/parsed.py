"""A config as a value, and a pair of them: everything that is derived from a text is made when it is read first, and only once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from hashlib import blake2b

from netops.config.diff import DiffLine, tree_difference
from netops.dialects import sections
from netops.dialects.grammar import Grammar
from netops.dialects.masking import SecretMask, hide_placeholders, mask_tree, masked_placeholders, tree_without_secrets
from netops.dialects.secret_numbers import IsSame, common_numbers, numbers_of, uncomparable_secrets
from netops.dialects.secrets import RedactedText, Secret, SecretFinder, Shapes, has_placeholder, placeholder_patterns
from netops.dialects.sections import TopLine
from netops.dialects.tree import Node, is_same_tree
from netops.platforms import Platform, check_features, get, grammar_of
from netops.secrets import redaction, redaction_number


def short_digest(*texts: str) -> str:
    """A short digest of texts, as hexadecimal digits."""
    h = blake2b(digest_size=16)
    for text in texts:
        h.update(text.encode() + b"\0")
    return h.hexdigest()


class ParsedConfig:
    """The config of a target: its text, and what it means. `like` in its methods is another config of the same target: a line that has
    a placeholder there holds a secret here too."""

    def __init__(self, platform: str | Platform, text: str, sources: tuple[int, ...] | None = None) -> None:
        """`sources`: of a candidate, the line of the intended text that each of its lines is; 0 for one of the device."""
        self.platform: Platform = get(platform) if isinstance(platform, str) else platform
        self.grammar: Grammar = grammar_of(self.platform)
        self.text = text
        self._sources = sources
        self._redacted: dict[Shapes, RedactedText] = {}
        self._redacted_text: dict[Shapes, str] = {}
        self._normal: dict[Shapes, str] = {}

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines of the text. `"\\n".join(lines)` is the text, byte for byte."""
        return tuple(self.text.split("\n"))

    @cached_property
    def shapes(self) -> Shapes:
        """Patterns of the lines that hold a placeholder."""
        return placeholder_patterns(self.lines) if self.marked else ()

    @cached_property
    def marked(self) -> bool:
        """Whether the text holds a placeholder, or a secret that is taken out."""
        return has_placeholder(self.text)

    @cached_property
    def root(self) -> Node:
        """The tree. It is shared: change a copy."""
        return self.grammar.dialect.read(self.grammar, SecretMask(SecretFinder(self.grammar, self.shapes)), self.text)

    @cached_property
    def heads(self) -> list[TopLine]:
        """The top-level lines."""
        return self.grammar.dialect.heads(self)

    def _all_shapes(self, like: ParsedConfig | None) -> Shapes:
        return tuple(dict.fromkeys((*self.shapes, *(like.shapes if like else ()))))

    def redacted(self, like: ParsedConfig | None = None) -> str:
        """The text with `netops.secrets.REDACTED` in place of each secret and placeholder."""
        found = like.shapes if like else ()
        if found not in self._redacted_text:
            self._redacted_text[found] = self._redacted_like(like).text()
        return self._redacted_text[found]

    def _redacted_like(self, like: ParsedConfig | None) -> RedactedText:
        found = like.shapes if like else ()
        if found not in self._redacted:
            self._redacted[found] = RedactedText.of(SecretFinder(self.grammar, found), self.text)
        return self._redacted[found]

    def by_redaction(self, like: ParsedConfig | None = None) -> dict[Secret, str]:
        """The secrets, each by its place and what the redacted text has there in place of its value."""
        return {Secret(one.place, redaction(number)): one.value for one, number in self._redacted_like(like).numbers().items()}

    def renumbered(self, own: Mapping[Secret, str], theirs: Mapping[Secret, str]) -> ParsedConfig:
        """This redacted config with the redactions of another one where both have the same secret at a place. `own`, `theirs`: marks of the
        secrets, by redaction; without one a redaction stays as it is."""
        text = self._redacted_like(None)
        there = {(one.place, mark): redaction_number(one.value) for one, mark in theirs.items()}
        highest = Counter(one.place for one in theirs)

        def number(secret: Secret) -> int:
            if secret not in own:
                return redaction_number(secret.value)
            fresh = highest[secret.place] + redaction_number(secret.value)
            return there.get((secret.place, own[secret]), fresh)

        return ParsedConfig(self.platform, text.text({secret: number(secret) for secret in text.numbers()}))

    def normal(self, like: ParsedConfig | None = None) -> str:
        """The canonical text without secrets: equal for configs that mean the same but for those."""
        found = self._all_shapes(like)
        if found not in self._normal:
            tree = hide_placeholders(self.grammar, self.root, found) if found else self.root
            numbers = numbers_of(tree, self.grammar.dialect.lines)
            self._normal[found] = self.grammar.dialect.canonical(self.grammar, tree_without_secrets(self.grammar, tree, numbers))
        return self._normal[found]

    def digest(self, like: ParsedConfig | None = None) -> str:
        """The digest of the normal form."""
        return short_digest(self.normal(like))

    def secrets(self, like: ParsedConfig | None = None) -> dict[str, str]:
        """The secrets: path to value, without placeholders."""
        return sections.secrets_by_path(self.shown_in_form_of(like))

    def shown_in_form_of(self, like: ParsedConfig | None) -> Node:
        """The tree as it may be shown beside another config: the tree itself when that has no placeholder of its own."""
        found = self._all_shapes(like)
        return self.root if found == self.shapes else hide_placeholders(self.grammar, self.root, found)

    def after(self, commands: Sequence[str]) -> ParsedConfig:
        """The config of a device after commands. ConfigError when a command cannot be understood."""
        if not commands:
            return self
        dialect, sent = self.grammar.dialect, "\n".join(commands)
        own = tuple(dict.fromkeys((*self.shapes, *placeholder_patterns(commands if has_placeholder(sent) else ()))))
        start = self.root if own == self.shapes else hide_placeholders(self.grammar, self.root, own)
        tree = dialect.apply(self.grammar, SecretMask(SecretFinder(self.grammar, own)), start, commands)
        return ParsedConfig(self.platform, dialect.write(self.grammar, tree, sort=False))

    def candidate(self, intended: ParsedConfig, managed: Sequence[str] | None) -> ParsedConfig:
        """What a device that runs this config should run: the managed features (None: all) as intended, all else with its own bytes."""
        dialect = self.grammar.dialect
        if managed is None:
            slices = dialect.whole(self, intended)
        else:
            slices = dialect.compose(sections.PartFinder(self.grammar, check_features(self.platform, managed)), self, intended)
        found = [(line, number if part.config is intended else 0) for part in slices for line, number in part.lines()]
        text = "\n".join(line for line, _ in found)
        return intended if text == intended.text else ParsedConfig(self.platform, text, tuple(number for _, number in found))

    def source(self, line: int) -> int:
        """The line of the intended text that a line of this candidate is, both counted from 1; 0 for one of the device."""
        return self._sources[line - 1] if self._sources is not None and line else line


class ConfigPair:
    """What runs, and what is wanted. Two secrets are compared by value, but a placeholder, or a secret taken out, equals every value; where
    a device can have several, it equals one: the one that `is_same` finds, else one that cannot be distinguished from it."""

    def __init__(self, running: ParsedConfig, wanted: ParsedConfig, is_same: IsSame = uncomparable_secrets) -> None:
        self.running = running
        self.wanted = wanted
        self.is_same = is_same

    @cached_property
    def equal(self) -> bool:
        """Whether both mean the same."""
        return self.running.text == self.wanted.text or is_same_tree(*self.trees)

    @cached_property
    def _mask(self) -> SecretMask:
        """How lines of both are shown and compared."""
        lines, (running, wanted) = self.running.grammar.dialect.lines, self._shown
        numbers = common_numbers(running, wanted, lines, self.is_same)
        if not (self.running.marked or self.wanted.marked):
            return SecretMask(SecretFinder(self.running.grammar), numbers=numbers)
        sides = ((self.running, running), (self.wanted, wanted))
        hidden = frozenset().union(*(masked_placeholders(lines(tree)) for one, tree in sides if one.marked))
        return SecretMask(SecretFinder(self.running.grammar, self.running._all_shapes(self.wanted)), hidden, numbers)

    @cached_property
    def _shown(self) -> tuple[Node, Node]:
        return self.running.shown_in_form_of(self.wanted), self.wanted.shown_in_form_of(self.running)

    @cached_property
    def trees(self) -> tuple[Node, Node]:
        """Copies of both trees without what makes no difference between them."""
        grammar, mask = self.running.grammar, self._mask
        one, other = (mask_tree(grammar, tree, mask) if mask.opaque or mask.numbers else tree.copy() for tree in self._shown)
        return grammar.dialect.pair(grammar, one, other)

    @cached_property
    def difference(self) -> tuple[DiffLine, ...]:
        """The lines in which both differ, with the lines above them, without secrets."""
        return () if self.equal else tuple(tree_difference(*self.trees, self.wanted.source))

    @cached_property
    def remaining(self) -> tuple[str, ...]:
        """The lines that are not wanted and stay on the device all the same, since no command takes them away; without secrets, each
        below the lines that it is in."""
        return tuple(_remaining(self.trees[0]))

    @cached_property
    def commands(self) -> tuple[str, ...]:
        """The commands that bring a device from what runs to what is wanted. ConfigError when no right list can be made."""
        grammar = self.running.grammar
        return () if self.equal else tuple(grammar.dialect.remediate(grammar, self._mask, *self.trees))

    @cached_property
    def predicted(self) -> ParsedConfig:
        """What runs after the commands."""
        after = self.running.after(self.commands)
        return self.wanted if after.text == self.wanted.text else after

    @cached_property
    def inverse(self) -> tuple[str, ...]:
        """The commands that undo the commands."""
        return ConfigPair(self.predicted, self.running, self.is_same).commands


def _remaining(node: Node, above: str = "") -> Iterator[str]:
    """The lines that a comparison left out of a running tree, but for what says nothing: written defaults and empty sections."""
    for child in node.spare:
        if not child.implied and (child.children or not child.book.by_word):
            yield f"{above}{child.shown}"
    for child in node.children.values():
        yield from _remaining(child, f"{above}{child.shown} > ")
