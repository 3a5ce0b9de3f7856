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
from netops.facts.filling import at, into, options
from netops.facts.table import Below, Fields, const, put, table

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
    row: Fields = {"host": host} | options(head, {"vrf": str}) | (typed_key(key.split()) if key else {})
    fields.setdefault("clients", []).append(row)


_SERVER: Final = table(
    {
        "key ~": _server_key,
        "timeout #": put(FIELDS["timeout"], int),
        "retransmit #": put(FIELDS["retransmit"], int),
        "single-connection": const("single_connection", True),
    }
)
_GROUP: Final = table({"server-private *": Below(_SERVER, _private), "server-private * ~": Below(_SERVER, _private)}, "", GROUP)
_COA: Final = table({"client *": _client, "client * ~": _client, "port #": put("port", int)})

AAA: Final[dict[str, Any]] = {
    **SERVERS,
    "radius-server|tacacs-server host *": Below(_SERVER, add_server),
    "radius-server|tacacs-server host * ~": Below(_SERVER, add_server),
    "radius-server dead-criteria time #": lambda fields, number: of_all("dead_criteria", "time_s", convert=int)(fields, "radius", number),
    "radius-server dead-criteria tries #": lambda fields, number: of_all("dead_criteria", "tries", convert=int)(fields, "radius", number),
    "aaa group server radius|tacacs+ *": Below(_GROUP, add_group, whole=True),
    "radius|tacacs source-interface *": source,
    "radius|tacacs source-interface * vrf *": source,
    "aaa server radius dynamic-author": Below(_COA, into("aaa", "dynamic_authorization")),
    "aaa authentication|authorization|accounting ~": add_rule,
    "aaa accounting update ~": at("aaa", put("accounting_update")),
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
