"""Drawn scenes: the sample clips and the data of the starter pack."""

from vop_desktop.samples.draw import render_frame
from vop_desktop.samples.scene import Scene, held_out_scenes
from vop_desktop.samples.write import SampleClip, write_samples

__all__ = ["SampleClip", "Scene", "held_out_scenes", "render_frame", "write_samples"]
