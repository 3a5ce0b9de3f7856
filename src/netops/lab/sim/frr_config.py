"""The running config of a simulated FRR router: its lines by mode, edited line by line as vtysh and the daemons do it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_interface

from netops.lab.sim.frr_grammar import DAEMONS, GRAMMAR, HIDDEN, LISTS
from netops.lab.sim.grammar import Rule

LEAVE = frozenset({"exit", "quit", "exit-address-family", "exit-vrf"})
BLACKHOLES = frozenset({"blackhole", "Null0", "reject"})
IGNORED = ("frr ", "service integrated-vtysh-config")
"""Lines of the installation: taken, and printed whatever is typed."""


class Unknown(Exception):
    """vtysh does not know a line, or it is cut short; no daemon has seen it."""

    def __init__(self, incomplete: bool = False) -> None:
        super().__init__("Command incomplete" if incomplete else "Unknown command")
        self.incomplete = incomplete


class Refused(Exception):
    """A daemon does not take a line that vtysh knows. `daemon` is empty for filters and interfaces, which refuse as a transaction."""

    def __init__(self, said: str, daemon: str = "") -> None:
        super().__init__(said)
        self.said, self.daemon = said, daemon


@dataclass(slots=True)
class Line:
    """A line, and the lines below it by what they set."""

    text: str
    rule: Rule | None = None
    lines: dict[str, Line] = field(default_factory=dict)

    def copy(self) -> Line:
        return Line(self.text, self.rule, {key: line.copy() for key, line in self.lines.items()})


@dataclass(slots=True)
class Config:
    """A whole config. `names` holds the names of lists in the order in which they came."""

    hardware: frozenset[str]
    hostname: str
    """What the router is called when no `hostname` is set."""
    root: Line = field(default_factory=lambda: Line(""))
    names: dict[str, None] = field(default_factory=dict)

    def empty(self) -> Config:
        """The router without a config."""
        return Config(self.hardware, self.hostname)

    def copy(self) -> Config:
        return Config(self.hardware, self.hostname, self.root.copy(), dict(self.names))


def kind(words: Sequence[str]) -> str:
    """The words that tell what a global line is about."""
    return " ".join(words[:2]) if words[0] in ("ip", "ipv6") else words[0]


def list_name(words: Sequence[str]) -> str:
    """`KIND NAME` for a line that belongs to a list, else nothing."""
    about = kind(words)
    return f"{about} {words[len(about.split())]}" if about in LISTS and len(words) > len(about.split()) else ""


class Editor:
    """Types lines into a config, in the mode to which the lines before have led. Each line is taken, Unknown or Refused."""

    def __init__(self, config: Config, refuses: Callable[[str], bool] = lambda line: False, *, trusting: bool = False) -> None:
        """`trusting` takes everything that vtysh knows, without daemons. `refuses` tells lines that a fault lets a daemon refuse."""
        self._config, self._refuses, self._trusting = config, refuses, trusting
        self.path: list[Line] = []

    @property
    def mode(self) -> str:
        return _mode(self.path[-1]) if self.path else "global"

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
        daemon = _daemon(section, words)
        if self._refuses(text):
            raise Refused("% Command refused", daemon)
        if negated:
            self._remove(section, rule, words, daemon)
        else:
            self._add(section, rule, words, daemon)

    def _numbered(self, words: list[str], *, negated: bool) -> list[str]:
        """A filter's entry that was typed without a number has the one of the same entry, else the next one, in steps of five."""
        about = len(kind(words).split())
        if kind(words) not in LISTS[:3] or len(words) < about + 3 or words[about + 1] not in ("permit", "deny"):
            return words
        head, entry = words[: about + 1], words[about + 1 :]
        held = [line.text.split() for key, line in self._config.root.lines.items() if key.startswith(" ".join([*head, "seq "]))]
        same = next((known for known in held if known[about + 3 :] == entry), None)
        if same is None and negated:
            raise Refused("", "zebra")
        highest = max((int(known[about + 2]) for known in held), default=0)
        return same or [*head, "seq", str(highest + 5), *entry]

    def _locate(self, words: list[str], *, negated: bool) -> tuple[Line, Rule]:
        """The section and the rule for a line: the innermost mode that knows it. Lines of a family typed in `router bgp` are of IPv4."""
        incomplete = False
        for depth in range(len(self.path), -1, -1):
            section = self.path[depth - 1] if depth else self._config.root
            found = GRAMMAR.find(_mode(section), words, negated=negated)
            if not isinstance(found, Rule) and _mode(section) == "bgp":
                section, found = self._ipv4(section), GRAMMAR.find("ipv4", words, negated=negated)
            if isinstance(found, Rule) and _too_much(_mode(section), words, negated):
                continue
            if isinstance(found, Rule) and _enough(words, negated):
                self.path = self.path[:depth]
                return section, found
            incomplete = incomplete or isinstance(found, Rule) or found.incomplete
        raise Unknown(incomplete)

    def _ipv4(self, bgp: Line) -> Line:
        text = "address-family ipv4 unicast"
        rule = GRAMMAR.find("bgp", text.split())
        assert isinstance(rule, Rule)
        return bgp.lines.setdefault(text, Line(text, rule))

    def _add(self, section: Line, rule: Rule, words: list[str], daemon: str) -> None:
        text, key = " ".join(words), key_of(rule, words)
        self._check(section, words, daemon)
        if rule.opens:
            line = section.lines.setdefault(key, Line(text, rule))
            line.text = text
            self.path = [*self.path, line]
        elif rule.default_on or text in HIDDEN:
            section.lines.pop(key, None)
        else:
            section.lines[key] = Line(text, rule)
        if name := section is self._config.root and list_name(words):
            self._config.names.setdefault(name)

    def _check(self, section: Line, words: list[str], daemon: str) -> None:
        """What only a daemon can refuse."""
        if self._trusting:
            return
        text = " ".join(words)
        if words[:2] == ["router", "bgp"]:
            running = next((key for key in section.lines if key.startswith("router bgp ")), text)
            if running != text:
                raise Refused(f"BGP is already running; AS is {running.split()[2]}", daemon)
        if words[0] == "neighbor" and words[2] != "remote-as" and not self._is_peer(words[1]):
            raise Refused("% Specify remote-as or peer-group commands first", daemon)
        if text.startswith("ip ospf network ") and section.text == "interface lo":
            raise Refused("This is a loopback interface. Can't set network type.", daemon)
        if text.startswith("ip ospf area ") and section.lines.get("ip ospf area", Line(text)).text != text:
            raise Refused("Must remove previous area config before changing ospf area", daemon)
        if words[1:2] == ["route"]:
            _check_route(section, words, text)
        if words[1:2] == ["prefix-list"] and words[3] == "seq":
            _check_entry(section, words, text)

    def _is_peer(self, address: str) -> bool:
        bgp = (line for key, line in self._config.root.lines.items() if key.startswith("router bgp "))
        return any(f"neighbor {address} remote-as" in line.lines for line in bgp)

    def _remove(self, section: Line, rule: Rule, words: list[str], daemon: str) -> None:
        text = " ".join(words)
        if words[0] == "interface" and words[1] in self._config.hardware and not self._trusting:
            raise Refused(transaction("only inactive interfaces can be deleted", f"no {text}"))
        if words[0] == "neighbor" and words[2:3] in ([], ["remote-as"]):
            _forget_peer(section, words[1])
            return
        if rule.default_on and len(words) == len(rule.words):
            self._check(section, words, daemon)
            section.lines[key_of(rule, words)] = Line(f"no {text}", rule)
            return
        gone = _gone(section, rule, words)
        if not self._trusting:
            self._check_gone([section.lines[key].text for key in gone], words, daemon)
        for key in gone:
            del section.lines[key]
        self._prune(words)

    def _check_gone(self, texts: list[str], words: list[str], daemon: str) -> None:
        """Most of what is not there may be removed, and by any value; not all."""
        text = " ".join(words)
        for start, said in _MUST_EXIST.items():
            if text.startswith(start) and not texts:
                raise Refused(said, "" if start.endswith("route ") else daemon)
        for start, said in _MUST_FIT.items():
            if text.startswith(f"{start} ") and text not in texts:
                raise Refused(said, daemon)
        if words[0] == "neighbor" and not texts and not self._is_peer(words[1]):
            raise Refused("% Specify remote-as or peer-group commands first", daemon)

    def _prune(self, words: list[str]) -> None:
        """Forgets the names of lists that have no lines any more; a later one of that name comes last.

        A route-map keeps its place until all of it is removed by its name.
        """
        held = {list_name(line.text.split()) for line in self._config.root.lines.values()}
        for name in [name for name in self._config.names if name not in held]:
            if not name.startswith("route-map ") or words == name.split():
                del self._config.names[name]


_MUST_EXIST = {
    "ip route ": "% Refusing to remove a non-existent route",
    "ipv6 route ": "% Refusing to remove a non-existent route",
    "ip address ": "% Can't find address",
    "ipv6 address ": "% Can't find address",
    "network ": "% Can't find static route specified",
    "router bgp": "% Can't find BGP instance",
    "router ospf": "",
    "ip ospf area ": "Can't find specified interface area configuration.",
}
"""What FRR says when a line is removed that is not there."""


_MUST_FIT = {
    "bgp router-id": "% BGP router-id doesn't match",
    "ospf router-id": "% OSPF router-id doesn't match",
}
"""What FRR says when a line is removed by another value than it has, or is not there."""


def transaction(why: str, line: str) -> str:
    """How a daemon refuses what it takes as a transaction."""
    grouped = "The following commands were dynamically grouped into the same transaction and rejected:"
    return f"% Configuration failed.\n\nError type: validation\nError description: {why}\n{grouped}\n- {line}"


def _mode(section: Line) -> str:
    return section.rule.opens if section.rule else "global"


def _daemon(section: Line, words: list[str]) -> str:
    if _mode(section) != "global":
        return "ospfd" if words[:2] == ["ip", "ospf"] else DAEMONS.get(_mode(section), "zebra")
    return DAEMONS.get(words[1] if words[0] == "router" else "", "zebra")


_BARE = (("description",), ("set", "as-path", "prepend"))


def _enough(words: list[str], negated: bool) -> bool:
    """A route is only removed with its next hop."""
    return not (negated and words[1:2] == ["route"] and len(words) < 4)


def _too_much(mode: str, words: list[str], negated: bool) -> bool:
    """What is only removed by the words before its value."""
    bare = next((bare for bare in _BARE if words[: len(bare)] == list(bare)), None)
    return negated and mode in ("interface", "route-map") and bare is not None and len(words) > len(bare)


def canonical(rule: Rule, words: list[str]) -> list[str]:
    """The words as FRR prints them: addresses in short form, networks without host bits. Unknown for what is no address."""
    try:
        shown = [_shown(want, word, words) for want, word in zip(rule.words, words, strict=False)]
    except ValueError as error:
        raise Unknown from error
    if words[1:2] == ["route"] and len(words) > 3 and shown[-1] == "1":
        shown.pop()  # the distance of a static route, unless another is told
    return [*shown, *words[len(shown) :]] if len(words) > len(rule.words) else shown


def _shown(want: str, word: str, words: list[str]) -> str:
    if want == "<ip>":
        return str(ip_address(word))
    if want != "<net>":
        return word
    interface = ip_interface(word)
    return interface.with_prefixlen if words[1:2] == ["address"] else str(interface.network)


def key_of(rule: Rule, words: Sequence[str]) -> str:
    """What two lines that replace each other share."""
    if words[1:2] == ["route"]:
        hop = words[3:-1] if distance(words) > 1 else words[3:]
        return " ".join([*words[:3], *(["blackhole"] if hop[:1] and hop[0] in BLACKHOLES else hop)])
    if words[0] == "route-map":
        return " ".join([*words[:2], *words[3:4]])
    way = rule.words[-1:] if rule.words[-1] in ("in", "out") else ()
    return " ".join([rule.key(words), *way]) if rule.identity is not None else rule.key(words)


def _gone(section: Line, rule: Rule, words: list[str]) -> list[str]:
    """The keys of the lines that `no WORDS` takes: the one that it names, else those that begin so."""
    text = " ".join(words)
    whole = key_of(rule, words) if len(words) >= len(rule.words) else text
    if whole in section.lines:
        return [whole]
    return [key for key, line in section.lines.items() if f"{line.text} ".startswith(f"{text} ")]


def _forget_peer(section: Line, address: str) -> None:
    families = [line for line in section.lines.values() if _mode(line) in ("ipv4", "ipv6")]
    for part in (section, *families):
        for key in [key for key in part.lines if key.startswith(f"neighbor {address} ")]:
            del part.lines[key]


def distance(words: Sequence[str]) -> int:
    """The distance of a static route."""
    return int(words[-1]) if len(words) > 4 and words[-1].isdigit() else 1


def _check_route(section: Line, words: list[str], text: str) -> None:
    """Routes of one prefix and one distance lead to next hops, or one of them to nothing."""
    others = [line.text.split() for key, line in section.lines.items() if key.startswith(" ".join([*words[:3], ""]))]
    equal = [other for other in others if distance(other) == distance(words)]
    if any((other[3] in BLACKHOLES) != (words[3] in BLACKHOLES) for other in equal):
        raise Refused(transaction("Route cannot have blackhole and non-blackhole nexthops simultaneously", text))


def _check_entry(section: Line, words: list[str], text: str) -> None:
    """Whether the lengths of a prefix list's entry are in order, and no other entry says the same."""
    network, *bounds = words[6:7] + words[8::2]
    lengths = [int(length) for length in [network.partition("/")[2], *bounds] if length]
    if lengths != sorted(lengths):
        why = f"Invalid prefix range for {network}: Make sure that mask length <= ge <= le"
        raise Refused(transaction(why, text))
    others = [line.text.split() for key, line in section.lines.items() if key.startswith(" ".join([*words[:4], ""]))]
    if any(other[4] != words[4] and other[5:] == words[5:] for other in others):
        raise Refused(transaction(f"duplicated prefix list value: {network}", text))
