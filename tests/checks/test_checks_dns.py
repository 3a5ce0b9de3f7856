"""Laws of the zones: what the rules accept, BIND loads without a word, and each address is found by its name and back."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml
from test_checks_rules import HERE, TODAY, findings

from netops.model.company import Company
from netops.model.zones import reverse_zone
from netops.platforms.linux.driver.files import parse_entries
from netops.project import Project
from netops.render import Renderer
from netops.validation import open_company

CHECKZONE = shutil.which("named-checkzone", path="/usr/sbin:/usr/bin:/sbin:/bin")
SITE, RECORDS = "inventory/sites/aa.yaml", "records: [{name: www, type: CNAME, value: aa-srv-1.aa.example.}]"
NAMES = ("@", "www", "mail", "aa-srv-1", "_sip._tcp", "*", "*.apps", "a.b", "x" * 64, "aa.example", "www.aa.example", "ns", "WWW")
HOSTS = (
    "aa-srv-1",
    "aa-srv-1.aa.example.",
    "aa-srv-1.aa.example",
    "www",
    "mail",
    "nobody",
    "mx.provider.example.",
    "@",
    ".",
    "10.9.30.10",
    "x" * 70,
)
TEXTS = ("v=spf1 mx -all", "x" * 300, "a b; c", "v=DMARC1; p=none")


def value(kind: str, random_: random.Random) -> str:
    host = random_.choice(HOSTS)
    match kind:
        case "A":
            return random_.choice(("10.9.30.10", "192.0.2.7", "192.0.2.300", "2001:db8::1"))
        case "AAAA":
            return random_.choice(("2001:db8::1", "2001:db8:::1", "192.0.2.7"))
        case "MX":
            return f"{random_.choice(('10 ', '20 ', '70000 ', ''))}{host}"
        case "SRV":
            return f"{random_.choice(('0 5 5060 ', '0 5 ', '1 2 99999 '))}{host}"
        case "TXT":
            return random_.choice(TEXTS)
    return host


def record(random_: random.Random) -> dict[str, Any]:
    kind = random_.choice(("A", "AAAA", "CNAME", "MX", "TXT", "SRV", "NS", "PTR"))
    ttl = {"ttl_s": random_.choice((60, 3600))} if random_.random() < 0.2 else {}
    return {"name": random_.choice(NAMES), "type": kind, "value": value(kind, random_), **ttl}


def write(records: list[dict[str, Any]], root: Path) -> None:
    text = (HERE / "company" / SITE).read_text()
    assert text.count(RECORDS) == 1
    (root / SITE).write_text(text.replace(RECORDS, f"records: {yaml.safe_dump(records, default_flow_style=True, width=10**6).strip()}"))


def opened(root: Path) -> Company:
    company, result = open_company(Project(root), TODAY)
    assert company is not None, result.data
    return company


def zone_files(company: Company, root: Path) -> Iterator[tuple[str, str]]:
    text = Renderer(Project(root)).render(company.view("aa-srv-1")).text
    for path, file in parse_entries(text).items():
        if found := re.fullmatch(r"/etc/bind/zones/(.+)\.zone", path):
            yield found[1], file.content


def load(folder: Path, zone: str, content: str) -> str:
    """What BIND says of a zone beside that it is loaded; '' when nothing."""
    (folder / "zone").write_text(content)
    argv = [str(CHECKZONE), "-i", "local", zone, str(folder / "zone")]
    done = subprocess.run(argv, capture_output=True, text=True, timeout=60, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line != "OK" and "loaded serial" not in line]
    return "\n".join(said) or ("" if done.returncode == 0 else f"exit {done.returncode}")


def check_against_bind(seed: int, root: Path, folder: Path) -> None:
    """Fails where BIND refuses or warns about what the rules accept: records are taken out until the rules are silent."""
    random_ = random.Random(seed)
    records = list({(one["name"], one["type"], one["value"]): one for one in (record(random_) for _ in range(8))}.values())
    for _ in range(len(records) + 1):
        write(records, root)
        wrong = {one.path for one in findings(root) if one.code.startswith("DNS")}
        left = [one for at, one in enumerate(records) if not any(f"records[{at}]" in path for path in wrong)]
        if left == records:
            break
        records = left
    assert wrong == set()
    for zone, content in zone_files(opened(root), root):
        assert load(folder, zone, content) == "", content


with_bind = pytest.mark.skipif(CHECKZONE is None, reason="named-checkzone is not installed")


@with_bind
@pytest.mark.parametrize("seed", range(3))
def test_bind_loads_what_the_rules_accept(seed: int, root: Path, tmp_path: Path) -> None:
    check_against_bind(seed, root, tmp_path)


@pytest.mark.soak
@with_bind
@pytest.mark.parametrize("seed", range(3, 30))
def test_bind_loads_very_many_records_that_the_rules_accept(seed: int, root: Path, tmp_path: Path) -> None:
    check_against_bind(seed, root, tmp_path)


@pytest.mark.parametrize(
    "network", ["10.0.0.0/8", "10.3.0.0/17", "10.3.5.128/25", "10.128.0.0/9", "2001:db8::/32", "2001:db8:2::/47", "2001:db8::/63"]
)
def test_a_reverse_zone_holds_every_address_of_its_network(network: str) -> None:
    found = ip_network(network)
    zone = reverse_zone(found)
    for address in (found[0], found[-1], found[found.num_addresses // 3]):
        assert address.reverse_pointer.endswith(f".{zone}")


def test_an_address_is_in_the_narrowest_zone(root: Path) -> None:
    """A container of 17 bits has a zone of 16: what lies beside the container in it is answered from there, too."""
    path = root / SITE
    path.write_text(path.read_text().replace("prefixes:\n", "prefixes:\n  - {prefix: 10.9.0.0/17, role: container}\n", 1))
    zones = {zone["name"]: zone for zone in opened(root).view("aa-srv-1")["dns_server"]["zones"]}
    assert "9.10.in-addr.arpa" in zones
    for zone in zones.values():
        assert [one["name"] for one in zone["records"] if str(one["name"]).endswith("arpa")] == []
    assert {"name": "10.30", "type": "PTR", "value": "aa-srv-1.aa.example."} in zones["9.10.in-addr.arpa"]["records"]
