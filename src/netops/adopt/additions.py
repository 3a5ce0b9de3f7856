"""Configs as new devices of a company that is there: what to add to it. Nothing of it is overwritten, and nothing is taken away."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from netops.adopt.cabling import GUESSES, add_cables
from netops.adopt.configs import ImportedConfigs, ImportOptions, read_configs, refuse_lost
from netops.adopt.existing import (
    FILE,
    ExistingSites,
    choose_layers,
    company_copy,
    match_devices,
    profiles_of,
    project_errors_text,
    with_profiles,
)
from netops.adopt.proof import Proof
from netops.model.company import Company
from netops.project import MARKER, Project
from netops.source import decode_text
from netops.source.changes import PutEntry, apply_changes

OWN_DERIVATIONS = {"descriptions": False, "snmp": False, "default_gateway": False}
"""What the company may derive for its devices, and an imported config has as it is."""


def add_configs(texts: Mapping[str, str], scratch: Path, company: Company, given: ImportOptions) -> ImportedConfigs:
    """Configs by the names of their files as files to add to a company. `scratch`: an empty folder.

    A device that the company has already is named in `exists`. Each new one has the role whose layers fit best, and in its own file what
    these do not give it. The proof is that of every import, in a copy of the company.
    """
    out = read_configs(texts, given, held_secrets(company))
    out.secrets_file = str(company.settings.get("secrets_file", ""))
    names = match_devices(company, out.drafts)
    out.exists = sorted(set(names.values()))
    out.drafts = [draft for draft in out.drafts if draft.name not in names]
    out.secrets = {name: value for name, value in out.secrets.items() if any(f"⟦secret:{name}⟧" in one.text for one in out.drafts)}
    for draft in out.drafts:
        draft.data |= {"derive": dict(OWN_DERIVATIONS), "managed": draft.managed()}
    known = project_errors_text(company_copy(company, scratch / "as-it-is")) if out.drafts else frozenset[str]()
    for number in range(len(out.drafts)):
        if out.secrets:
            out.texts[MARKER] = _settings(company, out.secrets)
        project = company_copy(company, scratch / f"with-new-{number}", _new_texts(out))
        sites = ExistingSites(out.drafts, given.sites, given.site, company)
        out.reasons = choose_layers(sites, project, company)
        proof = Proof(sites, {}, project.root, known)
        proof.run()
        if refuse_lost(out, proof):
            out.refusals = [f"{one.message} ({one.code})" for one in proof.wrong]
            out.files = _with_profiles(company, sites, proof, scratch / "with-profiles")
            _guess_cables(out, given, company_copy(company, scratch / "cabled", _new_texts(out)), known)
            break
    return out


def _new_texts(out: ImportedConfigs) -> dict[str, str]:
    """The files of the company that change, as they would be."""
    return {file: text for file, (_, text) in out.texts.items()}


def _guess_cables(out: ImportedConfigs, given: ImportOptions, project: Project, known: frozenset[str]) -> None:
    """Add the guessed cables between new devices, in a file of their own. `project`: a copy of the company, whose errors are `known`."""
    files, out.cabling = add_cables(out.files, out.drafts, given.neighbours, project.root, name=f"{FILE}-cables", known=known)
    out.comments |= {file: {"cables": GUESSES} for file in files}


def held_secrets(company: Company) -> dict[str, str]:
    """The values of the company's secrets by name, '' for one that is in no file: no secret is empty."""
    names, file = company.settings.get("secrets", {}), str(company.settings.get("secrets_file", ""))
    path = company.project.root / file
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8")) if file else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError):
        values = None
    held = values if isinstance(values, dict) else {}
    return {str(name): str(held.get(str(source.get("key", "")), "")) for name, source in names.items()}


def _settings(company: Company, secrets: Mapping[str, str]) -> tuple[str, str]:
    """netops.yaml as it is, and with a source for each new secret."""
    old = new = decode_text((company.project.root / MARKER).read_bytes(), MARKER)
    if "secrets_file" not in company.settings:
        new = apply_changes(new, [PutEntry(("secrets_file",), f"../{company.project.root.name}.secrets.yaml")], MARKER)
    for name in sorted(secrets):
        new = apply_changes(new, [PutEntry(("secrets", name), f"{{key: {name}}}")], MARKER)
    return old, new


def _with_profiles(company: Company, sites: ExistingSites, proof: Proof, folder: Path) -> dict[str, object]:
    """The new files with the interface profiles of the company and with ranges, where they still give all configs back."""
    files = sites.files()
    shorter = dict(files)
    for draft in sites.drafts:
        name = sites.file_of(draft)
        shorter[name] = with_profiles(files[name], dict(profiles_of(sites, draft)))
    if shorter == files:
        return files
    company_copy(company, folder, {MARKER: (proof.folder / MARKER).read_text(encoding="utf-8")})
    return shorter if proof.holds(shorter, folder) else files
