"""One library under several models: what one cannot encode stays complete under the other."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.videos import fast, solid, write_video
from tests.unit.indexing.conftest import Index, write_clip, write_clips
from tests.unit.indexing.test_pipeline import _is, counts, failures, states
from vop_desktop.library import Library
from vop_desktop.library.states import delete_model
from vop_desktop.records import ByteArray


def other(*faulty: str) -> MeanColourEncoder:
    """Another model, which cannot encode some colours."""

    def fault(frames: ByteArray) -> None:
        if any(_is(frames, colour) for colour in faulty):
            raise RuntimeError("it does not fit")

    return MeanColourEncoder("other", hook=fault)


def test_a_failure_of_one_model_is_none_of_the_other(index: Index, library: Library, folder: Path) -> None:
    write_clips(folder, "red", "green")
    (folder / "text.mp4").write_text("no video")
    first = index()

    second = index(encoder=other("green"))

    assert states(second) == {"red.mp4": "complete", "green.mp4": "failed", "text.mp4": "failed"}
    assert failures(second)["green.mp4"] == (
        "encode", "the model could not encode its frames: it does not fit",
    )  # fmt: skip
    assert (second.videos, second.complete, second.failed) == (3, 1, 2)
    status = library.status()
    assert (status.videos, status.complete, status.partial, status.failed) == (3, 2, 0, 1)
    assert sorted(Path(f.path).name for f in status.failures) == ["green.mp4", "text.mp4"]
    again = index()
    assert (counts(again), states(again)) == ((3, 0, 0, 0), states(first))
    assert counts(index(encoder=other("green"))) == (3, 0, 0, 0)  # a known failure of that model
    mended = index(encoder=other(), retry=True)
    assert (mended.complete, mended.frames, len(mended.failures)) == (2, 12, 1)
    assert [Path(f.path).name for f in library.failures()] == ["text.mp4"]


def test_a_video_that_no_model_encoded_is_failed_until_one_does(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red")
    index(encoder=other("red"))
    assert library.status().failed == 1

    report = index()

    assert (report.complete, report.frames) == (1, 12)
    assert (library.status().complete, library.status().failed) == (1, 0)


def test_what_cannot_be_decoded_is_not_tried_again_for_every_model(
    index: Index, folder: Path, request: pytest.FixtureRequest
) -> None:
    (folder / "text.mp4").write_text("no video")
    index()
    request.getfixturevalue("decoding_forbidden")

    report = index(encoder=other())

    assert (counts(report), failures(report)["text.mp4"][0]) == ((1, 0, 0, 0), "probe")


def test_a_video_that_breaks_keeps_what_was_read_of_it(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A decoder that crashes today says nothing against what it gave yesterday."""
    picture = solid(NAMED_COLOURS["red"], 1280, 720)  # takes longer than the limit below
    write_video(folder / "red.mp4", [picture] * 400, options=fast("libx264"))
    index()
    before = library.query("SELECT * FROM videos")
    monkeypatch.setattr("vop_desktop.media.decode_job.deadline", lambda _: 1e-3)

    report = index(encoder=other())

    assert states(report) == {"red.mp4": "failed"}
    assert library.query("SELECT * FROM videos") == before
    assert states(index()) == {"red.mp4": "complete"}


def test_another_detail_that_fails_costs_nothing_of_the_old_one(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red")
    index()

    def fault(_: ByteArray) -> NoReturn:
        raise RuntimeError("no")

    fine = index(encoder=MeanColourEncoder(hook=fault), detail="fine")

    assert (fine.failed, library.status().complete, library.status().segments) == (1, 1, 1)
    assert counts(index()) == (1, 0, 0, 0)


def test_deleting_a_model_takes_what_it_made_and_nothing_else(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    (folder / "red.txt").write_text("a wall")
    index(encoder=other("green"))
    index()
    rows = library.query("SELECT * FROM segments WHERE model_id = 'other'")

    assert delete_model(library, "mean-colour") == 2

    assert library.query("SELECT * FROM segments") == rows
    assert (library.status().packs, library.status().complete, library.status().failed) == (("other",), 1, 1)
    assert library.query("SELECT text FROM captions WHERE video_id IS NOT NULL") == [("a wall",)]
    assert delete_model(library, "other") == 1
    assert (library.status().segments, library.status().videos) == (0, 2)
    assert index().complete == 2


def test_what_is_partial_under_the_old_model_is_not_complete_by_the_new(
    index: Index, library: Library, folder: Path
) -> None:
    write_clip(folder / "red.mp4", "red")
    index()
    library.execute("UPDATE encodings SET state = 'partial', reason = 'cut off'")

    assert states(index(encoder=other())) == {"red.mp4": "complete"}
    assert library.status().complete == 1
    assert states(index()) == {"red.mp4": "partial"}
