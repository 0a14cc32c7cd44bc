"""The translations are complete and compiled, and the script that keeps them so finds what is not."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.helpers.translation import translate_script

script = translate_script()


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the translations that may be spoilt."""
    folder = tmp_path / "translations"
    shutil.copytree(script.FOLDER, folder)
    monkeypatch.setattr(script, "FOLDER", folder)
    return folder


def test_every_text_is_translated_and_every_translation_is_compiled() -> None:
    assert script.faults() == [], "run: python packaging/translate.py --list-missing"
    assert "zh_CN" in script.languages()


def test_what_is_missing_spoilt_or_left_over_is_named(copies: Path) -> None:
    ts = script.ts_file("zh_CN")
    text = ts.read_text("utf-8")
    spoilt = text.replace("<translation>退出</translation>", '<translation type="unfinished"></translation>')
    spoilt = spoilt.replace("<translation>{0} 个视频</translation>", "<translation>{1} 个视频</translation>")
    spoilt = spoilt.replace("<source>Copy path</source>", "<source>Copy no path</source>")
    ts.write_text(spoilt, "utf-8")
    assert script.faults_of("zh_CN") == [
        "not translated: Actions: Quit",
        "not translated: Actions: Copy path",
        "not in the sources any more: Actions: Copy no path",
        "other placeholders: SearchHeader: {0} videos: {1} 个视频",
        "vop_desktop_zh_CN.qm is missing or older than vop_desktop_zh_CN.ts",
    ]


def test_a_list_of_missing_texts_is_filled_in_by_row_and_by_table(copies: Path) -> None:
    ts, qm = script.ts_file("de"), script.qm_file("de")
    script.update("de", ts)
    rows = [{"context": "Actions", "source": "Quit", "translation": "Beenden"}]
    assert script.fill(ts, rows) == 1
    assert script.fill(ts, {"Search": "Suchen"}) >= 3  # a command, a field, a page of the settings
    script.update("de", ts)
    done = {(m.context, m.source): m.translation for m in script.read(ts) if m.finished}
    assert done.pop(("Actions", "Quit")) == "Beenden"
    assert {("Actions", "Search"), ("SearchHeader", "Search"), ("Settings", "Search")} <= done.keys()
    assert {source for _, source in done} == {"Search"}
    assert set(done.values()) == {"Suchen"}
    script.compile_to(ts, qm)
    assert qm.stat().st_size > 100


def test_sentences_of_all_kinds_are_found_and_code_is_not() -> None:
    found = set(json.loads(script.SENTENCES.read_text("utf-8")))
    assert "the file is empty" in found  # a table of magic numbers
    assert "damaged: the index (moov atom) is missing" in found  # one way of an expression in a text
    assert "{0} is not a VoP Desktop library. Choose another file; this one was not changed." in found
    assert "No video has the tag “{0}”." in found
    assert (
        "drawn scenes: sixteen things, eight colours, nine places, eleven motions; not natural video" in found
    )
    assert not [text for text in found if "SELECT" in text or "INSERT" in text or "\n" in text]


@pytest.mark.parametrize(
    "title",
    ["Forget 1 video", "Forget 3 videos", "Forget 2 videos missing for 30 days", "Bring back 3 videos",
     "Tag 3 videos “best of”", "Take tag “a” off 1 video", "Leave out “a.mp4”", "Take in again “a.mp4”"],
)  # fmt: skip
def test_titles_of_changes_are_known_with_their_numbers(title: str) -> None:
    known = [re.escape(text) for text in script.sentences.CHANGES]
    assert any(re.fullmatch(re.sub(r"\\{\d\\}", ".+", text), title) for text in known)


def test_what_is_said_of_tuned_packs_is_what_tuning_writes() -> None:
    source = (script.ROOT / "vop_desktop" / "model" / "tuned.py").read_text("utf-8")
    for template in script.sentences.TUNED:
        literal = r"\{[\w.]+\}".join(re.escape(part) for part in re.split(r"\{\d\}", template))
        assert re.search(f'f"{literal}"', source), template
        assert template in script.sentences.templates()
