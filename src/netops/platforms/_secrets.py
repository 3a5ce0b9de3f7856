"""Patterns of secrets that several platforms share. How a device stores a secret (`7`, `sha512`) counts as part of it."""

from __future__ import annotations

import re

from netops.dialects import indent
from netops.dialects.grammar import Grammar, Secret

_STORED = r"(?:(?:\d{1,2}|sha512|encrypted|clear|ascii) )?"
VALUE = rf"({_STORED}\S+)"
QUOTED = r"(\"[^\"]*\"|[^\s;]+)"


def secret(pattern: str, within: str = "") -> Secret:
    """A secret by its pattern. VALUE stands for a value as devices of the Cisco family write it, QUOTED for one in quotes or without."""
    return Secret(re.compile(pattern.replace("VALUE", VALUE).replace("QUOTED", QUOTED)), within)


def hint(*words: str) -> re.Pattern[str]:
    """A pattern that every line with a secret matches."""
    return re.compile("|".join(["⟦", "://", *words]), re.IGNORECASE)


URL = secret(r"\w://[^\s:@/\"]*:([^\s@/\"]+)@")

CISCO_HINT = hint("passw", "secret", "key", "communit", "snmp", "authent", "psk", "phrase")
CISCO = (
    secret(r"^(?:no )?enable (?:secret|password) (?:level \d+ )?VALUE"),
    secret(r"^(?:no )?username \S+ (?:.* )?(?:password|secret) VALUE"),
    secret(r"^(?:no )?snmp-server community ((?:[078] )?\S+)"),
    secret(r"^(?:no )?snmp-server host .*\bversion (?:1|2c) (\S+)"),
    secret(r"^(?:no )?snmp-server host \S+ (?!vrf |traps|informs|version |use-vrf |source-interface |filter-vrf |udp-port )(\S+)"),
    secret(r"^(?:no )?snmp-server host \S+ (?:vrf \S+ )?(?:traps|informs) (?!version )(\S+)"),
    secret(r"^(?:no )?snmp-server user .*\bauth \S+ (\S+)(?: priv (?:(?:aes(?:[ -]\d+)?|3?des(?:56)?) )?(\S+))?"),
    secret(r"^(?:no )?(?:tacacs-server|radius-server) (?:.* )?key VALUE"),
    secret(r"\bserver-key VALUE"),
    secret(r"^(?:pac )?key VALUE", "tacacs"),
    secret(r"^(?:pac )?key VALUE", "radius"),
    secret(r"^(?:pac )?key VALUE", "aaa"),
    secret(r"^key ([06-8] \S+)$"),
    secret(r"^key [0-9A-Fa-f]{2,64} ([0678] \S+)"),
    secret(r"\bkey-string (.+)"),
    secret(r"\bntp authentication-key \d+ \S+ (.+)"),
    secret(r"\bauthentication-key VALUE$"),
    secret(r"\bmessage-digest-key \d+ (?:md5|hmac-sha-\d+|sha\S*) VALUE"),
    secret(r"^(?:standby|vrrp|glbp) (?:\d+ )?authentication (?!md5 key-chain)(?:text |md5 key-string )?VALUE"),
    secret(r"^ip nhrp authentication VALUE"),
    secret(r"\b(?:wpa-psk|psk) (?:set-key )?(?:hex )?VALUE"),
    secret(r"\bpre-shared-key (?!ipsec )(?:(?:address \S+(?: \S+)? key|hostname \S+ key|local|remote) )?VALUE"),
    secret(r"^crypto isakmp key VALUE (?:address|hostname)"),
    secret(r"\b(?:password|passphrase|secret) (?!encryption\b|strength-check\b|secure-mode\b|\d+$)VALUE(?: level-[12])?$"),
    URL,
)
"""IOS (Security and SNMP command references), EOS (User Manual: Users, SNMP, AAA) and NX-OS (Security Configuration Guide)."""

ANY_CLI = Grammar("text", dialect=indent, secrets=CISCO, hint=CISCO_HINT)
"""A text whose platform is not known."""
