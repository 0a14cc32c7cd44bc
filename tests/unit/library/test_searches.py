"""History, saved searches, suggestions, and which videos a condition leaves over."""

from __future__ import annotations

import pytest

from tests.helpers.stored import add_video, remove_root
from vop_desktop.errors import LibraryError
from vop_desktop.library import Library, searches, selection
from vop_desktop.library.captions import install_set, set_file_captions


def test_the_latest_search_comes_first_and_each_once(library: Library) -> None:
    for text in ("dog", " cat ", "dog", "", "  "):
        searches.record_search(library, text)
    assert searches.search_history(library) == ["dog", "cat"]
    searches.clear_history(library)
    assert searches.search_history(library) == []


def test_history_is_bounded_and_saved_searches_stay(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "HISTORY", 3)
    searches.save_search(library, "dog folder:trips", "Dogs")
    with library.transaction():
        for number in range(10):
            searches.record_search(library, f"text {number}")
    assert searches.search_history(library) == ["text 9", "text 8", "text 7"]
    searches.clear_history(library)
    assert [search.title for search in searches.saved_searches(library)] == ["Dogs"]


def test_saved_searches_have_titles(library: Library) -> None:
    searches.save_search(library, "  dog   -night ")
    first = searches.save_search(library, "cat", "Pets")
    second = searches.save_search(library, "cat + dog", " Pets ")
    assert first.title == second.title == "Pets"
    assert [(s.title, s.text) for s in searches.saved_searches(library)] == [
        ("dog -night", "dog   -night"),
        ("Pets", "cat + dog"),
    ]
    assert searches.remove_search(library, "Pets").text == "cat + dog"
    with pytest.raises(LibraryError, match="no saved search called “Pets”"):
        searches.remove_search(library, "Pets")
    with pytest.raises(LibraryError, match="empty search"):
        searches.save_search(library, " \n", "Nothing")


@pytest.mark.parametrize("text", ["x" * 20_000, "\x00\ud800", "'; DROP TABLE searches", "“” 狗 \U0001f415"])
def test_any_text_can_be_remembered_and_saved(library: Library, text: str) -> None:
    searches.record_search(library, text)
    saved = searches.save_search(library, text)
    assert searches.saved_searches(library) == [saved]
    assert searches.remove_search(library, saved.title) == saved


def test_suggestions_come_from_history_then_captions(library: Library) -> None:
    add_video(library, "/videos/a.mp4")
    set_file_captions(library, {"/videos/a.mp4": ["a dog on a beach", "dog runs", "100% dog", "d_g"]})
    for text in ("dog in snow", "Dog runs", "cat"):
        searches.record_search(library, text)
    searches.save_search(library, "dogs folder:x", "dogs of mine")
    assert searches.suggestions(library, "do") == ["dogs folder:x", "Dog runs", "dog in snow"]
    assert searches.suggestions(library, "dogs o") == ["dogs folder:x"]
    assert searches.suggestions(library, "dog runs") == []
    assert searches.suggestions(library, "") == ["cat", "Dog runs", "dog in snow"]
    assert searches.suggestions(library, "100%") == ["100% dog"]
    assert searches.suggestions(library, "d_") == ["d_g"]
    assert searches.suggestions(library, "do", limit=1) == ["dogs folder:x"]
    assert searches.suggestions(library, "\ud800%") == []


def test_captions_that_are_no_video_s_own_are_not_suggested(library: Library) -> None:
    add_video(library, "/videos/a.mp4")
    add_video(library, "/usb/b.mp4", root="/usb")
    set_file_captions(library, {"/videos/a.mp4": ["a dog of mine"], "/usb/b.mp4": ["a dog elsewhere"]})
    install_set(library, "everyday", ["a dog that everybody knows"])
    remove_root(library, "/usb")
    assert searches.suggestions(library, "a dog") == ["a dog of mine"]


def test_a_text_that_ended_within_a_word_gives_way_to_the_one_that_goes_on(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("boat on a la", "boat on a lake", "boat on a lake at night", "cat"):
        searches.record_search(library, text)
    assert searches.search_history(library) == ["cat", "boat on a lake at night", "boat on a lake"]
    monkeypatch.setattr(searches, "SOON", -1.0)
    searches.record_search(library, "cats")
    assert searches.search_history(library, limit=2) == ["cats", "cat"]  # both were searched by themselves


def test_names_of_folders_that_begin_so(library: Library) -> None:
    add_video(library, "/videos/Italy 2023/Sea/a.mp4")
    add_video(library, "/videos/Östersund/isle.mp4")
    add_video(library, "/disk/c.mp4", root="/disk")
    assert selection.folder_names(library) == ["disk", "Italy 2023", "Sea", "videos", "Östersund"]
    assert selection.folder_names(library, "i") == ["Italy 2023"]
    assert selection.folder_names(library, "vid") == ["videos"]
    assert selection.folder_names(library, "ös") == ["Östersund"]


def test_folders_by_name_and_by_path(library: Library) -> None:
    sea = add_video(library, "/videos/Italy 2023/Sea/a.mp4")
    hill = add_video(library, "/videos/Italy 2023/b.mp4")
    other = add_video(library, "/disk/c.mp4", root="/disk")
    assert selection.videos_in_folder(library, "italy") == {sea, hill}
    assert selection.videos_in_folder(library, "SEA") == {sea}
    assert selection.videos_in_folder(library, "/videos") == {sea, hill}
    assert selection.videos_in_folder(library, "/videos/Italy 2023/") == {sea, hill}
    assert selection.videos_in_folder(library, "/vid") == set()
    assert selection.videos_in_folder(library, "Italy 2023/sea") == {sea}
    assert selection.videos_in_folder(library, "2023/sea") == set()
    assert selection.videos_in_folder(library, "/") == {sea, hill, other}
    assert selection.videos_in_folder(library, "~nobody-of-that-name/x") == set()


def test_states_dates_lengths_and_tags(library: Library) -> None:
    early = add_video(library, "/videos/a.mp4", mtime_ns=10**18, duration=5.0)
    late = add_video(library, "/videos/b.mp4", mtime_ns=2 * 10**18, duration=500.0, state="partial")
    unknown = add_video(library, "/usb/c.mp4", root="/usb", duration=0.0)
    library.set_reachable("/usb", False)
    library.execute("UPDATE videos SET width = 100, height = 200 WHERE id = ?", early)
    library.execute("UPDATE videos SET width = 100, height = 100 WHERE id = ?", late)
    library.execute("INSERT INTO tags VALUES (?, 'Familie Müller')", late)
    assert selection.videos_in_state(library, "offline") == {unknown}
    assert selection.videos_in_state(library, "online") == {early, late}
    assert selection.videos_in_state(library, "portrait") == {early}
    assert selection.videos_in_state(library, "square") == {late}
    assert selection.videos_in_state(library, "landscape") == {unknown}
    assert selection.videos_in_state(library, "partial") == {late}
    assert selection.videos_by_date(library, 1.5e9, before=False) == {late}
    assert selection.videos_by_date(library, 1.5e9, before=True) == {early, unknown}
    assert selection.videos_by_length(library, 60, shorter=True) == {early}
    assert selection.videos_by_length(library, 60, shorter=False) == {late}
    assert selection.videos_with_tag(library, "familie MÜLLER") == {late}
    assert selection.videos_with_tag(library, "familie") == set()
