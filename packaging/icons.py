#!/usr/bin/env python3
"""Renders the program's icon for packages, as PNG files of all sizes: `python packaging/icons.py FOLDER`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "vop-desktop.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def render(folder: Path) -> list[Path]:
    """Writes `vop-desktop-16.png` and so on; gives their paths."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QRectF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    folder.mkdir(parents=True, exist_ok=True)
    drawing = QSvgRenderer(str(SOURCE))
    written = []
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing.render(painter, QRectF(0, 0, size, size))
        painter.end()
        path = folder / f"vop-desktop-{size}.png"
        if not image.save(str(path)):
            raise SystemExit(f"{path} cannot be written.")
        written.append(path)
    return written


def main() -> int:
    """Parses the command line and renders."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="where the pictures go")
    for path in render(parser.parse_args().folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
