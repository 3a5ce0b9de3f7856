"""What an account may do once it is in: whether servers alone authorise its sessions, and whether its role may change the configuration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from netops.facts.records import Login, User

FALLBACKS: Final = frozenset({"local", "none", "if-authenticated"})
"""Methods of authorization that need no server (IOS Security Command Reference, `aaa authorization`; those of EOS, NX-OS and XR are among
them)."""
OF_SESSIONS: Final = ("exec", "commands", "config-commands")
CONFIGURES: Final = frozenset(
    ("network-admin", "vdc-admin", "priv-15", "root-lr", "root-system", "root-sdr", "netadmin", "super-user", "superuser")
)
"""Roles of the vendors that may change all of a configuration."""
READS: Final = frozenset(
    ("network-operator", "vdc-operator", "operator", "read-only", "unauthorized", "sysadmin", "serviceadmin", "cisco-support")
)
"""Roles of the vendors that may not."""
FULL_PRIVILEGE: Final = 15
USED_LEVELS: Final = (1, FULL_PRIVILEGE)
"""The levels of the commands that netops types: `show` and those of configuration. At level 0 are `enable`, `exit` and the like."""


def server_authorization(lists: Iterable[Login]) -> str:
    """The first list by which servers alone authorise sessions; empty where none does."""
    return next((f"{one.list}: {' '.join(one.methods)}" for one in lists if _is_by_servers(one)), "")


def _is_by_servers(one: Login) -> bool:
    words = one.list.split()
    is_of_sessions = words[:1] != [] and words[0] in OF_SESSIONS and words[-1] == "default"
    if len(words) == 3 and words[1].isdecimal() and int(words[1]) not in USED_LEVELS:
        return False
    return is_of_sessions and bool(one.methods) and not FALLBACKS & set(one.methods)


def may_configure(user: User, *, has_levels: bool = False) -> bool | None:
    """Whether a user may change the configuration; None where a role or a privilege does not say it. `has_levels`: commands are moved to
    other levels of privilege."""
    roles = set(user.role.split(",")) if user.role else set()
    if user.powers and not roles & CONFIGURES:
        return _of_powers(set(user.powers))
    if roles & CONFIGURES:
        return True
    if roles:
        return False if roles <= READS else None
    if user.privilege == FULL_PRIVILEGE:
        return True
    return None if has_levels or user.privilege is None else False


def _of_powers(powers: set[str]) -> bool | None:
    """Of a role of the company's own. What forbids or adds single commands is not followed."""
    return None if "other" in powers else "configure" in powers


def describe_role(user: User) -> str:
    """The role of a user in words; empty where it has none."""
    return f"role {user.role}" if user.role else "" if user.privilege is None else f"privilege {user.privilege}"
