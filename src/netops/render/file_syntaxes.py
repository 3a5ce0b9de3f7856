"""What may be printed where in the files of a server, by the `syntax:` of a bundle.yaml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from netops.dialects.syntax import CLI, PrintSyntax, in_quotes, refuse_characters

_CONF = PrintSyntax("conf", never=refuse_characters('"\\'))
_HASHED = replace(_CONF, refused=refuse_characters('#;"\\'))

MAX_STRING = 255
"""Octets of one string of a TXT record (RFC 1035, section 3.3.14)."""


def in_strings(text: str) -> str:
    """The text of a TXT record: strings of at most 255 octets, which a resolver joins again."""
    step = MAX_STRING if text.isascii() else MAX_STRING // 4
    return " ".join(in_quotes(text[at : at + step]) for at in range(0, max(len(text), 1), step))


FILE_SYNTAXES: Mapping[str, PrintSyntax] = {
    s.name: s
    for s in (
        replace(_HASHED, name="chrony"),
        replace(_HASHED, name="sshd"),
        replace(_HASHED, name="resolv"),
        replace(_HASHED, name="rsyslog"),
        replace(_HASHED, name="cron"),
        PrintSyntax("snmpd", never=refuse_characters('"\\')),
        PrintSyntax("plain"),
        PrintSyntax("path", word=re.compile(r"(?!.*(^|/)\.\.?(/|$))[A-Za-z0-9._/-]+")),
        PrintSyntax("json"),
        PrintSyntax(
            "nginx", word=re.compile(r"[A-Za-z0-9._:/@+,*=~-]+"), refused=refuse_characters(";{}#\"'\\$"), never=refuse_characters("\\$")
        ),
        PrintSyntax(
            "samba",
            word=re.compile(r"[A-Za-z0-9._:/@+-]+"),
            refused=re.compile(r'["%\\]|^[#;]'),
            never=refuse_characters('"%\\'),
            quoted=in_quotes,
        ),
        PrintSyntax(
            "bind",
            word=re.compile(r"[A-Za-z0-9._:/-]+"),
            refused=refuse_characters(';{}"\\#'),
            never=refuse_characters('"\\'),
            quoted=in_quotes,
        ),
        PrintSyntax(
            "zone",
            word=re.compile(r"[A-Za-z0-9._:@*/-]+"),
            refused=refuse_characters(';()"\\$'),
            never=refuse_characters('"\\'),
            quoted=in_strings,
        ),
        PrintSyntax(
            "ganesha",
            word=re.compile(r"[A-Za-z0-9._:/*-]+"),
            refused=refuse_characters(';{}"#\\='),
            never=refuse_characters('"\\'),
            quoted=in_quotes,
        ),
        PrintSyntax("postfix", word=re.compile(r"[A-Za-z0-9._:/@+\[\]-]+"), refused=refuse_characters("$#"), never=refuse_characters("$")),
    )
}


def syntax_of_file_kind(name: str) -> PrintSyntax:
    """The rules of the files called so; a name that is none of them gets those of a command line."""
    return FILE_SYNTAXES.get(name) or replace(CLI, name=name)
