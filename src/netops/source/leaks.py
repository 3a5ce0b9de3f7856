"""Secrets in plain text: whatever in a file looks like a password, a hash, a community, a key or a token.

Three nets, each finer and slower than the one before: words and shapes that no secret lacks, over the whole text; our patterns for what
devices hold, on the lines that are left; the detectors of detect-secrets, on lines with a long odd word. The secret itself is in no result.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from typing import Any, NamedTuple

from netops.source.problems import MAX_TOLD


class Leak(NamedTuple):
    """Something that looks like a secret: where it begins, what it is, and how many characters it has."""

    line: int
    column: int
    what: str
    length: int


SHAPES = (
    ("an MD5 crypt hash (type 5)", r"(\$1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22})"),
    ("a SHA crypt hash", r"(\$[56]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86})"),
    ("a yescrypt hash", r"(\$y\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{20,})"),
    ("a bcrypt hash", r"(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})"),
    ("a type 8 or 9 hash", r"(\$[89]\$[./A-Za-z0-9]{14}\$[./A-Za-z0-9]{43})"),
    ("a Junos password ($9$)", r"(\$9\$[A-Za-z0-9./-]{6,})"),
    ("an AWS access key", r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b"),
    ("a private key", r"(-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----)"),
    ("a type 7 password", r"(?:password|secret|key|key-string|md5) 7 ([0-9A-Fa-f]{4,})\b"),
    ("a type 6 password", r"(?:password|secret|key|key-string|pre-share) 6 ([A-Za-z\[\]\\^_`]{8,})"),
)
"""Secrets that are known by how they look."""

VALUE = r"[\"']?((?!!|\{\{|\{%|\{|⟦|<|\*|\$\{|\||>|null\b|~|none\b|ascii-text|hexadecimal|encrypted)[^\s\"',;#}\]]{2,})"
"""A word that is no reference, no template and no placeholder."""
COMMANDS = (
    ("an SNMP community", rf"(?<!no )snmp-server community {VALUE}"),
    ("an SNMP community", rf"snmp-server host \S+ (?:traps |informs )?(?:version (?:1|2c) )?(?!version){VALUE}"),
    ("an SNMP community", rf"^[\s-]*(?:set snmp |rocommunity6? |rwcommunity6? )(?:community )?{VALUE}"),
    ("a password", rf"(?:enable|username \S+(?: privilege \d+)?(?: role \S+)?) (?:secret|password) (?:\d |sha512 )?{VALUE}"),
    ("a key of TACACS+ or RADIUS", rf"(?:tacacs-server|radius-server)(?: host \S+)?(?: \S+-port \d+)* key (?:\d )?{VALUE}"),
    ("a key", rf"key-string (?:\d )?{VALUE}"),
    ("a key of a routing protocol", rf"(?:authentication-key|message-digest-key \d+ md5|neighbor \S+ password) (?:\d )?{VALUE}"),
    (
        "a pre-shared key",
        rf"(?:pre-shared-key|pre-shared-secret)(?: address \S+)?(?: key)? (?:(?:ascii-text|hexadecimal|local|remote) )?{VALUE}",
    ),
    ("a pre-shared key", rf"crypto isakmp key (?:\d )?{VALUE}"),
    ("a key of a wireless LAN", rf"(?:wpa-psk|psk set-key|wpa_passphrase|wpa-passphrase)(?: ascii| hex)?(?: \d)?[ =]{VALUE}"),
)
"""Lines of devices in which the next word is a secret."""

NAMES = ("password", "passwd", "passphrase", "secret", "community", "psk", "pre_shared_key", "api_key", "apikey", "auth_key", "private_key")
KEYS = rf"(?:[a-z0-9]+_)*(?:{'|'.join((*NAMES, 'access_token', 'token'))})"
PAIR = rf"(?:^|[\s{{,\"'-]){KEYS}[\"']?\s*[:=]\s+{VALUE}"
"""A key of YAML that names a secret, and a plain value."""

EXACT = ("a type 6 password", "an AWS access key")
"""Where upper and lower case tell."""

PATTERNS = tuple((what, re.compile(text, 0 if what in EXACT else re.IGNORECASE)) for what, text in (*SHAPES, *COMMANDS))
KEY_AND_VALUE = re.compile(PAIR, re.IGNORECASE)
HINTS = (
    *("passw", "passphrase", "secret", "communit", "psk", "pre-shared", "token", "api_key", "apikey", "auth_key", "private_key"),
    *("-key", "key-", "key ", " md5 ", "snmp-server", "akia", "asia", "@"),
    *("-----begin", "$1$", "$2", "$5$", "$6$", "$8$", "$9$", "$y$"),
)
"""What no line that those find lacks, in lower case."""
LONG = 24
LONGEST = 100_000
"""Characters of a line that the detectors are shown."""
MARKS = ":,;'\"[](){}"

ODD = re.compile(r"(?<![A-Za-z0-9_+/=-])[A-Za-z0-9_+/=-]{24,240}(?![A-Za-z0-9_+/=-])")
"""A long word, as tokens are; longer ones are pictures and certificates."""
PLAIN = re.compile(r"[A-Za-z]+[\d/.:-]+|[A-Fa-f0-9]+|[a-z0-9]+(?:[-_/.+][a-z0-9]+)*")
"""Long words that are nothing of the kind: interfaces, digests and serial numbers, names joined from words."""
PUBLIC = re.compile(r"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-ssh-\S+|BEGIN CERTIFICATE|data:[a-z]+/)")
ENTROPY = 4.5
"""Bits a character of what nobody would type."""
DETECTORS = (
    *(
        "ArtifactoryDetector",
        "AWSKeyDetector",
        "AzureStorageKeyDetector",
        "BasicAuthDetector",
        "CloudantDetector",
        "DiscordBotTokenDetector",
    ),
    *("GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector", "IbmCosHmacDetector", "JwtTokenDetector", "MailchimpDetector"),
    *("NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "SoftlayerDetector"),
    *("SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector"),
)
"""Of detect-secrets: those that know a service's tokens by how they look."""


class _Detectors(ExitStack):
    """detect-secrets with the detectors that we take, made ready when the first line is shown to it."""

    ready = False

    def found(self, line: str) -> Iterator[Any]:
        from detect_secrets.core.scan import scan_line
        from detect_secrets.settings import transient_settings

        if not self.ready:
            self.enter_context(transient_settings({"plugins_used": [{"name": name} for name in DETECTORS]}))
            self.ready = True
        yield from scan_line(line[:LONGEST])


def leaks(text: str) -> list[Leak]:
    """What looks like a secret in a text, by place; at most one for each line, and no more than a person would read."""
    if not _may_hold(text):
        return []
    with _Detectors() as detectors:
        return list(islice(_by_line(text, detectors), MAX_TOLD))


def _by_line(text: str, detectors: _Detectors) -> Iterator[Leak]:
    in_certificate = False
    for number, line in enumerate(text.splitlines(), start=1):
        in_certificate = "BEGIN CERTIFICATE" in line or (in_certificate and "END CERTIFICATE" not in line)
        found = None if in_certificate else _of_line(line, detectors)
        if found is not None:
            start, what, length = found
            yield Leak(number, start + 1, what, length)


def _may_hold(text: str) -> bool:
    """Whether a text has a word that no secret lacks, or one that is long enough for a token."""
    lower = text.lower()
    if any(hint in lower for hint in HINTS):
        return True
    return any(len(word) >= LONG and not PLAIN.fullmatch(word.strip(MARKS)) for word in text.split())


def _of_line(line: str, detectors: _Detectors) -> tuple[int, str, int] | None:
    """Where a secret begins in a line, what it is, and its length."""
    if not _may_hold(line):
        return None
    lower = line.lower()
    if any(hint in lower for hint in HINTS):
        for what, pattern in PATTERNS:
            if match := pattern.search(line):
                return match.start(1), what, len(match[1])
        if not line.lstrip().startswith("#") and (match := KEY_AND_VALUE.search(line)):
            return match.start(1), "the value of a key that names a secret", len(match[1])
        if "://" in line and (found := _detected(line, detectors)):
            return found
    words = [word for word in ODD.finditer(line) if not PLAIN.fullmatch(word[0]) and _is_mixed(word[0])]
    if not words or PUBLIC.search(line):
        return None
    return _detected(line, detectors) or next((_entropy(word) for word in words if _entropy(word)), None)


def _is_mixed(word: str) -> bool:
    """Whether a word has upper case, lower case and digits: what people type rarely has."""
    return any(c.isupper() for c in word) and any(c.islower() for c in word) and any(c.isdigit() for c in word)


def _detected(line: str, detectors: _Detectors) -> tuple[int, str, int] | None:
    """What a detector of detect-secrets finds in a line."""
    for found in detectors.found(line):
        secret = str(found.secret_value)
        if secret in line:
            return line.index(secret), found.type, len(secret)
    return None


def _entropy(word: re.Match[str]) -> tuple[int, str, int] | None:
    from detect_secrets.plugins.high_entropy_strings import Base64HighEntropyString

    detector: Any = Base64HighEntropyString(limit=ENTROPY)
    if detector.calculate_shannon_entropy(word[0]) <= ENTROPY:
        return None
    return word.start(), "a word that nobody types (high entropy)", len(word[0])
