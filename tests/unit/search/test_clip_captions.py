"""Lists of captions as text: rows, documents and cues."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from vop_desktop.errors import VopDesktopError
from vop_desktop.records import CaptionHit
from vop_desktop.search.clip_captions import ClipCaptions, MomentCaptions, render, write_captions
from vop_desktop.search.own_words import only_accepted, rated, reworded, unrated, with_accepted


def hit(text: str, score: float = 0.5) -> CaptionHit:
    return CaptionHit(text, score, "mine", 2.345)


LONG = ClipCaptions(
    "/videos/a, b\udcff.mp4",
    3725.5,
    (hit('a "red" car, fast'), hit("=1+1")),
    (
        MomentCaptions(0, 24, (hit("a car"), hit("a road"))),
        MomentCaptions(24, 48, (hit("a car"),)),
        MomentCaptions(48, 60, ()),
        MomentCaptions(3700, 3725.5, (hit("花"),)),
    ),
)
SHORT = ClipCaptions("/videos/c.mp4", 2.0, (hit("snow"), hit("ice")))


def test_rows_name_the_clip_the_caption_and_the_time() -> None:
    rows = list(csv.reader(io.StringIO(render([LONG, SHORT], "csv"), newline="")))
    assert rows[0] == ["file", "caption", "start", "end", "score", "margin", "set", "accepted"]
    assert rows[1] == [
        "/videos/a, b\ufffd.mp4",
        'a "red" car, fast',
        "0.0",
        "3725.5",
        "0.5",
        "2.35",
        "mine",
        "no",
    ]
    assert [row[1] for row in rows[2:]] == ["=1+1", "a car", "a road", "a car", "花", "snow", "ice"]


def test_documents_are_those_of_the_command_line() -> None:
    long, short = json.loads(render([LONG, SHORT], "json"))
    assert [moment["start"] for moment in long["moments"]] == [0, 24, 48, 3700]
    assert short == {
        "clip": "/videos/c.mp4",
        "captions": [
            {"text": text, "score": 0.5, "set": "mine", "margin": 2.35, "accepted": False}
            for text in ("snow", "ice")
        ],
    }
    assert json.loads(render([], "json")) == []


def test_cues_are_the_best_of_each_moment_and_neighbours_that_agree_are_one() -> None:
    assert render([LONG], "srt") == (
        "1\n00:00:00,000 --> 00:00:48,000\na car\n\n2\n01:01:40,000 --> 01:02:05,500\n花\n\n"
    )
    assert render([SHORT], "srt") == "1\n00:00:00,000 --> 00:00:02,000\nsnow\n\n"
    assert render([ClipCaptions("x.mp4", 0.0, ())], "srt") == ""


def test_what_was_accepted_is_said_and_can_be_had_alone() -> None:
    whole = with_accepted(LONG, ["=1+1", "my own words", "a road"])
    rows = list(csv.DictReader(io.StringIO(render([whole], "csv"), newline="")))
    said = {row["caption"]: (row["accepted"], row["score"]) for row in rows}
    assert said["=1+1"] == ("yes", "0.5")
    assert said["my own words"] == ("yes", "")  # nobody compared them with the clip
    assert said["a car"] == ("no", "0.5")
    (document,) = json.loads(render([whole], "json"))
    assert [entry["accepted"] for entry in document["captions"]] == [False, True, True, True]
    assert document["captions"][2]["score"] is None
    chosen = only_accepted(whole)
    assert [hit.text for hit in chosen.captions] == ["=1+1", "my own words", "a road"]
    assert "00:00:24,000\na road\n" in render([whole], "srt")  # before a car, which is better
    assert [moment.start for moment in chosen.moments] == [0]


def test_other_words_have_no_score_until_they_are_rated() -> None:
    mine = reworded(LONG, "a car", "my car")
    assert unrated(mine) == (CaptionHit("my car", 0.0, "person", rated=False),)
    ratings = [CaptionHit("my car", score, "", score, rated=True) for score in (0.9, 0.1, 0.2, 0.3, 0.4)]
    told = rated(mine, [tuple(ratings)])
    assert [moment.captions[0].score for moment in told.moments[:2]] == [0.1, 0.2]
    assert told.moments[1].captions[0].set == "person"
    assert unrated(told) == ()
    assert rated(mine, [()]) == mine  # words that the model was never taught


def test_subtitles_go_into_a_folder_and_replace_nothing(tmp_path: Path) -> None:
    twin = ClipCaptions("/others/c.mp4", 2.0, (hit("rain"),))
    (tmp_path / "c.srt").write_text("mine")
    files = write_captions([SHORT, twin], tmp_path)
    assert [file.name for file in files] == ["c-2.srt", "c-3.srt"]
    assert (tmp_path / "c.srt").read_text() == "mine"
    assert "rain" in (tmp_path / "c-3.srt").read_text()


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(VopDesktopError, match="belongs to one clip"):
        write_captions([LONG, SHORT], tmp_path / "a.srt")
    with pytest.raises(VopDesktopError, match=r"not as a\.doc"):
        write_captions([LONG], tmp_path / "a.doc")
    with pytest.raises(VopDesktopError, match="cannot be written"):
        write_captions([LONG], tmp_path / "gone" / "a.csv")
    assert list(tmp_path.iterdir()) == []
