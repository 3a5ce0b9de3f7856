"""What a company asks of a deploy. A commit that changes the policy cannot permit itself: what the last deploy asked counts too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from netops import git
from netops.errors import DataError, UsageError
from netops.guards import Policy
from netops.jobs.operation import Operation
from netops.model.company import Company
from netops.project import MARKER
from netops.source.files import read_file

UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
CONTACTS: Final = "inventory/org"
POLICY_FILES: Final = (
    MARKER,
    *("guards/", "checks/", "health/", "platforms/", "schemas/", "tasks/"),
    *(".github/", ".gitlab-ci.yml", ".gitlab/", "Jenkinsfile", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".circleci/"),
)
"""Files and folders that decide what is refused, or that run the deploys. The keys of signers are policy too."""


@dataclass(frozen=True, slots=True)
class EarlierPolicy:
    """What was asked at the commit of the last deploy. `changed`: the files of the policy that differ from it, where it wanted signatures;
    None where no deploy is known. `keys`: the public keys of the contacts then, by name."""

    policy: Policy = field(default_factory=Policy)
    changed: tuple[str, ...] | None = None
    keys: Mapping[str, list[str]] = field(default_factory=dict)


def policy_of(settings: Mapping[str, Any]) -> Policy:
    """What a company asks of every deploy."""
    given = {**(settings.get("deploy") or {}), **(settings.get("plans") or {})}
    valid_for = str(given.pop("valid_for", ""))
    known = {field.name for field in fields(Policy)} & given.keys()
    values: dict[str, Any] = {name: tuple(given[name]) if isinstance(given[name], list) else given[name] for name in known}
    return Policy(**values, valid_for=timedelta(**{UNITS[valid_for[-1]]: int(valid_for[:-1])}) if valid_for else None)


def stricter_policy(now: Policy, earlier: EarlierPolicy) -> Policy:
    """The policy of now, with the signers of the last deploy: whoever is added since then signs from the next deploy on."""
    old = earlier.policy
    if not old.signers:
        return now
    return replace(
        now, signers=old.signers, signatures=max(now.signatures, old.signatures), self_approval=now.self_approval and old.self_approval
    )


def keys_that_count(company: Company, earlier: EarlierPolicy) -> dict[str, list[str]]:
    """The public keys of all contacts that have some; once the policy wants signatures, those alone that the last deploy knew."""
    now = signing_keys(company)
    if earlier.changed is None or not earlier.policy.signers:
        return now
    return {name: [key for key in keys if key in earlier.keys.get(name, ())] for name, keys in now.items()}


def signing_keys(company: Company) -> dict[str, list[str]]:
    """The public keys of all contacts that have some."""
    return _keys(company.objects.get("contact", {}))


def _keys(contacts: Mapping[str, Mapping[str, Any]]) -> dict[str, list[str]]:
    return {name: [str(key) for key in contact["ssh_keys"]] for name, contact in contacts.items() if contact.get("ssh_keys")}


def earlier_policy(operation: Operation) -> EarlierPolicy:
    """What was asked at the commit of the last deploy. A commit that git does not have counts as one whose policy was another."""
    root = operation.company.project.root
    commit = next((run.commit for run in operation.state.runs(100) if run.verb == "deploy" and run.commit), "").removesuffix(git.CHANGES)
    if not commit:
        return EarlierPolicy()
    try:
        git.commit_of(root, commit)
    except UsageError:
        return EarlierPolicy(changed=(f"{commit} of the last deploy, which git does not have",))
    with TemporaryDirectory() as folder:
        git.export_commit(root, commit, Path(folder), (MARKER, CONTACTS), {})
        old = EarlierPolicy(_old_policy(Path(folder)), (), _old_keys(Path(folder)))
    if not old.policy.signers:
        return old
    changed = [path for path in sorted(git.changed_files(root, commit)) if path.startswith(POLICY_FILES)]
    now = signing_keys(operation.company)
    changed += [f"the keys of {name}" for name in old.policy.signers if now.get(name) != old.keys.get(name)]
    return replace(old, changed=tuple(changed))


def _old_policy(root: Path) -> Policy:
    return policy_of(_content(root / MARKER, root))


def _old_keys(root: Path) -> dict[str, list[str]]:
    contents = [_content(path, root) for path in sorted((root / CONTACTS).rglob("*.yaml"))]
    return _keys({name: contact for content in contents for name, contact in (content.get("contacts") or {}).items()})


def _content(path: Path, root: Path) -> Mapping[str, Any]:
    """What a file of an earlier commit holds; nothing when it is not there, or no YAML."""
    try:
        content = read_file(path, root).value
    except DataError:
        return {}
    return content if isinstance(content, Mapping) else {}
