"""Drawing in unit coordinates on a Pillow image."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Rgb = tuple[int, int, int]
Point = tuple[float, float]

DARK: Rgb = (45, 42, 56)
LIGHT: Rgb = (252, 252, 248)
MARGIN = 0.93  # the rest is for the outline


def mix(first: Rgb, second: Rgb, share: float) -> Rgb:
    """`first` at share 0, `second` at share 1."""
    r, g, b = (round(a + (c - a) * share) for a, c in zip(first, second, strict=True))
    return r, g, b


def darker(colour: Rgb, share: float = 0.28) -> Rgb:
    """A shade of a colour."""
    return mix(colour, (22, 18, 46), share)


def lighter(colour: Rgb, share: float = 0.4) -> Rgb:
    """A tint of a colour."""
    return mix(colour, (255, 255, 255), share)


class Pen:
    """Draws shapes on a square transparent image whose corners are (-1, -1) and (1, 1), y downwards."""

    def __init__(self, pixels: int, edge: Rgb) -> None:
        self.image = Image.new("RGBA", (pixels, pixels), (*edge, 0))
        self._draw = ImageDraw.Draw(self.image)
        self._half = pixels / 2
        self._edge = edge

    def _place(self, points: Sequence[Point]) -> list[Point]:
        return [((x * MARGIN + 1) * self._half, (y * MARGIN + 1) * self._half) for x, y in points]

    def polygon(self, points: Sequence[Point], fill: Rgb) -> None:
        """A filled polygon."""
        self._draw.polygon(self._place(points), fill=fill)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Rgb) -> None:
        """A filled ellipse around a centre."""
        (x0, y0), (x1, y1) = self._place([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse((x0, y0, x1, y1), fill=fill)

    def box(  # noqa: PLR0917 - x and y come in pairs
        self, x0: float, y0: float, x1: float, y1: float, fill: Rgb, radius: float = 0.0
    ) -> None:
        """A filled rectangle with round corners."""
        (a, b), (c, d) = self._place([(x0, y0), (x1, y1)])
        self._draw.rounded_rectangle((a, b, c, d), radius * self._half, fill=fill)

    def line(self, points: Sequence[Point], fill: Rgb, width: float) -> None:
        """A line with round joints and ends."""
        placed = self._place(points)
        pixels = max(1, round(width * self._half))
        self._draw.line(placed, fill=fill, width=pixels, joint="curve")
        for x, y in (placed[0], placed[-1]):
            r = pixels / 2
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=fill)

    @staticmethod
    def arc(  # noqa: PLR0917 - x and y come in pairs
        x: float, y: float, rx: float, ry: float, start: float, end: float
    ) -> list[Point]:
        """Points on an ellipse, from `start` to `end` degrees, clockwise from the right."""
        steps = [math.radians(start + (end - start) * i / 24) for i in range(25)]
        return [(x + rx * math.cos(a), y + ry * math.sin(a)) for a in steps]

    def eye(self, x: float, y: float, size: float = 0.09) -> None:
        """A round eye that looks at you."""
        self.ellipse(x, y, size, size, LIGHT)
        self.ellipse(x + size * 0.2, y, size * 0.62, size * 0.62, DARK)

    def outlined(self, width: float = 0.045) -> Image.Image:
        """The picture with an outline around everything drawn."""
        pixels = max(1, round(width * self._half))
        alpha = self.image.getchannel("A")
        grown = alpha
        for _ in range(pixels):
            grown = grown.filter(ImageFilter.MaxFilter(3))
        grown = ImageChops.lighter(alpha, grown.filter(ImageFilter.BoxBlur(0.6)))
        base = Image.new("RGBA", self.image.size, (*self._edge, 0))
        base.putalpha(grown)
        base.alpha_composite(self.image)
        return base
