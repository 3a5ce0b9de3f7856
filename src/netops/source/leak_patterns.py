"""What secrets look like: shapes, commands of devices, keys of YAML; and what only resembles one."""

from __future__ import annotations

SHAPES = (
    ("an MD5 crypt hash (type 5)", r"(\$1\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22})"),
    ("a SHA crypt hash", r"(\$[56]\$(?:rounds=\d+\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43,86})"),
    ("a yescrypt hash", r"(\$y\$[./A-Za-z0-9]+\$[./A-Za-z0-9]+\$[./A-Za-z0-9]{20,})"),
    ("a bcrypt hash", r"(\$2[aby]\$\d\d\$[./A-Za-z0-9]{53})"),
    ("a type 8 or 9 hash", r"(\$[89]\$[./A-Za-z0-9]{14}\$[./A-Za-z0-9]{43})"),
    ("a Junos password ($9$)", r"(\$9\$[A-Za-z0-9./-]{6,})"),
    ("an AWS access key", r"\b((?:AKIA|ASIA)[A-Z0-9]{16})\b"),
    ("a private key", r"(-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----)"),
    ("a private key of age", r"\b(AGE-SECRET-KEY-1[0-9A-Z]{50,})\b"),
    ("a type 7 password", r"(?:password|secret|key|key-string|md5) 7 ([0-9A-Fa-f]{4,})\b"),
    ("a type 6 password", r"(?:password|secret|key|key-string|pre-share) 6 ([A-Za-z\[\]\\^_`]{8,})"),
)
"""Secrets that are known by how they look."""

VALUE = r"[\"']?((?!!|\{\{|\{%|\{|⟦|<|\*|\$\{|\||>|null\b|~|none\b|ascii-text|hexadecimal|encrypted)[^\s\"',;#}\]]{2,})"
"""A word that is no reference, no template and no placeholder."""

ODD_VALUE = r"(?=\S*[\d!$%&/@])" + VALUE
"""Such a word with more than letters in it: what follows the word `password` in a sentence has none."""

FORM = r"(?:\d+ |sha512 |sha256 |ascii-text |hexadecimal )?"
"""How the next word is written."""

COMMANDS = (
    ("an SNMP community", rf"(?<!no )snmp-server community {VALUE}"),
    (
        "an SNMP community",
        r"snmp-server host \S+ (?:traps |informs )?(?:version (?:1|2c) )?(?!version|use-vrf|filter-vrf|vrf |source-interface)" + VALUE,
    ),
    ("an SNMP community", rf"^[\s-]*(?:set snmp community|rocommunity6?|rwcommunity6?) {VALUE}"),
    ("a password of an SNMP user", rf"snmp-server user \S+ .{{0,80}}?\b(?:auth|priv)(?: (?:md5|sha|aes|des|3des)[\d-]*)+ (?:\d+ )?{VALUE}"),
    ("a password of an SNMP user", rf"(?:authentication|privacy)-password {VALUE}"),
    ("a password", rf"enable (?:algorithm-type \S+ )?(?:secret|password) {FORM}{VALUE}"),
    ("a password", rf"username \S+ (?:(?:privilege|role|algorithm-type) \S+ )*(?:secret|password) {FORM}{VALUE}"),
    ("a password", rf"(?:ip ftp|isis|ppp (?:chap|pap)(?: sent-username \S+)?) password {FORM}{VALUE}"),
    ("a key of TACACS+ or RADIUS", rf"(?:tacacs-server|radius-server)(?: host \S+)?(?: \S+-port \d+)* key {FORM}{VALUE}"),
    ("a key of TACACS+ or RADIUS", rf"(?:tacplus-server|radius-server) \S+ (?:\S+ \d+ )*secret {VALUE}"),
    ("a key", rf"key-string {FORM}{VALUE}"),
    (
        "a key of a routing protocol",
        r"(?:authentication-key(?:(?! \d+ type )| \d+ md5| \d+ type \S+ value)|message-digest-key \d+ md5|neighbor \S+ password)"
        rf" {FORM}{VALUE}",
    ),
    ("a key of a gateway group", rf"(?:standby|vrrp|glbp)(?: \d+)? authentication (?:text )?(?!md5\b|text\b|mode\b){VALUE}"),
    (
        "a pre-shared key",
        rf"(?:pre-shared-key|pre-shared-secret)(?: address \S+)?(?: key)? (?:(?:ascii-text|hexadecimal|local|remote) )?{VALUE}",
    ),
    ("a pre-shared key", rf"crypto isakmp key {FORM}{VALUE}"),
    ("a key of a wireless LAN", rf"(?:wpa-psk|psk set-key|wpa_passphrase|wpa-passphrase)(?: ascii| hex)?(?: \d)?[ =]{VALUE}"),
    ("a key of a wireless LAN", rf"\bpassphrase (?:ascii |hex )?{ODD_VALUE}"),
    ("a password or key", rf"^[\s\"'-]*(?:password|secret|key) {FORM}(?=\S*[A-Za-z]){ODD_VALUE}[\"'\s]*$"),
)
"""Lines of devices in which the next word is a secret."""

NAMES = ("password", "passwd", "pwd", "passphrase", "secret", "psk", "token", "apikey")
KINDS_OF_KEY = ("api", "auth", "private", "shared", "access", "encryption", "wpa", "wep", "wifi", "wlan", "tsig", "hmac")
KEYS = rf"[a-z0-9_-]{{0,40}}?(?:{'|'.join(NAMES)}|(?:{'|'.join(KINDS_OF_KEY)})[_-]?key)"
"""Keys that name a secret: `password`, `rootPassword`, `wpa_key`."""

COMMUNITY = r"[a-z0-9_-]{0,40}?(?<!send_)(?<!send-)community"
BGP = r"(?![\"']?(?:\d+:\d+|no-|local-as|internet|additive|standard|extended|large))"
"""What begins a community of BGP, which is no secret."""

TAGS = r"(?:(?:!(?!secret\b|unset\b)[\w!]*|&\S+)(?:\s+|$))*"
"""What may stand before a value, other than what makes it none."""

BEFORE, AFTER = r"(?:^|[\s{,\"'])", r"[\"']?\s*[:=]\s+"
PAIR = rf"{BEFORE}(?:{KEYS}{AFTER}{TAGS}(?!true\b|false\b)|{COMMUNITY}{AFTER}{TAGS}{BGP}){VALUE}"
"""A key that names a secret, and a plain value."""

ALONE = rf"^(?P<indent>[\s-]*)[\"']?(?:{KEYS}|{COMMUNITY})[\"']?\s*:\s*{TAGS}(?:[|>][+-]?\d?[+-]?)?\s*(?:\s#.*)?$"
"""A key that names a secret, with its value on the lines below."""

BELOW = rf"\s+(?![\w-]+:(?:\s|$)|- |#){TAGS}{VALUE}"
"""A line below, that is no map, no list and no comment."""

EXACT = ("a type 6 password", "an AWS access key")
"""Where upper and lower case matter."""

HINTS = (
    *("passw", "passphrase", "pwd", "secret", "communit", "psk", "pre-shared", "token", "apikey", "standby", "vrrp", "glbp"),
    *("-key", "key-", "key ", "_key", "api-key", "wpakey", " md5 ", "snmp-server", "akia", "asia", "@"),
    *("-----begin", "$1$", "$2", "$5$", "$6$", "$8$", "$9$", "$y$"),
)
"""What no line with a secret lacks, in lower case, but for a token."""

ODD = r"(?<![A-Za-z0-9_+/=-])[A-Za-z0-9_+/=-]{24,240}(?![A-Za-z0-9_+/=-])"
"""A long word, as tokens are; longer ones are pictures and certificates."""

PLAIN = r"[A-Za-z]+[\d/.:-]+|[A-Fa-f0-9]+|[a-z0-9]+(?:[-_/.+][a-z0-9]+)*"
"""Long words that are nothing of the kind: interfaces, digests and serial numbers, names joined from words."""

PUBLIC = r"(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\S+|sk-ssh-\S+|BEGIN CERTIFICATE|data:[a-z]+/|\bSHA(?:1|256|384|512)[:-])"
"""Keys, pictures and fingerprints that everybody may see."""

DETECTORS = (
    *("ArtifactoryDetector", "AWSKeyDetector", "AzureStorageKeyDetector", "BasicAuthDetector", "CloudantDetector"),
    *("DiscordBotTokenDetector",),
    *("GitHubTokenDetector", "GitLabTokenDetector", "IbmCloudIamDetector", "IbmCosHmacDetector", "JwtTokenDetector", "MailchimpDetector"),
    *("NpmDetector", "OpenAIDetector", "PrivateKeyDetector", "PypiTokenDetector", "SendGridDetector", "SlackDetector", "SoftlayerDetector"),
    *("SquareOAuthDetector", "StripeDetector", "TelegramBotTokenDetector", "TwilioKeyDetector"),
)
"""Of detect-secrets: those that know a service's tokens by how they look."""
