"""A hook of MkDocs: the JSON Schemas of what commands print are files of the site, at the paths that they have in the repository."""

from __future__ import annotations

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The files of the site, with the schemas."""
    for path in sorted(ROOT.glob("schemas/documents/*.json")):
        files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    return files
