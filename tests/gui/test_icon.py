"""The program's icon."""

from __future__ import annotations

import importlib.util
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from tests.helpers.translation import REPOSITORY
from vop_desktop.ui.icon import application_icon


def test_the_icon_is_drawn_at_every_size(qapp: QApplication) -> None:
    icon = application_icon()
    assert not icon.isNull()
    for size in (16, 32, 256):
        picture = icon.pixmap(QSize(size, size)).toImage()
        colours = {picture.pixel(x, y) for x in range(0, size, 2) for y in range(0, size, 2)}
        assert len(colours) > 8
    assert "<text" not in (REPOSITORY / "resources" / "icons" / "vop-desktop.svg").read_text("utf-8")


def test_pictures_for_packages_are_rendered(qapp: QApplication, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("vop_desktop_icons", REPOSITORY / "packaging" / "icons.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    for path, size in zip(script.render(tmp_path), script.SIZES, strict=True):
        with Image.open(path) as picture:
            assert picture.size == (size, size)
            assert picture.mode == "RGBA"
            assert picture.getpixel((0, 0))[3] == 0
