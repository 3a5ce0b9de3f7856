"""The Jinja environment of a syntax: strict, sandboxed, items before attributes, every printed value checked."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from jinja2 import FunctionLoader, Template
from jinja2.exceptions import TemplateSyntaxError
from jinja2.loaders import split_template_path
from jinja2.runtime import Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from netops import platforms, registry
from netops.dialects.syntax import PrintSyntax, SafeText
from netops.project import Project
from netops.render.added import added_filters, filters_digest
from netops.render.compiled import CompiledTemplates, shared_folder
from netops.render.filters import FILTERS, TESTS, bound
from netops.render.missing import UndefinedValue
from netops.secrets import CLOSE, OPEN

MAIN = "main.j2"
NAMED = re.compile(r"""["']([^"'\s]+\.j2)["']""")
"""The name of another template in a template."""

METHODS = frozenset({"items", "keys", "values", "get"})
"""What a template may call on a map, when the map has no key of that name."""


class ConfigEnvironment(ImmutableSandboxedEnvironment):
    """An environment for one folder of templates and one syntax. `concat` makes text that templates have written safe to print again."""

    def __init__(self, project: Project, folder: str, syntax: PrintSyntax) -> None:
        super().__init__(
            undefined=UndefinedValue,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            finalize=functools.partial(printed_value, syntax),
            loader=FunctionLoader(functools.partial(_load, project, folder)),
            bytecode_cache=CompiledTemplates(
                project.cache_dir / "templates",
                None if (project.root / platforms.KIND.folder).is_dir() else shared_folder(),
                *(type(self).__name__, folder, syntax.name, *registry.installed_plugins(platforms.KIND.name)),
                own=filters_digest(project),
            ),
        )
        self.globals = {name: self.globals[name] for name in ("range", "dict", "namespace")}
        self.globals["more"] = own_nouns(project, folder)
        self.filters.pop("random")
        self.filters |= FILTERS | bound(syntax)
        self.filters |= added_filters(project, self.filters)
        self.tests |= TESTS
        self._short: dict[str, Template] = {}

    def expand(self, text: str, names: Mapping[str, Any]) -> str:
        """A short template that stands in a bundle (a path, a word of a command) with its names filled in."""
        if "{{" not in text:
            return text
        if text not in self._short:
            self._short[text] = self.from_string(text)
        template = self._short[text]
        return self.concat(template.root_render_func(template.new_context(dict(names))))

    @staticmethod
    def concat(pieces: Iterable[str]) -> SafeText:
        return SafeText("".join(pieces))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`ntp.keys` is the data's key; only without such a key is it the method of a map."""
        if not isinstance(obj, (dict, Mapping)):
            return super().getattr(obj, attribute)
        if attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute) if attribute in METHODS else self.undefined(obj=obj, name=attribute)


def own_nouns(project: Project, folder: str) -> tuple[str, ...]:
    """The company's templates of a folder that no other template there names. `main.j2` includes them: a new noun needs no line there."""
    own = sorted(path.name for path in (project.root / "templates" / folder).glob("*.j2") if path.name != MAIN)
    if not own:
        return ()
    named = {name for _, path in project.files(f"templates/{folder}/*.j2") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    return tuple(name for name in own if name not in named)


def printed_value(syntax: PrintSyntax, value: Any) -> Any:
    """What `{{ value }}` prints: Jinja's `finalize`. A name that is not there passes, to fail when Jinja makes it text."""
    return value if isinstance(value, Undefined) else syntax.bare(value)


def _load(project: Project, folder: str, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    path = project.find("/".join(("templates", folder, *split_template_path(name))))
    if path is None:
        return None
    source = path.read_text(encoding="utf-8")
    for number, line in enumerate(source.splitlines(), start=1):
        if OPEN in line or CLOSE in line:
            raise TemplateSyntaxError(f"the brackets {OPEN} and {CLOSE} belong to secrets alone", number, name, project.relative(path))
    return source, project.relative(path), lambda: True
