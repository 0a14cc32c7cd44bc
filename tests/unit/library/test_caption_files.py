"""Files of captions as people have them: every kind, encoding and fault, each told with its line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from vop_desktop.errors import LibraryError
from vop_desktop.library.caption_files import Problems, stream_captions


def read(file: Path, content: str | bytes, encoding: str = "utf-8") -> tuple[list[str], list[str]]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    problems = Problems()
    return list(stream_captions(file, problems)), problems.told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_encodings_and_line_ends_make_no_difference(tmp_path: Path, encoding: str, ending: str) -> None:
    text = ending.join(["a café on a square", "", "  two   swans "])
    assert read(tmp_path / "a.txt", text, encoding) == (["a café on a square", "two swans"], [])


def test_a_letter_of_latin_1_late_in_a_long_file_is_found(tmp_path: Path) -> None:
    lines = b"a plain line\n" * 100_000 + b"a caf\xe9\n"
    captions, told = read(tmp_path / "a.txt", lines)
    assert (len(captions), captions[-1], told) == (100_001, "a café", [])


def test_tables_have_a_column_of_captions(tmp_path: Path) -> None:
    table = 'file,Caption\na.mp4,"a dog, running"\nb.mp4\nc.mp4,a cat,too many\n,\nd.mp4,"two\nlines"\n'
    captions, told = read(tmp_path / "a.csv", table)
    assert captions == ["a dog, running", "two lines"]
    assert told == [
        "line 3: it has 1 columns, the first line 2",
        "line 4: it has 3 columns, the first line 2",
        "line 5: there is no text",
    ]
    assert read(tmp_path / "b.tsv", "id\tsentence\n1\ta, b\n")[0] == ["a, b"]
    assert read(tmp_path / "c.csv", "id;text\n1;eins\n")[0] == ["eins"]
    assert read(tmp_path / "d.csv", "just one\nand another\n")[0] == ["just one", "and another"]
    with pytest.raises(LibraryError, match="names no column “caption”"):
        read(tmp_path / "e.csv", "a,b,c\n1,2,3\n")


def test_json_comes_as_lists_objects_or_lines(tmp_path: Path) -> None:
    mixed = ["one", {"caption": "two"}, {"sentence": "three"}, 4, {"other": "x"}, ["five", "six"]]
    expected = ["one", "two", "three", "five", "six"]
    captions, told = read(tmp_path / "a.json", json.dumps(mixed))
    assert captions == expected
    assert [line.partition(":")[0] for line in told] == ["entry 4", "entry 5"]
    captions, told = read(tmp_path / "a.jsonl", "\n".join(map(json.dumps, mixed)) + "\n{broken\n")
    assert captions == expected
    assert [line.partition(":")[0] for line in told] == ["line 4", "line 5", "line 7"]
    assert read(tmp_path / "b.json", '{"captions": ["a", "b"]}')[0] == ["a", "b"]
    captions, told = read(tmp_path / "c.json", '["a", "b", "cut of')
    assert captions == ["a", "b"] and told[0].startswith("entry 3: ")
    with pytest.raises(LibraryError, match="is no JSON"):
        read(tmp_path / "d.json", '{"captions": ["a", ')


def test_a_list_of_json_longer_than_a_block_is_read_whole(tmp_path: Path) -> None:
    texts = [f'a caption of some length with the number {number} \\ "x" é' for number in range(20_000)]
    assert read(tmp_path / "a.json", json.dumps(texts, indent=1)) == (texts, [])
    assert read(tmp_path / "b.json", json.dumps(texts)) == (texts, [])


def test_subtitles_give_their_cues(tmp_path: Path) -> None:
    srt = (
        "1\n00:00:01,000 --> 00:00:02,500\n<i>a dog</i>\nruns\n\n2\n00:00:03,000 --> 00:00:04,000\n"
        "{\\an8}it &amp; I stop\n\n3\n00:00 > 9\nlost\n\n"
    )
    captions, told = read(tmp_path / "a.srt", srt)
    assert captions == ["a dog runs", "it & I stop"]
    assert told == ["line 10: this has no times, so that it is no cue"]
    vtt = (
        "WEBVTT - a title\n\nNOTE nothing\nto see\n\nSTYLE\n::cue {}\n\n"
        "intro\n00:01.000 --> 00:02.000 align:start\n<v Ann>hello\n"
    )
    assert read(tmp_path / "a.vtt", vtt) == (["hello"], [])


def test_annotations_of_data_sets_are_read(tmp_path: Path) -> None:
    msrvtt = {"info": {}, "videos": [{"video_id": "video0"}],
              "sentences": [{"caption": "a car", "video_id": "video0", "sen_id": 0}]}  # fmt: skip
    assert read(tmp_path / "MSRVTT_data.json", json.dumps(msrvtt)) == (["a car"], [])
    csv = "key,vid_key,video_id,sentence\nret0,msr9770,video9770,a person talks\n"
    assert read(tmp_path / "MSRVTT_JSFUSION_test.csv", csv) == (["a person talks"], [])
    didemo = [{"annotation_id": 1, "description": "the dog", "times": [[0, 0]], "video": "x@N0."}]
    assert read(tmp_path / "val_data.json", json.dumps(didemo)) == (["the dog"], [])
    activity = {"v_a": {"duration": 1.0, "timestamps": [[0, 1]], "sentences": ["A man.", " He sits."]}}
    assert read(tmp_path / "val_1.json", json.dumps(activity)) == (["A man.", "He sits."], [])
    lsmdc = 'clip_1\t1\t2\t3\t4\tSOMEONE says "no\nclip_2\t1\t2\t3\t4\tHe goes, alone.\nclip_3\t1\n'
    captions, told = read(tmp_path / "LSMDC16_annos_val.csv", lsmdc)
    assert captions == ['SOMEONE says "no', "He goes, alone."]
    assert told == ["line 3: it has 2 columns, the first line 6"]


def test_mark_up_is_taken_out_and_web_pages_are_refused(tmp_path: Path) -> None:
    captions, told = read(tmp_path / "a.txt", "<b>a&nbsp;dog</b> &lt;3\n<br/>\n1 < 2 and 3 > 2\n")
    assert captions == ["a dog <3", "1 < 2 and 3 > 2"]
    assert told == ["line 2: there is no text"]
    for page in ("<!DOCTYPE html><p>a dog", "\n <HTML lang=en>"):
        with pytest.raises(LibraryError, match="is a web page"):
            read(tmp_path / "b.txt", page)


def test_what_holds_no_caption_is_said_so(tmp_path: Path) -> None:
    for name in ("a.txt", "a.csv", "a.json", "a.jsonl", "a.srt"):
        with pytest.raises(LibraryError, match=r"holds no caption\. It is empty"):
            read(tmp_path / name, "")
    with pytest.raises(LibraryError, match="is no text"):
        read(tmp_path / "b.txt", bytes(range(256)) * 20)
    with pytest.raises(LibraryError, match=r"Known endings: \.txt"):
        read(tmp_path / "b.docx", "x")
    with pytest.raises(LibraryError, match="cannot be read"):
        list(stream_captions(tmp_path / "absent.txt", Problems()))


def test_what_is_far_too_long_is_left_out(tmp_path: Path) -> None:
    captions, told = read(tmp_path / "a.txt", "fine\n" + "x" * 3_000_000 + "\n" + "word " * 300 + "\nend")
    assert captions == ["fine", "end"]
    assert told == ["line 2: it is far too long", "line 3: 1499 letters are no caption"]


def test_many_faults_are_counted_and_the_first_are_kept(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" * 5000 + '"good"\n', "utf-8")
    problems = Problems()
    assert list(stream_captions(tmp_path / "a.jsonl", problems)) == ["good"]
    assert (problems.count, len(problems.told)) == (5000, 1000)


MEASURE = """
import resource, sys
from pathlib import Path
from vop_desktop.library import Library
from vop_desktop.library.caption_sets import import_captions
with Library.open(sys.argv[1]) as library:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    done = import_captions(library, Path(sys.argv[2]))
print(done.added, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="measures with getrusage")
def test_very_many_captions_take_little_memory(tmp_path: Path) -> None:
    count = 1_000_000 if os.environ.get("VOP_LONG_TESTS") else 100_000
    file = tmp_path / "many.txt"
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(
            f"{hash((n, 'x')) & 0xFFFF:x} walks past house {n} in the rain\n" for n in range(count)
        )
    began = time.monotonic()
    command = [sys.executable, "-c", MEASURE, str(tmp_path / "library.sqlite"), str(file)]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=600)
    added, grown = map(int, done.stdout.split())
    seconds = time.monotonic() - began
    assert added == count
    assert grown < 160, f"{count} captions in {seconds:.1f} s, {grown} MiB more at the peak"
