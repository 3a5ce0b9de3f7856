"""`python -m netops.lab.sim SPEC.json`: the process behind `netops lab up`."""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path

from netops.lab.sim.process import serve

if __name__ == "__main__":
    gc.freeze()
    asyncio.run(serve(Path(sys.argv[1])))
