"""Errors of YAML's syntax in words that say what to do."""

from __future__ import annotations

import re

import yaml

from netops.errors import Diagnostic, Origin, Related

CURES = (
    ("found character '\\t'", "a tab where blanks are needed", "indent with blanks"),
    ("found a tab character", "a tab where blanks are needed", "indent with blanks"),
    (
        "mapping values are not allowed",
        "a colon where no key can be",
        "put text that holds `: ` in quotes, or see whether the line above lacks its colon or the indentation is wrong",
    ),
    ("could not find expected ':'", "a key without its colon", "write `key: value`, or `- value` for an entry of a list"),
    ("did not find expected key", "the indentation does not fit what stands above", "align the keys of one map"),
    ("did not find expected '-' indicator", "a list goes on without its dash", "begin each entry of a list with `- `"),
    ("did not find expected ',' or ']'", "a list is not closed", "close [ with ]"),
    ("did not find expected ',' or '}'", "a map is not closed", "close { with }, and put text that holds `: ` in quotes"),
    ("did not find expected node content", "a list or map is not closed, or a value is missing", "close it, or write the value"),
    ("found unexpected end of stream", "a quote is not closed", "close the quote"),
    ("found unknown escape character", "an unknown escape in double quotes", "write \\\\ for a backslash, or use single quotes"),
    ("found character that cannot start any token", "a character that cannot begin a value", "put the text in quotes"),
    ("found undefined tag handle", "an unknown tag", "the tags are !secret !replace !unset !final"),
    ("did not find expected alphabetic or numeric character", "a star or ampersand that is no alias or anchor", "put the text in quotes"),
    ("did not find expected whitespace or line break", "a tag that goes on", "write a blank behind the tag: !unset }"),
    ("did not find expected comment or line break", "text behind the sign of a block", "write | or > alone, and the text below it"),
    ("directive", "a line that begins with %", "put the text in quotes, or remove the line"),
    ("while scanning a tag", "a tag that is not whole", "the tags are !secret !replace !unset !final"),
    ("incompatible YAML document", "a version of YAML that nobody knows", "remove the line that begins with %YAML"),
    ("invalid Unicode character escape", "an escape for a character that there is not", "write the character itself"),
    ("control characters are not allowed", "a control character", "remove the character"),
    ("block sequence entries are not allowed", "a dash where no list can begin", "begin the list on a line of its own"),
)
"""Part of the parser's message, what it means, what to do."""

BEHIND = ("text behind the end of a value", "put all of it in one pair of quotes, or close it later")
"""What it means, and what to do, when the parser waits for a key and a quote or bracket was closed just before."""

MERGE_MARK = re.compile(r"^(?:<{7}|={7}|>{7})(?= |$)", re.MULTILINE)
"""A line that git leaves where it could not join two changes."""

BEGINNINGS = (
    ("directive", "the line begins here"),
    ("sequence", "the list begins here"),
    ("collection", "the list begins here"),
    ("mapping", "the map begins here"),
    ("simple key", "the key begins here"),
    ("alias", "the star is here"),
    ("anchor", "the ampersand is here"),
    ("tag", "the tag begins here"),
    ("scalar", "the text begins here"),
)
"""Part of what the parser was at, and what stands at the place where that began."""


def syntax_diagnostic(error: yaml.MarkedYAMLError, file: str, text: str) -> Diagnostic:
    """The parser's error as a diagnostic at its place."""
    if mark := MERGE_MARK.search(text):
        return _conflict(file, text, mark.start())
    raw = f"{error.context or ''} {error.problem or ''}".strip()
    at = error.problem_mark or error.context_mark
    origin = Origin(file, at.line + 1, at.column + 1) if at else Origin(file, 1)
    meaning, hint = next(((meaning, cure) for part, meaning, cure in CURES if part in raw), (raw, ""))
    if meaning.startswith("a character") and _character(text, origin) == "\t":
        meaning, hint = CURES[0][1:]
    if "did not find expected key" in raw and _before(text, origin).endswith(("'", '"', "}", "]")):
        meaning, hint = BEHIND
    found = _character(text, origin).strip() if meaning.startswith("a character") else ""
    return Diagnostic("YML002", f"not YAML: {meaning}", origin=origin, found=found, hint=hint, related=_context(error, file, origin))


def _conflict(file: str, text: str, at: int) -> Diagnostic:
    origin, found = Origin(file, text[:at].count("\n") + 1), text[at:].splitlines()[0]
    hint = "keep one side of each <<<<<<< ... ======= ... >>>>>>>, and remove these lines"
    return Diagnostic("YML002", "not YAML: a conflict that git could not merge", origin=origin, found=found, hint=hint)


def _before(text: str, origin: Origin) -> str:
    """What stands before a place in its line, without the blanks at its end."""
    lines = text.splitlines()
    return lines[origin.line - 1][: origin.column - 1].rstrip() if origin.line <= len(lines) else ""


def _character(text: str, origin: Origin) -> str:
    lines = text.splitlines()
    return lines[origin.line - 1][origin.column - 1 : origin.column] if origin.line <= len(lines) else ""


def _context(error: yaml.MarkedYAMLError, file: str, origin: Origin) -> tuple[Related, ...]:
    if error.context_mark is None or not error.context:
        return ()
    start = Origin(file, error.context_mark.line + 1, error.context_mark.column + 1)
    words = next((words for part, words in BEGINNINGS if part in error.context), error.context.strip())
    return (Related(words, start),) if start != origin else ()
