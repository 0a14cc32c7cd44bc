"""What is told of one video."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.helpers.stored import add_video, new_library
from vop_desktop.library import changes
from vop_desktop.library.details import rate_of, video_details
from vop_desktop.library.forget import Forget


def test_details_tell_every_place_and_how_a_model_has_read_it(tmp_path: Path) -> None:
    with new_library(tmp_path / "library.sqlite") as library:
        video = add_video(
            library, ["/videos/one.mp4", "/videos/copy.mp4"], np.eye(4, dtype=np.float32)[:3],
            mtime_ns=7_500_000_000,
        )  # fmt: skip
        model = library.query("SELECT model_id FROM segments WHERE video_id = ?", video)[0][0]
        library.set_missing(["/videos/one.mp4"])
        found = video_details(library, video, model)
        assert found is not None
        assert [(place.path, place.there) for place in found.places] == [
            ("/videos/copy.mp4", True),
            ("/videos/one.mp4", False),
        ]
        assert {place.changed for place in found.places} == {7.5}
        assert (found.width, found.height, found.state) == (640, 360, "complete")
        assert found.segments == 3
        other = video_details(library, video, "another model")
        assert other is not None
        assert (other.detail, other.segments) == ("", 0)
        changes.do(library, Forget([video]))
        forgotten = video_details(library, video, model)
        assert forgotten is not None
        assert forgotten.places == ()
        assert video_details(library, 99, model) is None


@pytest.mark.parametrize(
    ("fraction", "rate"),
    [
        ("30000/1001", pytest.approx(29.97, abs=0.001)),
        ("25", 25),
        ("0/1", 0),
        ("1/0", 0),
        ("", 0),
        ("x/y", 0),
    ],
)
def test_a_rate_that_makes_no_sense_is_none(fraction: str, rate: float) -> None:
    assert rate_of(fraction) == rate
