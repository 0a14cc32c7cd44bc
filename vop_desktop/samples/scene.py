"""What a drawn scene shows: its words, which of them go together, and which combinations are held out."""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (219, 50, 54),
    "orange": (243, 133, 33),
    "yellow": (247, 208, 56),
    "green": (62, 166, 81),
    "blue": (48, 108, 214),
    "purple": (136, 74, 178),
    "pink": (244, 130, 182),
    "white": (246, 246, 242),
}

_LAND = ("hills", "city", "desert", "snow", "forest")

# which places a subject may be seen in
SUBJECTS: dict[str, tuple[str, ...]] = {
    "balloon": ("sea", "hills", "city", "desert", "snow", "forest"),
    "car": _LAND,
    "boat": ("sea", "lake"),
    "bird": ("sea", "hills", "city", "desert", "snow", "forest", "lake"),
    "fish": ("reef", "sea", "lake"),
    "rocket": ("space", "desert", "city", "hills"),
    "ball": ("hills", "city", "desert", "snow", "forest", "sea"),
    "house": _LAND,
    "tree": ("hills", "city", "desert", "snow", "lake"),
    "star": ("space", "snow", "city", "hills"),
    "butterfly": ("hills", "city", "desert", "forest", "lake"),
    "train": _LAND,
    "dog": _LAND,
    "cat": _LAND,
    "person": ("hills", "city", "desert", "snow", "forest", "space"),
    "turtle": ("reef", "sea", "desert", "forest"),
}

PLACES = ("sea", "hills", "city", "desert", "snow", "space", "forest", "lake", "reef")
TIMES = ("day", "sunset", "night")
MOTIONS = (
    "left", "right", "up", "down", "towards", "away", "spin", "bounce", "appear", "vanish", "still",
)  # fmt: skip
OPPOSITES = (("left", "right"), ("up", "down"), ("towards", "away"), ("appear", "vanish"))
TIMELESS = frozenset({"space", "reef"})  # places without a sky that could tell the time

HELD_OUT_SHARE = 8  # one combination in eight is kept for samples and tests


@dataclass(frozen=True, slots=True)
class Scene:
    """One drawn scene.

    Attributes:
        subject, colour, place, motion, time: words of the vocabularies above.
        count: how many subjects, 1 to 3.
        rain: whether it rains.
        seconds: length of the clip.
        look: seed of everything that no caption names: size, course, hills, clouds.
    """

    subject: str
    colour: str
    place: str
    motion: str
    time: str = "day"
    count: int = 1
    rain: bool = False
    seconds: float = 4.0
    look: int = 0

    @property
    def combination(self) -> tuple[str, str, str, str]:
        """What is held out or trained on."""
        return self.subject, self.colour, self.place, self.motion


def combinations() -> Iterator[tuple[str, str, str, str]]:
    """Every subject, colour, place and motion that go together."""
    for subject, places in SUBJECTS.items():
        for place, colour, motion in product(places, COLOURS, MOTIONS):
            if visible(colour, place, subject):
                yield subject, colour, place, motion


def visible(colour: str, place: str, subject: str) -> bool:
    """Whether a colour stands out against a place."""
    hidden = {
        ("green", "forest"),
        ("green", "hills"),
        ("yellow", "desert"),
        ("orange", "desert"),
        ("blue", "sea"),
        ("blue", "reef"),
        ("blue", "lake"),
        ("white", "snow"),
    }
    return (colour, place) not in hidden and not (subject == "tree" and colour == "purple")


def is_held_out(combination: tuple[str, str, str, str]) -> bool:
    """Whether a combination is kept from training; stable for ever, whatever the seed."""
    return zlib.crc32("/".join(combination).encode()) % HELD_OUT_SHARE == 0


def dress(combination: tuple[str, str, str, str], rng: random.Random) -> Scene:
    """Gives a combination a time, a number, weather and a look."""
    subject, colour, place, motion = combination
    timeless = place in TIMELESS
    return Scene(
        subject=subject,
        colour=colour,
        place=place,
        motion=motion,
        time="day" if timeless else rng.choices(TIMES, (5, 2, 2))[0],
        count=rng.choices((1, 2, 3), (7, 2, 1))[0],
        rain=not timeless and place != "snow" and rng.random() < 0.12,
        seconds=round(rng.uniform(3.2, 5.5), 1),
        look=rng.getrandbits(31),
    )


@lru_cache(maxsize=1)
def most_held_out() -> int:
    """How many different clips can be drawn for samples."""
    return sum(map(is_held_out, combinations()))


def training_combinations() -> list[tuple[str, str, str, str]]:
    """The combinations that are not held out."""
    return [combination for combination in combinations() if not is_held_out(combination)]


def held_out_scenes(count: int, seed: int) -> list[Scene]:
    """`count` scenes of different held-out combinations, every subject, place and motion among the first.

    ValueError if there are not so many.
    """
    rng = random.Random(f"samples/{seed}")
    pool = [combination for combination in combinations() if is_held_out(combination)]
    if count > len(pool):
        raise ValueError(f"at most {len(pool)} different clips can be drawn")
    rng.shuffle(pool)
    seen: dict[tuple[int, str], int] = {}
    chosen: list[tuple[str, str, str, str]] = []
    while len(chosen) < count:  # take what shows the least that was seen so far
        best = min(
            range(min(len(pool), 200)),
            key=lambda i: sum(seen.get((kind, word), 0) for kind, word in enumerate(pool[i])),
        )
        combination = pool.pop(best)
        chosen.append(combination)
        for kind, word in enumerate(combination):
            seen[kind, word] = seen.get((kind, word), 0) + (2 if kind in (0, 3) else 1)
    return [dress(combination, rng) for combination in chosen]
