"""`python -m netops` is `netops`."""

from __future__ import annotations

from netops.cli import main

if __name__ == "__main__":
    main()
