"""What every result depends on beside the files of the inventory: netops itself, schemas, rules, the company's templates, and the date."""

from __future__ import annotations

import sys
from datetime import date

import netops
from netops.cache import digest, digest_of_own_code
from netops.model.plaintext import company_templates
from netops.project import Project
from netops.registry import installed_plugins

PACKAGES = ("", "source", "schema", "model", "model/derive", "checks", "capability", "platforms", "platforms/*", "validation")
PATTERNS = ("schemas/*.schema.json", "checks/*.py", "capabilities/*.yaml", "platforms/**/*.py")


def context_digest(project: Project, today: date | None) -> str:
    """The digest of all that decides how files are validated."""
    parts: list[str | bytes] = [
        netops.__version__,
        sys.version,
        str(today),
        *digest_of_own_code(*PACKAGES),
        *installed_plugins("check"),
        *installed_plugins("platform"),
        *sorted(project.platforms()),
    ]
    for name, data in company_templates(project):
        parts += [name, data]
    for pattern in PATTERNS:
        for name, path in project.files(pattern):
            parts += [name, path.read_bytes()]
    return digest(*parts)


def parser_digest() -> str:
    """The digest of all that decides how a file is parsed."""
    return digest(netops.__version__, sys.version, *digest_of_own_code("", "source"))


def format_digest(project: Project) -> str:
    """The digest of all that decides what `netops fmt` finds in files."""
    schemas = (part for name, path in project.files(PATTERNS[0]) for part in (name, path.read_bytes()))
    return digest(netops.__version__, sys.version, *digest_of_own_code("", "source", "schema", "model", "model/lints"), *schemas)
