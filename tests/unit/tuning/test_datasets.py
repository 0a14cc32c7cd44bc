"""The annotation files of the paper's test sets, written here in their true format with their traps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.videos import fast, solid, write_video
from vop_desktop.errors import TuneError
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded
from vop_desktop.tuning.datasets import activitynet, didemo, lsmdc, msrvtt, read_test_set

DOTTED = "10052357@N03_7585070382_5762149bfc."


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(name.encode())
    return folder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


def write_msrvtt(folder: Path, encoding: str = "utf-8") -> None:
    lines = [
        "key,vid_key,video_id,sentence",
        "ret0,msr9770,video9770,a person is connecting something to system",
        'ret1,msr9771,video9771,"a little girl, who sings"',
        "ret2,msr7020,video7020,a person is connecting something to system",
        "ret3,msr7021,video7021",
        "ret4,msr7022,video7022,a man, a plan",
        "",
    ]
    (folder / "MSRVTT_JSFUSION_test.csv").write_text("\r\n".join(lines), encoding, newline="")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_msrvtt_is_scored_by_row_not_by_sentence(notes: Path, encoding: str) -> None:
    write_msrvtt(notes, encoding)
    found = msrvtt(notes)
    assert [(video.name, video.captions) for video in found.videos] == [
        ("video9770", ("a person is connecting something to system",)),
        ("video9771", ("a little girl, who sings",)),
        ("video7020", ("a person is connecting something to system",)),
    ]
    assert [problem.reason.partition(":")[0] for problem in found.problems] == ["line 5", "line 6"]
    assert found.seconds is None


def test_msrvtt_videos_are_mp4_or_else_webm(notes: Path, tmp_path: Path) -> None:
    write_msrvtt(notes)
    videos = touch(tmp_path / "v", "video9770.webm", "video9771.webm", "video9771.mp4")
    found = read_test_set("msrvtt-9k", videos, notes)
    assert [Path(video.path).name for video in found.pairs.videos] == ["video9770.webm", "video9771.mp4"]
    assert (found.missing, found.total, found.title) == (("video7020",), 3, "MSR-VTT-9k")
    assert read_test_set("MSR-VTT 7k", videos, notes).pairs == found.pairs  # another training set only


def write_didemo(folder: Path) -> None:
    def entry(video: str, text: str) -> dict[str, object]:
        return {"annotation_id": 1, "description": text, "times": [[0, 0], [1, 2]], "video": video,
                "num_segments": 6, "dl_link": "https://example.org"}  # fmt: skip

    entries = [
        entry("a@N01_1_b.mov", "the dog runs "), entry(DOTTED, "a boat"),
        entry("unlisted.mp4", "nobody asks"),
        entry("a@N01_1_b.mov", "the dog comes back"), entry("a@N01_1_b.mp4", "another video"), {"video": 3},
    ]  # fmt: skip
    (folder / "test_data.json").write_text(json.dumps(entries), "utf-8")
    (folder / "test_list.txt").write_text(
        f"{DOTTED}\na@N01_1_b.mov\n\na@N01_1_b.mp4\nnot-told.avi\n", "utf-8"
    )


def test_didemo_joins_descriptions_in_file_order_and_keeps_names_whole(notes: Path) -> None:
    write_didemo(notes)
    found = didemo(notes)
    assert [(video.name, video.captions) for video in found.videos] == [
        (DOTTED, ("a boat",)),
        ("a@N01_1_b.mov", ("the dog runs the dog comes back",)),
        ("a@N01_1_b.mp4", ("another video",)),
    ]
    assert found.seconds == 30
    assert [problem.reason for problem in found.problems] == [
        "entry 6 has no video or no description",
        "it says nothing about not-told.avi of the list",
    ]


def test_didemo_finds_a_name_that_ends_in_a_bare_dot(notes: Path, tmp_path: Path) -> None:
    write_didemo(notes)
    videos = touch(tmp_path / "v", DOTTED, "a@N01_1_b.mp4", "a@N01_1_b.avi")
    found = read_test_set("didemo", videos, notes)
    assert [Path(video.path).name for video in found.pairs.videos] == [DOTTED, "a@N01_1_b.mp4"]
    assert found.missing == ("a@N01_1_b.mov",)  # the .avi and the .mp4 are other videos


def test_didemo_finds_a_dotted_name_that_a_system_gave_an_ending(notes: Path, tmp_path: Path) -> None:
    write_didemo(notes)
    videos = touch(tmp_path / "v", DOTTED + "mp4")
    assert [Path(v.path).name for v in read_test_set("DiDeMo", videos, notes).pairs.videos] == [
        DOTTED + "mp4"
    ]


def write_activitynet(folder: Path) -> None:
    told = {
        "v_one": {"duration": 82.7, "timestamps": [[0.8, 19], [17, 60]],
                  "sentences": ["A man sits. ", " He rows."]},
        "v_two": {"duration": 10, "timestamps": [], "sentences": []},
        "v_three": {"duration": 5, "timestamps": [[0, 5]], "sentences": ["A cat."]},
        "v_v_4": {"duration": 5, "timestamps": [[0, 5]], "sentences": ["A dog."]},
    }  # fmt: skip
    (folder / "val_1.json").write_text(json.dumps(told), "utf-8")
    (folder / "val_ids.json").write_text(json.dumps(["v_one", "v_two", "v_v_4", "v_of_val_2"]), "utf-8")


def test_activitynet_takes_paragraphs_of_the_ids_that_are_told_of(notes: Path, tmp_path: Path) -> None:
    write_activitynet(notes)
    found = activitynet(notes)
    assert [(v.name, v.captions) for v in found.videos] == [
        ("v_one", ("A man sits. He rows.",)),
        ("v_v_4", ("A dog.",)),
    ]
    assert [problem.reason for problem in found.problems] == ["v_two has no sentences"]
    videos = touch(tmp_path / "v", "one.mkv", "v_4.mp4")  # named without the first v_
    paths = [Path(v.path).name for v in read_test_set("activitynet", videos, notes).pairs.videos]
    assert paths == ["one.mkv", "v_4.mp4"]


CLIP = "0001_American_Beauty_00.00.51.926-00.00.54.129"


def write_lsmdc(folder: Path) -> None:
    times = "00.00.51.926\t00.00.54.129\t00.00.51.926\t00.00.54.129"
    rows = [
        f'{CLIP}\t{times}\tSOMEONE says "no',
        f"1012_Unbreakable_00.05.16.065-00.05.21.941\t{times}\tThe damaged one.",
        f"0003_CASABLANCA_01.00.51.926-01.00.54.129\t{times}\tSOMEONE, at the bar, drinks.",
        "0004_SHORT_00.00.01.000-00.00.02.000\tonly three\tcolumns",
        f"{CLIP}\t{times}\tHe leaves.",
    ]
    (folder / "LSMDC16_challenge_1000_publictect.csv").write_text("\n".join(rows) + "\n", "utf-8")


def test_lsmdc_is_tab_separated_without_a_first_line_of_names(notes: Path, tmp_path: Path) -> None:
    write_lsmdc(notes)
    found = lsmdc(notes)
    assert [(v.name, v.captions) for v in found.videos] == [
        (CLIP, ('SOMEONE says "no', "He leaves.")),
        ("0003_CASABLANCA_01.00.51.926-01.00.54.129", ("SOMEONE, at the bar, drinks.",)),
    ]
    (problem,) = found.problems
    assert problem.reason.startswith("line 4: it has 3 columns")
    videos = touch(tmp_path / "v", f"0001_American_Beauty/{CLIP}.avi")
    there = read_test_set("lsmdc", videos, notes)
    assert there.pairs.videos[0].path == str(videos / "0001_American_Beauty" / f"{CLIP}.avi")
    assert there.missing == ("0003_CASABLANCA_01.00.51.926-01.00.54.129",)


@pytest.mark.parametrize("name", ["msrvtt-9k", "didemo", "activitynet", "lsmdc"])
def test_a_folder_without_the_annotations_is_said_to_be_one(name: str, tmp_path: Path) -> None:
    with pytest.raises(TuneError, match=r"is not in .* --annotations DIR"):
        read_test_set(name, tmp_path)


def test_files_of_another_kind_are_refused_in_words(notes: Path, tmp_path: Path) -> None:
    write_didemo(notes)
    (notes / "test_data.json").write_text("{broken", "utf-8")
    with pytest.raises(TuneError, match=r"test_data\.json is no JSON"):
        didemo(notes)
    (notes / "test_data.json").write_text('{"a": 1}', "utf-8")
    with pytest.raises(TuneError, match="not the annotations"):
        didemo(notes)
    (notes / "MSRVTT_JSFUSION_test.csv").write_text("video_id\nvideo0\n", "utf-8")
    with pytest.raises(TuneError, match="no columns video_id and sentence"):
        msrvtt(notes)
    (notes / "LSMDC16_challenge_1000_publictect.csv").write_text("a,b\n", "utf-8")
    with pytest.raises(TuneError, match="not one line"):
        lsmdc(notes)
    with pytest.raises(TuneError, match="no data set or file nonsense"):
        read_test_set("nonsense", tmp_path)


def test_without_any_video_the_first_place_to_look_is_named(notes: Path, tmp_path: Path) -> None:
    write_msrvtt(notes)
    with pytest.raises(TuneError, match=r"None of the 3 videos .* video9770\.mp4"):
        read_test_set("msrvtt", tmp_path, notes)


def test_pairs_of_ones_own_lie_beside_their_table_or_in_a_folder(tmp_path: Path) -> None:
    videos = touch(tmp_path / "v", "a.mp4", "b.mp4")
    table = tmp_path / "pairs.csv"
    table.write_text("file,caption\na.mp4,one\nb.mp4,two\nc.mp4,three\na.mp4\n", "utf-8")
    found = read_test_set(str(table), videos)
    assert (len(found.pairs.videos), found.total, found.title) == (2, 3, "")
    assert [Path(path).name for path in found.missing] == ["c.mp4"]
    assert [problem.reason.partition(":")[0] for problem in found.pairs.problems] == ["line 5"]
    with pytest.raises(TuneError, match="names no video that is there"):
        read_test_set(str(table), None)
    assert len(read_test_set(str(table), videos, limit=1).pairs.videos) == 1


def test_only_the_first_seconds_of_a_video_are_looked_at(tmp_path: Path) -> None:
    cards = [solid((220, 30, 30))] * 20 + [solid((40, 40, 220))] * 20
    path = write_video(tmp_path / "clip.mp4", cards, fps=10, options=fast("libx264"))
    path = path.rename(tmp_path / DOTTED)  # decoders are not told by the name
    with DecodePool(DecodeRequest(32, 4, "whole", 1, longest=2.0)) as pool:
        events = [e for e in pool.decode([str(path)]) if isinstance(e, SegmentsDecoded)]
    (segment,) = events[0].segments
    assert segment.times[-1] < 2
    assert (segment.frames[..., 0].mean(axis=(1, 2)) > 150).all()  # red to the end
