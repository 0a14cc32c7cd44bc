"""The sixteen things that scenes are about, drawn facing right in the square from -1 to 1."""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image

from vop_desktop.samples.pen import DARK, LIGHT, Pen, Rgb, darker, lighter, mix

WOOD: Rgb = (128, 84, 52)
GLASS: Rgb = (190, 226, 242)
SKIN: Rgb = (240, 200, 166)
OLIVE: Rgb = (142, 158, 92)
STEEL: Rgb = (96, 102, 118)


def draw_subject(subject: str, colour: Rgb, phase: float, pixels: int) -> Image.Image:
    """A subject as a square RGBA image, `phase` (0 to 1) through its step or stroke."""
    pen = Pen(pixels, darker(colour, 0.62))
    _DRAWINGS[subject](pen, colour, phase)
    return pen.outlined()


def _swing(phase: float) -> float:
    return math.sin(2 * math.pi * phase)


def _wheel(pen: Pen, x: float, y: float, radius: float, phase: float) -> None:
    pen.ellipse(x, y, radius, radius, DARK)
    pen.ellipse(x, y, radius * 0.55, radius * 0.55, (206, 208, 214))
    for turn in (0, 0.25):
        a = 2 * math.pi * (phase + turn)
        dx, dy = radius * 0.5 * math.cos(a), radius * 0.5 * math.sin(a)
        pen.line([(x - dx, y - dy), (x + dx, y + dy)], STEEL, 0.035)


def _balloon(pen: Pen, c: Rgb, phase: float) -> None:
    for x in (-0.2, 0.2):
        pen.line([(x * 1.7, 0.2), (x * 0.8, 0.68)], WOOD, 0.035)
    pen.ellipse(0, -0.28, 0.66, 0.64, c)
    pen.polygon([(-0.55, 0.06), (0.55, 0.06), (0.2, 0.46), (-0.2, 0.46)], c)
    pen.ellipse(0, -0.28, 0.4, 0.64, lighter(c, 0.3))
    pen.polygon([(-0.34, 0.04), (0.34, 0.04), (0.12, 0.46), (-0.12, 0.46)], lighter(c, 0.3))
    pen.ellipse(0, -0.28, 0.15, 0.64, c)
    pen.box(-0.2, 0.64, 0.2, 0.94, WOOD, 0.06)
    pen.box(-0.22, 0.62, 0.22, 0.7, darker(WOOD), 0.03)


def _car(pen: Pen, c: Rgb, phase: float) -> None:
    pen.polygon([(-0.55, -0.02), (-0.38, -0.44), (0.24, -0.44), (0.5, -0.02)], c)
    pen.polygon([(-0.44, -0.04), (-0.31, -0.34), (-0.08, -0.34), (-0.08, -0.04)], GLASS)
    pen.polygon([(0.0, -0.04), (0.0, -0.34), (0.19, -0.34), (0.38, -0.04)], GLASS)
    pen.box(-0.94, -0.08, 0.94, 0.36, c, 0.16)
    pen.box(-0.94, 0.2, 0.94, 0.36, darker(c), 0.1)
    pen.ellipse(0.86, 0.06, 0.08, 0.08, (255, 240, 170))
    pen.box(-0.02, 0.04, 0.12, 0.09, darker(c, 0.45), 0.02)
    for x in (-0.52, 0.52):
        _wheel(pen, x, 0.36, 0.23, phase)


def _boat(pen: Pen, c: Rgb, phase: float) -> None:
    pen.line([(-0.02, -0.9), (-0.02, 0.36)], WOOD, 0.06)
    pen.polygon([(0.06, -0.84), (0.78, 0.2), (0.06, 0.24)], lighter(c, 0.22))
    pen.polygon([(-0.1, -0.62), (-0.1, 0.22), (-0.62, 0.2)], lighter(c, 0.5))
    pen.polygon([(-0.94, 0.34), (0.96, 0.34), (0.66, 0.8), (-0.62, 0.8)], c)
    pen.polygon([(-0.94, 0.34), (0.96, 0.34), (0.9, 0.44), (-0.88, 0.44)], darker(c))
    for x in (-0.4, 0.0, 0.4):
        pen.ellipse(x, 0.6, 0.07, 0.07, LIGHT)


def _bird(pen: Pen, c: Rgb, phase: float) -> None:
    up = _swing(phase)
    pen.polygon([(-0.5, 0.0), (-0.96, -0.2), (-0.9, 0.06), (-0.96, 0.22)], darker(c))
    pen.ellipse(-0.06, 0.08, 0.56, 0.34, c)
    pen.ellipse(-0.02, 0.2, 0.36, 0.2, lighter(c, 0.45))
    pen.polygon([(0.74, -0.2), (0.98, -0.1), (0.74, -0.02)], (238, 168, 54))
    pen.ellipse(0.5, -0.14, 0.28, 0.27, c)
    pen.eye(0.58, -0.18)
    tip = -0.7 * up - 0.1
    pen.polygon([(0.2, 0.0), (-0.06, tip), (-0.5, tip * 0.9), (-0.36, 0.06)], darker(c, 0.22))


def _fish(pen: Pen, c: Rgb, phase: float) -> None:
    wag = 0.14 * _swing(phase)
    pen.polygon([(-0.4, 0.0), (-0.95, -0.42 + wag), (-0.8, wag), (-0.95, 0.42 + wag)], darker(c, 0.2))
    pen.polygon([(-0.3, -0.3), (0.0, -0.68), (0.3, -0.34)], darker(c, 0.2))
    pen.polygon([(-0.1, 0.3), (-0.1, 0.62), (0.2, 0.36)], darker(c, 0.2))
    pen.ellipse(0.12, 0.0, 0.72, 0.46, c)
    for x in (-0.2, 0.1):
        pen.polygon(pen.arc(x, 0, 0.13, 0.4, 0, 360), lighter(c, 0.45))
    pen.eye(0.54, -0.1, 0.12)
    pen.line(pen.arc(0.8, 0.1, 0.12, 0.1, 70, 170), darker(c, 0.5), 0.04)


def _rocket(pen: Pen, c: Rgb, phase: float) -> None:
    flame = 0.94 + 0.05 * _swing(phase * 3)
    pen.polygon([(-0.2, 0.55), (0.2, 0.55), (0.0, flame)], (250, 160, 50))
    pen.polygon([(-0.1, 0.55), (0.1, 0.55), (0.0, flame - 0.14)], (255, 226, 120))
    pen.polygon([(-0.2, 0.1), (-0.58, 0.62), (-0.2, 0.55)], darker(c))
    pen.polygon([(0.2, 0.1), (0.58, 0.62), (0.2, 0.55)], darker(c))
    pen.polygon([*pen.arc(0, -0.1, 0.34, 0.84, 180, 360), (0.28, 0.6), (-0.28, 0.6)], c)
    pen.polygon([*pen.arc(0, -0.1, 0.34, 0.84, 218, 322)], darker(c))
    pen.ellipse(0, -0.12, 0.19, 0.19, LIGHT)
    pen.ellipse(0, -0.12, 0.13, 0.13, (120, 190, 226))
    pen.box(-0.28, 0.42, 0.28, 0.52, lighter(c, 0.5))


def _ball(pen: Pen, c: Rgb, phase: float) -> None:
    pen.ellipse(0, 0, 0.84, 0.84, c)
    pale = lighter(c, 0.6) if sum(c) < 690 else mix(c, STEEL, 0.4)
    pen.polygon([*pen.arc(0, 0, 0.84, 0.84, 200, 245), (0.06, 0.05)], pale)
    pen.polygon([*pen.arc(0, 0, 0.84, 0.84, 320, 365), (0.06, 0.05)], pale)
    pen.polygon([*pen.arc(0, 0, 0.84, 0.84, 80, 125), (0.06, 0.05)], pale)
    pen.ellipse(0.05, 0.04, 0.17, 0.17, darker(c))


def _house(pen: Pen, c: Rgb, phase: float) -> None:
    pen.box(0.36, -0.82, 0.56, -0.3, darker(c, 0.4))
    pen.box(-0.66, -0.16, 0.66, 0.86, c)
    pen.polygon([(-0.9, -0.1), (0.0, -0.9), (0.9, -0.1)], darker(c, 0.36))
    pen.box(-0.16, 0.3, 0.16, 0.86, WOOD, 0.04)
    for x in (-0.42, 0.42):
        pen.box(x - 0.15, 0.06, x + 0.15, 0.36, GLASS, 0.02)
        pen.line([(x, 0.06), (x, 0.36)], darker(c), 0.03)
    pen.ellipse(0.09, 0.6, 0.03, 0.03, (240, 200, 90))


def _tree(pen: Pen, c: Rgb, phase: float) -> None:
    pen.polygon([(-0.12, 0.1), (0.12, 0.1), (0.18, 0.94), (-0.18, 0.94)], WOOD)
    shade = darker(c, 0.2)
    for x, y, r, fill in (
        (-0.4, -0.02, 0.4, shade),
        (0.4, -0.02, 0.4, shade),
        (0.0, -0.46, 0.46, c),
        (-0.3, -0.16, 0.36, c),
        (0.3, -0.16, 0.36, c),
    ):
        pen.ellipse(x, y, r, r, fill)
    for x, y in ((-0.2, -0.5), (0.18, -0.26), (-0.36, -0.06), (0.4, -0.1)):
        pen.ellipse(x, y, 0.1, 0.07, lighter(c, 0.35))


def _star(pen: Pen, c: Rgb, phase: float) -> None:
    def points(outer: float) -> list[tuple[float, float]]:
        angles = [math.radians(36 * i - 90) for i in range(10)]
        return [
            ((outer if i % 2 == 0 else outer * 0.52) * math.cos(a),
             (outer if i % 2 == 0 else outer * 0.52) * math.sin(a) + 0.06)
            for i, a in enumerate(angles)
        ]  # fmt: skip

    pen.polygon(points(0.95), darker(c, 0.16))
    pen.polygon(points(0.8), c)
    for x in (-0.17, 0.17):
        pen.ellipse(x, -0.04, 0.07, 0.1, DARK)
    pen.line(pen.arc(0, 0.12, 0.18, 0.14, 20, 160), DARK, 0.05)


def _butterfly(pen: Pen, c: Rgb, phase: float) -> None:
    wide = 0.72 + 0.28 * math.cos(2 * math.pi * phase)
    for side in (-1, 1):
        pen.ellipse(side * 0.46 * wide, -0.34, 0.44 * wide, 0.46, c)
        pen.ellipse(side * 0.38 * wide, 0.42, 0.34 * wide, 0.38, darker(c, 0.16))
        pen.ellipse(side * 0.5 * wide, -0.36, 0.2 * wide, 0.22, lighter(c, 0.55))
        pen.ellipse(side * 0.4 * wide, 0.42, 0.14 * wide, 0.16, lighter(c, 0.55))
        pen.line([(0.0, -0.46), (side * 0.2, -0.88)], DARK, 0.04)
    pen.ellipse(0, 0.06, 0.1, 0.6, DARK)
    pen.ellipse(0, -0.5, 0.13, 0.13, DARK)


def _train(pen: Pen, c: Rgb, phase: float) -> None:
    for x, y, r in ((0.5, -0.78, 0.13), (0.26, -0.86, 0.1)):
        pen.ellipse(x - 0.06 * phase, y, r, r, (222, 224, 230))
    pen.box(0.42, -0.62, 0.62, -0.1, STEEL)
    pen.box(0.36, -0.68, 0.68, -0.56, DARK, 0.04)
    pen.box(-0.2, -0.24, 0.86, 0.36, c, 0.2)
    pen.box(-0.92, -0.66, -0.16, 0.36, c, 0.04)
    pen.box(-0.98, -0.76, -0.1, -0.62, darker(c), 0.05)
    pen.box(-0.76, -0.46, -0.34, -0.1, GLASS, 0.04)
    pen.box(0.1, -0.24, 0.2, 0.36, lighter(c, 0.5))
    pen.polygon([(0.8, 0.34), (0.98, 0.62), (0.6, 0.62)], STEEL)
    pen.box(-0.94, 0.34, 0.86, 0.46, darker(c, 0.45))
    for x, r in ((-0.62, 0.27), (0.02, 0.22), (0.5, 0.22)):
        _wheel(pen, x, 0.72 - r * 0.45, r, phase)


def _legs(pen: Pen, spots: tuple[float, ...], top: float, phase: float, fill: Rgb) -> None:
    for i, x in enumerate(spots):
        step = 0.14 * _swing(phase + 0.5 * (i % 2))
        pen.line([(x, top), (x + step, 0.82)], fill, 0.15)


def _dog(pen: Pen, c: Rgb, phase: float) -> None:
    wag = 0.1 * _swing(2 * phase)
    pen.line([(-0.62, -0.02), (-0.86, -0.26), (-0.92, -0.52 + wag)], c, 0.11)
    _legs(pen, (-0.52, -0.3, 0.2, 0.42), 0.24, phase, darker(c, 0.16))
    pen.ellipse(-0.08, 0.12, 0.64, 0.31, c)
    pen.polygon([(0.2, 0.2), (0.28, -0.4), (0.66, -0.3), (0.52, 0.24)], c)
    pen.ellipse(0.5, -0.42, 0.31, 0.29, c)
    pen.box(0.56, -0.42, 0.96, -0.18, lighter(c, 0.3), 0.11)
    pen.ellipse(0.92, -0.38, 0.07, 0.06, DARK)
    pen.polygon(pen.arc(0.3, -0.36, 0.13, 0.32, 0, 360), darker(c, 0.4))
    pen.eye(0.58, -0.52, 0.08)
    pen.line([(0.26, -0.02), (0.62, 0.0)], LIGHT if sum(c) < 690 else STEEL, 0.07)


def _cat(pen: Pen, c: Rgb, phase: float) -> None:
    curl = 0.08 * _swing(phase)
    pen.line([(-0.5, 0.4), (-0.86, 0.16), (-0.84, -0.3), (-0.58 + curl, -0.58)], c, 0.13)
    _legs(pen, (-0.42, -0.2, 0.22, 0.42), 0.4, phase, darker(c, 0.16))
    pen.ellipse(-0.08, 0.34, 0.52, 0.34, c)
    for side in (-1, 1):
        x = 0.34 + side * 0.3
        pen.polygon([(x - 0.2, -0.3), (x + side * 0.14, -0.92), (x + 0.2, -0.3)], c)
        pen.polygon([(x - 0.08, -0.4), (x + side * 0.1, -0.74), (x + 0.09, -0.4)], (246, 180, 186))
    pen.ellipse(0.34, -0.2, 0.48, 0.42, c)
    for x in (0.16, 0.52):
        pen.ellipse(x, -0.24, 0.1, 0.12, (206, 226, 120))
        pen.ellipse(x, -0.24, 0.045, 0.11, DARK)
    pen.polygon([(0.28, -0.06), (0.4, -0.06), (0.34, 0.01)], (226, 110, 126))
    for side in (-1, 1):
        for y in (-0.02, 0.08):
            pen.line([(0.34 + side * 0.2, y * 0.6), (0.34 + side * 0.62, y)], darker(c, 0.6), 0.025)


def _person(pen: Pen, c: Rgb, phase: float) -> None:
    step = 0.24 * _swing(phase)
    for way in (-1, 1):
        pen.line([(0.0, 0.3), (way * (0.1 + step), 0.86)], (64, 70, 104), 0.19)
        pen.line([(way * (0.12 + step), 0.88), (way * (0.12 + step) + 0.1, 0.88)], DARK, 0.14)
    pen.line([(-0.18, -0.24), (-0.42 - step * 0.7, 0.2)], darker(c, 0.14), 0.17)
    pen.line([(0.18, -0.24), (0.42 + step * 0.7, 0.2)], darker(c, 0.14), 0.17)
    for way in (-1, 1):
        pen.ellipse(way * (0.43 + step * 0.7), 0.24, 0.09, 0.09, SKIN)
    pen.polygon([(-0.28, -0.34), (0.28, -0.34), (0.38, 0.44), (-0.38, 0.44)], c)
    pen.ellipse(0, -0.62, 0.3, 0.31, SKIN)
    pen.polygon(pen.arc(0, -0.66, 0.33, 0.29, 180, 360), c)
    pen.box(-0.34, -0.72, 0.46, -0.62, darker(c), 0.05)
    for x in (0.02, 0.2):
        pen.ellipse(x, -0.52, 0.04, 0.05, DARK)
    for y in (-0.16, 0.06, 0.28):
        pen.ellipse(0, y, 0.04, 0.04, LIGHT if sum(c) < 690 else STEEL)


def _turtle(pen: Pen, c: Rgb, phase: float) -> None:
    stroke = 0.16 * _swing(phase)
    pen.polygon([(-0.6, 0.3), (-0.98, 0.44), (-0.6, 0.46)], OLIVE)
    for x in (-0.46, 0.4):
        pen.polygon([(x - 0.14, 0.3), (x + 0.18, 0.3), (x + stroke, 0.82), (x - 0.22 + stroke, 0.8)], OLIVE)
    pen.ellipse(0.76, 0.08, 0.23, 0.21, OLIVE)
    pen.polygon([(0.4, 0.1), (0.7, 0.02), (0.74, 0.28), (0.4, 0.42)], OLIVE)
    pen.eye(0.82, 0.02, 0.075)
    pen.polygon([*pen.arc(-0.1, 0.34, 0.66, 0.86, 180, 360)], c)
    pen.box(-0.8, 0.28, 0.6, 0.46, darker(c, 0.2), 0.09)
    for x, y, r in ((-0.1, -0.16, 0.19), (-0.46, 0.06, 0.14), (0.26, 0.06, 0.14)):
        pen.ellipse(x, y, r, r * 0.9, darker(c, 0.3))
        pen.ellipse(x, y, r * 0.66, r * 0.6, lighter(c, 0.2))


_DRAWINGS: dict[str, Callable[[Pen, Rgb, float], None]] = {
    "balloon": _balloon,
    "car": _car,
    "boat": _boat,
    "bird": _bird,
    "fish": _fish,
    "rocket": _rocket,
    "ball": _ball,
    "house": _house,
    "tree": _tree,
    "star": _star,
    "butterfly": _butterfly,
    "train": _train,
    "dog": _dog,
    "cat": _cat,
    "person": _person,
    "turtle": _turtle,
}
