"""Pictures of a scene: backdrop, drifting layers, subjects, rain or snow."""

from __future__ import annotations

import math
import random
from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from vop_desktop.records import ByteArray
from vop_desktop.samples.motion import HEIGHT, Pose, poses
from vop_desktop.samples.pen import mix
from vop_desktop.samples.places import Layer, backdrop
from vop_desktop.samples.scene import COLOURS, Scene
from vop_desktop.samples.subjects import draw_subject

PHASES = 8  # pictures of one step or stroke
SHADE = {"day": 0.0, "sunset": 0.06, "night": 0.14}  # how far the hour dims a subject's colour
DROPS = 70
FLAKES = 60


class Painter:
    """Paints one scene at one size. What does not change from frame to frame is drawn once."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        self.scene = scene
        self.width, self.height = width, height
        oversample = 2 if height >= 200 else 3
        self._base, self._layers = backdrop(scene, width, height, oversample)
        self._colour = mix(COLOURS[scene.colour], (40, 40, 90), SHADE[scene.time])
        largest = HEIGHT[scene.count] * height * (2.0 if scene.motion in ("towards", "away") else 1.2)
        self._pixels = max(48, round(largest * 1.5 / 2) * 2)
        self._sprites: dict[int, list[Image.Image]] = {}
        rng = random.Random(f"weather/{scene.look}")
        self._particles = [(rng.random(), rng.random(), rng.uniform(0.7, 1.3)) for _ in range(DROPS)]

    def frame(self, t: float) -> ByteArray:
        """The picture `t` seconds after the start, uint8 [height, width, 3]."""
        picture = self._base.copy()
        for layer in self._layers:
            self._drift(picture, layer, t)
        for pose in poses(self.scene, t):
            self._place(picture, pose)
        if self.scene.rain:
            self._rain(picture, t)
        elif self.scene.place == "snow":
            self._snow(picture, t)
        return np.asarray(picture)

    def _drift(self, picture: Image.Image, layer: Layer, t: float) -> None:
        shift = round(layer.reach * (1 + math.sin(layer.speed * t)))
        part = layer.image.crop((shift, 0, shift + self.width, self.height))
        picture.paste(part, (0, 0), part)

    def _levels(self, phase: float) -> list[Image.Image]:
        """A sprite and its halves, quarters and so on."""
        step = round(phase * PHASES) % PHASES
        if step not in self._sprites:
            image = draw_subject(self.scene.subject, self._colour, step / PHASES, self._pixels)
            levels = [image]
            while levels[-1].width > 24:
                levels.append(levels[-1].reduce(2))
            self._sprites[step] = levels
        return self._sprites[step]

    def _place(self, picture: Image.Image, pose: Pose) -> None:
        if pose.alpha <= 0.01:
            return
        target = pose.size * self.height
        levels = self._levels(pose.phase)
        sprite = next((level for level in reversed(levels) if level.width >= target), levels[0])
        side = math.ceil(target * (1.45 if pose.angle else 1.02)) + 3
        x = self.width / 2 + pose.x * self.height
        y = self.height / 2 + pose.y * self.height
        left, top = math.floor(x - side / 2), math.floor(y - side / 2)
        # from a pixel of the pasted square to a pixel of the sprite
        zoom = sprite.width / target
        angle = math.radians(pose.angle)
        cos, sin = math.cos(angle) * zoom, math.sin(angle) * zoom
        flip = -1 if pose.mirrored else 1
        cx, cy, half = x - left, y - top, sprite.width / 2
        across = (flip * cos, -flip * sin, half - flip * (cos * cx - sin * cy))
        rows = (*across, sin, cos, half - sin * cx - cos * cy)
        patch = sprite.transform((side, side), Image.Transform.AFFINE, rows, Image.Resampling.BILINEAR)
        mask = patch.getchannel("A")
        if pose.alpha < 1:
            mask = mask.point(lambda value: round(value * pose.alpha))
        picture.paste(patch, (left, top), mask)

    def _rain(self, picture: Image.Image, t: float) -> None:
        mask = Image.new("L", (2 * self.width, 2 * self.height))
        draw = ImageDraw.Draw(mask)
        length = 0.09 * 2 * self.height
        for px, py, speed in self._particles:
            y = ((py + 1.3 * speed * t) % 1.15 - 0.1) * 2 * self.height
            x = ((px + 0.13 * py - 0.2 * t) % 1.0) * 2 * self.width
            draw.line((x, y, x - 0.18 * length, y + length), 170, max(1, round(self.height / 110)))
        picture.paste((226, 234, 244), (0, 0), mask.reduce(2))

    def _snow(self, picture: Image.Image, t: float) -> None:
        mask = Image.new("L", (2 * self.width, 2 * self.height))
        draw = ImageDraw.Draw(mask)
        for px, py, speed in self._particles[:FLAKES]:
            y = ((py + 0.16 * speed * t) % 1.05) * 2 * self.height
            x = ((px + 0.02 * math.sin(2 * t + 9 * py)) % 1.0) * 2 * self.width
            r = 0.011 * speed * self.height
            draw.ellipse((x - r, y - r, x + r, y + r), 230)
        picture.paste((255, 255, 255), (0, 0), mask.reduce(2))


@lru_cache(maxsize=4)
def _painter(scene: Scene, width: int, height: int) -> Painter:
    return Painter(scene, width, height)


def render_frame(scene: Scene, t: float, width: int, height: int) -> ByteArray:
    """The scene `t` seconds after its start as uint8 [height, width, 3] RGB; always the same picture."""
    return _painter(scene, width, height).frame(t)
