"""Laws of an import that hold for every platform."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from adopt_golden import text_of

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.emit import yaml_document
from netops.errors import only_errors
from netops.project import Project
from netops.validation import validate_company_files

PLATFORMS = ("arista_eos", "cisco_ios", "cisco_nxos", "cisco_xr", "frr", "juniper_junos")
PLACEHOLDER = re.compile(r"⟦secret:([^⟧]*)⟧")
ENTRY = re.compile(r"(?m)^(?!.*(?:password|login|standby|client|agent)).*\b(?:permit|deny|then accept)\b.*?(?=;?$)|^\s*(?:pass|done|drop)$")
"""Entries of filters, lists and policies, whatever the platform."""


def whole(platform: str) -> str:
    """Everything that the templates of a platform write, with values for its secrets."""
    return PLACEHOLDER.sub(lambda match: f"Xy7{match[1].replace('_', '')}Q", text_of(f"{platform}/main"))


def imported(folder: Path, platform: str, text: str) -> ImportedConfigs:
    return import_configs({"one": text}, folder / "scratch", ImportOptions(platforms={"one": platform}), company="acme")


def without_raw(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_raw(item) for key, item in value.items() if key != "raw_config"}
    return [without_raw(item) for item in value] if isinstance(value, list) else value


def problems_of(folder: Path, files: dict[str, object]) -> list[str]:
    for name, value in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml_document(without_raw(value)))  # type: ignore[arg-type]
    return [str(one) for one in only_errors(validate_company_files(Project(folder), None).problems)]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_data_names_is_data(tmp_path: Path, platform: str) -> None:
    """Filters, lists and policies with words that no noun has stay raw, and so does each line that names one of them."""
    text, broken = ENTRY.subn(r"\g<0> zz7", whole(platform))
    assert broken > 2
    found = imported(tmp_path, platform, text)
    assert [str(one) for one in found.refused] == []
    assert problems_of(tmp_path / "bare", found.files) == []
