"""Facts off the text of a config."""

from __future__ import annotations

from netops.config.parsed import ParsedConfig
from netops.errors import ConfigError, UsageError
from netops.facts import Facts, NotUnderstood
from netops.facts.finish import finish_facts
from netops.facts.read import Reader, read_facts
from netops.platforms import Platform, load_part


def facts(platform: str | Platform, text: str) -> Facts:
    """The facts of a config. A text that cannot be parsed gives no facts and one line that is not understood.

    UsageError for a platform without a reader.
    """
    return facts_of_config(ParsedConfig(platform, text))


def facts_of_config(config: ParsedConfig) -> Facts:
    """The facts of a config, as `facts`."""
    of = config.platform
    if of.facts is None:
        raise UsageError(f"no facts can be read off configs of {of.name}", hint="the platform's record names no reader of facts")
    reader: Reader = load_part(of, of.facts)
    try:
        _ = config.root
    except ConfigError:
        # The message may quote the text, secrets and all.
        return Facts(of.name, not_understood=(NotUnderstood(0, "", "the config cannot be parsed"),))
    return finish_facts(of.name, *read_facts(reader, config, with_lines=True))
