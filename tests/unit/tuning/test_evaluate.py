"""Figures against cases worked out by hand, and an evaluation of real files from start to end."""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.helpers.packs import TINY_CONFIG, write_tiny_pack
from tests.helpers.videos import write_colours
from vop_desktop import paths
from vop_desktop.errors import Cancelled, TuneError
from vop_desktop.model import load_encoder
from vop_desktop.search.metrics import Recall, ranks, recall
from vop_desktop.tuning.datasets import read_test_set
from vop_desktop.tuning.evaluate import evaluate
from vop_desktop.tuning.paper import paper_row, paper_rows
from vop_desktop.tuning.plot import save_plot
from vop_desktop.tuning.report import video_ranks

# Captions 0 and 1 are of video 0, 2 of video 1, 3 of video 2.
SIMILARITY = np.array([[0.9, 0.1, 0.2], [0.5, 0.5, 0.5], [0.3, 0.4, 0.8], [0.7, 0.7, 0.1]], np.float32)
TRUTH = np.array([0, 0, 1, 2])


def test_ranks_with_ties_are_those_worked_out_by_hand() -> None:
    # caption 1 ties with both others: places 1 to 3, so 2; caption 2 is second, caption 3 last
    found = ranks(SIMILARITY, TRUTH)
    np.testing.assert_array_equal(found, [1, 2, 2, 3])
    assert recall(found) == Recall(r1=0.25, r5=1.0, r10=1.0, median_rank=2.0, mean_rank=2.0)


def test_a_video_is_ranked_by_the_best_of_its_captions() -> None:
    # texts of each video for video 0: .9 .3 .7; for 1: .5 .4 .7; for 2: .5 .8 .1
    np.testing.assert_array_equal(video_ranks(SIMILARITY, TRUTH), [1, 3, 3])


def test_the_median_of_an_even_number_may_lie_between_ranks() -> None:
    assert recall(np.array([1.0, 1.0, 2.0, 40.0])) == Recall(0.5, 0.75, 0.75, 1.5, 11.0)


def test_a_model_that_sees_nothing_is_never_first() -> None:
    same = np.full((5, 5), 0.25, np.float32)
    assert recall(ranks(same, np.arange(5))) == Recall(0.0, 1.0, 1.0, 3.0, 3.0)


def test_the_figures_of_the_paper_are_all_there() -> None:
    rows = paper_rows()
    assert len(rows) == 60 and len({(row.dataset, row.method) for row in rows}) == 60
    found = paper_row("MSR-VTT-9k", "vop_fc")
    assert found is not None
    assert found.t2v == Recall(0.446, pytest.approx(0.699), pytest.approx(0.803), 2.0, 16.3)
    assert paper_row("MSR-VTT-9k", "clip") is None
    assert paper_row("", "vop") is None
    for dataset in ("MSR-VTT-9k", "MSR-VTT-7k", "DiDeMo", "ActivityNet", "LSMDC"):
        for variant in ("vop", "vop_p", "vop_c", "vop_f", "vop_fp", "vop_fc"):
            assert paper_row(dataset, variant) is not None


@pytest.fixture
def videos(tmp_path: Path) -> Path:
    """Three videos, one that is none, and an annotation file that names a fifth."""
    write_tiny_pack(paths.data_dir() / "packs" / "tiny")
    folder = tmp_path / "videos"
    folder.mkdir()
    for number, span in enumerate((0.3, 0.7, 2.0)):
        write_colours(folder / f"video{number}.mp4", seconds=2, fps=10, span=span)
    (folder / "video3.mp4").write_bytes(b"this is no video" * 100)
    with (folder / "MSRVTT_JSFUSION_test.csv").open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["key", "vid_key", "video_id", "sentence"])
        for number, text in enumerate(["red first", "all the colours", "red first", "nothing", "not there"]):
            table.writerow([f"ret{number}", f"msr{number}", f"video{number}", text])
    return folder


def test_an_evaluation_of_files_says_what_the_encoder_says(videos: Path) -> None:
    told: list[tuple[str, int, int]] = []
    found = evaluate(
        read_test_set("msrvtt-9k", videos), "tiny", device="cpu", progress=lambda *at: told.append(at)
    )
    assert (found.videos, found.captions, found.total, found.complete) == (3, 3, 5, False)
    assert found.missing == ("video4",)
    assert [Path(problem.path).name for problem in found.problems] == ["video3.mp4"]
    assert told[-1] == ("captions", 3, 3) and ("videos", 3, 3) in told

    # the same by way of the encoder that searches: its embeddings, and ranks counted in plain Python
    encoder = load_encoder("tiny", device="cpu")
    (size, count) = (TINY_CONFIG["image_size"], TINY_CONFIG["num_frames"])
    files = [next((paths.cache_dir() / "frames").glob(f"{video.key}-*.npy"))
             for video in read_test_set("msrvtt-9k", videos).pairs.videos[:3]]  # fmt: skip
    frames = np.stack([np.load(file) for file in files])
    assert frames.shape == (3, count, size, size, 3)
    scores = encoder.encode_text(["red first", "all the colours", "red first"]) @ (
        encoder.encode_frames(frames).segments.T
    )
    for query in range(3):
        row = scores[query]
        above = sum(row[other] > row[query] + 1e-6 for other in range(3) if other != query)
        assert found.t2v_ranks[query] == 1 + above
    # videos 0 and 2 have one text, which ties with itself: a rank between two places
    assert found.v2t_ranks[0] % 1 == 0.5 and found.v2t_ranks[2] % 1 == 0.5


def test_the_paper_stands_beside_with_the_difference(videos: Path) -> None:
    document = evaluate(read_test_set("msrvtt-9k", videos), "tiny", device="cpu").document()
    assert document["paper"]["method"] == "VoP"
    assert document["paper"]["same_videos"] is False
    assert document["paper"]["t2v"] == {"R@1": 39.6, "R@5": 66.7, "R@10": 77.8, "MdR": 2.0, "MnR": 17.2}
    for way in ("t2v", "v2t"):
        for name, value in document[way].items():
            assert document["difference"][way][name] == pytest.approx(value - document["paper"][way][name])


def test_a_stopped_evaluation_gives_nothing(videos: Path) -> None:
    cancel = threading.Event()
    with pytest.raises(Cancelled):
        evaluate(read_test_set("msrvtt-9k", videos), "tiny", device="cpu", cancel=cancel,
                 progress=lambda phase, done, total: cancel.set() if phase == "videos" else None)  # fmt: skip


def test_without_a_readable_video_there_is_no_figure(videos: Path) -> None:
    for number in range(3):
        (videos / f"video{number}.mp4").write_bytes(b"this is no video" * 50)
    with pytest.raises(TuneError, match=r"Not one of the 4 videos can be read\. .*video0\.mp4: "):
        evaluate(read_test_set("msrvtt-9k", videos), "tiny", device="cpu")


def test_the_plot_is_a_picture_of_both_curves(tmp_path: Path) -> None:
    file = tmp_path / "plot.png"
    save_plot(file, "A title", np.array([1.0, 3, 9, 30, 70]), np.array([1.0, 1, 2, 8, 60]))
    with Image.open(file) as picture:
        colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert {(31, 100, 200), (214, 110, 20)} <= colours
    with pytest.raises(TuneError, match=r"End it in \.png"):
        save_plot(tmp_path / "plot.txt2", "", np.ones(3), np.ones(3))
    with pytest.raises(TuneError, match="cannot be written"):
        save_plot(tmp_path / "no" / "plot.png", "", np.ones(3), np.ones(3))
