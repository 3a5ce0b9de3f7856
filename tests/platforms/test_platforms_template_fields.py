"""What the code of templates reads, found without rendering."""

from __future__ import annotations

import pytest

from netops.platforms import unread_part
from netops.platforms._template_fields import fields_read

TEXTS = {
    "main.j2": '{% include "aaa.j2" %}\n',
    "aaa.j2": """\
{% from "keys.j2" import key_of %}
{% set tacacs = aaa.tacacs | default({}) %}
{% for kind in ["radius", "tacacs"] %}
{% set common = aaa[kind] | default({}) %}
timeout {{ common.timeout_s }}
{% endfor %}
{% for server in aaa.servers | default([]) | selectattr("protocol", "equalto", "radius") %}
{% set who = server.host if server.host is defined else tacacs.group %}
server {{ who }} {{ key_of(server) }}
{% include "one.j2" %}
{% endfor %}
{% set own = [{"name": "X", "members": tacacs.hosts}] %}
{% for group in own + aaa.groups %}
{% for member in group.members %}
{{ member.port }}
{% endfor %}
{% endfor %}
{% for name, list in aaa.lists.items() %}
{{ name }} {{ list.methods | join(" ") }}
{% endfor %}
""",
    "keys.j2": "{% macro key_of(one) %}{{ one.key_type | then('{}') }} {{ one.key }}{% endmacro %}\n",
    "one.j2": "{{ server.vrf }}\n",
}


@pytest.mark.parametrize(
    ("field", "is_read"),
    [
        ("aaa.radius.timeout_s", True),
        ("aaa.tacacs.timeout_s", True),
        ("aaa.tacacs.group", True),
        ("aaa.tacacs.hosts.*.port", True),
        ("aaa.servers.*.protocol", True),
        ("aaa.servers.*.key", True),
        ("aaa.servers.*.vrf", True),
        ("aaa.groups.*.members.*.port", True),
        ("aaa.lists.default.methods.*", True),
        ("aaa.servers.*.timeout_s", False),
        ("aaa.groups.*.vrf", False),
        ("aaa.tacacs.key", False),
        ("aaa.order", False),
    ],
)
def test_the_code_of_templates_is_followed(field: str, is_read: bool) -> None:
    assert fields_read(TEXTS, "aaa").reads(tuple(field.split("."))) is is_read


@pytest.mark.parametrize(
    ("platform", "field", "unread"),
    [
        ("arista_eos", "aaa.groups.*.vrf", "aaa.groups.*.vrf"),
        ("cisco_nxos", "aaa.groups.*.vrf", None),
        ("juniper_junos", "aaa.groups.*.vrf", "aaa.groups"),
        ("cisco_ios", "ipsec.gateways.*.vrf", None),
        ("arista_eos", "ipsec.gateways.*.name", "ipsec"),
        ("frr", "aaa.servers.*.host", "aaa"),
    ],
)
def test_a_field_is_read_where_its_noun_is(platform: str, field: str, unread: str | None) -> None:
    part = unread_part(platform, tuple(field.split(".")))
    assert (".".join(part) if part else None) == unread
