"""Annotations of Junos (`annotate`, shown as `/* ... */` above a statement) are lines of the config."""

from __future__ import annotations

import pytest

from netops import config
from netops.errors import ConfigError
from netops.platforms import get, grammar_of

JUNOS = "juniper_junos"
TEXT = """\
/* of the file */
version 20.4R3;
system {
    /* name of "it" */
    host-name a;
    ntp {
        /* first
           and second */
        server 10.0.0.1;
    }
}
interfaces {
    /* To ber-rtr-1 */
    ge-0/0/0 {
        /* v4 */
        unit 0 {
            family inet {
                address 10.0.0.1/24;
            }
        }
    }
    /* jumbo */
    ge-0/0/1 {
        mtu 9000;
    }
}
vlans {
    /* them */
    V1 {
        /* all */
        interface [ ge-0/0/1.0 ge-0/0/2.0 ];
    }
    # no annotation
    /* above nothing */
}
"""
ANNOTATIONS = [
    'annotate interfaces ge-0/0/0 "To ber-rtr-1"',
    'annotate interfaces ge-0/0/0 unit 0 "v4"',
    'annotate interfaces ge-0/0/1 "jumbo"',
    'annotate system host-name "name of \\"it\\""',
    'annotate system ntp server 10.0.0.1 "first\nand second"',
    'annotate vlans V1 "them"',
    'annotate vlans V1 interface ge-0/0/1.0 "all"',
]
OTHER = TEXT.replace("    /* To ber-rtr-1 */\n", "").replace("jumbo", "giant").replace("9000", "9216").replace("them", "")
EMPTY = "version 20.4R3;\n"


def test_the_normal_form_has_each() -> None:
    normal = config.normalise(JUNOS, TEXT)
    assert normal.startswith("\n".join(ANNOTATIONS) + "\nset ")
    assert config.normalise(JUNOS, normal) == normal
    assert config.diff(JUNOS, normal, TEXT) == ()


def test_a_changed_one_is_a_difference_and_is_set_at_its_level() -> None:
    changes = [(line.sign, line.text) for line in config.diff(JUNOS, TEXT, OTHER) if "annotate" in line.text]
    assert changes == [
        ("-", 'annotate ge-0/0/0 "To ber-rtr-1"'),
        ("-", 'annotate ge-0/0/1 "jumbo"'),
        ("+", 'annotate ge-0/0/1 "giant"'),
        ("-", 'annotate V1 "them"'),
    ]
    assert config.remediate(JUNOS, TEXT, OTHER) == [
        *("edit interfaces", 'annotate ge-0/0/0 ""', "top"),
        "delete interfaces ge-0/0/1 mtu 9000",
        *("edit vlans", 'annotate V1 ""', "top"),
        "set interfaces ge-0/0/1 mtu 9216",
        *("edit interfaces", 'annotate ge-0/0/1 "giant"', "top"),
    ]


@pytest.mark.parametrize(("one", "other"), [(TEXT, OTHER), (OTHER, TEXT), (TEXT, EMPTY), (EMPTY, TEXT)])
@pytest.mark.parametrize("flat", [False, True])
def test_there_and_back(one: str, other: str, *, flat: bool) -> None:
    one = config.normalise(JUNOS, one) if flat else one
    after = config.predict(JUNOS, one, config.remediate(JUNOS, one, other))
    assert config.diff(JUNOS, after, other) == ()
    assert config.diff(JUNOS, config.predict(JUNOS, after, config.rollback(JUNOS, one, other)), one) == ()


def test_a_statement_takes_its_annotations_along() -> None:
    after = config.predict(JUNOS, TEXT, ["delete interfaces ge-0/0/0"])
    assert "To ber-rtr-1" not in after
    assert '"v4"' not in after


@pytest.mark.parametrize("text", [TEXT, config.normalise(JUNOS, TEXT)])
def test_raw_config_has_them(text: str) -> None:
    grammar = grammar_of(get(JUNOS))
    raw = "\n".join(grammar.dialect.raw_lines(grammar, text, [(grammar.dialect.written(grammar, text), 0)])[0])
    assert config.diff(JUNOS, raw, TEXT) == ()


def test_a_managed_part_brings_its_own_and_leaves_the_others() -> None:
    composed = config.compose(JUNOS, TEXT, OTHER, ["interfaces"])
    assert "giant" in composed
    assert "jumbo" not in composed
    assert "To ber-rtr-1" not in composed
    assert "/* them */" in composed


def test_a_comment_that_never_ends_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"line 1: a comment never ends"):
        config.parse(JUNOS, "/* x\nsystem {\n    host-name a;\n}\n")
