"""What can stand in a file that nobody should have to read: too much of something, or something odd. Rows as in `hostile`."""

from __future__ import annotations

from hostile import BOX, DEFAULTS, QUIET, SITE, Row, at, large, refused, text

UNMARKED = "the file is in UTF-16 or UTF-32 and has no mark that says so"


def lines(row: str, times: int) -> str:
    return "".join(row.format(number) for number in range(times))


def tens(levels: int) -> str:
    first = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    return first + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, levels))


def too_many(place: str) -> str:
    return at(place, "YML009: too many values in one file")


def twos(levels: int) -> str:
    return "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{p: *a{n - 1}, q: *a{n - 1}}}\n" for n in range(1, levels))


SIZES: dict[str, Row] = {
    "1 GB": (large(1 << 30), 3, refused("the file is too large", DEFAULTS)),
    "1 GB of settings": (large(1 << 30, "netops.yaml"), 3, refused("the file is too large", "netops.yaml")),
    "2 MB of zeros": (large(2_000_000), 3, at("25:1", "YML007: a character that cannot stand in YAML")),
    "lists of aliases": (text(tens(9)), 3, too_many("5:45")),
    "maps of aliases": (text(twos(60)), 3, too_many("15:15")),
    "merges of aliases": (
        text(f"a: &a {{{lines('k{}: 1, ', 1000)}}}\n" + lines("b{}: {{<<: [" + "*a, " * 99 + "*a]}}\n", 400)),
        3,
        too_many("2:203"),
    ),
    "an alias inside itself": (text("a: &a [*a]\n"), 3, at("1:8", "YML008: no anchor &a before this alias")),
    "a merge of itself": (text("a: &a {<<: *a}\n"), 3, at("1:12", "YML008: no anchor &a before this alias")),
    "a million brackets": (text("[" * 1_000_000), 3, at("1:42", "YML009: nested too deeply")),
    "a million dashes": (text("- " * 900_000), 3, at("1:83", "YML009: nested too deeply")),
    "a thousand levels": (text("".join(" " * n + "k:\n" for n in range(1000))), 3, at("42:42", "YML009: nested too deeply")),
    "500,000 values": (text("a: [" + "x, " * 500_000 + "]\n"), 3, too_many("1:299996")),
    "200,000 keys": (text(lines("k{}: v\n", 180_000)), 3, too_many("50000:9")),
    "400,000 documents": (text("---\n" * 400_000), 3, at("2:1", "YML010: a second document in one file")),
    "200,000 tags": (text("a: [" + "!x 1, " * 200_000 + "]\n"), 3, at("1:5", "YML005: unknown tag !x")),
    "200,000 equal keys": (text("a: 1\n" * 200_000), 3, at("2:1", "YML003: the key 'a' stands twice in one map")),
    "200,000 octal numbers": (
        text("a: [" + "0123, " * 200_000 + "]\n"),
        3,
        at("1:5", "YML006: a leading zero is octal to some readers and decimal to others, in 100 places"),
    ),
    "10,000 unknown keys": (text(lines("ntq{}: 1\n", 10_000)), 3, at("1:1", "SCH001: unknown key 'ntq0' (at ntq0)")),
    "40,000 secrets": (
        text("# enable secret 5 $1$mERr$hx5rVt7rPNoS4wqbXKX7m0\n" * 40_000),
        3,
        at("1:19", "SEC002: an MD5 crypt hash (type 5) in plain text, 30 characters, in 100 places"),
    ),
    "a long text": (text("domain: " + "x" * 1_900_000), 3, at("1:9", "SCH004: wrong form (at domain)")),
    "a long odd text": (text("domain: " + "aB3-" * 450_000), 3, at("1:9", "SCH004: wrong form (at domain)")),
    "a long comment": (text("#" + "x" * 1_900_000), 3, QUIET),
    "a long key": (text(f"? '{'x' * 1_900_000}'\n: 1\n"), 3, at("1:3", "YML004: a key that is too long")),
    "a long number": (text("domain: " + "7" * 1_900_000), 3, at("1:9", "YML006: a number has at most 18 digits")),
    "a long hexadecimal number": (
        text("domain: 0x" + "f" * 1_900_000),
        3,
        at("1:9", "YML006: a number with 0x or 0o would be written in decimal"),
    ),
    "a long fraction": (text("domain: 0." + "7" * 1_900_000), 3, at("1:9", "YML006: the number would be written 0.7777777777777778")),
    "a range without end": (
        text("interfaces: {Ethernet1-999999: {mtu: 1500}}"),
        3,
        at("1:14", "MRG005: not a range: Ethernet1-999999 (at interfaces.Ethernet1-999999)"),
    ),
    "1,500 ranges": (
        text("interfaces:\n" + lines("  E{}/1-1024: {{mtu: 1500}}\n", 1500)),
        3,
        at("11:3", "MRG005: too many ports (at interfaces.E9/1-1024)"),
    ),
}

CONTENT: dict[str, Row] = {
    "nothing": (text(""), 3, QUIET),
    "blank lines": (text("\r\n \n\n"), 3, QUIET),
    "a comment": (text("# nothing yet\n"), 3, QUIET),
    "a mark and nothing": (text(b"\xef\xbb\xbf"), 3, QUIET),
    "UTF-8 with a mark": (text(b"\xef\xbb\xbf# h\xc3\xa9\r\nlldp: {enabled: true}\r\n"), 3, QUIET),
    "UTF-16 with a mark": (text("lldp: {enabled: true}\n".encode("utf-16")), 3, QUIET),
    "UTF-16, the other way round": (text("\ufefflldp: {enabled: true}\n".encode("utf-16-be")), 3, QUIET),
    "UTF-16 without a mark": (text("lldp: {}\n".encode("utf-16-le")), 3, refused(UNMARKED, DEFAULTS)),
    "UTF-16 that is cut": (text("a: 1\nlldp: {}\n".encode("utf-16") + b"x"), 3, at("3:1", "YML001: the file is not in UTF-16")),
    "UTF-32": (text("lldp: {}\n".encode("utf-32")), 3, refused("the file is in UTF-32", DEFAULTS)),
    "UTF-32 without a mark": (text("lldp: {}\n".encode("utf-32-be")), 3, refused(UNMARKED, DEFAULTS)),
    "Latin-1": (text("# Büro Zürich\n".encode("latin-1")), 3, at("1:4", "YML001: the file is not in UTF-8")),
    "Latin-1 behind UTF-8": (text("# Büro Z".encode() + b"\xfcrich\n"), 3, at("1:9", "YML001: the file is not in UTF-8")),
    "half a character": (text(b"a: \xed\xa0\x80\n"), 3, at("1:4", "YML001: the file is not in UTF-8")),
    "a packed file": (text(b"\x1f\x8b\x08\x08\x00\x00\x00\x00"), 3, at("1:2", "YML001: the file is not in UTF-8")),
    "carriage returns": (text("lldp:\r  enabled: true\r"), 3, QUIET),
    "tabs": (text("lldp:\n\tenabled: true\n"), 3, at("2:1", "YML002: not YAML: a tab where blanks are needed")),
    "a zero byte": (text(b"lldp: {}\0\n"), 3, at("1:9", "YML007: a character that cannot stand in YAML")),
    "a zero byte as an escape": (text('domain: "a\\0"\n'), 3, at("1:9", "YML007: a character that cannot stand in data")),
    "a command as a tag": (
        text("domain: !!python/object/apply:os.system [id]\n"),
        3,
        at("1:9", "YML005: unknown tag !!python/object/apply:os.system"),
    ),
    "a tag before the file": (text("!final {domain: a.example}\n"), 3, at("1:1", "INV004: a tag before the whole file")),
    "a tag before a site": (
        text("!final {name: a}\n", f"{SITE}/site.yaml"),
        3,
        f"{SITE}/site.yaml:1:1: error INV004: a tag before the whole file",
    ),
    "a text": (text("hello\n"), 3, at("1:1", "INV004: the file does not hold a map")),
    "a list as settings": (text("[1]\n", "netops.yaml"), 3, "netops.yaml:1:1: error SCH002: wrong type"),
    "nothing as settings": (text("", "netops.yaml"), 3, "netops.yaml:1:1: error SCH005: 'name' is missing"),
    "braces in the hierarchy": (
        text("layers: ['{{platform}}.yaml', '{platform}{.yaml']\n", "inventory/hierarchy.yaml"),
        3,
        at("1:1", "INV005: nothing reads this file"),
    ),
    "keys that are no text": (text("1: a\n~: b\ntrue: c\n1.5: d\n"), 3, at("1:1", "SCH001: unknown key '1' (at 1)")),
    "no key": (text("? \n: a\n"), 3, at("1:2", "YML004: not a key")),
    "a map as a key": (text("? {a: 1}\n: b\n"), 3, at("1:3", "YML004: not a key")),
    "merge keys": (text("custom: {a: &a {x: 1}, b: {<<: *a, y: 2}}\n"), 3, QUIET),
    "another version of YAML": (text("%YAML 1.1\n---\nlldp: {enabled: yes}\n"), 3, at("3:17", "SCH002: wrong type (at lldp.enabled)")),
    "an interface that is none": (text("interfaces: [x]\n", BOX), 3, f"{BOX}:1:1: error SCH005: 'manufacturer' is missing"),
}
