"""What a company asks of a deploy. A commit that changes the policy cannot permit itself: what the last deploy asked counts too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from netops import git
from netops.errors import DataError, UsageError
from netops.guards import Policy
from netops.jobs.operation import Operation
from netops.model.company import Company
from netops.project import MARKER
from netops.source.files import read_bytes, read_file

UNITS: Final = {"m": "minutes", "h": "hours", "d": "days"}
CONTACTS: Final = "inventory/org"
POLICY_FILES: Final = (MARKER, "inventory/policies", "guards", "checks", "filters", "health", "platforms", "reports", "schemas", "tasks")
"""Files and folders of a company that decide what is refused, or that run inside netops. The keys of signers are policy too."""
PIPELINES: Final = (
    *(".github", ".gitlab-ci.yml", ".gitlab", "Jenkinsfile", "azure-pipelines.yml", "bitbucket-pipelines.yml", ".circleci"),
    *("CODEOWNERS", "docs/CODEOWNERS"),
)
"""Files and folders at the top of a repository that run the deploys, or say who reviews."""


@dataclass(frozen=True, slots=True)
class EarlierPolicy:
    """What was asked at the commit of the last deploy. `changed`: the files of the policy that differ from it, where it wanted signatures;
    None where no deploy is known. `keys`, `emails`: of the contacts then, by name."""

    policy: Policy = field(default_factory=Policy)
    changed: tuple[str, ...] | None = None
    keys: Mapping[str, list[str]] = field(default_factory=dict)
    emails: Mapping[str, str] = field(default_factory=dict)


def policy_of(settings: Mapping[str, Any]) -> Policy:
    """What a company asks of every deploy."""
    given = {**(settings.get("deploy") or {}), **(settings.get("plans") or {})}
    valid_for = str(given.pop("valid_for", ""))
    known = {field.name for field in fields(Policy)} & given.keys()
    values: dict[str, Any] = {name: tuple(given[name]) if isinstance(given[name], list) else given[name] for name in known}
    return Policy(**values, valid_for=timedelta(**{UNITS[valid_for[-1]]: int(valid_for[:-1])}) if valid_for else None)


def stricter_policy(now: Policy, earlier: EarlierPolicy) -> Policy:
    """The policy of now, with the signers of the last deploy: whoever is added since then signs from the next deploy on.

    Nor does --emergency override what it did not override then.
    """
    old = earlier.policy
    if not old.signers:
        return now
    return replace(
        now,
        signers=old.signers,
        signatures=max(now.signatures, old.signatures),
        self_approval=now.self_approval and old.self_approval,
        emergency=tuple(name for name in now.emergency if name in old.emergency),
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
    """What was asked at the commit of the last deploy, worked out once in an operation."""
    if not operation.earlier:
        operation.earlier.append(_earlier_policy(operation))
    found: EarlierPolicy = operation.earlier[0]
    return found


def _earlier_policy(operation: Operation) -> EarlierPolicy:
    """A commit that git does not have, or whose settings cannot be read, counts as one whose policy was another."""
    root = operation.company.project.root
    commit = operation.state.deployed_commit().removesuffix(git.CHANGES)
    if not commit:
        return EarlierPolicy()
    try:
        git.commit_of(root, commit)
        policy = policy_of(read_bytes(git.file_at(root, commit, MARKER), MARKER).value)
    except (UsageError, DataError, AttributeError, TypeError):  # what is no settings file has no policy either
        return EarlierPolicy(changed=(f"{MARKER} at {commit} of the last deploy, which git does not have",))
    if not policy.signers:
        return EarlierPolicy(policy, ())
    contacts, now = _contacts(root, commit), signing_keys(operation.company)
    keys = _keys(contacts)
    changed = [*_changed_files(root, commit), *(f"the keys of {name}" for name in policy.signers if now.get(name) != keys.get(name))]
    return EarlierPolicy(policy, tuple(changed), keys, {name: str(one.get("email", "")) for name, one in contacts.items()})


def _changed_files(root: Path, commit: str) -> list[str]:
    """The files of the policy that are not as they were at a commit, also where a link leads to them."""
    parts = {*POLICY_FILES, *_linked(root)}
    own = (path for path in git.changed_files(root, commit) if any(f"{path}/".startswith(f"{part}/") for part in parts))
    return sorted({*own, *git.changed_at_top(root, commit, PIPELINES)})


def _linked(root: Path) -> set[str]:
    """What links among the policy lead to, as paths of the company."""
    places = [root / name for name in POLICY_FILES]
    links = (path for path in chain(places, *(place.rglob("*") for place in places)) if path.is_symlink())
    targets = (path.resolve() for path in links)
    return {target.relative_to(root.resolve()).as_posix() for target in targets if target.is_relative_to(root.resolve())}


def _contacts(root: Path, commit: str) -> dict[str, Mapping[str, Any]]:
    """The contacts at a commit, by name."""
    with TemporaryDirectory() as folder:
        git.export_commit(root, commit, Path(folder), (CONTACTS,), {})
        contents = [_content(path, Path(folder)) for path in sorted((Path(folder) / CONTACTS).rglob("*.yaml"))]
    return {name: contact for content in contents for name, contact in (content.get("contacts") or {}).items()}


def _content(path: Path, root: Path) -> Mapping[str, Any]:
    """What a file of an earlier commit holds; nothing when it is no YAML."""
    try:
        content = read_file(path, root).value
    except DataError:
        return {}
    return content if isinstance(content, Mapping) else {}
