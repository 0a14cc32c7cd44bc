"""Captions of drawn scenes, said as different people would."""

from __future__ import annotations

import random
from dataclasses import dataclass

from vop_desktop.samples.scene import COLOURS, TIMELESS, Scene

# singular, plural
NOUNS: dict[str, tuple[tuple[str, str], ...]] = {
    "balloon": (("balloon", "balloons"), ("hot air balloon", "hot air balloons")),
    "car": (("car", "cars"), ("car", "cars"), ("automobile", "automobiles")),
    "boat": (("boat", "boats"), ("sailing boat", "sailing boats"), ("ship", "ships")),
    "bird": (("bird", "birds"), ("little bird", "little birds")),
    "fish": (("fish", "fish"),),
    "rocket": (("rocket", "rockets"), ("spaceship", "spaceships")),
    "ball": (("ball", "balls"), ("round ball", "round balls")),
    "house": (("house", "houses"), ("little house", "little houses")),
    "tree": (("tree", "trees"),),
    "star": (("star", "stars"), ("big star", "big stars")),
    "butterfly": (("butterfly", "butterflies"),),
    "train": (("train", "trains"), ("locomotive", "locomotives")),
    "dog": (("dog", "dogs"), ("puppy", "puppies")),
    "cat": (("cat", "cats"), ("kitten", "kittens")),
    "person": (("person", "people"), ("figure", "figures")),
    "turtle": (("turtle", "turtles"),),
}

# how a subject goes anywhere: he/she/it, they, -ing
GOING: dict[str, tuple[tuple[str, str, str], ...]] = {
    "balloon": (("floats", "float", "floating"), ("drifts", "drift", "drifting")),
    "car": (("drives", "drive", "driving"), ("rolls", "roll", "rolling")),
    "boat": (("sails", "sail", "sailing"),),
    "bird": (("flies", "fly", "flying"),),
    "fish": (("swims", "swim", "swimming"),),
    "rocket": (("flies", "fly", "flying"), ("shoots", "shoot", "shooting")),
    "ball": (("rolls", "roll", "rolling"),),
    "house": (("slides", "slide", "sliding"),),
    "tree": (("slides", "slide", "sliding"),),
    "star": (("glides", "glide", "gliding"),),
    "butterfly": (("flies", "fly", "flying"), ("flutters", "flutter", "fluttering")),
    "train": (("rolls", "roll", "rolling"), ("drives", "drive", "driving")),
    "dog": (("runs", "run", "running"), ("walks", "walk", "walking")),
    "cat": (("runs", "run", "running"), ("walks", "walk", "walking")),
    "person": (("walks", "walk", "walking"), ("runs", "run", "running")),
    "turtle": (("swims", "swim", "swimming"), ("crawls", "crawl", "crawling")),
}
ANY_GOING = (("moves", "move", "moving"), ("goes", "go", "going"))
FLOATING = (("floats", "float", "floating"),)
AT_HOME_ABOVE = frozenset(
    {"balloon", "bird", "fish", "rocket", "star", "butterfly"}
)  # at home off the ground

WAYS = {
    "left": ("to the left", "left", "towards the left"),
    "right": ("to the right", "right", "towards the right"),
    "up": ("up", "upwards", "higher"),
    "down": ("down", "downwards", "lower"),
    "towards": ("towards you", "closer", "towards the camera"),
    "away": ("away", "away from you", "into the distance"),
}

# motions that are verbs of their own
ACTING = {
    "up": (("rises", "rise", "rising"), ("rises up", "rise up", "rising up")),
    "down": (("falls", "fall", "falling"), ("falls down", "fall down", "falling down"),
             ("sinks", "sink", "sinking")),
    "towards": (("gets bigger", "get bigger", "getting bigger"), ("grows", "grow", "growing")),
    "away": (("gets smaller", "get smaller", "getting smaller"), ("shrinks", "shrink", "shrinking")),
    "spin": (("spins", "spin", "spinning"), ("turns round", "turn round", "turning round"),
             ("spins around", "spin around", "spinning around")),
    "bounce": (("bounces", "bounce", "bouncing"), ("hops", "hop", "hopping"),
               ("bounces up and down", "bounce up and down", "bouncing up and down")),
    "appear": (("appears", "appear", "appearing"), ("fades in", "fade in", "fading in")),
    "vanish": (("vanishes", "vanish", "vanishing"), ("disappears", "disappear", "disappearing"),
               ("fades away", "fade away", "fading away")),
    "still": (("stays still", "stay still", "staying still"), ("does not move", "do not move", "not moving"),
              ("waits", "wait", "waiting")),
}  # fmt: skip

PLACE_PHRASES = {
    "sea": ("by the sea", "at sea", "over the waves"),
    "hills": ("in the hills", "in the green hills", "over the hills"),
    "city": ("in the city", "in town", "in front of tall buildings"),
    "desert": ("in the desert", "in the sand", "among the dunes"),
    "snow": ("in the snow", "in a snowy landscape", "in the snowy mountains"),
    "space": ("in space", "in outer space", "among the planets"),
    "forest": ("in the forest", "in the woods", "among dark trees"),
    "lake": ("at the lake", "by the lake", "by a calm lake"),
    "reef": ("under water", "at the coral reef", "deep under the sea"),
}
TIME_PHRASES = {  # the last of each is for a clear sky
    "day": ("by day", "in the daytime", "on a bright day"),
    "sunset": ("at sunset", "in the evening", "as the sun sets"),
    "night": ("at night", "in the dark", "under the moon"),
}
RAIN_PHRASES = ("in the rain", "while it rains", "on a rainy day")
SINGLE_PLACES = {
    "sea": ("the sea", "waves", "ocean"),
    "hills": ("green hills", "hills"),
    "city": ("a city", "buildings", "town"),
    "desert": ("a desert", "sand", "dunes"),
    "snow": ("snow", "a snowy landscape"),
    "space": ("space", "planets"),
    "forest": ("a forest", "woods"),
    "lake": ("a lake", "lake"),
    "reef": ("a coral reef", "under water"),
}
SIZES = frozenset({"little", "big", "round"})  # adjectives that stand before a colour
NUMBERS = {2: ("two", "a pair of"), 3: ("three",)}


@dataclass(frozen=True, slots=True)
class Caption:
    """A text and what it says about a scene: pairs of attribute and value. Nothing else is claimed."""

    text: str
    claims: tuple[tuple[str, str | int | bool], ...]

    def fits(self, scene: Scene) -> bool:
        """Whether everything that the text says is true of a scene."""
        return all(getattr(scene, name) == value for name, value in self.claims)


def captions(scene: Scene, rng: random.Random) -> tuple[str, str]:
    """Two different captions, each saying enough to tell the scene from one of another combination."""
    first = full_caption(scene, rng).text
    while True:
        second = full_caption(scene, rng).text
        if second != first:
            return first, second


def full_caption(scene: Scene, rng: random.Random) -> Caption:
    """A caption that names subject, colour, motion and place, and number, time and rain where special."""
    claims = ["subject", "colour", "motion", "place"]
    if scene.count > 1:
        claims.append("count")
    if scene.time != "day":
        claims.append("time")
    if scene.rain:
        claims.append("rain")
    return _compose(scene, claims, rng)


def loose_caption(scene: Scene, rng: random.Random) -> Caption:
    """A caption as people search: some of what there is, sometimes a single word, often no article."""
    if rng.random() < 0.12:
        return _single_word(scene, rng)
    claims = [name for name in ("colour", "motion", "place") if rng.random() < 0.65]
    claims += ["subject"] if rng.random() < 0.92 or not claims else []
    if scene.count > 1 and rng.random() < 0.7 and "subject" in claims:
        claims.append("count")
    if rng.random() < (0.7 if scene.time != "day" else 0.12) and scene.place not in TIMELESS:
        claims.append("time")
    if scene.rain and rng.random() < 0.7:
        claims.append("rain")
    caption = _compose(scene, claims, rng)
    for article in ("a ", "an "):
        if caption.text.startswith(article) and rng.random() < 0.3:
            return Caption(caption.text.removeprefix(article), caption.claims)
    return caption


def still_caption(scene: Scene, rng: random.Random) -> Caption:
    """A caption of what a single frame shows: never the motion."""
    claims = ["subject", *(name for name in ("colour", "place") if rng.random() < 0.8)]
    claims += ["count"] if scene.count > 1 else []
    claims += ["time"] if scene.time != "day" and rng.random() < 0.8 else []
    claims += ["rain"] if scene.rain else []
    return _compose(scene, claims, rng)


def _single_word(scene: Scene, rng: random.Random) -> Caption:
    kind = rng.choice(("subject", "place", "subject", "colour", "motion"))
    if kind == "subject":
        text = rng.choice(rng.choice(NOUNS[scene.subject]))
    elif kind == "place":
        text = rng.choice(SINGLE_PLACES[scene.place])
    elif kind == "colour":
        text = rng.choice((scene.colour, f"something {scene.colour}"))
    else:
        text = rng.choice(_motion(scene, rng, known=True))
    return Caption(text, ((kind, getattr(scene, kind)),))


def _compose(scene: Scene, names: list[str], rng: random.Random) -> Caption:
    claims = tuple((name, getattr(scene, name)) for name in names)
    noun = _noun(scene, names, rng)
    plural = scene.count > 1 and "count" in names
    place = rng.choice(PLACE_PHRASES[scene.place]) if "place" in names else ""
    when = rng.choice(TIME_PHRASES[scene.time][: 2 if scene.rain else 3]) if "time" in names else ""
    rain = rng.choice(RAIN_PHRASES[: 3 if scene.time == "day" else 2]) if "rain" in names else ""
    if "motion" not in names:
        return Caption(_join(noun, place, when, rain), claims)
    third, base, ing = _motion(scene, rng, known="subject" in names)
    form = rng.randrange(4)
    if form == 0:
        text = _join(noun, ing, place, when, rain)
    elif form == 1 and when:
        text = _join(f"{when},", noun, base if plural else third, place, rain)
    elif form == 2 and place:
        text = _join(place, noun, base if plural else third, when, rain)
    else:
        text = _join(noun, base if plural else third, place, when, rain)
    return Caption(text, claims)


def _noun(scene: Scene, names: list[str], rng: random.Random) -> str:
    colour = scene.colour if "colour" in names else ""
    if "subject" not in names:
        return f"something {colour}".strip()
    noun = rng.choice(NOUNS[scene.subject])[scene.count > 1 and "count" in names]
    if scene.subject == "person" and colour:  # clothes have the colour
        noun = f"{noun} {rng.choice(('in', 'dressed in'))} {colour}"
    elif colour:
        size, _, rest = noun.partition(" ")  # a little red house, but a red sailing boat
        noun = f"{size} {colour} {rest}" if size in SIZES else f"{colour} {noun}"
    if scene.count > 1 and "count" in names:
        return _join(rng.choice(NUMBERS[scene.count]), noun)
    return _join("an" if noun[0] in "aeiou" else "a", noun)


def _motion(scene: Scene, rng: random.Random, *, known: bool) -> tuple[str, str, str]:
    """The motion as he, they and -ing; `known` is whether the caption names who moves."""
    ways = WAYS.get(scene.motion)
    acting = ACTING.get(scene.motion)
    if ways is None or (acting and rng.random() < 0.4):
        assert acting is not None
        return rng.choice(acting)
    own = GOING[scene.subject] if known else ANY_GOING
    if scene.motion in ("up", "down") and scene.subject not in AT_HOME_ABOVE:
        own = FLOATING
    verb = rng.choice(own if rng.random() < 0.6 else ANY_GOING)
    way = rng.choice(ways)
    return f"{verb[0]} {way}", f"{verb[1]} {way}", f"{verb[2]} {way}"


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def all_words() -> list[str]:
    """Every word that a caption can hold, sorted."""
    texts = ["a an something in dressed", *COLOURS, *RAIN_PHRASES]
    for forms in (*NOUNS.values(), *GOING.values(), *ACTING.values(), ANY_GOING, FLOATING):
        texts += [word for form in forms for word in form]
    for phrases in (*WAYS.values(), *PLACE_PHRASES.values(), *TIME_PHRASES.values()):
        texts += phrases
    for words in (*SINGLE_PLACES.values(), *NUMBERS.values()):
        texts += words
    return sorted({word for text in texts for word in text.split()})
