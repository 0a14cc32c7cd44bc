"""Where the subjects of a scene are at a moment."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from vop_desktop.samples.scene import Scene

ASPECT = 4 / 3  # of the area that motion fills; wider pictures only show more place
FLYERS = frozenset({"balloon", "bird", "rocket", "star", "butterfly"})
WALKERS = frozenset({"dog", "cat", "person", "car", "train", "house", "tree", "turtle", "ball"})
ROLLERS = frozenset({"ball"})
HEIGHT = {1: 0.42, 2: 0.32, 3: 0.27}  # of a subject, by how many there are; the picture is 1 high
LAYOUTS = {
    1: ((0.0, 0.0),),
    2: ((-0.19, 0.03), (0.19, -0.03)),
    3: ((-0.27, 0.07), (0.02, -0.08), (0.28, 0.08)),
}


@dataclass(frozen=True, slots=True)
class Pose:
    """One subject at one moment. Lengths are shares of the picture's height, from its middle.

    Attributes:
        x, y: centre, to the right and downwards.
        size: height and width of the square the subject is drawn in.
        angle: degrees, counter-clockwise.
        alpha: 0 invisible, 1 solid.
        phase: 0 to 1 through one step, stroke or turn of the wheels.
        mirrored: whether it faces left.
    """

    x: float
    y: float
    size: float
    angle: float
    alpha: float
    phase: float
    mirrored: bool


def poses(scene: Scene, t: float) -> list[Pose]:
    """The subjects of a scene `t` seconds after its start, back to front."""
    rng = random.Random(f"pose/{scene.look}")
    share = min(max(t / scene.seconds, 0.0), 1.0)
    size = HEIGHT[scene.count] * rng.uniform(0.92, 1.12)
    x, y = _home(scene, rng)
    dx, dy, grow, angle, alpha = _course(scene, share, rng.uniform(0.9, 1.08), rng)
    mirrored = scene.motion == "left" or (scene.motion != "right" and rng.random() < 0.5)
    spread = 0.5 + 0.5 * min(grow, 1.3)
    moves = scene.motion not in ("still", "appear", "vanish", "spin")
    found = []
    for ox, oy in LAYOUTS[scene.count]:
        bob = 0.012 * math.sin(5 * t + 9 * ox) if moves else 0.0
        phase = (t * 1.3 + ox) % 1 if moves else 0.12
        found.append(
            Pose(x + dx + ox * spread, y + dy + oy * spread + bob, size * grow, angle, alpha, phase, mirrored)
        )
    return found


def _home(scene: Scene, rng: random.Random) -> tuple[float, float]:
    """The middle of the course."""
    x, y = rng.uniform(-0.06, 0.06), rng.uniform(-0.04, 0.04)
    if scene.motion in ("left", "right"):
        x *= 0.5
        low = 0.16 if scene.subject in WALKERS else 0.1 if scene.place in ("sea", "lake") else 0.0
        return x, y + (0.08 + low if scene.subject not in FLYERS else -0.08)
    if scene.motion in ("up", "down"):
        return x * 3, y * 0.5
    if scene.motion == "bounce":
        return x * 2, 0.2 + y * 0.5
    return x, y + (0.08 if scene.subject not in FLYERS else 0.0)


def _course(
    scene: Scene, share: float, reach: float, rng: random.Random
) -> tuple[float, float, float, float, float]:
    """dx, dy, growth, angle and alpha of a motion after a share of its time."""
    way = 2 * share - 1  # -1 to 1
    dx = dy = angle = 0.0
    grow = alpha = 1.0
    across = (0.46 if scene.count == 1 else 0.33) * reach
    upward = (0.36 if scene.count < 3 else 0.33) * reach
    match scene.motion:
        case "left" | "right":
            dx = across * way * (1 if scene.motion == "right" else -1)
            turn = -90.0 if scene.motion == "right" else 90.0
            angle = turn if scene.subject == "rocket" else 0.0
            if scene.subject in ROLLERS:
                angle = -dx * 260
        case "up" | "down":
            dy = upward * way * (1 if scene.motion == "down" else -1)
            angle = 180.0 if scene.subject == "rocket" and scene.motion == "down" else 0.0
        case "towards" | "away":
            nearness = share if scene.motion == "towards" else 1 - share
            largest = 1.75 if scene.count == 1 else 1.45
            grow = 0.32 * (largest / 0.32) ** nearness
            dy = -0.05 * (1 - nearness)
        case "spin":
            angle = -360 * 1.3 * share * rng.choice((-1, 1))
        case "bounce":
            dy = -0.42 * reach * abs(math.sin(math.pi * (2.5 * share + 0.12)))
        case "appear" | "vanish":
            here = share if scene.motion == "appear" else 1 - share
            alpha = min(max((here - 0.32) / 0.3, 0.0), 1.0)
        case _:
            pass
    return dx, dy, grow, angle, alpha
