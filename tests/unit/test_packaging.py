"""What is installed: one version, files that agree with each other, a bundle that holds what it should."""

from __future__ import annotations

import configparser
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.conftest import LONGEST, TESTS
from vop_desktop import __version__, app, paths
from vop_desktop.media.scanner import VIDEO_EXTENSIONS

ROOT = Path(__file__).resolve().parents[2]
PACKAGING = ROOT / "packaging"
LINUX = PACKAGING / "linux"
LOCKS = sorted((PACKAGING / "locks").glob("*.txt"))


@pytest.fixture(scope="module")
def script() -> Iterator[Any]:
    """Imports a module of the packaging folder."""
    before = set(sys.modules)
    sys.path.insert(0, str(PACKAGING))

    def load(name: str) -> ModuleType:
        return importlib.import_module(name)

    yield load
    sys.path.remove(str(PACKAGING))
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(PACKAGING)):
            del sys.modules[name]


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def metainfo() -> ElementTree.Element:
    return ElementTree.parse(LINUX / "vop-desktop.metainfo.xml").getroot()


@pytest.fixture(scope="module")
def desktop() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(LINUX / f"{paths.APP_NAME}.desktop", "utf-8")
    return parser["Desktop Entry"]


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    """A folder in the form of a built application; its program is a real one."""
    folder = tmp_path / "dist" / "vop-desktop"
    (folder / "_internal").mkdir(parents=True)
    shutil.copy(shutil.which("true") or "/bin/true", folder / "vop-desktop")
    (folder / "vop").symlink_to("vop-desktop")
    (folder / "_internal" / "data ü.txt").write_text("x", "utf-8")
    (folder / "THIRD_PARTY_LICENSES.txt").write_text("licences", "utf-8")
    return folder


# --- one version, one name ------------------------------------------------------------------------------


def test_the_version_stands_in_one_place(
    script: Any, project: dict[str, Any], metainfo: ElementTree.Element
) -> None:
    assert "version" in project["project"]["dynamic"]
    assert project["tool"]["setuptools"]["dynamic"]["version"] == {"attr": "vop_desktop.__version__"}
    assert script("linux_tree").version() == __version__
    newest = metainfo.find("releases/release")
    assert newest is not None and newest.get("version") == __version__


def test_desktop_file_and_metainfo_are_of_this_program(
    desktop: configparser.SectionProxy, metainfo: ElementTree.Element, project: dict[str, Any]
) -> None:
    programs = {*project["project"]["scripts"], *project["project"]["gui-scripts"]}
    assert desktop["Exec"].split()[0] in project["project"]["gui-scripts"]
    assert desktop["Icon"] == paths.APP_NAME
    assert {element.text for element in metainfo.iterfind("provides/binary")} == programs
    assert metainfo.findtext("launchable") == f"{paths.APP_NAME}.desktop"
    assert metainfo.findtext("project_license") == project["project"]["license"]
    assert metainfo.findtext("summary") == desktop["Comment"] == project["project"]["description"]
    assert f'bundle_identifier="{metainfo.findtext("id")}"' in spec()


def test_it_opens_what_its_menu_entry_offers(desktop: configparser.SectionProxy, tmp_path: Path) -> None:
    kinds = [kind for kind in desktop["MimeType"].split(";") if kind]
    assert len(kinds) == len(set(kinds)) > 5
    assert all(kind.startswith("video/") for kind in kinds)
    assert {".mp4", ".mkv", ".webm", ".avi", ".mov"} <= VIDEO_EXTENSIONS
    clip = tmp_path / "clip.mp4"
    clip.touch()
    call = app.call_of(app.parse([str(tmp_path), str(clip)]))  # what %F stands for
    assert call.paths == (str(tmp_path), str(clip))


@pytest.mark.parametrize(
    "command",
    [
        ("desktop-file-validate", str(LINUX / "vop-desktop.desktop")),
        ("appstreamcli", "validate", "--no-net", str(LINUX / "vop-desktop.metainfo.xml")),
    ],
    ids=lambda command: command[0],
)
def test_the_validators_have_nothing_to_say(command: tuple[str, ...]) -> None:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert not re.search(r"^[EW]:|error|warning", done.stdout + done.stderr, re.MULTILINE)


# --- the bundle -----------------------------------------------------------------------------------------


def spec() -> str:
    return (PACKAGING / "vop_desktop.spec").read_text("utf-8")


def test_the_spec_is_a_program() -> None:
    compile(spec(), "vop_desktop.spec", "exec")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("vop_desktop/resources/packs/starter/weights.safetensors", True),
        ("vop_desktop/resources/captions/everyday.txt", True),
        ("torch/lib/libtorch_cpu.so", True),
        ("torch/bin/torch_shm_manager", True),
        ("torch/bin/protoc", False),
        ("torch/test/Dict_test", False),
        ("torch/include/ATen/ATen.h", False),
        ("torch/lib/libonnx.a", False),
        ("torch/lib/libtorch_cuda.so", False),
        ("nvidia/cublas/lib/libcublas.so.12", False),
        ("torch/testing/_internal/common_utils.py", False),
        ("torch/nn/functional.py", True),
        ("PySide6/Qt/plugins/multimedia/libffmpegmediaplugin.so", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt/plugins/platforms/libqoffscreen.so", True),
        ("PySide6/Qt/plugins/platforms/libqvnc.so", False),
        ("PySide6\\plugins\\sqldrivers\\qsqlite.dll", False),
        ("PySide6/Qt/translations/qtbase_zh_CN.qm", True),
        ("PySide6/Qt/translations/designer_de.qm", False),
        ("open_clip/bpe_simple_vocab_16e6.txt.gz", True),
    ],
)
def test_which_files_go_in(script: Any, name: str, wanted: bool) -> None:
    assert script("bundle").wanted_file(name, cuda=False) is wanted


def test_cuda_libraries_go_into_a_cuda_build_only(script: Any) -> None:
    for name in ("torch/lib/libtorch_cuda.so", "nvidia/cudnn/lib/libcudnn.so.9"):
        assert script("bundle").wanted_file(name, cuda=True)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("vop_desktop.media.decode_worker", True),
        ("torch.testing._comparison", True),
        ("torch.testing._internal.common_dtype", True),
        ("torch.testing._internal.common_utils", False),
        ("sympy.core.tests.test_args", False),
        ("sympy.core.add", True),
        ("decord", False),
        ("PySide6.QtMultimedia", True),
        ("PySide6.QtQuick3D", False),
    ],
)
def test_which_modules_go_in(script: Any, name: str, wanted: bool) -> None:
    assert script("bundle").wanted_module(name) is wanted


def test_libraries_that_nothing_needs_go(script: Any) -> None:
    links = {
        "plugin": ["libQt6Pdf.so.6"],
        "program": ["libQt6Gui.so.6", "libgone.so.1"],
        "gui": ["libQt6Core.so.6"],
        "core": [],
    }
    found = [
        ("PySide6/QtGui.abi3.so", "program"),
        ("PySide6/Qt/lib/libQt6Gui.so.6", "gui"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "core"),
        ("PySide6/Qt/lib/libQt6Pdf.so.6", "core"),
        ("PySide6/Qt/lib/libQt6FFmpegStub-ssl.so.3", "core"),
        ("libpango-1.0.so.0", "core"),
        ("libssl.so.3", "core"),
    ]
    kept = script("bundle").needed_libraries(found, links.__getitem__)
    gone = {name for name, _ in found} - kept
    assert gone == {"PySide6/Qt/lib/libQt6Pdf.so.6", "libpango-1.0.so.0"}
    with_plugin = script("bundle").needed_libraries([*found, ("plugins/pdf.so", "plugin")], links.__getitem__)
    assert "PySide6/Qt/lib/libQt6Pdf.so.6" in with_plugin


def test_links_stay_with_what_they_lead_to(script: Any) -> None:
    kept = {"PySide6/Qt/lib/libQt6Core.so.6"}
    leads = script("bundle").link_leads_to
    assert leads("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", kept)
    assert leads("a/b/link.so", "../../PySide6/Qt/lib/libQt6Core.so.6", kept)
    assert not leads("libQt6Pdf.so.6", "PySide6/Qt/lib/libQt6Pdf.so.6", kept)


def test_the_program_is_laid_out_with_all_its_resources(script: Any, tmp_path: Path) -> None:
    stage = script("bundle").stage(tmp_path / "stage")
    resources = {
        path.relative_to(ROOT / "resources")
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    laid = stage / "vop_desktop" / "resources"
    assert {path.relative_to(laid) for path in laid.rglob("*") if path.is_file()} == resources
    assert not list(stage.rglob("__pycache__"))


@pytest.mark.parametrize(
    ("name", "said"), [("vop", f"vop, version {__version__}"), ("vop-desktop", __version__)]
)
def test_one_program_goes_by_its_name(name: str, said: str, tmp_path: Path) -> None:
    link = tmp_path / name
    link.symlink_to(PACKAGING / "start.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(link), "--version"], check=True, capture_output=True, text=True, env=environment
    )
    assert said in done.stdout


# --- what is made of it ---------------------------------------------------------------------------------


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg is not installed")
@pytest.mark.skipif(shutil.which("objdump") is None, reason="binutils are not installed")
def test_the_package_for_debian(script: Any, dist: Path, tmp_path: Path) -> None:
    package = script("deb").build(dist, tmp_path / "out", compression="none")
    assert package.name.startswith(f"vop-desktop_{__version__}_")
    fields = dict(re.findall(r"^(\S+): (.*)$", tell("dpkg-deb", "-f", package), re.MULTILINE))
    assert fields["Version"] == __version__
    assert re.search(r"\blibc6 \(>= 2\.\d+\)", fields["Depends"])
    root = tmp_path / "root"
    tell("dpkg-deb", "-x", package, root)
    for program in ("vop", "vop-desktop"):
        link = root / "usr/bin" / program
        assert link.is_symlink() and link.resolve() == (root / "usr/lib/vop-desktop/vop-desktop").resolve()
    assert (root / "usr/lib/vop-desktop/_internal/data ü.txt").read_text("utf-8") == "x"
    assert (root / "usr/share/applications/vop-desktop.desktop").is_file()
    assert (root / "usr/share/metainfo/vop-desktop.metainfo.xml").is_file()
    assert (root / "usr/share/doc/vop-desktop/copyright").is_file()
    assert {path.name for path in (root / "usr/share").iterdir()} <= {
        "applications",
        "metainfo",
        "doc",
        "icons",
    }
    for line in tell("dpkg-deb", "-c", package).splitlines():
        assert "root/root" in line


@pytest.mark.skipif(sys.platform != "linux", reason="AppImages are for Linux")
def test_the_folder_of_an_appimage_runs(script: Any, dist: Path, tmp_path: Path) -> None:
    folder = tmp_path / "VoP.AppDir"
    (dist / "vop-desktop").unlink()
    (dist / "vop-desktop").write_text('#!/bin/sh\necho "$(basename "$0") $*"\n', "utf-8")
    (dist / "vop-desktop").chmod(0o755)
    script("appimage").make_app_dir(dist, folder)
    assert tell(folder / "AppRun", "a b") == "vop-desktop a b\n"
    assert tell(folder / "AppRun", "vop", "status") == "vop status\n"
    assert (folder / "vop-desktop.desktop").resolve().is_file()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_list_of_exact_versions_has_hashes_and_no_places(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text and "index" not in text
    blocks = [block for block in re.split(r"\n(?=\S)", text) if not block.startswith("#")]
    assert len(blocks) > 60
    assert all(re.match(r"\S+==\S+", block) and "--hash=sha256:" in block for block in blocks)
    versions = dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;+]+)", text, re.MULTILINE))
    pinned = re.findall(
        r"^([A-Za-z0-9._-]+)==([^\s;]+)", (PACKAGING / "constraints.txt").read_text("utf-8"), re.MULTILINE
    )
    differing = {
        name: (version, versions[key])
        for name, version in pinned
        if (key := name.lower().replace("_", "-")) in versions and versions[key] != version
    }
    assert not differing
    assert ("nvidia-cublas" in versions) is lock.stem.endswith("cuda")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_list_of_exact_versions_names_all_that_the_program_needs(
    lock: Path, project: dict[str, Any]
) -> None:
    listed = {
        name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text("utf-8"), re.MULTILINE)
    }
    needed = [line for line in project["project"]["dependencies"] if ";" not in line]
    names = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in needed}
    assert len(names) > 10
    assert names <= listed, "run packaging/lock.py"


def test_the_wheel_holds_the_resources_and_no_tests(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    for name in ("vop_desktop", "resources", "tests"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", "golden"))
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = f"from setuptools import build_meta; print(build_meta.build_wheel({str(tmp_path)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", build], check=False, capture_output=True, text=True, cwd=source
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / done.stdout.split()[-1]) as wheel:
        names = set(wheel.namelist())
    resources = {
        f"vop_desktop/resources/{path.relative_to(ROOT / 'resources').as_posix()}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert resources <= names
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / "vop_desktop").rglob("*.py")}
    assert modules <= names
    tops = {name.split("/")[0] for name in names}
    assert tops == {"vop_desktop", f"vop_desktop-{__version__}.dist-info"}


def tell(*command: str | Path) -> str:
    return subprocess.run(list(map(str, command)), check=True, capture_output=True, text=True).stdout


def test_the_long_tests_are_where_they_are_looked_for() -> None:
    assert [name for name in LONGEST if not (TESTS / name).exists()] == []
