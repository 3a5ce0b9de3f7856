"""Print queues of CUPS: one line per path and value, `queue floor1 location "Floor 1"`; `no queue floor1` removes a queue."""

from __future__ import annotations

from netops.config.platforms._secrets import URL, hint
from netops.config.rules import Platform, book

RULES = """
server * =              %short verbatim
queue *                 %tree
queue * option * =      %short verbatim
queue * * =             %short verbatim
"""

PLATFORM = Platform(
    name="cups",
    dialect="indent",
    book=book(RULES),
    comments=("#",),
    secrets=(URL,),
    hint=hint(),
    features={"print_queues": ("queue",), "print_server": ("server",)},
)
