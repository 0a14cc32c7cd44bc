"""Captions: grammar, what they claim, and that they tell scenes apart."""

from __future__ import annotations

import random
import re

import pytest

from vop_desktop.samples.phrasing import (
    NOUNS,
    all_words,
    captions,
    full_caption,
    loose_caption,
    still_caption,
)
from vop_desktop.samples.scene import Scene, held_out_scenes

SCENES = held_out_scenes(400, 9)


def _many() -> list[tuple[Scene, str]]:
    rng = random.Random(1)
    found = []
    for scene in SCENES:
        for kind in (full_caption, loose_caption, still_caption):
            found += [(scene, kind(scene, rng).text) for _ in range(4)]
    return found


def test_articles_fit_the_next_word() -> None:
    for _, text in _many():
        assert not re.search(r"\ba [aeiou]", text), text
        assert not re.search(r"\ban [^aeiou]", text), text


def test_captions_are_clean_text() -> None:
    for _, text in _many():
        assert text == text.strip()
        assert "  " not in text
        assert text == text.lower()


def test_numbers_go_with_plurals_and_plural_verbs() -> None:
    for scene, text in _many():
        plurals = {plural for _, plural in NOUNS[scene.subject]}
        if re.search(r"\b(two|three|pair)\b", text):
            assert scene.count > 1
            assert any(plural in text or plural.split()[-1] in text for plural in plurals), text
            assert not re.search(r"\b(moves|goes|rises|spins|flies|runs|stays|does)\b", text), text


def test_every_word_is_listed() -> None:
    known = set(all_words())
    for _, text in _many():
        assert set(text.replace(",", "").split()) <= known


def test_a_caption_fits_its_own_scene_and_no_scene_of_another_motion() -> None:
    rng = random.Random(2)
    scene = SCENES[0]
    caption = full_caption(scene, rng)
    others = [other for other in SCENES[1:] if other.motion != scene.motion]

    assert caption.fits(scene)
    assert not any(caption.fits(other) for other in others)


def test_the_two_captions_of_a_scene_differ() -> None:
    rng = random.Random(3)
    for scene in SCENES:
        first, second = captions(scene, rng)
        assert first != second


def test_same_seed_gives_same_captions() -> None:
    def draw() -> list[tuple[str, str]]:
        rng = random.Random(4)
        return [captions(scene, rng) for scene in SCENES[:20]]

    assert draw() == draw()


@pytest.mark.parametrize(
    ("scene", "wanted"),
    [
        (Scene("house", "orange", "hills", "still"), {"an orange house", "a little orange house"}),
        (Scene("person", "red", "city", "still"), {"a person in red", "a figure dressed in red"}),
        (Scene("fish", "red", "reef", "still", count=2), {"two red fish", "a pair of red fish"}),
    ],
)
def test_nouns_read_naturally(scene: Scene, wanted: set[str]) -> None:
    rng = random.Random(5)
    texts = " | ".join(full_caption(scene, rng).text for _ in range(80))

    for phrase in wanted:
        assert phrase in texts


def test_rain_is_never_said_of_a_clear_sky() -> None:
    rng = random.Random(6)
    scene = Scene("car", "red", "city", "left", time="night", rain=True)
    for _ in range(100):
        text = full_caption(scene, rng).text
        assert "moon" not in text
        assert "day" not in text
