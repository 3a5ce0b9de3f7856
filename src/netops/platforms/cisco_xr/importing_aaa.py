"""AAA of IOS XR as data of the model (System Security Command Reference, AAA commands)."""

from __future__ import annotations

from typing import Any, Final

from netops.facts.aaa import (
    FIELDS,
    GROUP,
    SERVERS,
    add_group,
    add_rule,
    add_server,
    of_all,
    server_fields,
    settle_groups,
    shorten,
    source,
    typed_key,
    usual_rules,
    without_empty,
)
from netops.facts.filling import at_path, enter_map, keyword_values
from netops.facts.table import Fields, SectionPattern, make_table, set_constant, set_field

DEFAULT_PORT: Final = 49
"""Where TACACS+ is asked; XR shows it."""


def _server_key(fields: Fields, words: str) -> None:
    fields.update(typed_key(words.split()))


def _private(fields: Fields, host: str, words: str = "") -> Fields:
    row: Fields = {"protocol": fields["protocol"], "host": host} | server_fields(words)
    fields.setdefault("private_servers", []).append(row)
    return row


def _client(fields: Fields, host: str, words: str = "") -> None:
    """`client HOST [vrf V] [server-key [TYPE] KEY]`."""
    head, _, key = f" {words}".partition(" server-key ")
    row: Fields = {"host": host} | keyword_values(head, {"vrf": str}) | (typed_key(key.split()) if key else {})
    fields.setdefault("clients", []).append(row)


_SERVER: Final = make_table(
    {
        "key ~": _server_key,
        "timeout #": set_field(FIELDS["timeout"], int),
        "retransmit #": set_field(FIELDS["retransmit"], int),
        "single-connection": set_constant("single_connection", True),
    }
)
_GROUP: Final = make_table(
    {"server-private *": SectionPattern(_SERVER, _private), "server-private * ~": SectionPattern(_SERVER, _private)}, "", GROUP
)
_COA: Final = make_table({"client *": _client, "client * ~": _client, "port #": set_field("port", int)})

AAA: Final[dict[str, Any]] = {
    **SERVERS,
    "radius-server|tacacs-server host *": SectionPattern(_SERVER, add_server),
    "radius-server|tacacs-server host * ~": SectionPattern(_SERVER, add_server),
    "radius-server dead-criteria time #": lambda fields, number: of_all("dead_criteria", "time_s", convert=int)(fields, "radius", number),
    "radius-server dead-criteria tries #": lambda fields, number: of_all("dead_criteria", "tries", convert=int)(fields, "radius", number),
    "aaa group server radius|tacacs+ *": SectionPattern(_GROUP, add_group, whole=True),
    "radius|tacacs source-interface *": source,
    "radius|tacacs source-interface * vrf *": source,
    "aaa server radius dynamic-author": SectionPattern(_COA, enter_map("aaa", "dynamic_authorization")),
    "aaa authentication|authorization|accounting ~": add_rule,
    "aaa accounting update ~": at_path("aaa", set_field("accounting_update")),
}


def finish_aaa(fields: Fields) -> None:
    """The servers that logins ask, in their short form where the lines are those that it writes."""
    aaa: Fields = fields.get("aaa", {})
    settle_groups(aaa)
    own = [one for one in aaa.get("servers", ()) if one["protocol"] == "tacacs"]
    if own and all(one.get("port") == DEFAULT_PORT for one in own):
        short: Fields = aaa | {"servers": [{key: value for key, value in one.items() if key != "port"} for one in own]}
        for local in (True, False):
            rules = usual_rules(f"group TACACS{' local' if local else ''}")
            if [one for one in aaa.get("rules", ()) if one in rules] == rules[::-1] and shorten(short, local_fallback=local):
                short["tacacs"].setdefault("vrf", "default")
                rest = [one for one in aaa["servers"] if one not in own]
                fields["aaa"] = aaa = short | {"servers": rest} | ({} if local else {"local_fallback": False})
                break
    without_empty(fields)
