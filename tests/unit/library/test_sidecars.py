"""Texts beside a video: what of them is a caption, and one that is written there."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from vop_desktop.errors import LibraryError
from vop_desktop.library import sidecars
from vop_desktop.library.sidecars import Beside, read_beside, rewrite_sidecar, write_sidecar

SRT = "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i> there\n\n2\n00:00:03,000 --> 00:00:04,000\nÜber uns\n"


def put(folder: Path, name: str, data: str | bytes) -> str:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return str(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_short_subtitles_are_lines_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    file = put(tmp_path, "a.srt", SRT.encode(encoding))
    assert read_beside([file]) == Beside((), ("Hello there", "Über uns"))
    vtt = put(tmp_path, "a.vtt", f"WEBVTT\n\n{SRT.replace(',', '.')}".encode(encoding))
    assert read_beside([vtt]).spoken == ("Hello there", "Über uns")


def test_the_words_of_a_whole_film_describe_no_clip(tmp_path: Path) -> None:
    cue = "00:00:01,000 --> 00:00:02,500\nline {0}\n\n"
    short = put(tmp_path, "a.srt", "".join(cue.format(i) for i in range(sidecars.MAX_CUES)))
    assert len(read_beside([short]).spoken) == sidecars.MAX_CUES
    film = put(tmp_path, "b.srt", "".join(cue.format(i) for i in range(sidecars.MAX_CUES + 1)))
    assert read_beside([film]) == Beside()
    assert read_beside([put(tmp_path, "c.srt", SRT + "\n" * sidecars.MAX_SPOKEN)]) == Beside()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ('["a dog", {"caption": "a cat"}, 3, null]', ("a dog", "a cat")),
        ('{"caption": "a <b>dog</b> &amp; a cat"}', ("a dog & a cat",)),
        ('{"title": "IMG_0001.mp4", "description": "on the lake"}', ("on the lake",)),
        ('{"title": "IMG_0001.mp4", "description": "", "formatted": {"caption": "x"}}', ()),
        ('{"title": "clip", "width": 3}', ()),  # the name of the file itself
        ('{"sentences": ["one walks", "two run"]}', ("one walks", "two run")),
        ('"just a text"', ("just a text",)),
        ('{"caption": ', ()),
        ("[" * 100_000, ()),
        ("3", ()),
        ("", ()),
    ],
)
def test_json_says_what_it_describes(tmp_path: Path, data: str, found: tuple[str, ...]) -> None:
    file = put(tmp_path, "IMG_0001.json" if "IMG" in data else "clip.json", data)
    assert read_beside([file]).captions == found
    marked = put(tmp_path, Path(file).name, b"\xef\xbb\xbf" + data.encode())
    assert read_beside([marked]).captions == found


def test_texts_of_all_kinds_come_together_each_once(tmp_path: Path) -> None:
    files = [
        put(tmp_path, "a.txt", "a <b>red</b> car\r\n\r\na dog\r\n"),
        put(tmp_path, "a.json", json.dumps(["a dog", "snow"])),
        put(tmp_path, "a.srt", b"\xff\xfe no subtitles"),
        str(tmp_path / "gone.txt"),
        str(tmp_path),
    ]
    assert read_beside(files) == Beside(("a red car", "a dog", "snow"), ())


# --- written ------------------------------------------------------------------------------------------


def test_captions_are_written_beside_the_video_and_read_again(tmp_path: Path) -> None:
    video = put(tmp_path, "clip.one.mp4", b"video")
    before = Path(video).stat().st_mtime_ns
    target = write_sidecar(video, ["  ein Mädchen\nläuft ", "花", "花"])
    assert target == tmp_path / "clip.one.txt"
    assert target.read_bytes() == "ein Mädchen läuft\n花\n".encode()
    assert read_beside([str(target)]).captions == ("ein Mädchen läuft", "花")
    assert (Path(video).stat().st_mtime_ns, Path(video).read_bytes()) == (before, b"video")
    assert sorted(os.listdir(tmp_path)) == ["clip.one.mp4", "clip.one.txt"]
    if sys.platform != "win32":
        assert stat.S_IMODE(target.stat().st_mode) == 0o644


@pytest.mark.parametrize("name", ["clip.txt", "clip.TXT"])
def test_what_is_there_is_never_replaced(tmp_path: Path, name: str) -> None:
    put(tmp_path, name, "mine")
    with pytest.raises(LibraryError, match="is there already"):
        write_sidecar(tmp_path / "clip.mp4", ["a dog"])
    assert os.listdir(tmp_path) == [name]
    assert (tmp_path / name).read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="a rename never replaces there")
@pytest.mark.parametrize("links", [True, False], ids=["links", "no-links"])
def test_one_that_turns_up_meanwhile_is_not_replaced_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:

        def refused(*names: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refused)
    assert write_sidecar(tmp_path / "free.mp4", ["a dog"]).read_text() == "a dog\n"
    seen = os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: False)
    put(tmp_path, "clip.txt", "mine")
    with pytest.raises(LibraryError, match="is there already"):
        write_sidecar(tmp_path / "clip.mp4", ["a dog"])
    monkeypatch.setattr(os.path, "lexists", seen)
    assert (tmp_path / "clip.txt").read_text() == "mine"
    assert sorted(os.listdir(tmp_path)) == ["clip.txt", "free.txt"]


def test_a_folder_that_cannot_be_written_and_nothing_to_write_are_said(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match=r"clip\.txt cannot be written"):
        write_sidecar(tmp_path / "gone" / "clip.mp4", ["a dog"])
    with pytest.raises(LibraryError, match="no caption to write"):
        write_sidecar(tmp_path / "clip.mp4", [" \n"])
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("before", "kept"),
    [("my words\n", "my words\n"), ("my words", "my words\n"), ("ein Hund\n", "ein Hund\n"), ("", "")],
)
def test_captions_are_added_to_a_file_where_a_person_says_so(tmp_path: Path, before: str, kept: str) -> None:
    (tmp_path / "clip.txt").write_text(before, "utf-8")
    (tmp_path / "clip.txt").chmod(0o600)
    file = rewrite_sidecar(tmp_path / "clip.mp4", ["ein Hund", "花"], keep=True)
    assert file.read_text("utf-8") == kept + ("" if "Hund" in kept else "ein Hund\n") + "花\n"
    assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["clip.txt"]


def test_a_file_in_another_encoding_keeps_its_words(tmp_path: Path) -> None:
    (tmp_path / "clip.txt").write_bytes("Mädchen\n".encode("utf-16"))
    rewrite_sidecar(tmp_path / "clip.mp4", ["a dog"], keep=True)
    assert (tmp_path / "clip.txt").read_text("utf-8") == "Mädchen\na dog\n"


def test_a_file_is_replaced_where_a_person_says_so(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old", "utf-8")
    (tmp_path / "clip.txt").symlink_to(tmp_path / "real.txt")
    rewrite_sidecar(tmp_path / "clip.mp4", ["a dog"], keep=False)
    assert (tmp_path / "clip.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text("utf-8") == "a dog\n"
    assert rewrite_sidecar(tmp_path / "new.mp4", ["a cat"], keep=True).read_text("utf-8") == "a cat\n"
    with pytest.raises(LibraryError, match="no caption"):
        rewrite_sidecar(tmp_path / "clip.mp4", [" "], keep=False)
