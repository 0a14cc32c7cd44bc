"""Queries in a language that the pack does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.packs import write_tiny_pack
from tests.helpers.stored import add_video
from tests.unit.search.fakes import WordEncoder, pictures
from vop_desktop import paths
from vop_desktop.library import Library
from vop_desktop.model.catalogue import find_entry
from vop_desktop.model.packs import find_pack
from vop_desktop.records import Knowledge
from vop_desktop.search.engine import SearchEngine
from vop_desktop.search.languages import foreign_script, language_note

MANY = find_entry("clip-vit-b32-multilingual").languages


@pytest.mark.parametrize(
    ("text", "languages", "script"),
    [
        ("红色的汽车", ("en",), "CJK"),
        ("a 花 in the garden", ("en",), "CJK"),  # a word of one character is one
        ("々", ("en",), ""),
        ("赤い車", ("en",), "KANA"),
        ("赤い車", ("en", "zh"), "KANA"),  # Chinese characters, but Japanese
        ("赤い車", ("ja",), ""),
        ("ﾈｺ", ("en",), "KANA"),
        ("ラーメン", ("en",), "KANA"),
        ("빨간 자동차", ("en", "ja"), "HANGUL"),
        ("красная машина", ("en",), "CYRILLIC"),
        ("красная машина", ("uk",), ""),
        ("κόκκινο αυτοκίνητο", ("en",), "GREEK"),
        ("سيارة حمراء", ("en",), "ARABIC"),
        ("מכונית אדומה", ("en",), "HEBREW"),
        ("लाल कार", ("en",), "DEVANAGARI"),
        ("รถสีแดง", ("en",), "THAI"),
        ("a π on the board, β", ("en",), "GREEK"),
        ("a π on the board", ("en",), ""),  # a sign, not a language
        ("café in São Paulo, naïve Zoë", ("en",), ""),
        ("ein rotes Auto fährt", ("en",), ""),  # letters do not tell
        ("ＲＥＤ car 42 🚲 ½ ™", ("en",), ""),
        ("", ("en",), ""),
        ("红色的汽车", (), ""),  # nothing is known of the pack
        ("红色的汽车", ("mul",), ""),
        ("红色的汽车", ("zh-Hans",), ""),
        ("红色的汽车", ("en_GB",), "CJK"),
    ],
)
def test_letters_tell(text: str, languages: tuple[str, ...], script: str) -> None:
    assert foreign_script(text, languages) == script


@pytest.mark.parametrize(
    "text", ["红色的汽车", "赤い車", "빨간 자동차", "красная машина", "سيارة", "रेल", "ein Auto"]
)
def test_the_multilingual_pack_knows_them(text: str) -> None:
    assert language_note(text, MANY) == ""


def test_the_hint_names_a_pack_that_can_be_had() -> None:
    assert language_note("红色的汽车", find_pack("starter").languages) == (
        "The query is written in Chinese characters, and the pack in use knows English only. The pack “CLIP "
        "ViT-B/32, multilingual” (clip-vit-b32-multilingual, not installed yet) can read it."
    )
    assert language_note("красная машина", ("en", "fr")).startswith(
        "The query is written in Cyrillic letters, and the pack in use knows English and French only. The"
    )
    assert language_note("ქართული", MANY) == (
        "The query is written in Georgian, which the pack in use does not know."
    )


def test_an_installed_pack_is_named_first(tmp_path: Path) -> None:
    folder = write_tiny_pack(paths.data_dir() / "packs" / "mine", name="mine")
    entry = (folder / "pack.json").read_text("utf-8")
    (folder / "pack.json").write_text(entry.replace('"languages": ["en"]', '"languages": ["zh-CN"]'), "utf-8")
    assert language_note("红色的汽车", ("en",)).endswith(
        "The pack “Tiny (random weights)” (mine) can read it."
    )
    (paths.data_dir() / "catalogue.json").write_text("{", "utf-8")  # damaged: the hint does without
    assert language_note("красная", ("en",)).endswith("knows English only.")


# --- in a search --------------------------------------------------------------------------------------


def engine(library: Library, languages: tuple[str, ...]) -> SearchEngine:
    encoder = WordEncoder()
    encoder.knowledge = Knowledge(languages=languages)
    add_video(library, "/videos/红色.mp4", pictures("boat", "tree"))
    add_video(library, "/videos/dog.mp4", pictures("dog"))
    return SearchEngine(library, encoder)


def test_a_search_says_it_and_calls_no_hit_good(library: Library) -> None:
    english = engine(library, ("en",))
    for text in ("狗 dog", "dog -狗", "dog + 狗"):
        (note,) = english.find(text).notes
        assert note.startswith(
            "The query is written in Chinese characters, and the pack in use knows English"
        )
    assert {hit.confidence for hit in english.find("狗 dog").hits} == {"weak"}
    assert english.find("dog").notes == ()
    assert english.find("dog").hits[0].confidence == "likely"
    assert english.find('"红色"').notes == ()  # exact words need no model
    written = english.find("红色").hits[0]  # and a name that fits is a good hit in any language
    assert (Path(written.path).stem, written.confidence) == ("红色", "likely")


def test_a_pack_that_knows_the_language_says_nothing(library: Library) -> None:
    many = engine(library, MANY)
    assert many.find("狗 dog").notes == ()
    assert {hit.confidence for hit in many.find("狗 dog").hits} != {"weak"}
