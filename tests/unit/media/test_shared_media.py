"""Every file of the collection of real and broken videos, where that lies beside the checkout.

At length with `VOP_LONG_TESTS=1`: tests/e2e/test_shared_media.py reads the same files by the whole program.
"""

import csv
import os
import time
from pathlib import Path

import pytest

from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone
from vop_desktop.media.scanner import ScannedVideo, scan

MEDIA = Path(__file__).parents[4] / "shared" / "media"

pytestmark = [
    pytest.mark.skipif(not (MEDIA / "MANIFEST.csv").is_file(), reason="the collection is not there"),
    pytest.mark.skipif(not os.environ.get("VOP_LONG_TESTS"), reason="is also seen by the whole program"),
]


def allowed(expected):
    """The states that fit a word of the manifest."""
    if expected == "SLOW":
        return {"complete", "partial", "failed"}
    states = set()
    for word in expected.split("-OR-"):
        if word.endswith("PARTIAL"):
            states.add("partial")
        elif word == "REJECT":
            states.add("failed")
        else:
            states.add("complete")
    return states


@pytest.mark.slow
def test_every_file_ends_as_the_manifest_says():
    with (MEDIA / "MANIFEST.csv").open(newline="", encoding="utf-8") as table:
        rows = {str(MEDIA / row["file"]): row for row in csv.DictReader(table)}
    paths = [item.file.path for item in scan([str(MEDIA)]) if isinstance(item, ScannedVideo)]
    assert set(paths) == set(rows)
    deviations, frames = [], dict.fromkeys(paths, 0)
    began = time.monotonic()
    with DecodePool(DecodeRequest(image_size=64, num_frames=12, workers=2)) as pool:
        for event in pool.decode(paths):
            if isinstance(event, SegmentsDecoded):
                frames[event.path] += sum(len(segment.times) for segment in event.segments)
            elif isinstance(event, VideoDone):
                expected = rows[event.path]["expected"]
                if event.state not in allowed(expected):
                    deviations.append((Path(event.path).name, expected, event.state, event.reason))
                assert bool(event.reason) == (event.state != "complete")
                assert (frames[event.path] > 0) == (event.state != "failed")
    assert not deviations
    assert time.monotonic() - began < 240
