"""What holds on VRP without a line."""

from __future__ import annotations

from netops.dialects.defaults import parse_defaults

DEFAULTS = parse_defaults("""
interface ~
  # Command Reference, Interface Management, shutdown (interface view): "By default, an interface is enabled"
  undo shutdown
""")
