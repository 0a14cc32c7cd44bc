"""The nine places behind the subjects: sky by time of day, land, and layers that drift."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from vop_desktop.samples.pen import Point, Rgb, darker, lighter, mix
from vop_desktop.samples.scene import Scene

SKIES: dict[str, tuple[Rgb, Rgb]] = {
    "day": ((112, 182, 236), (222, 240, 250)),
    "sunset": ((104, 84, 150), (255, 178, 112)),
    "night": ((14, 18, 50), (54, 66, 118)),
}
RAIN_SKY: dict[str, tuple[Rgb, Rgb]] = {
    "day": ((126, 138, 152), (190, 198, 206)),
    "sunset": ((92, 84, 112), (206, 156, 128)),
    "night": ((16, 20, 40), (54, 60, 84)),
}
TINTS = {"day": (1.0, 1.0, 1.0), "sunset": (1.0, 0.76, 0.66), "night": (0.42, 0.47, 0.72)}


@dataclass(frozen=True, slots=True)
class Layer:
    """A picture with transparency that moves to and fro behind the subjects.

    Attributes:
        image: RGBA, larger than the frame by `reach` pixels on each side it moves to.
        reach: pixels to the left and right of the frame that the image covers.
        speed: radians a second of the swing.
    """

    image: Image.Image
    reach: int
    speed: float


class Brush:
    """Draws land on a transparent image: x from 0 to the aspect ratio, y from 0 (top) to 1."""

    def __init__(self, width: int, height: int, rng: random.Random, tint: tuple[float, float, float]) -> None:
        self.image = Image.new("RGBA", (width, height))
        self.rng = rng
        self.aspect = width / height
        self._draw = ImageDraw.Draw(self.image)
        self._unit = height
        self._tint = tint

    def shade(self, colour: Rgb) -> Rgb:
        """A colour in the light of the hour."""
        r, g, b = (min(255, round(v * k)) for v, k in zip(colour, self._tint, strict=True))
        return r, g, b

    def polygon(self, points: list[Point], fill: Rgb, alpha: int = 255) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * self._unit, y * self._unit) for x, y in points], (*self.shade(fill), alpha))

    def ellipse(  # noqa: PLR0917 - x and y come in pairs
        self, x: float, y: float, rx: float, ry: float, fill: Rgb, alpha: int = 255
    ) -> None:
        """A filled ellipse around a centre."""
        u = self._unit
        box = ((x - rx) * u, (y - ry) * u, (x + rx) * u, (y + ry) * u)
        self._draw.ellipse(box, (*self.shade(fill), alpha))

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Rgb) -> None:
        """A filled rectangle."""
        self.polygon([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], fill)

    def ridge(self, y: float, bumps: float, height: float, fill: Rgb, sharp: bool = False) -> list[Point]:
        """Land from a rolling or jagged line down to the bottom; gives the line."""
        start = self.rng.uniform(0, 6.28)
        line = []
        for i in range(65):
            x = self.aspect * i / 64
            wave = math.sin(start + bumps * x * 2.4) + 0.45 * math.sin(2.1 * start + bumps * x * 5.3)
            if sharp:
                wave = 1.6 * abs(((start + bumps * x) % 2) - 1) - 0.8 + 0.2 * math.sin(9 * bumps * x)
            line.append((x, y - height * wave))
        self.polygon([(0, 1), *line, (self.aspect, 1)], fill)
        return line

    def pine(self, x: float, y: float, size: float, fill: Rgb, snow: bool = False) -> None:
        """A fir with its foot at (x, y)."""
        if snow:
            self.box(x - size * 0.06, y - size * 0.2, x + size * 0.06, y, (96, 70, 56))
        for i in range(3):
            top, wide = y - size * (1.0 - 0.26 * i), size * (0.22 + 0.09 * i)
            self.polygon([(x, top), (x + wide, top + size * 0.42), (x - wide, top + size * 0.42)], fill)
            if snow:
                tip = [(x, top), (x + wide * 0.4, top + size * 0.17), (x - wide * 0.4, top + size * 0.17)]
                self.polygon(tip, (246, 249, 253))


def backdrop(scene: Scene, width: int, height: int, oversample: int) -> tuple[Image.Image, list[Layer]]:
    """What stays still behind a scene (RGB), and the layers that drift in front of that."""
    rng = random.Random(f"place/{scene.look}")
    tint = TINTS[scene.time] if scene.place not in ("space", "reef") else (1.0, 1.0, 1.0)
    if scene.rain:
        tint = (tint[0] * 0.82, tint[1] * 0.84, tint[2] * 0.88)
    big = (width * oversample, height * oversample)
    land = Brush(*big, rng, tint)
    moving: list[Layer] = []
    sky = _sky(scene, rng, *big)
    _PLACES[scene.place](land)
    sky.paste(land.image, (0, 0), land.image)
    if scene.place in ("sea", "lake", "reef"):
        moving.append(_ripples(scene.place, rng, tint, width, height))
    return sky.reduce(oversample) if oversample > 1 else sky, moving


def _gradient(top: Rgb, bottom: Rgb, width: int, height: int) -> Image.Image:
    share = np.linspace(0, 1, height)[:, None]
    rows = np.array(top) * (1 - share) + np.array(bottom) * share
    pixels = np.repeat(rows[:, None].astype(np.uint8), width, axis=1)
    return Image.fromarray(pixels)


def _sky(scene: Scene, rng: random.Random, width: int, height: int) -> Image.Image:
    if scene.place == "space":
        return _gradient((10, 8, 30), (36, 20, 66), width, height)
    if scene.place == "reef":
        return _gradient((70, 196, 206), (10, 74, 122), width, height)
    top, bottom = (RAIN_SKY if scene.rain else SKIES)[scene.time]
    sky = _gradient(top, bottom, width, round(height * 0.72)).resize((width, height))
    sky.paste(_gradient(top, bottom, width, round(height * 0.72)))
    brush = Brush(width, height, rng, (1.0, 1.0, 1.0))
    if scene.time == "night" and not scene.rain:
        for _ in range(46):
            size = rng.choice((0.003, 0.004, 0.006))
            brush.ellipse(rng.uniform(0, brush.aspect), rng.uniform(0, 0.6), size, size, (244, 240, 216))
    x = brush.aspect * rng.choice((rng.uniform(0.1, 0.28), rng.uniform(0.72, 0.9)))
    if not scene.rain:
        _light(brush, scene.time, x, rng.uniform(0.1, 0.2))
    if scene.time != "night" or scene.rain:
        colour: Rgb = (255, 206, 178) if scene.time == "sunset" else (255, 255, 255)
        for _ in range(rng.randrange(2, 5) + 3 * scene.rain):
            tone = darker(colour, 0.32 if scene.time == "day" else 0.6) if scene.rain else colour
            _cloud(brush, rng.uniform(0, brush.aspect), rng.uniform(0.04, 0.3), rng.uniform(0.1, 0.19), tone)
    sky.paste(brush.image, (0, 0), brush.image)
    return sky


def _light(brush: Brush, time: str, x: float, y: float) -> None:
    """The sun, or the moon."""
    if time == "night":
        brush.ellipse(x, y, 0.085, 0.085, (250, 244, 212))
        brush.ellipse(x + 0.026, y - 0.01, 0.016, 0.016, (226, 218, 180))
        brush.ellipse(x - 0.03, y + 0.03, 0.022, 0.022, (226, 218, 180))
    elif time == "sunset":
        for size, alpha in ((0.34, 40), (0.26, 60), (0.19, 255)):
            brush.ellipse(x, 0.52, size, size, (255, 226, 150), alpha)
    else:
        for size, alpha in ((0.14, 60), (0.115, 90), (0.09, 255)):
            brush.ellipse(x, y, size, size, (255, 238, 150), alpha)


def _cloud(brush: Brush, x: float, y: float, size: float, colour: Rgb) -> None:
    for dx, dy, r in ((-0.8, 0.1, 0.45), (-0.25, -0.12, 0.6), (0.35, -0.05, 0.52), (0.85, 0.12, 0.38)):
        brush.ellipse(x + dx * size, y + dy * size * 0.7, r * size, r * size * 0.62, colour, 235)


def _sea(brush: Brush) -> None:
    horizon = brush.rng.uniform(0.5, 0.56)
    shades: tuple[Rgb, Rgb] = ((70, 158, 204), (20, 84, 146))
    for i in range(7):
        y = horizon + (1 - horizon) * (i / 7) ** 1.3
        brush.ridge(y, 2.2 + 3 * (7 - i) / 7, 0.0 if i == 0 else 0.007 + 0.0016 * i, mix(*shades, i / 6))


def _hills(brush: Brush) -> None:
    brush.ridge(brush.rng.uniform(0.5, 0.56), 1.1, 0.06, (140, 190, 132))
    line = brush.ridge(brush.rng.uniform(0.62, 0.68), 1.5, 0.06, (104, 172, 92))
    for _ in range(5):
        x, y = brush.rng.choice(line)
        brush.box(x - 0.006, y - 0.04, x + 0.006, y + 0.02, (110, 84, 58))
        brush.ellipse(x, y - 0.06, 0.034, 0.04, (72, 138, 74))
    brush.ridge(brush.rng.uniform(0.8, 0.84), 1.0, 0.04, (82, 154, 70))
    for _ in range(18):
        x, y = brush.rng.uniform(0, brush.aspect), brush.rng.uniform(0.86, 0.99)
        brush.ellipse(x, y, 0.008, 0.008, brush.rng.choice(((250, 244, 220), (246, 214, 120))))


def _city(brush: Brush) -> None:
    for base, tone in ((0.36, (160, 172, 190)), (0.5, (112, 124, 146))):
        x = -0.05
        while x < brush.aspect:
            wide, top = brush.rng.uniform(0.1, 0.2), base + brush.rng.uniform(-0.16, 0.12)
            fill = mix(tone, (150, 132, 138), brush.rng.uniform(0, 0.4))
            brush.box(x, top, x + wide, 1, fill)
            if brush.rng.random() < 0.3:
                brush.box(x + wide * 0.46, top - 0.06, x + wide * 0.54, top, fill)
            rows = int((0.84 - top) / 0.055)
            for row in range(rows):
                for column in range(3):
                    if brush.rng.random() < 0.75:
                        left, y = x + wide * (0.14 + 0.28 * column), top + 0.03 + 0.055 * row
                        lit = (255, 238, 170) if brush.rng.random() < 0.4 else darker(fill, 0.4)
                        brush.box(left, y, left + wide * 0.16, y + 0.026, lit)
            x += wide + brush.rng.uniform(0, 0.02)
    brush.box(0, 0.84, brush.aspect, 0.87, (176, 176, 180))
    brush.box(0, 0.87, brush.aspect, 1, (84, 86, 96))
    for i in range(8):
        brush.box(0.05 + i * 0.22, 0.93, 0.16 + i * 0.22, 0.942, (232, 230, 214))


def _desert(brush: Brush) -> None:
    x = brush.aspect * brush.rng.uniform(0.2, 0.8)
    if brush.rng.random() < 0.5:
        brush.polygon([(x, 0.36), (x + 0.3, 0.66), (x - 0.3, 0.66)], (226, 190, 128))
        brush.polygon([(x, 0.36), (x + 0.3, 0.66), (x + 0.1, 0.66)], (196, 156, 100))
    brush.ridge(brush.rng.uniform(0.56, 0.6), 1.2, 0.035, (240, 208, 146))
    line = brush.ridge(brush.rng.uniform(0.67, 0.71), 0.9, 0.05, (230, 190, 124))
    for _ in range(brush.rng.randrange(1, 4)):
        x, y = brush.rng.choice(line)
        for dx, top, wide in ((0.0, 0.16, 0.018), (-0.045, 0.11, 0.012), (0.045, 0.13, 0.012)):
            brush.box(x + dx - wide, y - top, x + dx + wide, y - (0.05 if dx else -0.03), (98, 142, 84))
        brush.box(x - 0.05, y - 0.065, x + 0.05, y - 0.045, (98, 142, 84))
    brush.ridge(brush.rng.uniform(0.84, 0.88), 0.8, 0.04, (214, 168, 102))


def _snow(brush: Brush) -> None:
    line = brush.ridge(0.46, 2.2, 0.14, (164, 182, 208), sharp=True)
    brush.polygon([(x, y) for x, y in line] + [(x, y + 0.07) for x, y in reversed(line)], (244, 248, 253))
    brush.ridge(brush.rng.uniform(0.62, 0.66), 1.2, 0.04, (226, 236, 247))
    for _ in range(6):
        x, size = brush.rng.uniform(0, brush.aspect), brush.rng.uniform(0.13, 0.22)
        brush.pine(x, brush.rng.uniform(0.7, 0.76), size, (70, 112, 108), snow=True)
    brush.ridge(brush.rng.uniform(0.78, 0.82), 1.0, 0.03, (246, 250, 254))


def _space(brush: Brush) -> None:
    rng = brush.rng
    for _ in range(5):
        x, y = rng.uniform(0, brush.aspect), rng.uniform(0, 1)
        for size in (0.3, 0.2, 0.12):
            brush.ellipse(x, y, size * 1.4, size, rng.choice(((98, 60, 146), (52, 70, 148))), 22)
    for _ in range(120):
        size = rng.choice((0.0025, 0.004, 0.006))
        brush.ellipse(rng.uniform(0, brush.aspect), rng.uniform(0, 1), size, size, (246, 244, 255))
    x, y, r = brush.aspect * rng.choice((0.14, 0.86)), rng.uniform(0.16, 0.34), rng.uniform(0.1, 0.15)
    colour = rng.choice(((206, 164, 122), (146, 164, 190), (158, 146, 130)))
    brush.ellipse(x, y, r * 1.9, r * 0.4, lighter(colour, 0.3))
    brush.ellipse(x, y, r * 1.6, r * 0.28, (28, 18, 54))
    brush.ellipse(x, y, r, r, colour)
    brush.ellipse(x - r * 0.2, y - r * 0.2, r * 0.7, r * 0.7, lighter(colour, 0.18))
    x, y, r = brush.aspect * rng.uniform(0.25, 0.75), 1.28, rng.uniform(0.42, 0.5)
    brush.ellipse(x, y, r * 2, r, (116, 118, 136))
    for _ in range(7):
        dx, dy = rng.uniform(-0.5, 0.5), rng.uniform(-0.36, -0.3)
        brush.ellipse(x + dx, y + dy, 0.06, 0.022, (92, 94, 114))


def _forest(brush: Brush) -> None:
    rng = brush.rng
    for y, tone, size, count in (
        (0.66, (92, 134, 112), 0.5, 13),
        (0.74, (62, 106, 82), 0.62, 9),
        (0.82, (40, 80, 60), 0.72, 6),
    ):
        for i in range(count):
            x = brush.aspect * (i + rng.uniform(0.1, 0.9)) / count
            brush.pine(x, y + rng.uniform(0, 0.04), size * rng.uniform(0.8, 1.1), tone)
        brush.ridge(y, 1.2, 0.012, tone)
    brush.ridge(0.86, 1.2, 0.02, (64, 98, 60))
    for _ in range(9):
        x, y = rng.uniform(0, brush.aspect), rng.uniform(0.9, 0.98)
        brush.ellipse(x, y, 0.03, 0.014, (86, 122, 70))


def _lake(brush: Brush) -> None:
    rng = brush.rng
    line = brush.ridge(0.44, 1.9, 0.1, (132, 150, 176), sharp=True)
    mirrored = [(x, 1.12 - y) for x, y in line]
    brush.ridge(0.54, 1.3, 0.016, (104, 148, 112))
    brush.box(0, 0.56, brush.aspect, 1, (146, 194, 218))
    brush.polygon([(0, 0.56), *mirrored, (brush.aspect, 0.56)], (122, 160, 188))
    brush.polygon([(0, 1), (0, 0.88), *[(x, 0.93 + 0.02 * math.sin(7 * x)) for x, _ in line],
                   (brush.aspect, 1)], (112, 162, 88))  # fmt: skip
    for _ in range(16):
        x = rng.choice((rng.uniform(0, 0.3), rng.uniform(brush.aspect - 0.3, brush.aspect)))
        top = rng.uniform(0.7, 0.8)
        brush.polygon([(x - 0.006, 0.97), (x + 0.02, top), (x + 0.006, 0.97)], (92, 136, 72))
        brush.ellipse(x + 0.018, top + 0.01, 0.01, 0.03, (122, 88, 58))


def _reef(brush: Brush) -> None:
    rng = brush.rng
    for i in range(4):
        x = brush.aspect * (i + rng.uniform(0.1, 0.6)) / 4
        brush.polygon([(x, 0), (x + 0.1, 0), (x - 0.04, 0.9), (x - 0.26, 0.9)], (220, 250, 250), 34)
    brush.ridge(0.86, 1.4, 0.03, (206, 196, 158))
    for _ in range(7):
        x, y = rng.uniform(0, brush.aspect), rng.uniform(0.86, 0.95)
        tone = rng.choice(((232, 136, 120), (196, 124, 160), (236, 178, 112), (132, 112, 170)))
        for _ in range(5):
            dx, top = rng.uniform(-0.07, 0.07), rng.uniform(0.07, 0.17)
            tip = x + dx
            brush.polygon([(x - 0.014, y), (x + 0.014, y), (tip + 0.016, y - top), (tip, y - top)], tone)
            brush.ellipse(x + dx + 0.008, y - top, 0.02, 0.02, tone)
    for _ in range(5):
        x, top = rng.uniform(0, brush.aspect), rng.uniform(0.5, 0.7)
        steps = [i / 13 for i in range(14)]
        weed = [(x + 0.02 * math.sin(20 * s), 0.95 - (0.95 - top) * s) for s in steps]
        brush.polygon(weed + [(px + 0.022, py) for px, py in reversed(weed)], (46, 128, 96))


def _ripples(
    place: str, rng: random.Random, tint: tuple[float, float, float], width: int, height: int
) -> Layer:
    """Crests on the water, or bubbles in it."""
    reach = round(height * 0.06)
    brush = Brush(2 * (width + 2 * reach), 2 * height, rng, tint)
    for _ in range(34 if place == "sea" else 20):
        x, y = rng.uniform(0, brush.aspect), rng.uniform(0.6, 0.97 if place == "sea" else 0.88)
        if place == "reef":
            size = rng.uniform(0.006, 0.018)
            brush.ellipse(x, rng.uniform(0.05, 0.8), size, size, (214, 246, 250), 130)
        else:
            wide = rng.uniform(0.03, 0.075) * (0.5 + y)
            brush.ellipse(x, y, wide, 0.0045 + 0.002 * y, (226, 242, 250), 150)
    return Layer(brush.image.reduce(2), reach, rng.uniform(1.2, 2.2))


_PLACES: dict[str, Callable[[Brush], None]] = {
    "sea": _sea,
    "hills": _hills,
    "city": _city,
    "desert": _desert,
    "snow": _snow,
    "space": _space,
    "forest": _forest,
    "lake": _lake,
    "reef": _reef,
}
