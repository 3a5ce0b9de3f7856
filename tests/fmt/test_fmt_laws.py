"""What holds for every fix: devices are what they were, comments are all there, a second run changes nothing."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

import netops
from companies import Company
from netops.model.company import Company as Model
from netops.model.lints.order import sort_key
from netops.model.spelling import MAC
from netops.schema import Shape

SAID_AGAIN = ("domain", "ntp", "dns", "lldp", "stp", "acls", "ssh", "prefix_lists")
FOLDERS = ("devices", "servers", "printers", "storage")
ENCODINGS = (("utf-8", "\n"), ("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("utf-16", "\r\n"))


def mean(value: Any, shape: Shape) -> Any:
    """A merged value without what has no meaning: the order of a list with keys, and the spelling of MAC addresses."""
    if isinstance(value, dict):
        return {key: mean(item, shape.child(key)) for key, item in value.items()}
    if isinstance(value, list):
        items = [mean(item, shape.items) for item in value]
        return sorted(items, key=lambda item: sort_key(item[shape.key])) if shape.key else items
    return re.sub(r"[:.-]", "", value.lower()) if isinstance(value, str) and MAC.fullmatch(value) else value


def devices(root: Path) -> dict[str, Any]:
    company = netops.load(root, date(2026, 12, 1))
    return mean_devices(company)


def mean_devices(company: Model) -> dict[str, Any]:
    return {name: mean(device, company.schemas.shape("device")) for name, device in company.devices.items()}


class Mess:
    """Makes a company untidy, without a change of what it means."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.notes = 0

    def make(self) -> None:
        company = netops.load(self.root, date(2026, 12, 1))
        for name, entry in company.files.devices.items():
            path = self.root / entry.part.document.file
            if path.parent.name in FOLDERS:
                said = {key: value for key, value in self.gets(company, name) if key not in entry.part.raw}
                self.write(path, self.messy(path.read_text(encoding="utf-8"), said))

    def gets(self, company: Model, name: str) -> Iterator[tuple[str, Any]]:
        """Some of what a device gets from its layers, as JSON has it."""
        for key in SAID_AGAIN:
            if key in company.devices[name] and self.chance.random() < 0.7:
                yield key, json.loads(json.dumps(company.devices[name][key]))

    def messy(self, text: str, said: dict[str, Any]) -> str:
        blocks = [self.written(key, self.shuffled(value)) for key, value in said.items()]
        text = re.sub(r"\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b", lambda found: found[0].upper(), text)
        return "\n".join([text.rstrip("\n"), *blocks, ""])

    def written(self, key: str, value: Any) -> str:
        if isinstance(value, dict | list) and self.chance.random() < 0.3:
            return f"{key}: {yaml.safe_dump(value, sort_keys=False, default_flow_style=True, width=10_000).rstrip()}"
        block = yaml.safe_dump({key: value}, sort_keys=False, default_flow_style=False, width=10_000)
        return "\n".join(map(self.noted, block.splitlines()))

    def noted(self, line: str) -> str:
        if not line or self.chance.random() > 0.3:
            return line
        self.notes += 1
        return f"{line}   # note {self.notes}"

    def shuffled(self, value: Any) -> Any:
        """The same with its lists of maps in another order."""
        if isinstance(value, dict):
            return {key: self.shuffled(item) for key, item in value.items()}
        if isinstance(value, list) and value and isinstance(value[0], dict):
            return self.chance.sample([self.shuffled(item) for item in value], len(value))
        return value

    def write(self, path: Path, text: str) -> None:
        encoding, line_end = self.chance.choice(ENCODINGS)
        path.write_bytes(text.replace("\n", line_end).encode(encoding))


@pytest.mark.parametrize("seed", range(2))
def test_a_messy_company_means_the_same_when_it_is_fixed(make_example: Callable[[], Company], seed: int) -> None:
    company = make_example()
    tidy = devices(company.root)
    mess = Mess(company.root, seed)
    mess.make()
    messy = devices(company.root)
    assert messy == tidy
    told = company.netops("fmt").out
    assert told.count("FMT001") > 50
    assert mess.notes > 50

    said = company.netops("fmt", "--fix").out
    assert said.endswith(" files changed\n")
    assert devices(company.root) == tidy
    texts = [path.read_bytes() for path in company.root.rglob("*.yaml")]
    notes = [note for text in texts for note in re.findall(r"# note (\d+)", text.decode("utf-16" if text[:2] == b"\xff\xfe" else "utf-8"))]
    assert sorted(map(int, notes)) == list(range(1, mess.notes + 1))
    assert company.netops("fmt", "--exit-code").out == ""
    company.netops("validate")


def test_the_example_is_tidy(make_example: Callable[[], Company]) -> None:
    assert make_example().netops("fmt", "--exit-code").out == ""
