"""Looking through many files of which few have changed, and what of that is kept."""

from __future__ import annotations

import gc
import os
import threading
import time
from pathlib import Path

import pytest

from tests.helpers.encoders import MeanColourEncoder
from tests.helpers.stored import video_info
from tests.unit.indexing.conftest import Index, write_clip
from vop_desktop.errors import Cancelled
from vop_desktop.indexing import pipeline
from vop_desktop.indexing.progress import ProgressMeter
from vop_desktop.indexing.survey import Plan, Survey, plan_reading, survey_folders
from vop_desktop.library import Library
from vop_desktop.library.states import Encoding, put_state
from vop_desktop.records import Failure, IndexProgress, VideoFile

MODEL = ("mean-colour", "normal")


def fill(library: Library, folder: Path, count: int) -> list[Path]:
    """Files that the library knows, each with a content of its own that was read in full."""
    root = library.add_root(str(folder))
    paths = [folder / f"{number % 7}" / f"{number:04}.mp4" for number in range(count)]
    for place in {path.parent for path in paths}:
        place.mkdir(parents=True)
    with library.transaction():
        for path in paths:
            path.write_bytes(b"x")
            video_id = put_state(library, path.name, video_info(), MODEL, Encoding("complete"))  # type: ignore[arg-type]
            status = path.stat()
            library.put_file(VideoFile(str(path), status.st_size, status.st_mtime_ns), video_id, root)
    return paths


def look(library: Library, folder: Path, *, retry: bool = False) -> tuple[Survey, Plan]:
    survey = survey_folders(library, [str(folder)], MODEL, ProgressMeter(None), threading.Event())  # type: ignore[arg-type]
    return survey, plan_reading(survey, retry=retry)


def test_among_many_files_each_that_is_not_as_it_was_is_noticed(library: Library, folder: Path) -> None:
    paths = fill(library, folder, 700)
    untouched = look(library, folder)[1]
    assert untouched == Plan(unchanged=700)

    longer, touched, gone, back, failed, part, unread = paths[100:800:100] + paths[650:651]
    new = folder / "3" / "new.mp4"
    longer.write_bytes(b"xx")
    os.utime(touched, ns=(1, 1))
    gone.unlink()
    library.set_missing([str(back)])
    status = failed.stat()
    library.put_failure(Failure(str(failed), "probe", "no video"), status.st_size, status.st_mtime_ns)
    library.execute("UPDATE encodings SET state = 'partial' WHERE video_id = 601")
    library.execute("DELETE FROM encodings WHERE video_id = 651")
    new.write_bytes(b"x")

    plan = look(library, folder)[1]

    assert part == paths[600]
    assert {file.path for file in plan.to_read} == set(map(str, (longer, touched, unread, new)))
    assert all(isinstance(file, VideoFile) for file in plan.to_read)
    assert (plan.returned, plan.vanished, plan.unchanged) == ([str(back)], [str(gone)], 696)
    again = look(library, folder, retry=True)[1]
    assert {file.path for file in again.to_read} - {file.path for file in plan.to_read} == {
        str(failed),
        str(part),
    }


def test_the_report_of_many_files_counts_contents_and_names_each_file(
    index: Index, library: Library, folder: Path, decoding_forbidden: None
) -> None:
    paths = fill(library, folder, 600)
    twin, part = str(paths[1]), str(paths[2])
    library.execute("UPDATE files SET video_id = 1 WHERE path = ?", twin)
    library.execute("UPDATE encodings SET state = 'partial' WHERE video_id = 3")
    paths[3].unlink()

    report = index()

    assert (report.videos, report.complete, report.partial, report.failed) == (598, 597, 1, 0)
    assert (report.unchanged, report.missing, len(report.files)) == (599, 1, 599)
    assert [file.path for file in report.files if file.state != "complete"] == [part]
    found = [file.path for file in report.files]
    assert found == sorted(found)  # folder by folder, by name


def test_a_folder_with_many_files_tells_how_far_it_is_and_can_be_stopped(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1000):
        (folder / f"{number}.mp4").touch()
    seen: list[IndexProgress] = []
    cancel = threading.Event()
    real = os.stat

    def stat(*args, **options):  # type: ignore[no-untyped-def]
        time.sleep(0.002)  # a slow drive
        return real(*args, **options)

    def tell(progress: IndexProgress) -> None:
        seen.append(progress)
        if progress.total > 100:
            cancel.set()

    monkeypatch.setattr(os, "stat", stat)
    with pytest.raises(Cancelled):
        survey_folders(library, [str(folder)], MODEL, ProgressMeter(tell), cancel)  # type: ignore[arg-type]
    assert [progress.phase for progress in seen] == ["scanning"] * len(seen)
    assert 100 < seen[-1].total < 500


def test_files_of_one_folder_may_belong_to_several_roots(
    index: Index, library: Library, folder: Path
) -> None:
    inner = folder / "in"
    write_clip(inner / "red.mp4", "red")
    write_clip(inner / "green.mp4", "green")
    outer_id, inner_id = library.add_root(str(folder)), library.add_root(str(inner))
    library.execute("UPDATE roots SET excludes = ? WHERE id = ?", '["green*"]', outer_id)

    index(folder, inner)

    rows = {os.path.basename(path): root for path, root in library.query("SELECT path, root_id FROM files")}
    assert rows == {"red.mp4": outer_id, "green.mp4": inner_id}


def test_what_was_found_is_let_go_with_the_end_of_a_run(
    index: Index, folder: Path, encoder: MeanColourEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_clip(folder / "red.mp4", "red")
    kept: list[Survey] = []
    real = pipeline.survey_folders

    def keep(*args, **options):  # type: ignore[no-untyped-def]
        kept.append(real(*args, **options))
        return kept[0]

    monkeypatch.setattr(pipeline, "survey_folders", keep)
    gc.disable()
    try:
        index()
        assert gc.get_referrers(kept[0]) == [kept]
    finally:
        gc.enable()
