"""Words of the tuning page: what the methods do, and what a run is at."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from vop_desktop.ui.tuning_messages import TuneStep


def methods() -> dict[str, tuple[str, str]]:
    """What each method is called, and what it does and costs, in a sentence."""
    translate = QCoreApplication.translate
    return {
        "words": (
            translate("Tuning", "Words only"),
            translate(
                "Tuning",
                "Learns how you say things. Quick: the captioned videos are looked at once, and the library "
                "need not be read again with the result.",
            ),
        ),
        "vop": (
            translate("Tuning", "Words and pictures (VoP)"),
            translate("Tuning", "Learns from the pictures too. All videos are read again with the result."),
        ),
        "vop_p": (
            translate("Tuning", "With places (VoP-P)"),
            translate("Tuning", "Also learns where in a clip each frame stands. All videos are read again."),
        ),
        "vop_c": (
            translate("Tuning", "With context (VoP-C)"),
            translate("Tuning", "Also learns how frames belong together. Slow; all videos are read again."),
        ),
        "vop_f": (
            translate("Tuning", "With layers (VoP-F)"),
            translate(
                "Tuning", "Learns of the clip as a whole in the upper layers. All videos are read again."
            ),
        ),
        "vop_fp": (
            translate("Tuning", "Layers and places (VoP-F+P)"),
            translate("Tuning", "Both of these; needs more captions. All videos are read again."),
        ),
        "vop_fc": (
            translate("Tuning", "Layers and context (VoP-F+C)"),
            translate("Tuning", "The most that can be learned, and the slowest. All videos are read again."),
        ),
    }


def phase_text(step: TuneStep) -> str:
    """What a run is at, and how far."""
    translate = QCoreApplication.translate
    words = {
        "reading": translate("Tuning", "Looking at the captioned videos: {0} of {1}"),
        "encoding": translate("Tuning", "Taking down what the captioned videos show: {0} of {1}"),
        "searching": translate("Tuning", "Trying how fast to learn: {0} of {1}"),
        "training": translate("Tuning", "Learning: step {0} of {1}"),
        "examining": translate("Tuning", "Examining at step {0} of {1}"),
        "done": translate("Tuning", "Comparing on the videos that were held out…"),
    }
    return words.get(step.phase, "{0} / {1}").format(step.step, step.steps)
