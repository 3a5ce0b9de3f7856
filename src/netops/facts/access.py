"""Port access control as `dot1x` of the model has it, from lines that IOS, NX-OS and EOS have alike."""

from __future__ import annotations

from typing import Final

from netops.facts.filling import map_at_path
from netops.facts.table import Effect, Fields

TIMES: Final = {
    "tx-period": "transmit_s",
    "supp-timeout": "supplicant_s",
    "server-timeout": "server_s",
    "quiet-period": "quiet_s",
    "reauth-period": "reauthenticate_s",
    "re-authperiod": "reauthenticate_s",
}
"""Words of `dot1x timeout` (Security command references)."""
COUNTS: Final = {"max-req": "max_requests", "max-reauth-req": "max_identity_requests", "reauthorization": "max_identity_requests"}


def port_value(name: str, convert: type[int] | type[str] = str) -> Effect:
    """An effect: the word is a field of `dot1x` of the port."""
    return lambda fields, word: map_at_path(fields, "dot1x").update({name: convert(word)})


def port_flag(name: str, value: object = True) -> Effect:
    """An effect: a field of `dot1x` of the port has this value."""
    return lambda fields, *_: map_at_path(fields, "dot1x").update({name: value})


def _time(fields: Fields, kind: str, word: str) -> None:
    map_at_path(fields, "dot1x")[TIMES[kind]] = int(word) if word.isdecimal() else word


def _count(fields: Fields, kind: str, word: str) -> None:
    map_at_path(fields, "dot1x")[COUNTS[kind]] = int(word)


CONTROL: Final = "auto|force-authorized|force-unauthorized"
MODES: Final = "single-host|multi-host|multi-domain|multi-auth"
PORT: Final[dict[str, Effect]] = {
    "dot1x pae authenticator|supplicant|both": port_value("pae"),
    f"dot1x port-control {CONTROL}": port_value("control"),
    f"dot1x host-mode {MODES}": port_value("host_mode"),
    "dot1x timeout tx-period|supp-timeout|server-timeout|quiet-period|reauth-period|re-authperiod *": _time,
    "dot1x max-req|max-reauth-req #": _count,
}
"""Lines of a port that more than one platform has."""
