"""The layers of DESIGN §2, checked on the import statements of every module, and on what gets loaded.

Layers, from the bottom up, each with what it may import besides itself and the plain values:

    errors, records, names, paths,     each other: they are the plain values
    settings
    media, model, library              nothing; above all not each other
    samples                            media and model: it draws clips, and knows no library
    indexing, search                   media, model, library; not each other
    tuning                             the same, `samples` (to draw what it trains on) and `search` (whose
                                       metrics it reports)
    ui                                 all of these, and Qt
    app                                all of these and ui, and Qt
    doctor                             media, model, library: what it looks at
    updates                            nothing
    cli                                all of these but ui: no Qt
    __main__                           app and cli only

An import counts wherever it is written, also in a function or under `TYPE_CHECKING`: a type of an upper
layer is a tie to it. The names in `import_module("…")` count as well. A new package or top-level module
has to be given a place in `MAY_IMPORT` before its first import passes.

Heavy packages may be named only as far down as they are used, and importing the command line, the library
or the window must not load one: so no chain of imports at module level leads there. Imports in functions
are where they are meant to load, on first use.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import vop_desktop
from vop_desktop.settings import OPTIONS

SOURCE = Path(vop_desktop.__file__).parent
ROOT = "vop_desktop"

PLAIN = frozenset({"errors", "records", "names", "paths", "settings"})
LOW = frozenset({"media", "model", "library"})
MIDDLE = frozenset({"indexing", "search", "tuning"})

MAY_IMPORT: dict[str, frozenset[str]] = {
    **dict.fromkeys(PLAIN, PLAIN),
    **dict.fromkeys(LOW, PLAIN),
    "samples": PLAIN | {"media", "model"},
    "indexing": PLAIN | LOW,
    "search": PLAIN | LOW,
    "tuning": PLAIN | LOW | {"samples", "search"},
    "doctor": PLAIN | LOW,
    "updates": PLAIN,
    "ui": PLAIN | LOW | MIDDLE | {"samples", "doctor", "updates"},
    "app": PLAIN | LOW | MIDDLE | {"samples", "ui"},
    "cli": PLAIN | LOW | MIDDLE | {"samples", "doctor", "updates"},
    "__main__": frozenset({"app", "cli"}),
    "": frozenset(),  # vop_desktop/__init__.py
}

HEAVY = frozenset(
    {
        "torch",
        "torchvision",
        "open_clip",
        "decord",
        "av",
        "cv2",
        "safetensors",
        "huggingface_hub",
        "httpx2",
        "tokenizers",
    }
)
QT = frozenset({"PySide6", "shiboken6"})

# Which packages of ours may name which packages of others.
HOMES: dict[str, frozenset[str]] = {
    **dict.fromkeys(QT, frozenset({"app", "ui", "__main__"})),
    **dict.fromkeys(("torch", "torchvision", "open_clip", "safetensors"), frozenset({"model", "tuning"})),
    "tokenizers": frozenset({"model"}),
    "decord": frozenset({"media"}),
    "av": frozenset({"media", "samples", "tuning"}),
    "cv2": frozenset(),  # the benchmarks only
    "sqlite_utils": frozenset({"library"}),
    "huggingface_hub": frozenset({"model"}),
    "httpx2": frozenset({"model", "updates"}),
    "filelock": frozenset({"library", "model"}),
    "watchdog": frozenset({"indexing"}),
}


@dataclass(frozen=True)
class Import:
    """One imported name.

    Attributes:
        module: the dotted name of the module.
        line: where it is imported.
        at_load: whether importing the file imports this too.
    """

    module: str
    line: int
    at_load: bool


# --- reading the sources ------------------------------------------------------------------------------


@cache
def sources() -> Mapping[str, str]:
    """The text of every module of the program, by its dotted name; packages end in `.__init__`."""
    found = {}
    for path in sorted(SOURCE.rglob("*.py")):
        found[".".join((ROOT, *path.relative_to(SOURCE).with_suffix("").parts))] = path.read_text("utf-8")
    return found


@cache
def imports_of(name: str, text: str) -> list[Import]:
    """Everything that a module imports. `name` is as `sources` gives it."""
    return list(_imports(name, ast.parse(text), at_load=True))


def _imports(name: str, node: ast.AST, *, at_load: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for statement in child.body:
                yield from _imports(name, ast.Module([statement], []), at_load=False)
            for statement in child.orelse:
                yield from _imports(name, ast.Module([statement], []), at_load=at_load)
            continue
        yield from _imports_here(name, child, at_load)
        function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        yield from _imports(name, child, at_load=at_load and not function)


def _imports_here(name: str, node: ast.AST, at_load: bool) -> Iterator[Import]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, node.lineno, at_load)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:  # from . and from .. count from the package that the file lies in
            folder = name.split(".")[: -node.level]
            base = ".".join([*folder, *filter(None, [node.module])])
        for alias in node.names:
            full = f"{base}.{alias.name}"
            ours = base == ROOT or base.startswith(ROOT + ".")
            yield Import(full if ours and (base == ROOT or _is_module(full)) else base, node.lineno, at_load)
    elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = ast.unparse(node.func).rsplit(".", 1)[-1]
        if called in {"import_module", "__import__"} and isinstance(node.args[0].value, str):
            yield Import(node.args[0].value, node.lineno, at_load)


def _is_module(name: str) -> bool:
    return name in sources() or f"{name}.__init__" in sources()


def part_of(module: str) -> str:
    """The layer of a dotted name of ours: `vop_desktop.media.probe` is of `media`."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] != "__init__" else ""


def breaches(name: str, text: str) -> list[str]:
    """What a module imports against the rules, in words."""
    part = part_of(name)
    if part not in MAY_IMPORT:
        return [f"{name}: no layer is named for {part!r}; give it one in MAY_IMPORT"]
    found = []
    for item in imports_of(name, text):
        top, place = item.module.split(".")[0], f"{name}:{item.line}"
        if top == ROOT:
            other = part_of(item.module)
            if other in {"", part, "resources"} or (other not in MAY_IMPORT and not _is_module(item.module)):
                continue  # itself, the version, or the files that ship with it
            if other not in MAY_IMPORT[part]:
                found.append(f"{place}: {part} must not import {item.module}")
        elif part not in HOMES.get(top, {part}):
            found.append(f"{place}: {part} must not import {item.module}")
    return found


def chain_to_heavy(start: str) -> list[str]:
    """The modules through which importing `start` loads a heavy package; empty where it loads none."""
    todo, seen = [[start]], {start}
    while todo:
        chain = todo.pop(0)
        for item in _loads(chain[-1]):
            if item.split(".")[0] in HEAVY:
                return [*chain, item]
            if item not in seen:
                seen.add(item)
                todo.append([*chain, item])
    return []


def _loads(module: str) -> list[str]:
    """What importing a module of ours imports: the packages it lies in, and what they and it name."""
    if module.split(".", maxsplit=1)[0] != ROOT:
        return []
    parts = module.split(".")
    loaded = [".".join(parts[:count]) for count in range(1, len(parts))]
    for name in (module, f"{module}.__init__"):
        if name in sources():
            loaded += [item.module for item in imports_of(name, sources()[name]) if item.at_load]
    return loaded


def light_modules() -> list[str]:
    """The modules that must not load a heavy package: the window, the command line, the library, search."""
    light = {"__main__", "app", "cli", "doctor", "ui", "library", "search", *PLAIN}
    return [name.removesuffix(".__init__") for name in sources() if part_of(name) in light]


# --- the rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sources())
def test_imports_go_down_only(name: str) -> None:
    assert breaches(name, sources()[name]) == []


@pytest.mark.parametrize("name", light_modules())
def test_no_import_leads_to_a_heavy_package(name: str) -> None:
    assert chain_to_heavy(name) == []


def test_the_packages_of_the_model_and_the_index_job_are_light_too() -> None:
    for name in (
        f"{ROOT}.model",
        f"{ROOT}.model.packs",
        f"{ROOT}.indexing",
        f"{ROOT}.tuning",
        f"{ROOT}.media",
    ):
        assert chain_to_heavy(name) == []


def test_the_layers_have_no_circles() -> None:
    for part, allowed in MAY_IMPORT.items():
        for other in allowed - PLAIN:
            assert part not in MAY_IMPORT[other], f"{part} and {other} may import each other"
    for low in LOW:
        assert not MAY_IMPORT[low] & LOW


def test_the_walk_sees_the_whole_program() -> None:
    parts = {part_of(name) for name in sources()}
    assert {"cli", "errors", "library", "media", "model", "search", "indexing", "ui", ""} <= parts
    assert any(item.module == "torch" for item in imports_of("m", sources()[f"{ROOT}.model.vop"]))
    assert chain_to_heavy(f"{ROOT}.model.encoder")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("media.probe", "from vop_desktop.library import Library"),
        ("media.probe", "def f():\n    import vop_desktop.model.vop"),
        ("model.vop", "from vop_desktop import media"),
        ("library.store", "if TYPE_CHECKING:\n    from vop_desktop.search.engine import SearchEngine"),
        ("library.store", "from ..media import probe"),
        ("library.__init__", "from ..model import packs"),
        ("library.store", "from .. import search"),
        ("search.engine", "from vop_desktop.indexing import index_folders"),
        ("search.engine", "from importlib import import_module\nimport_module('vop_desktop.ui.main_window')"),
        ("records", "from vop_desktop.library.rows import SegmentView"),
        ("samples.write", "from vop_desktop.library import Library"),
        ("tuning.trainer", "from vop_desktop.indexing import index_folders"),
        ("cli", "from vop_desktop.ui import tasks"),
        ("cli", "def f():\n    from vop_desktop.app import main"),
        ("ui.tasks", "from vop_desktop.app import main"),
        ("__main__", "from vop_desktop.library import Library"),
        ("library.store", "from PySide6.QtCore import QObject"),
        ("cli", "def f():\n    import PySide6"),
        ("ui.tasks", "def f():\n    import torch.nn"),
        ("ui.tasks", "try:\n    import decord\nexcept ImportError:\n    pass"),
        ("ui.tasks", "class A:\n    from sqlite_utils import Database"),
        ("search.engine", "import torch"),
        ("novelties", "import os"),
        ("novelties.deep", "import os"),
    ],
)
def test_a_breach_is_found(name: str, text: str) -> None:
    assert len(breaches(f"{ROOT}.{name}", text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "media.probe",
            "from vop_desktop.media import sniff\nfrom . import sampling\nfrom .sniff import check",
        ),
        ("media.probe", "import decord\nfrom vop_desktop import __version__, paths"),
        ("model.vop", "import torch\nfrom vop_desktop.errors import PackError"),
        ("search.engine", "from vop_desktop.library import captions as store\nimport numpy"),
        ("search.__init__", "from .engine import SearchEngine\nfrom ..library.store import Library"),
        ("tuning.evaluate", "from vop_desktop.search.metrics import ranks\nimport torch"),
        ("ui.tasks", "from PySide6.QtCore import QObject\nfrom vop_desktop.indexing import index_folders"),
        ("app", "import PySide6\nfrom vop_desktop.ui.tasks import Task"),
        ("cli", "from vop_desktop.indexing import index_folders"),
        ("__main__", "from vop_desktop.cli import main\nfrom vop_desktop.app import main as gui"),
    ],
)
def test_what_is_allowed_is_let_pass(name: str, text: str) -> None:
    assert breaches(f"{ROOT}.{name}", text) == []


def test_only_what_runs_at_import_counts_as_loaded() -> None:
    text = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a\nelse:\n    import b\n"
        "try:\n    import c\nexcept ImportError:\n    import d\n"
        "def f():\n    import e\nclass A:\n    import g\n    def h(self):\n        import i\n"
    )
    found = imports_of("m", text)
    assert {item.module for item in found if item.at_load} == {"typing", "b", "c", "d", "g"}
    assert {item.module for item in found if not item.at_load} == {"a", "e", "i"}


# --- what is loaded for certain -----------------------------------------------------------------------


def loaded_by(module: str) -> set[str]:
    """The packages of others that a fresh interpreter holds after importing a module."""
    watched = sorted(HEAVY | QT | {"av", "numpy", "sqlite_utils", "vop_desktop"})
    code = f"import sys, {module}; print(*[name for name in {watched!r} if name in sys.modules])"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True, env=environment
    )
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["cli", "library", "indexing", "ui.main_window", "app"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    if not _is_module(f"{ROOT}.{module}"):
        pytest.skip("not written yet")
    loaded = loaded_by(f"{ROOT}.{module}")
    assert ROOT in loaded
    assert not loaded & HEAVY
    if part_of(f"{ROOT}.{module}") not in {"ui", "app"}:
        assert not loaded & QT


def test_this_way_of_looking_sees_a_heavy_package() -> None:
    if importlib.util.find_spec("av") is None:
        pytest.skip("PyAV is not installed")
    assert "av" in loaded_by("av")


# --- settings -----------------------------------------------------------------------------------------


def settings_named(text: str, *methods: str) -> list[str]:
    """Names of settings that a source gives to these methods, as in `self._settings.get("name")`."""
    return [name for method, name in _settings_calls(text) if method in methods]


@cache
def _settings_calls(text: str) -> list[tuple[str, str]]:
    return [
        (node.func.attr, node.args[0].value)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and "settings" in ast.unparse(node.func.value).lower()
    ]


def test_settings_are_recognised() -> None:
    text = "a = self._settings.get('one')\nsettings.set('two', 2)\nSettings().get('three')\n{}.get('four')"
    assert sorted(settings_named(text, "get", "set")) == ["one", "three", "two"]
    assert sorted(settings_named(text, "get")) == ["one", "three"]


@pytest.mark.parametrize("name", sources())
def test_every_setting_that_is_used_is_declared(name: str) -> None:
    assert set(settings_named(sources()[name], "get", "set")) <= set(OPTIONS)


@pytest.mark.skipif(not (SOURCE / "app.py").exists(), reason="the window is not written yet")
@pytest.mark.parametrize("option", OPTIONS)
def test_every_declared_setting_is_read(option: str) -> None:
    assert any(option in settings_named(text, "get") for text in sources().values())


def test_the_window_is_there_before_numpy_and_the_library() -> None:
    assert not loaded_by(f"{ROOT}.ui.main_window") & {"numpy", "av", "sqlite_utils"}


def test_no_source_is_read_and_kept_for_what_the_window_imports() -> None:
    code = "import linecache, vop_desktop.ui.main_window; print(*linecache.cache)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "records.py" not in run.stdout
