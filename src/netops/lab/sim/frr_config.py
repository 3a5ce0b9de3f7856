"""Typing lines into the config of a simulated FRR router, as vtysh and the daemons take them."""

from __future__ import annotations

from collections.abc import Callable

from netops.lab.sim.frr_daemons import check_added, check_removed, daemon_of
from netops.lab.sim.frr_grammar import HIDDEN, LISTS
from netops.lab.sim.frr_lines import Config, Line, Refused, Unknown, canonical, key_of, line_kind, list_name, mode_of
from netops.lab.sim.grammar import Rule

LEAVE = frozenset({"exit", "quit", "exit-address-family", "exit-vrf"})
IGNORED = ("frr ", "service integrated-vtysh-config")
"""Lines of the installation: taken, and printed whatever is typed."""


class Editor:
    """Types lines into a config, in the mode to which the lines before have led. Each line is taken, Unknown or Refused."""

    def __init__(self, config: Config, refuses: Callable[[str], bool] = lambda line: False, *, trusting: bool = False) -> None:
        """`trusting` takes everything that vtysh accepts, without daemons. `refuses` finds lines that a fault lets a daemon refuse."""
        self._config, self._refuses, self._trusting = config, refuses, trusting
        self.path: list[Line] = []

    @property
    def mode(self) -> str:
        return mode_of(self.path[-1]) if self.path else "global"

    def feed(self, line: str) -> None:
        """Applies one line; what a comment or `end` is like, is nothing."""
        text = line.strip()
        words = text.split()
        if not words or text[0] in "!#":
            return
        if text == "end":
            self.path = []
        elif text in LEAVE:
            self.path = self.path[:-1]
        elif words[0] == "no" and len(words) > 1:
            self._change(words[1:], text, negated=True)
        else:
            self._change(words, text, negated=False)

    def _change(self, words: list[str], text: str, *, negated: bool) -> None:
        words = self._numbered(words, negated=negated)
        section, rule = self._locate(words, negated=negated)
        words = canonical(rule, words)
        if text.startswith(IGNORED):
            return
        daemon = daemon_of(section, words)
        if self._refuses(text):
            raise Refused("% Command refused", daemon)
        if negated:
            self._remove(section, rule, words, daemon)
        else:
            self._add(section, rule, words)

    def _numbered(self, words: list[str], *, negated: bool) -> list[str]:
        """A filter's entry that was typed without a number has the one of the same entry, else the next one, in steps of five."""
        about = len(line_kind(words).split())
        if line_kind(words) not in LISTS[:3] or len(words) < about + 3 or words[about + 1] not in ("permit", "deny"):
            return words
        head, entry = words[: about + 1], words[about + 1 :]
        held = [line.text.split() for key, line in self._config.root.lines.items() if key.startswith(" ".join([*head, "seq "]))]
        same = next((known for known in held if known[about + 3 :] == entry), None)
        if same is None and negated:
            raise Refused("", "zebra")
        highest = max((int(known[about + 2]) for known in held), default=0)
        return same or [*head, "seq", str(highest + 5), *entry]

    def _locate(self, words: list[str], *, negated: bool) -> tuple[Line, Rule]:
        """The section and the rule for a line: the innermost mode that has it. Lines of a family typed in `router bgp` are of IPv4."""
        incomplete = False
        for depth in range(len(self.path), -1, -1):
            section = self.path[depth - 1] if depth else self._config.root
            found = self._config.grammar.find(mode_of(section), words, negated=negated)
            if not isinstance(found, Rule) and mode_of(section) == "bgp":
                section, found = self._ipv4(section), self._config.grammar.find("ipv4", words, negated=negated)
            if isinstance(found, Rule) and _too_much(mode_of(section), words, negated):
                continue
            if isinstance(found, Rule) and _enough(words, negated):
                self.path = self.path[:depth]
                return section, found
            incomplete = incomplete or isinstance(found, Rule) or found.incomplete
        raise Unknown(incomplete)

    def _ipv4(self, bgp: Line) -> Line:
        text = "address-family ipv4 unicast"
        rule = self._config.grammar.find("bgp", text.split())
        assert isinstance(rule, Rule)
        return bgp.lines.setdefault(text, Line(text, rule))

    def _add(self, section: Line, rule: Rule, words: list[str]) -> None:
        text, key = " ".join(words), key_of(rule, words)
        if not self._trusting:
            check_added(self._config, section, words)
        if rule.opens:
            line = section.lines.setdefault(key, Line(text, rule))
            line.text = text
            self.path = [*self.path, line]
        elif rule.default_on or text in HIDDEN:
            section.lines.pop(key, None)
        else:
            before = section.lines.get(key)
            if before is None or before.text != text:
                section.lines[key] = Line(text, rule, loaded=text if before and before.loaded else "")
        if name := section is self._config.root and list_name(words):
            self._config.names.setdefault(name)

    def _remove(self, section: Line, rule: Rule, words: list[str], daemon: str) -> None:
        if words[0] == "neighbor" and words[2:3] in ([], ["remote-as"]):
            _forget_peer(section, words[1])
            return
        gone = _gone(section, rule, words)
        if not self._trusting:
            check_removed(self._config, [section.lines[key].text for key in gone], words, daemon)
        if (rule.default_on or rule.shows_no) and len(words) == len(rule.words):
            section.lines[key_of(rule, words)] = Line(f"no {' '.join(words)}", rule)
            return
        for key in gone:
            del section.lines[key]
        self._prune(words)

    def _prune(self, words: list[str]) -> None:
        """Forgets the names of lists that have no lines any more; a later one of that name comes last.

        A route-map keeps its place until all of it is removed by its name.
        """
        held = {list_name(line.text.split()) for line in self._config.root.lines.values()}
        for name in [name for name in self._config.names if name not in held]:
            if not name.startswith("route-map ") or words == name.split():
                del self._config.names[name]


_BARE = (("description",), ("set", "as-path", "prepend"))


def _enough(words: list[str], negated: bool) -> bool:
    """A route is only removed with its next hop."""
    return not (negated and words[1:2] == ["route"] and len(words) < 4)


def _too_much(mode: str, words: list[str], negated: bool) -> bool:
    """What is only removed by the words before its value."""
    bare = next((bare for bare in _BARE if words[: len(bare)] == list(bare)), None)
    return negated and mode in ("interface", "route-map") and bare is not None and len(words) > len(bare)


def _gone(section: Line, rule: Rule, words: list[str]) -> list[str]:
    """The keys of the lines that `no WORDS` takes: the one that it names, else those that begin so."""
    text = " ".join(words)
    whole = key_of(rule, words) if len(words) >= len(rule.words) else text
    if whole in section.lines:
        return [whole]
    return [key for key, line in section.lines.items() if f"{line.text} ".startswith(f"{text} ")]


def _forget_peer(section: Line, address: str) -> None:
    families = [line for line in section.lines.values() if mode_of(line) in ("ipv4", "ipv6")]
    for part in (section, *families):
        for key in [key for key in part.lines if key.startswith(f"neighbor {address} ")]:
            del part.lines[key]
