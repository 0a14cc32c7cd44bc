"""Indexing folders: what is read, what is passed over, what is kept whatever happens to the files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import pytest

from tests.helpers.encoders import NAMED_COLOURS, MeanColourEncoder
from tests.helpers.stored import remove_root
from tests.helpers.videos import truncate, write_audio_only, write_colours, write_moving
from tests.unit.indexing.conftest import Index, write_clip, write_clips
from vop_desktop.errors import MediaError, PackError
from vop_desktop.indexing import IndexReport, identity, pipeline, survey
from vop_desktop.library import Library
from vop_desktop.library.jobs import QueueState, queue_state
from vop_desktop.records import ByteArray, IndexProgress, VideoEmbeddings

REPOSITORY = Path(__file__).parents[3]


def states(report: IndexReport) -> dict[str, str]:
    return {os.path.basename(file.path): file.state for file in report.files}


def failures(report: IndexReport) -> dict[str, tuple[str, str]]:
    return {os.path.basename(f.path): (f.stage, f.reason) for f in report.failures}


def counts(report: IndexReport) -> tuple[int, int, int, int]:
    """Unchanged, moved, missing, frames decoded."""
    return report.unchanged, report.moved, report.missing, report.frames


def colours(library: Library) -> dict[str, str]:
    """The colour that the library holds for each file that is there."""
    found = {new.video_id: new.embeddings for new in library.embeddings_since("mean-colour", 0)}
    names = list(NAMED_COLOURS)
    return {
        os.path.basename(path): names[int(found[known.video_id][0].argmax())]
        for path, known in library.known_files().items()
        if known.video_id in found and not known.missing
    }


def captions(library: Library) -> dict[str, list[str]]:
    rows = library.query(
        "SELECT f.path, c.text FROM captions c JOIN files f ON f.video_id = c.video_id ORDER BY c.id"
    )
    found: dict[str, list[str]] = {}
    for path, text in rows:
        found.setdefault(os.path.basename(path), []).append(text)
    return found


# --- what is read and what is passed over -----------------------------------------------------------


def test_every_video_below_the_folder_is_stored_with_what_it_shows(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    write_clip(folder / "deep" / "er" / "blue.MP4", "blue")
    (folder / "notes.pdf").write_bytes(b"%PDF-")

    report = index()

    assert states(report) == {"red.mp4": "complete", "green.mp4": "complete", "blue.MP4": "complete"}
    assert (report.videos, report.complete, report.partial, report.failed) == (3, 3, 0, 0)
    assert (report.segments, report.frames, report.cancelled) == (3, 36, False)
    assert counts(report)[:3] == (0, 0, 0)
    assert report.failures == ()
    assert colours(library) == {"red.mp4": "red", "green.mp4": "green", "blue.MP4": "blue"}
    status = library.status()
    assert (status.videos, status.complete, status.segments, status.missing) == (3, 3, 3, 0)
    assert [(root.path, root.reachable, root.videos) for root in status.roots] == [(str(folder), True, 3)]
    assert library.query("SELECT * FROM jobs") == []


def test_a_long_video_is_stored_segment_by_segment_at_true_times(
    index: Index, library: Library, folder: Path, encoder: MeanColourEncoder
) -> None:
    write_colours(folder / "long.mp4", seconds=130, fps=10, span=24)

    report = index()

    assert (report.videos, report.segments, report.frames) == (1, 6, 65)
    (video_id,) = library.visible_videos()
    views = [library.segment(video_id, encoder.model_id, number) for number in range(6)]
    assert [(view.start, view.end) for view in views] == [
        (24.0 * k, min(24.0 * (k + 1), 130.0)) for k in range(6)
    ]
    assert views[1].times.tolist() == pytest.approx([25.0 + 2 * k for k in range(12)], abs=0.5)
    assert views[5].times.tolist() == pytest.approx([121, 123, 125, 127, 129] + [129] * 7, abs=0.5)
    assert [int(view.frames[0].argmax()) for view in views[:4]] == [0, 1, 2, 3]  # a new colour every 24 s


@pytest.mark.usefixtures("decoding_forbidden")
def test_an_empty_folder_is_a_run_without_work(index: Index, library: Library, folder: Path) -> None:
    report = index()

    assert (report.videos, report.failures, report.files) == (0, (), ())
    assert [root.path for root in library.roots()] == [str(folder)]


def test_a_second_run_passes_over_everything(
    index: Index, folder: Path, encoder: MeanColourEncoder, request: pytest.FixtureRequest
) -> None:
    write_clips(folder, "red", "green")
    (folder / "text.mp4").write_text("no video\n" * 20)
    first = index()
    batches = list(encoder.batches)
    request.getfixturevalue("decoding_forbidden")

    second = index()

    assert counts(second) == (3, 0, 0, 0)
    assert second.segments == 0
    assert (second.videos, second.complete, second.failed) == (3, 2, 1)
    assert second.failures == first.failures
    assert sorted(second.files, key=str) == sorted(first.files, key=str)
    assert encoder.batches == batches


@pytest.mark.parametrize("move", ["renamed", "into another folder", "its folder renamed", "to another root"])
def test_a_move_decodes_nothing_and_leaves_nothing_missing(
    move: str, index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    old = write_clip(folder / "a" / "red.mp4", "red")
    write_clip(folder / "green.mp4", "green")
    new = {
        "renamed": folder / "a" / "holiday.mp4",
        "into another folder": folder / "b" / "red.mp4",
        "its folder renamed": folder / "c" / "red.mp4",
        "to another root": folder.parent / "other" / "red.mp4",
    }[move]
    folders = [folder, folder.parent / "other"]
    folders[1].mkdir()
    index(*folders)
    video_id = library.known_files()[str(old)].video_id
    if move == "its folder renamed":
        old.parent.rename(new.parent)
    else:
        new.parent.mkdir(exist_ok=True)
        old.rename(new)
    request.getfixturevalue("decoding_forbidden")

    moved = index(*folders)
    later = index(*folders)

    assert counts(moved) == (1, 1, 0, 0)
    assert counts(later) == (2, 0, 0, 0)
    assert (moved.videos, moved.complete, moved.failed) == (2, 2, 0)
    assert library.video_paths(video_id) == [(str(new), True)]
    assert library.status().missing == 0


def test_a_copy_is_the_same_video_at_two_paths(
    index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    original = write_clip(folder / "red.mp4", "red")
    index()
    shutil.copy(original, folder / "copy.mp4")
    request.getfixturevalue("decoding_forbidden")

    report = index()

    assert counts(report) == (1, 0, 0, 0)
    assert (report.videos, report.complete, len(report.files)) == (1, 1, 2)
    (video_id,) = library.visible_videos()
    assert {path for path, _ in library.video_paths(video_id)} == {str(original), str(folder / "copy.mp4")}


def test_two_copies_found_together_are_decoded_once(index: Index, folder: Path) -> None:
    shutil.copy(write_clip(folder / "red.mp4", "red"), folder / "copy.mp4")

    report = index()

    assert counts(report) == (0, 0, 0, 12)
    assert (report.videos, report.complete, report.segments, len(report.files)) == (1, 1, 1, 2)


def test_a_copy_of_a_video_that_once_moved_is_no_move(index: Index, folder: Path) -> None:
    write_clip(folder / "red.mp4", "red")
    index()
    (folder / "red.mp4").rename(folder / "moved.mp4")
    index()
    shutil.copy(folder / "moved.mp4", folder / "copy.mp4")

    assert counts(index()) == (1, 0, 0, 0)


def test_a_file_that_was_only_touched_is_not_decoded(
    index: Index, folder: Path, request: pytest.FixtureRequest
) -> None:
    clip = write_clip(folder / "red.mp4", "red")
    index()
    os.utime(clip, ns=(1, 1))
    request.getfixturevalue("decoding_forbidden")

    assert counts(index()) == (0, 0, 0, 0)
    assert counts(index()) == (1, 0, 0, 0)


def test_an_edited_file_is_read_again(index: Index, library: Library, folder: Path) -> None:
    clip = write_clip(folder / "clip.mp4", "red")
    write_clip(folder / "green.mp4", "green")
    index()
    write_clip(clip, "blue")

    report = index()

    assert counts(report) == (1, 0, 0, 12)
    assert (report.videos, report.complete) == (2, 2)
    assert colours(library) == {"clip.mp4": "blue", "green.mp4": "green"}
    assert len(library.visible_videos()) == 2


def test_another_model_indexes_beside_the_first(
    index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    write_clips(folder, "red")
    index()

    other = index(encoder=MeanColourEncoder("other"))
    request.getfixturevalue("decoding_forbidden")

    assert counts(other) == (0, 0, 0, 12)
    assert counts(index()) == (1, 0, 0, 0)
    assert library.status().packs == ("mean-colour", "other")


def test_another_detail_is_read_anew(index: Index, folder: Path) -> None:
    write_colours(folder / "long.mp4", seconds=30, fps=10)

    assert [index(detail=detail).frames for detail in ("whole", "normal", "fine", "fine")] == [12, 15, 30, 0]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems forbid such names")
def test_names_that_are_no_text_are_indexed_and_known_again(index: Index, folder: Path) -> None:
    write_clip(folder / "red.mp4", "red").rename(os.fsdecode(os.fsencode(folder) + b"/\xff.mp4"))

    assert index().complete == 1
    assert counts(index()) == (1, 0, 0, 0)


# --- files that go ----------------------------------------------------------------------------------


def test_a_deleted_file_is_missing_but_kept(index: Index, library: Library, folder: Path) -> None:
    red, _ = write_clips(folder, "red", "green")
    index()
    red.rename(folder.parent / "aside.mp4")

    gone = index()
    (video_id,) = [k.video_id for path, k in library.known_files().items() if path == str(red)]

    assert counts(gone) == (1, 0, 1, 0)
    assert (gone.videos, gone.complete, gone.failures) == (1, 1, ())
    assert library.video_paths(video_id) == [(str(red), False)]
    assert library.status().segments == 2
    (folder.parent / "aside.mp4").rename(red)
    assert counts(index()) == (2, 0, 0, 0)
    assert library.video_paths(video_id) == [(str(red), True)]


def test_an_emptied_folder_loses_no_row(index: Index, library: Library, folder: Path) -> None:
    write_clip(folder / "red.mp4", "red")
    write_clip(folder / "deep" / "green.mp4", "green")
    index()
    folder.rename(folder.parent / "unmounted")
    folder.mkdir()

    emptied = index()

    assert counts(emptied) == (0, 0, 0, 0)
    assert emptied.failures == ()
    assert [known.missing for known in library.known_files().values()] == [False, False]
    assert [root.reachable for root in library.roots()] == [False]
    assert all(not there for video in library.visible_videos() for _, there in library.video_paths(video))
    folder.rmdir()
    (folder.parent / "unmounted").rename(folder)
    assert counts(index()) == (2, 0, 0, 0)
    assert [root.reachable for root in library.roots()] == [True]


def test_a_folder_that_does_not_exist_changes_nothing(index: Index, library: Library, folder: Path) -> None:
    write_clips(folder, "red")
    before = "\n".join(library._db.conn.iterdump())

    with pytest.raises(MediaError, match="nowhere does not exist"):
        index(folder, folder.parent / "nowhere")

    assert "\n".join(library._db.conn.iterdump()) == before


def test_a_folder_that_cannot_be_read_is_a_failure_and_loses_no_row(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(folder / "red.mp4", "red")
    locked = write_clip(folder / "locked" / "green.mp4", "green").parent
    index()
    scandir = os.scandir

    def refuse(path: str) -> Iterator[os.DirEntry[str]]:
        if path == str(locked):
            raise PermissionError(13, "Permission denied", path)
        return scandir(path)

    with monkeypatch.context() as patch:
        patch.setattr(os, "scandir", refuse)
        report = index()

    assert failures(report) == {"locked": ("scan", "the folder cannot be read: Permission denied")}
    assert counts(report) == (1, 0, 0, 0)
    assert library.failures() == report.failures
    assert counts(index()) == (2, 0, 0, 0)
    assert library.failures() == ()


def test_a_video_that_moves_while_it_is_read_is_read_at_its_new_place(
    index: Index, library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its going says nothing about its content, which must not count as a failed one."""
    red, _ = write_clips(folder, "red", "green")
    fingerprint = identity.fingerprint

    def move_after(path: str) -> str:
        content = fingerprint(path)
        if path == str(red):
            red.rename(folder / "moved.mp4")
        return content

    monkeypatch.setattr(identity, "fingerprint", move_after)

    report = index()

    assert failures(report) == {"red.mp4": ("scan", "the file is no longer there")}
    assert states(report) == {"red.mp4": "failed", "green.mp4": "complete"}
    assert (report.videos, report.complete, report.failed) == (1, 1, 1)
    again = index()
    assert (again.failures, again.complete, again.frames) == ((), 2, 12)
    assert library.failures() == ()


def test_the_copy_of_a_video_that_vanishes_is_read_in_its_place(
    index: Index, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = write_clip(folder / "red.mp4", "red")
    shutil.copy(red, folder / "copy.mp4")
    os.utime(folder / "copy.mp4", ns=(1, 1))  # older, so it is the second to be read
    fingerprint = identity.fingerprint

    def unlink_after(path: str) -> str:
        content = fingerprint(path)
        if path == str(red):
            red.unlink(missing_ok=True)
        return content

    monkeypatch.setattr(identity, "fingerprint", unlink_after)

    report = index()

    assert states(report) == {"red.mp4": "failed", "copy.mp4": "complete"}
    assert (report.complete, report.failed, report.frames) == (1, 1, 12)


# --- files that are bad -----------------------------------------------------------------------------


def test_each_bad_file_is_named_with_its_cause_and_the_rest_is_indexed(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")
    write_clip(folder / "one.mp4", "blue", seconds=0.1)
    (folder / "empty.mp4").touch()
    (folder / "text.mp4").write_text("This is no video.\n" * 10)
    truncate(write_clip(folder / "headless.mp4", "cyan"), 0.4)
    truncate(write_moving(folder / "cut.mkv", seconds=10), 0.5)
    write_audio_only(folder / "sound.mp4")
    (folder / "folder.mp4").mkdir()

    def vanish(progress: IndexProgress) -> None:
        if progress.phase == "indexing":
            (folder / "vanished.mp4").unlink(missing_ok=True)

    write_clip(folder / "vanished.mp4", "magenta")

    report = index(progress=vanish)

    assert states(report) == {
        "red.mp4": "complete",
        "green.mp4": "complete",
        "one.mp4": "complete",
        "cut.mkv": "partial",
        "empty.mp4": "failed",
        "text.mp4": "failed",
        "headless.mp4": "failed",
        "sound.mp4": "failed",
        "vanished.mp4": "failed",
    }
    found = failures(report)
    assert {name: stage for name, (stage, _) in found.items()} == {
        "empty.mp4": "probe",
        "text.mp4": "probe",
        "headless.mp4": "probe",
        "sound.mp4": "probe",
        "vanished.mp4": "scan",
    }
    assert found["empty.mp4"][1] == "the file is empty"
    assert found["text.mp4"][1] == "a text file, not a video"
    assert "moov atom" in found["headless.mp4"][1]
    assert "audio only" in found["sound.mp4"][1]
    assert found["vanished.mp4"][1] == "the file is no longer there"
    (cut,) = [file for file in report.files if file.state == "partial"]
    assert (cut.stage, "of 12 frames could be read" in cut.reason) == ("decode", True)
    assert (report.videos, report.complete, report.partial, report.failed) == (8, 3, 1, 5)
    assert {os.path.basename(f.path) for f in library.failures()} == set(found)
    assert colours(library).keys() == {"red.mp4", "green.mp4", "one.mp4", "cut.mkv"}
    assert library.query("SELECT * FROM jobs") == []


def test_one_frame_stands_for_all_twelve(
    index: Index, library: Library, folder: Path, encoder: MeanColourEncoder
) -> None:
    write_clip(folder / "one.mp4", "blue", seconds=0.1)

    report = index()

    assert (report.segments, report.frames) == (1, 1)
    (video_id,) = library.visible_videos()
    view = library.segment(video_id, encoder.model_id, 0)
    assert view.times.tolist() == [0.0] * 12
    assert {int(row.argmax()) for row in view.frames} == {list(NAMED_COLOURS).index("blue")}


def test_two_empty_files_are_two_failures(index: Index, folder: Path) -> None:
    for name in ("a.mp4", "b.mp4"):
        (folder / name).touch()

    for _ in range(2):
        report = index()
        assert failures(report) == dict.fromkeys(("a.mp4", "b.mp4"), ("probe", "the file is empty"))
        assert (report.videos, report.failed) == (1, 1)


def test_a_bad_file_that_is_gone_is_no_failure_any_more(index: Index, library: Library, folder: Path) -> None:
    write_clips(folder, "red")
    (folder / "empty.mp4").touch()
    index()
    (folder / "empty.mp4").unlink()

    report = index()

    assert (report.failures, report.failed) == ((), 0)
    assert library.failures() == ()


def test_a_known_failure_is_tried_again_when_the_file_changed(
    index: Index, library: Library, folder: Path
) -> None:
    (folder / "clip.mp4").touch()
    index()
    write_clip(folder / "clip.mp4", "red")

    report = index()

    assert (report.complete, report.failures) == (1, ())
    assert library.failures() == ()


def test_retry_reads_failures_and_partial_videos_again_and_nothing_else(
    index: Index, folder: Path, encoder: MeanColourEncoder, request: pytest.FixtureRequest
) -> None:
    write_clips(folder, "red")
    truncate(write_moving(folder / "cut.mkv", seconds=10), 0.5)
    (folder / "text.mp4").write_text("no video")
    first = index()
    batches = len(encoder.batches)

    retried = index(retry=True)
    request.getfixturevalue("decoding_forbidden")
    later = index()

    assert counts(retried)[:3] == (1, 0, 0)
    assert 0 < retried.frames < 12
    assert len(encoder.batches) == batches + 1
    assert counts(later) == (3, 0, 0, 0)
    for report in (retried, later):
        assert states(report) == states(first)
        assert report.failures == first.failures


def test_the_failures_of_a_folder_that_comes_back_have_their_cause(
    index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    (folder / "empty.mp4").touch()
    index()
    remove_root(library, str(folder))
    request.getfixturevalue("decoding_forbidden")

    assert failures(index()) == {"empty.mp4": ("probe", "the file is empty")}


# --- an encoder that fails --------------------------------------------------------------------------


def _is(frames: ByteArray, colour: str) -> bool:
    return bool(np.abs(frames[0, 0].mean(axis=(0, 1)) - NAMED_COLOURS[colour]).max() < 20)


def test_an_encoder_that_raises_on_one_video_is_one_failure(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green", "blue")

    def fault(frames: ByteArray) -> None:
        if _is(frames, "green"):
            raise RuntimeError("out of memory")

    report = index(encoder=MeanColourEncoder(hook=fault))

    assert failures(report) == {
        "green.mp4": ("encode", "the model could not encode its frames: out of memory")
    }
    assert (report.videos, report.complete, report.failed) == (3, 2, 1)
    assert colours(library) == {"red.mp4": "red", "blue.mp4": "blue"}
    mended = index(retry=True)
    assert (mended.complete, mended.failures, mended.unchanged) == (3, (), 2)


@pytest.mark.parametrize("part", ["segments", "frames"])
def test_values_that_are_no_numbers_are_not_stored(
    part: str, index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")

    def fault(frames: ByteArray) -> VideoEmbeddings | None:
        if not _is(frames, "green"):
            return None
        good = MeanColourEncoder().encode_frames(frames)
        getattr(good, part)[..., 0] = np.nan
        return good

    report = index(encoder=MeanColourEncoder(hook=fault))

    assert states(report) == {"red.mp4": "complete", "green.mp4": "failed"}
    assert failures(report)["green.mp4"][0] == "encode"
    assert "no numbers" in failures(report)["green.mp4"][1]
    assert colours(library) == {"red.mp4": "red"}


def test_a_model_that_cannot_be_loaded_ends_the_run_and_blames_no_file(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green")

    def fault(_: ByteArray) -> NoReturn:
        raise PackError("The weights are damaged.")

    with pytest.raises(PackError, match="damaged"):
        index(encoder=MeanColourEncoder(hook=fault))

    assert library.failures() == ()
    assert library.query("SELECT DISTINCT state, tries FROM jobs") == [("queued", 0)]
    assert index().complete == 2


# --- stopping, waiting, dying -----------------------------------------------------------------------


def test_cancelling_keeps_what_was_done_and_a_later_run_completes(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green", "blue", "cyan")
    cancel = threading.Event()
    seen: list[int] = []

    def stop_at_third(frames: ByteArray) -> None:
        seen.append(len(frames))
        if len(seen) == 3:
            cancel.set()

    stopped = index(encoder=MeanColourEncoder(hook=stop_at_third), cancel=cancel)

    assert stopped.cancelled
    assert stopped.failures == ()
    assert 2 <= stopped.complete <= 3
    assert library.status().complete == stopped.complete
    assert library.query("SELECT DISTINCT state, tries FROM jobs") == [("queued", 0)]
    assert queue_state(library) == QueueState(waiting=4 - stopped.complete, paused=False)
    rest = index()
    assert queue_state(library) == QueueState(waiting=0, paused=False)
    assert (rest.cancelled, rest.unchanged, rest.complete) == (False, stopped.complete, 4)
    assert rest.frames == 12 * (4 - stopped.complete)


def test_cancelling_within_a_long_video_stops_before_the_next_batch(
    index: Index, library: Library, folder: Path
) -> None:
    write_colours(folder / "long.mp4", seconds=600, fps=5)
    cancel = threading.Event()
    encoder = MeanColourEncoder(hook=lambda _: cancel.set())

    stopped = index(encoder=encoder, cancel=cancel)

    assert (stopped.cancelled, len(encoder.batches), stopped.files) == (True, 1, ())
    assert library.status().videos == 0


def test_the_encoder_is_told_how_many_processes_decode_beside_it(index: Index, folder: Path) -> None:
    short = write_colours(folder / "short.mp4")
    write_moving(folder / "long.mp4", seconds=20, fps=30, width=1280, height=720)
    told: list[int] = []
    encoder = MeanColourEncoder(hook=lambda _: time.sleep(0.1))
    encoder.share_cores = told.append  # type: ignore[attr-defined]

    index(encoder=encoder, workers=1, first=[short])

    assert told == [1, 0]


def test_a_run_cancelled_beforehand_reads_nothing(index: Index, folder: Path) -> None:
    write_clips(folder, "red")
    cancel = threading.Event()
    cancel.set()

    report = index(cancel=cancel)

    assert (report.cancelled, report.frames, report.files) == (True, 0, ())


def test_nothing_is_encoded_while_paused(
    folder: Path, tmp_path: Path, encoder: MeanColourEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_colours(folder / "long.mp4", seconds=120, fps=5)
    pause, encoded, reports = threading.Event(), threading.Event(), []
    monkeypatch.setattr(encoder, "segment_batch", 1)

    def hold(_: ByteArray) -> None:
        encoded.set()
        pause.set()

    monkeypatch.setattr(encoder, "_hook", hold)

    def run() -> None:
        with Library.open(tmp_path / "own.sqlite") as own:
            reports.append(pipeline.index_folders(own, encoder, [folder], pause=pause, workers=1))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        for done in range(1, 6):
            assert encoded.wait(30)
            encoded.clear()
            assert not encoded.wait(0.2)  # it holds
            assert len(encoder.batches) == done
            pause.clear()
    finally:
        monkeypatch.setattr(encoder, "_hook", None)
        pause.clear()
        thread.join(30)
    assert [report.complete for report in reports] == [1]


def test_cancelling_ends_a_pause(folder: Path, index: Index) -> None:
    write_clips(folder, "red")
    pause, cancel = threading.Event(), threading.Event()
    pause.set()
    timer = threading.Timer(0.2, cancel.set)
    timer.start()

    report = index(pause=pause, cancel=cancel)

    assert (report.cancelled, report.frames) == (True, 0)
    timer.join()


def test_a_file_during_which_the_program_kept_ending_is_left_out(
    index: Index, library: Library, folder: Path
) -> None:
    red, green = write_clips(folder, "red", "green")
    for _ in range(survey.MAX_TRIES):
        library.start_job(str(red))
    for _ in range(survey.MAX_TRIES - 1):
        library.start_job(str(green))

    report = index()

    assert states(report) == {"red.mp4": "failed", "green.mp4": "complete"}
    stage, reason = failures(report)["red.mp4"]
    assert (stage, "the program ended 3 times while reading this file" in reason) == ("decode", True)
    assert library.query("SELECT * FROM jobs") == []
    assert counts(index()) == (2, 0, 0, 0)
    assert index(retry=True).complete == 2


def test_only_the_video_that_ends_the_program_is_left_out(
    index: Index, library: Library, folder: Path, tmp_path: Path
) -> None:
    """Files that were decoded ahead when the program died are not to blame."""
    write_clips(folder, "red", "green", "blue", "cyan", "yellow")  # blue is the third to be read
    script = textwrap.dedent(
        f"""
        import os
        from pathlib import Path
        from tests.helpers.encoders import MeanColourEncoder
        from tests.unit.indexing.test_pipeline import _is
        from vop_desktop.indexing import index_folders
        from vop_desktop.library import Library

        encoder = MeanColourEncoder(hook=lambda frames: os._exit(7) if _is(frames, "blue") else None)
        with Library.open({str(library.path)!r}) as library:
            index_folders(library, encoder, [{str(folder)!r}], workers=1)
        """
    )
    codes = [
        subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, check=False, timeout=60).returncode
        for _ in range(survey.MAX_TRIES)
    ]

    report = index()

    assert codes == [7] * survey.MAX_TRIES
    assert {name for name, state in states(report).items() if state == "failed"} == {"blue.mp4"}
    assert (report.complete, report.unchanged) == (4, 2)


# --- captions ---------------------------------------------------------------------------------------


def test_captions_beside_the_videos_are_tied_to_them(
    index: Index, library: Library, folder: Path, request: pytest.FixtureRequest
) -> None:
    write_clips(folder, "red", "green")
    write_clip(folder / "deep" / "blue.mp4", "blue")
    (folder / "red.txt").write_text("a red wall\n\n  a red   wall\nsomething red\n")
    (folder / "captions.csv").write_text(
        'file,caption\nred.mp4,"red, all red"\ngreen.mp4,a lawn\nno.mp4,no\n'
    )
    (folder / "deep" / "captions.csv").write_text("file,caption\nblue.mp4,the sea\n")

    index()

    assert captions(library) == {
        "red.mp4": ["a red wall", "something red", "red, all red"],
        "green.mp4": ["a lawn"],
        "blue.mp4": ["the sea"],
    }
    (folder / "red.txt").write_text("a red door\n")
    request.getfixturevalue("decoding_forbidden")
    index()
    assert captions(library)["red.mp4"] == ["red, all red", "a red door"]


def test_copies_share_the_captions_beside_each_of_them(index: Index, library: Library, folder: Path) -> None:
    shutil.copy(write_clip(folder / "red.mp4", "red"), folder / "copy.mp4")
    (folder / "red.txt").write_text("a red wall")
    (folder / "copy.txt").write_text("a brick")

    for _ in range(2):
        index()
        assert {name: sorted(texts) for name, texts in captions(library).items()} == {
            "red.mp4": ["a brick", "a red wall"],
            "copy.mp4": ["a brick", "a red wall"],
        }


# --- roots ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inner_first", [False, True])
def test_folders_that_lie_in_each_other_count_each_file_once(
    inner_first: bool, index: Index, library: Library, folder: Path
) -> None:
    write_clip(folder / "red.mp4", "red")
    write_clip(folder / "in" / "green.mp4", "green")
    (folder / "in" / "empty.mp4").touch()
    folders = [folder / "in", folder] if inner_first else [folder, folder / "in"]

    first, second = index(*folders), index(*folders)

    assert sorted(states(first)) == ["empty.mp4", "green.mp4", "red.mp4"]
    assert (first.videos, first.complete, first.frames, len(first.failures)) == (3, 2, 24, 1)
    assert counts(second) == (3, 0, 0, 0)
    assert sum(root.videos for root in library.roots()) == 2  # the empty file is none
    assert index(folder / "in").videos == 2


def test_a_run_over_one_folder_leaves_the_other_alone(index: Index, library: Library, tmp_path: Path) -> None:
    red = write_clip(tmp_path / "a" / "red.mp4", "red")
    green = write_clip(tmp_path / "ab" / "green.mp4", "green")
    index(tmp_path / "a", tmp_path / "ab")
    green.unlink()

    report = index(tmp_path / "a")

    assert (report.videos, report.missing, report.unchanged) == (1, 0, 1)
    assert {path: known.missing for path, known in library.known_files().items()} == {
        str(red): False,
        str(green): False,
    }


# --- progress ---------------------------------------------------------------------------------------


def test_progress_counts_up_to_the_end_and_names_every_new_video(
    index: Index, library: Library, folder: Path
) -> None:
    write_clips(folder, "red", "green", "blue")
    shutil.copy(folder / "red.mp4", folder / "copy.mp4")
    (folder / "empty.mp4").touch()
    seen: list[IndexProgress] = []

    index(progress=seen.append)

    order = {"scanning": 0, "indexing": 1, "done": 2}
    assert [order[p.phase] for p in seen] == sorted(order[p.phase] for p in seen)
    work = [p for p in seen if p.phase != "scanning"]
    assert {p.total for p in work} == {5}
    assert [p.done for p in work] == sorted(p.done for p in work)
    assert [p.failed for p in work] == sorted(p.failed for p in work)
    assert (seen[-1].phase, seen[-1].done, seen[-1].failed) == ("done", 5, 1)
    told = [video for p in seen for video in p.new_videos]
    assert sorted(told) == sorted(library.indexed_videos("mean-colour", "normal"))
