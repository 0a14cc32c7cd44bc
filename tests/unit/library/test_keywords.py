"""The full-text index: what gets into it, whoever changes it, and what is found."""

from __future__ import annotations

import sqlite3

import pytest

from tests.helpers.stored import INFO, add_video, video_file
from vop_desktop.errors import LibraryError
from vop_desktop.library import Library, keywords
from vop_desktop.library.captions import set_file_captions
from vop_desktop.library.keywords import MAX_LINES, find_phrase, find_words, put_subtitles, sync
from vop_desktop.records import SubtitleLine


def found(library: Library, *words: str, without: tuple[str, ...] = ()) -> dict[int, str]:
    sync(library)
    return {hit.video_id: hit.kind for hit in find_words(library, words, without)}


def test_names_folders_captions_tags_and_subtitles_are_found(library: Library) -> None:
    name = add_video(library, "/videos/Italy 2023/sea_day.mp4")
    caption = add_video(library, "/videos/b.mp4")
    tag = add_video(library, "/videos/c.mp4")
    subtitle = add_video(library, "/videos/d.mp4")
    set_file_captions(library, {"/videos/b.mp4": ["A wedding by the sea"]})
    library.execute("INSERT INTO tags VALUES (?, ?)", tag, "the sea")
    put_subtitles(library, subtitle, [SubtitleLine(83.0, 85.0, "I love the sea")])
    assert found(library, "sea") == {name: "name", caption: "caption", tag: "tag", subtitle: "subtitle"}
    assert found(library, "italy") == {name: "folder"}
    assert found(library, "videos") == dict.fromkeys((name, caption, tag), "folder") | {subtitle: "folder"}
    assert found(library, "sea", "italy") == {name: "name"}  # both, wherever they stand
    assert found(library, "sea", "mountain") == {}
    assert found(library, "weddings") == {caption: "caption"}  # endings do not matter
    assert found(library, "sea", without=("love", "wedding")) == {name: "name", tag: "tag"}
    (hit,) = find_words(library, ["love"])
    assert (hit.start, hit.text) == (83.0, "I love the sea")


def test_whoever_changes_a_video_changes_what_is_found(library: Library) -> None:
    video_id = add_video(library, "/videos/old.mp4")
    assert found(library, "old") == {video_id: "name"}
    library.execute("UPDATE files SET path = '/videos/new.mp4' WHERE video_id = ?", video_id)
    assert (found(library, "old"), found(library, "new")) == ({}, {video_id: "name"})
    library.execute("INSERT INTO tags VALUES (?, 'holiday')", video_id)
    assert found(library, "holiday") == {video_id: "tag"}
    library.execute("DELETE FROM tags")
    assert found(library, "holiday") == {}
    set_file_captions(library, {"/videos/new.mp4": ["a cake"]})
    assert found(library, "cake") == {video_id: "caption"}
    set_file_captions(library, {"/videos/new.mp4": []})
    assert found(library, "cake") == {}
    library.set_missing(["/videos/new.mp4"])  # is still known
    assert found(library, "new") == {video_id: "name"}
    with library.transaction():
        other = library.put_video("other", INFO, "complete")
        library.put_file(video_file("/videos/new.mp4"), other, library.add_root("/videos"))
    assert found(library, "new") == {other: "name"}
    library.execute("DELETE FROM files")
    assert found(library, "new") == {}


def test_nothing_new_writes_nothing(library: Library) -> None:
    add_video(library, "/videos/a.mp4")
    assert sync(library) == 1
    before = library.own_changes
    assert sync(library) == 0
    assert library.own_changes == before


def test_some_now_and_the_rest_later(library: Library) -> None:
    for number in range(7):
        add_video(library, f"/videos/{number}.mp4")
    assert [sync(library, limit=3) for _ in range(4)] == [3, 3, 1, 0]


def test_a_writer_that_holds_the_library_is_not_waited_for(library: Library) -> None:
    add_video(library, "/videos/a.mp4")
    other = sqlite3.connect(library.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryError, match="in use"):
        sync(library, wait=False)
    other.rollback()
    other.close()
    assert library.query("PRAGMA busy_timeout")[0][0] > 1000
    assert sync(library, wait=False) == 1


@pytest.mark.parametrize(
    ("text", "query", "exact"),
    [
        ("海边的生日蛋糕", "生日", True),
        ("海边的生日蛋糕", "蛋糕", True),
        ("海边的生日蛋糕", "生蛋", False),
        ("ひなまつりの日", "まつり", True),
        ("ทะเลสวย", "ทะเล", True),
        ("한국의 바다", "바다", True),
        ("свадьба у моря", "СВАДЬБА", True),
        ("γάμος", "ΓΆΜΟΣ", True),
        ("café Zoë", "cafe", True),
        ("cafe\u0301", "café", True),
        ("حفل زفاف", "زفاف", True),
        ("शादी का दिन", "शादी", True),
        ("IMG_2034 (1)", "2034", True),
        ("a-b.c", "b", True),
    ],
)
def test_words_of_many_scripts(library: Library, text: str, query: str, exact: bool) -> None:
    video_id = add_video(library, f"/videos/{text}.mp4")
    expected = {video_id: "name"} if exact else {}
    assert found(library, query) == expected
    assert {hit.video_id for hit in find_phrase(library, query)} == set(expected)


def test_quoted_words_have_to_stand_exactly_so(library: Library) -> None:
    exact = add_video(library, "/videos/Golden Gate bridge.mp4")
    add_video(library, "/videos/gate golden.mp4")
    add_video(library, "/videos/golden gates.mp4")
    sync(library)
    assert [hit.video_id for hit in find_phrase(library, "golden gate")] == [exact]
    assert find_phrase(library, "golden gat") == []
    assert find_phrase(library, "?!") == []


@pytest.mark.parametrize(
    "word",
    [
        '"',
        "'",
        "*",
        "a*",
        "NEAR(a b)",
        "a OR b",
        "name:a",
        "{name} : a",
        "a^2",
        "-a",
        "(",
        "\x00",
        "\ud800",
        "a" * 10_000,
    ],
)
def test_no_sign_means_anything_to_the_database(library: Library, word: str) -> None:
    add_video(library, "/videos/zzz.mp4")
    assert found(library, word) == {}
    assert find_phrase(library, word) == []
    assert find_words(library, ["zzz"], [word])


def test_names_that_are_no_text(library: Library) -> None:
    video_id = add_video(library, "/videos/beach \udce9\udcff.mp4")
    assert found(library, "beach") == {video_id: "name"}


def test_subtitles_are_replaced_and_limited(library: Library) -> None:
    video_id = add_video(library, "/videos/a.mp4")
    put_subtitles(library, video_id, [SubtitleLine(i, i + 1, f"line {i}") for i in range(MAX_LINES + 5)], "x")
    assert library.query("SELECT count(*) FROM keywords")[0][0] <= MAX_LINES + 1
    assert keywords.subtitle_stamps(library, [video_id], unlike="y") == {video_id: "x"}
    assert keywords.subtitle_stamps(library, [video_id], unlike="x") == {}
    twice = [SubtitleLine(1.0, 2.0, "cake"), SubtitleLine(1.2, 2.0, "cake"), SubtitleLine(9.0, 9.5, "cake")]
    put_subtitles(library, video_id, twice, "y")
    assert library.query("SELECT count(*) FROM keyword_rows WHERE subtitle")[0][0] == 2
    assert found(library, "line") == {}
    assert found(library, "cake") == {video_id: "subtitle"}
    library.execute("DELETE FROM files")
    library.execute("DELETE FROM videos")
    sync(library)
    assert library.query("SELECT count(*) FROM keywords")[0][0] == 0
