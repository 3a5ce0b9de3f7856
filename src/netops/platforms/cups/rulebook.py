"""Print queues of CUPS: one line per path and value, `queue floor1 location "Floor 1"`; `no queue floor1` removes a queue."""

from __future__ import annotations

from netops.dialects import indent
from netops.dialects.grammar import Grammar
from netops.dialects.rules import parse_rulebook
from netops.dialects.secret_rules import secret_rules
from netops.platforms.cups.secrets import SECRETS

RULES = """
server * =              %short verbatim
queue *                 %tree
queue * option * =      %short verbatim
queue * * =             %short verbatim
"""

GRAMMAR = Grammar(
    name="cups",
    dialect=indent,
    book=parse_rulebook(RULES),
    comments=("#",),
    secrets=secret_rules(SECRETS),
    features={"print_queues": ("queue",), "print_server": ("server",)},
    mandatory=("print_server",),
)
