"""Values that cross layers, threads and processes."""

from __future__ import annotations

import dataclasses
import inspect
import pickle

import numpy as np
import pytest

from vop_desktop import errors, records
from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.records import (
    DecodedSegment,
    Failure,
    Filmstrip,
    Hit,
    IndexProgress,
    IndexReport,
    Root,
    SegmentPlan,
    VideoFile,
    VideoState,
    common_state,
    display_path,
    pad_frames,
)

RECORDS = [
    value
    for value in vars(records).values()
    if inspect.isclass(value) and value.__module__ == records.__name__ and value is not records.Encoder
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_small(record: type) -> None:
    assert issubclass(record, tuple) or record.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(record)
    assert record.__doc__ is not None


def test_a_record_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Root("/videos", True, 3).videos = 4  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        IndexReport().videos = 4  # type: ignore[misc]
    with pytest.raises(AttributeError):
        VideoFile("/a.mp4", 1, 2).size = 3  # type: ignore[misc]


@pytest.mark.parametrize(
    "record",
    [
        VideoFile("/bytes_\udcff.mp4", 5, 6),
        Failure("/a.mp4", "probe", "no video"),
        SegmentPlan(0.0, 1.0, (0.5,)),
        Filmstrip(b"jpeg", 1, 0),
        Root("/videos", True, 3),
        Hit("/a.mp4", 0.0, 1.0, 0.5, 0.9, "likely", False),
        IndexProgress("indexing", 1, 2, new_videos=(3, 4)),
        IndexReport(failures=(Failure("/a.mp4", "probe", "no video"),)),
    ],
    ids=lambda record: type(record).__name__,
)
def test_records_cross_the_process_boundary(record: object) -> None:
    assert pickle.loads(pickle.dumps(record)) == record
    assert hash(record) == hash(pickle.loads(pickle.dumps(record)))


def test_records_with_arrays_cross_the_process_boundary() -> None:
    frames = np.arange(2 * 3 * 3 * 3, dtype=np.uint8).reshape(2, 3, 3, 3)
    segment = pickle.loads(pickle.dumps(DecodedSegment(0.0, 1.0, (0.2, 0.7), frames, b"jpeg", 1)))
    np.testing.assert_array_equal(segment.frames, frames)
    assert (segment.times, segment.filmstrip, segment.poster) == ((0.2, 0.7), b"jpeg", 1)


# --- frames -------------------------------------------------------------------------------------------


def numbered(count: int) -> records.ByteArray:
    """Frames of one pixel with their number in it."""
    return np.repeat(np.arange(count, dtype=np.uint8), 3).reshape(count, 1, 1, 3)


@pytest.mark.parametrize(
    ("count", "wanted", "expected"),
    [(1, 4, [0, 0, 0, 0]), (3, 5, [0, 1, 2, 2, 2]), (4, 4, [0, 1, 2, 3]), (5, 3, [0, 1, 2, 3, 4])],
)
def test_the_last_frame_is_repeated_until_there_are_enough(
    count: int, wanted: int, expected: list[int]
) -> None:
    padded = pad_frames(numbered(count), wanted)
    assert padded[:, 0, 0, 0].tolist() == expected
    assert padded.dtype == np.uint8
    assert padded.shape[1:] == (1, 1, 3)


# --- paths and states ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/videos/a.mp4", "/videos/a.mp4"),
        ("/ünïcödé/花🌺.mp4", "/ünïcödé/花🌺.mp4"),
        ("/bytes_\udcff\udcfe.mp4", "/bytes_��.mp4"),
        ("/caf\udce9/new\nline.mp4", "/caf�/new\nline.mp4"),
        ("", ""),
    ],
)
def test_a_path_can_always_be_shown(path: str, shown: str) -> None:
    assert display_path(path) == shown
    display_path(path).encode("utf-8")


@pytest.mark.parametrize(
    ("states", "worst"),
    [
        (["complete", "partial", "failed"], "failed"),
        (["failed"], "failed"),
        (["complete", "partial", "complete"], "partial"),
        (["complete", "complete"], "complete"),
        ([], "complete"),
    ],
)
def test_the_worst_state_counts(states: list[VideoState], worst: VideoState) -> None:
    assert common_state(states) == worst
    assert common_state(states[::-1]) == worst


# --- errors -------------------------------------------------------------------------------------------


def test_a_media_error_crosses_the_process_boundary_whole() -> None:
    error = pickle.loads(pickle.dumps(MediaError("decode", "the file ends early")))
    assert type(error) is MediaError
    assert (error.stage, error.reason, str(error)) == ("decode", "the file ends early", "the file ends early")


def test_every_error_for_people_has_one_base() -> None:
    classes = [
        value
        for value in vars(errors).values()
        if inspect.isclass(value) and value.__module__ == errors.__name__
    ]
    assert len(classes) > 5
    for value in classes:
        assert issubclass(value, VopDesktopError)
        assert value.__doc__ is not None
