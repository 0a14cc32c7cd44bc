"""The other looks of the scenes."""

from __future__ import annotations

import numpy as np
import pytest

from vop_desktop.cli.samples import STYLE_NAMES
from vop_desktop.samples.draw import Painter
from vop_desktop.samples.scene import held_out_scenes
from vop_desktop.samples.style import STYLES


def test_the_command_line_knows_every_style() -> None:
    assert tuple(STYLES) == STYLE_NAMES


@pytest.mark.parametrize("style", [name for name in STYLES if name != "cartoon"])
def test_a_style_shows_the_same_scene_in_another_look(style: str) -> None:
    frame = Painter(held_out_scenes(1, 4)[0], 192, 144).frame(1.0)
    drawn = STYLES[style](frame)
    assert drawn.shape == frame.shape
    assert drawn.dtype == np.uint8
    assert drawn.std() > 5  # something is to be seen
    assert np.abs(drawn.astype(int) - frame).mean() > 30
