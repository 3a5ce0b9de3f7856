"""From what a person calls the two sides to the folders that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from netops import git
from netops.cache import Cache, ParallelMap
from netops.model.sources import Sources
from netops.project import MARKER, Project, bundled_folder
from netops.review.compare import compare_sides
from netops.review.objects import objects_of
from netops.review.record import Review, Revision
from netops.review.renames import NewName, find_renames, new_names
from netops.review.side import KEPT, read_files, read_side
from netops.validation import find_files

WORKING_TREE = Revision("the working tree")
HEAD = "HEAD"


def parse_base(root: Path, base: str) -> tuple[Revision, Revision]:
    """The revisions that BASE means. UsageError when git does not know them.

    `REV` is against the working tree, `A..B` is B against A, `A...B` is B against where it left A; what is left out is HEAD. An empty
    BASE is where HEAD left the default branch, against the working tree.
    """
    if not base:
        branch = git.default_branch(root)
        return Revision(f"the merge base with {branch}", git.merge_base(root, branch, HEAD)), WORKING_TREE
    if "..." in base:
        one, _, other = base.partition("...")
        one, other = one or HEAD, other or HEAD
        return Revision(f"the merge base of {one} and {other}", git.merge_base(root, one, other)), resolve_revision(root, other)
    one, dots, other = base.partition("..")
    return resolve_revision(root, one or HEAD), resolve_revision(root, other or HEAD) if dots else WORKING_TREE


def resolve_revision(root: Path, name: str) -> Revision:
    """A revision with its commit. UsageError when git does not know it."""
    return Revision(name, git.commit_of(root, name))


def compare_revisions(project: Project, old: Revision, new: Revision, today: date, parallel_map: ParallelMap = map) -> Review:
    """How one revision of the company differs from another."""
    caches = [Cache(project.cache_dir / name) for name in ("review-old", "review-new" if new.commit else "validate")]
    here = find_files(project, caches[1])
    with _files(here, old, caches[0]) as before, _files(here, new, caches[1]) as after:
        one, other = (
            read_side(revision, found, today, cache, parallel_map)
            for revision, found, cache in zip((old, new), (before, after), caches, strict=True)
        )
        return compare_sides(one, other, parallel_map)


def renamed_since_branching(project: Project) -> dict[str, NewName]:
    """The new names of what was renamed since HEAD left the default branch; none without git."""
    commit = git.branch_point(project.root)
    if not commit:
        return {}
    files = git.changed_files(project.root, commit)
    here = find_files(project, Cache(None))
    with _files(here, Revision(HEAD, commit), Cache(None)) as before:
        old, new = (objects_of(read_files(one, files)) for one in (before, here))
    return new_names(find_renames(old, new), new)


@contextmanager
def _files(here: Sources, wanted: Revision, cache: Cache) -> Iterator[Sources]:
    """The files of the company at a revision: those `here` for the working tree, else in a folder that is removed afterwards.

    What is the same here is not written there: most of a company is. Both sides have one time of change, so that what is only printed from
    it is no difference.
    """
    if not wanted.commit:
        yield here
        return
    project = here.project
    known = {name: data for name, data in here.contents().items() if data is not None and name != MARKER}
    with TemporaryDirectory(prefix="netops-review-") as home:
        folder = Path(home).resolve() / "company"
        folder.mkdir()
        same = git.export_commit(project.root, wanted.commit, folder, KEPT, known)
        unwritten = {name: known[name] for name in same}
        is_alone = project.root == bundled_folder()
        then = Project(folder, is_alone, project.cache_dir, unwritten, changed_at=lambda _: project.last_change)
        yield find_files(then, cache)
