"""What lines of servers for programs, files, views and licences are in the model (HTTP Services and Security CR)."""

from __future__ import annotations

from typing import Any, Final

from netops.facts.filling import at_path, enter_map, find_or_add_row, map_at_path
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field


def _password(fields: Fields, words: str) -> None:
    kind, _, password = words.rpartition(" ")
    map_at_path(fields, "system", "ftp_client").update({"password": password} | ({"password_type": kind} if kind else {}))


def _view_secret(fields: Fields, words: str) -> None:
    kind, _, secret = words.rpartition(" ")
    fields.update({"secret": secret} | ({"secret_type": kind} if kind else {}))


def _privilege(fields: Fields, mode: str, level: str, command: str) -> None:
    found = {"mode": mode, "level": int(level), "command": command}
    map_at_path(fields, "system").setdefault("privileges", []).append(found)


def _hash(fields: Fields, kind: str, value: str, comment: str = "") -> None:
    found = {"type": kind, "hash": value} | ({"comment": comment} if comment else {})
    fields.setdefault("key_hashes", []).append(found)


def _hashed(fields: Fields, name: str) -> Fields:
    """The user of that name, who is there already: the lines of users come first."""
    found: Fields = next(one for one in fields["users"] if one["name"] == name)
    return found


def _users(fields: Fields) -> Fields:
    return {"users": fields.get("users", [])}


def _http(name: str, convert: type[int] | type[str] = str) -> Effect:
    return at_path("system.http_server", set_field(name, convert))


_USER: Final = make_table({"key-hash * *": _hash, "key-hash * * ~": _hash})
_PROFILE: Final = make_table(
    {
        "active": set_constant("active", True),
        "destination transport-method http|email": append_to_field("transports"),
        "no destination transport-method http|email": append_to_field("disabled_transports"),
    }
)
_CALL_HOME: Final = make_table(
    {
        "contact-email-addr *": set_field("contact"),
        "profile *": SectionPattern(_PROFILE, lambda fields, name: find_or_add_row(fields, "profiles", name=name.strip('"'))),
    }
)
_VIEW: Final = make_table(
    {
        "secret ~": _view_secret,
        "commands ~": lambda fields, words: fields.setdefault("rules", []).append({"rule": words}),
    }
)
MANAGEMENT: Final[dict[str, Any]] = {
    "ip http port #": _http("port", int),
    "ip http secure-port #": _http("secure_port", int),
    "ip http access-class *": _http("acl"),
    "ip http secure-trustpoint *": _http("trustpoint"),
    "ip http active-session-modules *": _http("modules"),
    "ip http secure-active-session-modules *": _http("secure_modules"),
    "ip http max-connections #": _http("max_connections", int),
    "ip http timeout-policy ~": _http("timeouts"),
    "ip http path ~": _http("path"),
    "ip ftp source-interface *": at_path("system.ftp_client", set_field("source_interface")),
    "ip ftp username *": at_path("system.ftp_client", set_field("username")),
    "ip ftp password ~": _password,
    "ip tftp source-interface *": at_path("system", set_field("tftp_source_interface")),
    "netconf-yang": at_path("system", set_constant("netconf", True)),
    "restconf": at_path("system", set_constant("restconf", True)),
    "call-home": SectionPattern(_CALL_HOME, enter_map("call_home")),
    "parser view *": SectionPattern(_VIEW, lambda fields, name: find_or_add_row(fields, "user_roles", name=name), whole=True),
    "privilege * level # ~": _privilege,
    "privilege * all level # ~": lambda fields, mode, level, command: _privilege(fields, f"{mode} all", level, command),
    "ip ssh pubkey-chain": SectionPattern(make_table({"username *": SectionPattern(_USER, _hashed)}), _users),
}
