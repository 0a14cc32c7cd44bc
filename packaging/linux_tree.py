"""The files of an installed application as Linux has them, below a root: for the .deb and the AppImage."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINUX = ROOT / "packaging" / "linux"
DRAWING = ROOT / "resources" / "icons" / "vop-desktop.svg"
RENDERED = ROOT / "build" / "icons"  # by packaging/icons.py
NAME = "vop-desktop"
PROGRAMS = ("vop-desktop", "vop")


def version() -> str:
    """The program's version, from the one place where it stands."""
    text = (ROOT / "vop_desktop" / "__init__.py").read_text("utf-8")
    match = re.search(r'^__version__ = "([^"]+)"', text, re.MULTILINE)
    if match is None:
        raise ValueError("vop_desktop/__init__.py states no version")
    return match[1]


def lay_out(dist: Path, root: Path) -> None:
    """Puts the built application and what a desktop wants to know of it below `root`.

    Files are linked, not copied, where the disk allows.
    """
    target = root / "usr/lib" / NAME
    target.parent.mkdir(parents=True)
    shutil.copytree(dist, target, symlinks=True, copy_function=_link)
    for path in (target, *target.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    programs = root / "usr/bin"
    programs.mkdir()
    for program in PROGRAMS:
        (programs / program).symlink_to(f"../lib/{NAME}/{program}")
    share = root / "usr/share"
    _copy(LINUX / f"{NAME}.desktop", share / "applications" / f"{NAME}.desktop")
    _copy(LINUX / f"{NAME}.metainfo.xml", share / "metainfo" / f"{NAME}.metainfo.xml")
    for place, icon in icons().items():
        _copy(icon, share / "icons/hicolor" / place)


def icons() -> dict[str, Path]:
    """The program's icons by place below `icons/hicolor`: the drawing, and its pictures once rendered."""
    found = {f"scalable/apps/{NAME}.svg": DRAWING}
    for picture in sorted(RENDERED.glob(f"{NAME}-*.png")):
        size = picture.stem.removeprefix(f"{NAME}-")
        found[f"{size}x{size}/apps/{NAME}.png"] = picture
    return found


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o644)
