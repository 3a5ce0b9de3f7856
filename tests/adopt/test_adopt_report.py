"""The report on a folder of networks counts what it reads, and shows nothing that people chose."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks/import_report.py"
CONFIG = """\
version 17.9
hostname canary-1
!
event manager applet CANARY
 event none
!
interface GigabitEthernet0/1
 description CANARY
 no such line CANARY
!
end
"""


def test_a_folder_of_networks_is_counted(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/r1.cfg").write_text(CONFIG)
    (tmp_path / "one/r2.cfg").write_text("hello")
    done = subprocess.run([sys.executable, str(SCRIPT), str(tmp_path)], capture_output=True, text=True, check=True)
    assert "2 configurations of 1 networks, " in done.stdout
    assert "| cisco_ios | 1 | 7 | 43 % | 4 | 0 | 3 | 100 % |" in done.stdout
    assert "Refused: r2:0.\n" in done.stdout
    assert "| other | 3 | 3 | `event`, `version` | no noun or field |" in done.stdout
    assert "| interfaces | 3 | 1 | `interface / no such` | no noun or field |" in done.stdout
    assert "CANARY" not in done.stdout
