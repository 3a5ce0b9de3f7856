"""From what a person calls the two sides to the folders that hold them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from netops import git
from netops.cache import Cache, ParallelMap
from netops.project import Project, bundled_folder
from netops.review.compare import compare
from netops.review.objects import objects_of
from netops.review.record import Review, Revision
from netops.review.renames import NewName, new_names, renames
from netops.review.side import KEPT, read_files, read_side

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
        return Revision(f"the merge base of {one} and {other}", git.merge_base(root, one, other)), revision(root, other)
    one, dots, other = base.partition("..")
    return revision(root, one or HEAD), revision(root, other or HEAD) if dots else WORKING_TREE


def revision(root: Path, name: str) -> Revision:
    """A revision with its commit. UsageError when git does not know it."""
    return Revision(name, git.commit_of(root, name))


def compare_revisions(project: Project, old: Revision, new: Revision, today: date, parallel_map: ParallelMap = map) -> Review:
    """How one revision of the company differs from another."""
    kept = project.cache_dir
    with _folder(project, old) as before, _folder(project, new) as after:
        one = read_side(old, before, today, Cache(kept / "review-old"), parallel_map)
        other = read_side(new, after, today, Cache(kept / ("validate" if after is project else "review-new")), parallel_map)
        return compare(one, other, parallel_map)


def renamed_since_branching(project: Project) -> dict[str, NewName]:
    """The new names of what was renamed since HEAD left the default branch; none without git."""
    commit = git.branch_point(project.root)
    if not commit:
        return {}
    files = git.changed_files(project.root, commit)
    with _folder(project, Revision(HEAD, commit)) as before:
        old, new = (objects_of(read_files(one, files)) for one in (before, project))
    return new_names(renames(old, new), new)


@contextmanager
def _folder(project: Project, wanted: Revision) -> Iterator[Project]:
    """The company at a revision: the project itself for the working tree, else a folder that is removed afterwards.

    Both sides have one time of change, so that what is only printed from it is no difference.
    """
    if not wanted.commit:
        yield project
        return
    with TemporaryDirectory(prefix="netops-review-") as home:
        folder = Path(home).resolve() / "company"
        folder.mkdir()
        git.export_commit(project.root, wanted.commit, folder, KEPT)
        alone = project.root == bundled_folder()
        yield Project(folder, alone, project.cache_dir, changed_at=lambda _: project.last_change)
