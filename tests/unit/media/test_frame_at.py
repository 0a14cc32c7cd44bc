"""The picture at a time is the one that is shown then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.videos import colour_at, write_colours
from vop_desktop.errors import MediaError
from vop_desktop.media.frame_at import FrameReader, read_frame


def test_the_picture_at_a_time_is_the_one_shown_then(tmp_path: Path) -> None:
    clip = str(write_colours(tmp_path / "clip.mp4", seconds=4.0, width=96, height=64))
    for seconds, colour, begin in ((0.0, 0, 0.0), (1.99, 1, 1.96), (2.0, 2, 2.0), (60.0, 3, 3.96)):
        frame = read_frame(clip, seconds, 200, 10.0)
        assert colour_at(frame.picture) == colour
        assert frame.time == pytest.approx(begin, abs=0.001)
        assert frame.picture.shape == (200, 300, 3)
    large = str(write_colours(tmp_path / "large.mp4", seconds=1.0, width=642, height=362))
    assert read_frame(large, 0.5, 0, 10.0).picture.shape == (362, 642, 3)


def test_a_file_that_is_none_is_said_from_the_process_that_read_it(tmp_path: Path) -> None:
    clip = write_colours(tmp_path / "clip.mp4", seconds=1.0)
    (tmp_path / "bad.mp4").write_bytes(b"no video" * 100)
    with FrameReader() as reader:
        assert colour_at(reader.read(str(clip), 0.5).picture) == 0
        with pytest.raises(MediaError, match="no known video format"):
            reader.read(str(tmp_path / "bad.mp4"), 0.5)
        with pytest.raises(MediaError, match="cannot be reached"):
            reader.read(str(tmp_path / "gone.mp4"), 0.5)
