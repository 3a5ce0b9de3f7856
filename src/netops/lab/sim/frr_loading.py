"""A whole config of a real FRR router: every line is taken, and shown in its place as it is spelled (see `loading`)."""

from __future__ import annotations

from netops.lab.sim import loading
from netops.lab.sim.frr_grammar import GRAMMAR
from netops.lab.sim.frr_lines import Config, Line, Unknown, canonical, key_of, list_name
from netops.lab.sim.grammar import Grammar
from netops.lab.sim.indent import Indent
from netops.lab.sim.tree import Node

_DIALECT = Indent(GRAMMAR, (), " ", heredoc=False, upper_ipv6=False)


def learned_grammar(text: str) -> Grammar:
    """The grammar of a router that runs a text: it has a rule for every line."""
    return loading.learned_dialect(_DIALECT, text).grammar


def load_config(config: Config, text: str) -> int:
    """Puts a text into an empty config, and gives how many of its lines are only held. Unknown when the router does not have a line."""
    dialect = Indent(config.grammar, (), " ", heredoc=False, upper_ipv6=False)
    tree, refused = loading.load_tree(dialect, text)
    if refused:
        raise Unknown(refused[0].token < 0)
    _fill(config.root, tree)
    config.names.update(dict.fromkeys(filter(None, (list_name(line.text.split()) for line in config.root.lines.values()))))
    return loading.opaque_lines(tree)


def _fill(section: Line, node: Node) -> None:
    for child in node.children.values():
        line = Line(_canonical(child), child.rule, loaded=child.loaded)
        section.lines[_free_key(section, child)] = line
        _fill(line, child)


def _canonical(node: Node) -> str:
    """The line in the form that commands about it have."""
    rule = node.rule
    if rule is None or rule.opaque or node.line.startswith("no "):
        return node.line
    try:
        return " ".join(canonical(rule, node.line.split()))
    except Unknown:
        return node.line


def _free_key(section: Line, node: Node) -> str:
    """What a line sets, or the line itself where the router runs another one that sets the same."""
    words = _canonical(node).removeprefix("no ").split()
    key = key_of(node.rule, words) if node.rule and not node.rule.opaque and len(words) > 1 else node.line
    while key in section.lines:
        key = node.line if key != node.line and node.line not in section.lines else f"{key}\0"
    return key
