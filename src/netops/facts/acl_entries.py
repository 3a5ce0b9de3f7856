"""Which entries of filters stay text, and where remarks belong: every platform that lists entries line by line has this form."""

from __future__ import annotations

from typing import Final

from netops.facts.table import Effect, Fields

REMARKS: Final = ("_remark", "_remarks", "_remark_seq")
"""Where the tables of platforms hold remarks until their entry comes."""
REST, UNREAD = "_rest", "_unread"
"""What a list has whose last entries, or some of whose entries, stay text."""


def numbered_remark(fields: Fields, seq: str, text: str) -> None:
    """A remark with a number of its own; of several before one entry the last is that of the entry."""
    fields["_remark"] = int(seq), text


def add_numbered(fields: Fields, seq: str, row: Fields) -> None:
    """One more entry of a list whose remarks have numbers of their own."""
    entry: Fields = {"seq": int(seq)} | row
    if "_remark" in fields:
        number, entry["remark"] = fields.pop("_remark")
        if number != entry["seq"] - 1:
            entry["remark_seq"] = number
    fields["entries"].append(entry)


def or_text(effect: Effect) -> Effect:
    """An effect for entries of a list: one that it does not understand stays text, and so do the remarks before it.

    In a list without numbers all that come after it stay text as well: the first entry that matches decides.
    """

    def guarded(fields: Fields, *words: str) -> None:
        if REST in fields:
            raise ValueError("after an entry that stays text")
        try:
            effect(fields, *words)
        except (ValueError, LookupError):
            for key in REMARKS:
                fields.pop(key, None)
            fields[UNREAD] = True
            if not words[0].split(" ")[0].isdecimal():
                fields[REST] = True
            raise

    return guarded


def drop_empty(fields: Fields) -> None:
    """Leave out lists of which every entry stays text."""
    lists: dict[str, Fields] = fields.get("acls", {})
    for name in [name for name, one in lists.items() if UNREAD in one and not one["entries"]]:
        del lists[name]
    if not lists:
        fields.pop("acls", None)


def _unread(fields: Fields, *words: str) -> None:
    raise ValueError(" ".join(words))


ANY_OTHER: Final = {"~": or_text(_unread)}
"""The pattern of an entry of another kind."""
