"""The vocabulary, the split into held-out and training combinations, and the choice of scenes."""

from __future__ import annotations

import pytest

from vop_desktop.samples.dataset import attributes, training_scenes
from vop_desktop.samples.scene import (
    COLOURS,
    MOTIONS,
    PLACES,
    SUBJECTS,
    combinations,
    held_out_scenes,
    is_held_out,
    most_held_out,
)


def test_held_out_split_is_pinned() -> None:
    # a changed hash would let clips that the shipped model was trained on into the samples
    assert is_held_out(("balloon", "blue", "hills", "vanish"))
    assert not is_held_out(("boat", "red", "sea", "left"))
    assert 0.1 < most_held_out() / len(list(combinations())) < 0.15


def test_samples_show_held_out_combinations_and_training_never_does() -> None:
    samples = {scene.combination for scene in held_out_scenes(300, 5)}
    trained = {scene.combination for scene in training_scenes(8000, 1)}

    assert all(map(is_held_out, samples))
    assert not any(map(is_held_out, trained))


def test_sixty_scenes_show_every_subject_place_colour_and_motion() -> None:
    scenes = held_out_scenes(60, 0)

    assert {scene.subject for scene in scenes} == set(SUBJECTS)
    assert {scene.place for scene in scenes} == set(PLACES)
    assert {scene.motion for scene in scenes} == set(MOTIONS)
    assert {scene.colour for scene in scenes} == set(COLOURS)
    assert len({scene.combination for scene in scenes}) == 60


def test_same_seed_gives_same_scenes_and_another_seed_others() -> None:
    assert held_out_scenes(40, 3) == held_out_scenes(40, 3)
    first = {scene.combination for scene in held_out_scenes(40, 3)}
    second = {scene.combination for scene in held_out_scenes(40, 4)}

    assert len(first & second) < 20


def test_all_held_out_combinations_can_be_drawn_but_no_more() -> None:
    assert len(held_out_scenes(most_held_out(), 0)) == most_held_out()
    with pytest.raises(ValueError, match="at most"):
        held_out_scenes(most_held_out() + 1, 0)


def test_scenes_keep_to_where_a_subject_belongs() -> None:
    for scene in held_out_scenes(200, 1):
        assert scene.place in SUBJECTS[scene.subject]
        if scene.place in ("space", "reef"):
            assert (scene.time, scene.rain) == ("day", False)


def test_attributes_are_rows_of_the_vocabularies() -> None:
    scenes = training_scenes(50, 0)
    rows = attributes(scenes)

    assert rows.shape == (50, 7)
    assert [list(SUBJECTS)[row] for row in rows[:, 0]] == [scene.subject for scene in scenes]
