"""A small picture of an evaluation: the share of queries answered within the first so many results."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from vop_desktop.errors import TuneError

WIDTH, HEIGHT = 720, 460
LEFT, RIGHT, TOP, BOTTOM = 64, 24, 48, 56  # margins, pixels
MOST_RANKS = 50
INK, FAINT = (40, 40, 40), (225, 225, 225)
COLOURS = {"captions find videos (t2v)": (31, 100, 200), "videos find captions (v2t)": (214, 110, 20)}


def save_plot(file: Path, title: str, t2v: npt.NDArray[np.float64], v2t: npt.NDArray[np.float64]) -> None:
    """Draws recall at 1 to 50 of both directions.

    Args:
        file: a name with an ending that says the format, `.png` or `.jpg`.
        title: written above.
        t2v, v2t: ranks of the right answers, from 1.

    Raises:
        TuneError: the file cannot be written.
    """
    most = max(2, min(MOST_RANKS, len(v2t)))
    picture = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(picture)
    small, large = ImageFont.load_default(13), ImageFont.load_default(16)
    _axes(draw, small, most)
    draw.text((LEFT, 14), title, fill=INK, font=large)
    for place, (name, values) in enumerate(zip(COLOURS, (t2v, v2t), strict=True)):
        points = [_point(k, float((values <= k).mean()), most) for k in range(1, most + 1)]
        draw.line(points, fill=COLOURS[name], width=3, joint="curve")
        below = HEIGHT - BOTTOM - 44 + 20 * place
        draw.line([(WIDTH - 260, below + 8), (WIDTH - 236, below + 8)], fill=COLOURS[name], width=3)
        draw.text((WIDTH - 228, below), name, fill=INK, font=small)
    try:
        picture.save(file)
    except ValueError as error:  # it knows no such format
        raise TuneError(f"{file.name} is no picture's name. End it in .png.") from error
    except OSError as error:
        raise TuneError(f"{os.fspath(file)} cannot be written: {error.strerror or error}.") from error


def _axes(draw: ImageDraw.ImageDraw, font: ImageFont.ImageFont | ImageFont.FreeTypeFont, most: int) -> None:
    for percent in range(0, 101, 20):
        x, y = _point(1, percent / 100, most)
        draw.line([(x, y), (WIDTH - RIGHT, y)], fill=FAINT)
        draw.text((x - 8, y), f"{percent} %", fill=INK, font=font, anchor="rm")
    for rank in (rank for rank in (1, 5, 10, 20, 30, 40, 50) if rank <= most):
        x, y = _point(rank, 0, most)
        draw.line([(x, TOP), (x, y)], fill=FAINT)
        draw.text((x, y + 6), str(rank), fill=INK, font=font, anchor="ma")
    middle = (LEFT + WIDTH - RIGHT) / 2
    draw.text((middle, HEIGHT - 24), "within the first … results", fill=INK, font=font, anchor="ma")


def _point(rank: float, share: float, most: int) -> tuple[float, float]:
    across = (rank - 1) / (most - 1)
    return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)
