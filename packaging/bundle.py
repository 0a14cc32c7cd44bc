"""What an installed application holds and what is left out of it; packaging/vop_desktop.spec builds by it.

Names of files are those inside the bundle, with `/`.
"""

from __future__ import annotations

import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
NAME = "vop-desktop"

# decord's wheel for Linux carries an FFmpeg that may not be redistributed, and decord2 a second copy of the
# FFmpeg that PyAV brings; PyAV reads whatever they read. open_clip loads timm where it finds it, for models
# that the program refuses, and takes a tenth longer for that. The rest is named as needed and never loaded.
LEFT_OUT = frozenset({"decord", "decord2", "hf-xet", "pip", "setuptools", "timm"})

# Modules that the program never uses, of packages that it does.
EXCLUDED_MODULES = (
    "decord", "hf_xet", "readline", "setuptools", "pkg_resources", "_distutils_hack", "tkinter", "distutils",
    "idlelib", "lib2to3", "ensurepip", "triton", "timm", "networkx.drawing", "sympy.testing",
    "torch.utils.tensorboard", "torch.utils.benchmark", "torch.utils.bottleneck", "torch.utils.viz",
    "torch._inductor.codegen", "torch._inductor.fx_passes", "torch._inductor.kernel",
    "torch._inductor.autoheuristic",
    *(f"PySide6.Qt{name}" for name in (
        "3DCore", "3DRender", "Bluetooth", "Charts", "DataVisualization", "Designer", "Graphs", "Help",
        "HttpServer", "Location", "Nfc", "Pdf", "PdfWidgets", "Positioning", "PrintSupport", "Qml", "Quick",
        "Quick3D", "QuickControls2", "QuickWidgets", "RemoteObjects", "Scxml", "Sensors", "SerialBus",
        "SerialPort", "SpatialAudio", "Sql", "StateMachine", "Test", "TextToSpeech", "UiTools", "WebChannel",
        "WebEngineCore", "WebEngineQuick", "WebEngineWidgets", "WebSockets", "WebView",
    )),
)  # fmt: skip

# torch's own tests are modules too; these few are imported by the rest of it.
_KEPT_TEST_MODULES = re.compile(
    r"torch\.testing\._internal(\.(common_dtype|logging_tensor|distributed(\.fake_pg)?))?$"
)
_TEST_MODULES = re.compile(
    r"torch\.testing\._internal\b|(sympy|mpmath|networkx|numpy|psutil)\.(.+\.)?tests?\b"
)

# Files for building, testing and translating; plugins of Qt for what the window never does.
_FILES = re.compile(
    r"""
      torch/(test|include|share|cmake)/  |  torch/bin/(?!torch_shm_manager)
    | .*\.(a|lib|h|hpp|cuh|cmake|pyi|pxd|pyx|prl)$
    | torch/lib/(libtorchbind_test|libbackend_with_compiler|libjitbackend_test|libaoti_custom_ops)\.
    | torchvision/(_C|image)\b.*\.(so|pyd)$  |  torchvision\.libs/     # open_clip calls none of its operators
    | .*/(tests|testing/data)/(?!.*__init__\.py)  |  .*/__pycache__/  |  .*\.dist-info/RECORD$
    | PySide6/Qt/qml/  |  PySide6/qml/  |  PySide6/(Qt/)?resources/  |  PySide6/.*/qmltooling/
    | PySide6/(Qt/)?translations/(?!qtbase_|qt_zh|qtmultimedia_)
    | PySide6/(Qt/)?plugins/(sqldrivers|egldeviceintegrations|generic|printsupport|position|sensors|webview
        |networkinformation|assetimporters|canbus|designer|geoservices|texttospeech|scxmldatamodel
        |vectorimageformats|wayland-graphics-integration-server)/
    | PySide6/(Qt/)?plugins/platforms/(lib)?q(eglfs|linuxfb|minimalegl|vnc|vkkhrdisplay|direct2d)
    | PySide6/(Qt/)?plugins/imageformats/(lib)?q(pdf|tga|wbmp|icns|macheif|macjp2)\b
    | PySide6/(Qt/)?plugins/platforminputcontexts/(lib)?qtvirtualkeyboard
    | PySide6/(Qt/)?plugins/platformthemes/(lib)?qgtk3   # the portals bring the same dialogues without GTK
    """,
    re.VERBOSE,
)
# Every Linux has these, and what else it loads, such as its graphics drivers, needs its own ones.
_OF_THE_SYSTEM = re.compile(
    r"lib(stdc\+\+|gcc_s|X11|X11-xcb|Xext|Xrandr|Xrender|Xau|Xdmcp|fontconfig|freetype|expat|dbus-1|systemd)\.so\.\d+$"
)
_CUDA_FILES = re.compile(
    r"(nvidia|triton)/|.*(torch_cuda|c10_cuda|cudart|cublas|cudnn|cufft|nccl|nvrtc|nvjpeg)"
)
_QT_LIBRARY = re.compile(r"(.*/)?((lib)?Qt6(?!FFmpegStub)[A-Za-z0-9]+[.]|Qt[A-Z][A-Za-z0-9]+$)")
# Of the system that builds; the interpreter is loaded by the start program, OpenSSL by Qt when it runs.
_SYSTEM_LIBRARY = re.compile(r"(?!libpython|libssl|libcrypto)lib[^/]+\.so[^/]*$")

_WITH_SYMBOLS = re.compile(
    r"torch/lib/|libpython|python3[^/]*/lib-dynload/|(av|PIL|regex|safetensors|tokenizers|wcwidth|yaml)/.*\.so$"
)


def wanted_module(name: str) -> bool:
    """Whether a module that was found goes into the bundle."""
    if _TEST_MODULES.match(name):
        return _KEPT_TEST_MODULES.match(name) is not None
    return not any(name == out or name.startswith(out + ".") for out in EXCLUDED_MODULES)


def wanted_file(name: str, *, cuda: bool) -> bool:
    """Whether a library or data file that was found goes into the bundle."""
    name = name.replace("\\", "/")
    if name.endswith(".py") and not wanted_module(name[:-3].removesuffix("/__init__").replace("/", ".")):
        return False
    if sys.platform == "linux" and _OF_THE_SYSTEM.match(name):
        return False
    return _FILES.match(name) is None and (cuda or _CUDA_FILES.match(name) is None)


def needed_libraries(
    binaries: Iterable[tuple[str, str]], imports: Callable[[str], Iterable[str]]
) -> set[str]:
    """The names in the bundle of those libraries that stay.

    Those of Qt and of the system that builds go when nothing that stays is linked with them.

    Args:
        binaries: name in the bundle and path of each.
        imports: the file names of the libraries that a file is linked with.
    """
    found = list(binaries)
    by_file: dict[str, list[str]] = {}
    for name, _ in found:
        by_file.setdefault(Path(name).name, []).append(name)
    paths = dict(found)
    kept = {name for name, _ in found if not (_QT_LIBRARY.match(name) or _SYSTEM_LIBRARY.match(name))}
    open_names = list(kept)
    while open_names:
        for library in imports(paths[open_names.pop()]):
            for name in by_file.get(Path(library).name, ()):
                if name not in kept:
                    kept.add(name)
                    open_names.append(name)
    return kept


def distributions() -> list[metadata.Distribution]:
    """What the program needs at run time, itself left out, from this interpreter's environment; by name."""
    found: dict[str, metadata.Distribution] = {}
    asked = [NAME]
    seen: set[str] = set()
    while asked:
        name = canonicalize_name(asked.pop())
        if name in seen or name in LEFT_OUT:
            continue
        seen.add(name)
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        for line in found[name].requires or ():
            requirement = Requirement(line)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                asked.append(requirement.name)
    del found[canonicalize_name(NAME)]
    return [found[name] for name in sorted(found)]


def foreign_modules() -> list[str]:
    """What the environment holds for other purposes: some package may use it where it finds it."""
    inside = {canonicalize_name(each.metadata["Name"]) for each in distributions()} | {NAME}
    return sorted(
        module
        for module, owners in metadata.packages_distributions().items()
        if not any(canonicalize_name(owner) in inside for owner in owners)
    )


def torch_cuda() -> str:
    """The CUDA version that the environment's torch was built for; empty for a CPU build."""
    folder = Path(str(metadata.distribution("torch").locate_file("torch")))
    match = re.search(r"^cuda\b[^=]*= *'([^']*)'", (folder / "version.py").read_text("utf-8"), re.MULTILINE)
    return match[1] if match else ""


def stage(folder: Path) -> Path:
    """Lays the program out as a wheel installs it, resources inside; returns the folder to import it from."""
    shutil.rmtree(folder, ignore_errors=True)
    skipped = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / NAME.replace("-", "_"), folder / "vop_desktop", ignore=skipped)
    shutil.copytree(ROOT / "resources", folder / "vop_desktop" / "resources", ignore=skipped)
    return folder


def link_leads_to(name: str, target: str, kept: set[str]) -> bool:
    """Whether a link inside the bundle leads to one of the files that stay."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) in kept


def strip_symbols(name: str, source: str, folder: Path) -> str:
    """A copy of a Linux library without what only a debugger reads, where it has much of that.

    Returns:
        Its path; that of the library itself where it stays as it is, or no `strip` is installed.
    """
    tool = shutil.which("strip")
    if sys.platform != "linux" or tool is None or not _WITH_SYMBOLS.match(name):
        return source
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)
    done = subprocess.run([tool, "--strip-unneeded", str(target)], check=False, capture_output=True)
    return source if done.returncode else str(target)
