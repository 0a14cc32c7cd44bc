"""The picture of a video that a person chose to see it by; without a choice the program's own is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from vop_desktop.errors import LibraryError
from vop_desktop.library.changes import Plan
from vop_desktop.library.edits import replace_row
from vop_desktop.library.store import Library
from vop_desktop.library.wording import fingerprints


@dataclass(frozen=True, slots=True)
class ChoosePoster:
    """Shows a video by its frame at `moment` (seconds); None for the program's choice."""

    video_id: int
    moment: float | None
    kind: str = "poster"

    def plan(self, library: Library) -> Plan:
        """The rows."""
        if self.moment is not None and not 0 <= self.moment < float("inf"):
            raise LibraryError("A picture is chosen by a moment within the video.")
        (content,) = fingerprints(library, [self.video_id])
        row = None if self.moment is None else {"moment": float(self.moment)}
        title = "Choose the picture of a video" if row else "Let the program choose the picture of a video"
        return Plan(title, tuple(replace_row(library, "posters", (content,), row)))


def poster_moment(library: Library, video_id: int) -> float | None:
    """The moment of the chosen picture, seconds; None where none was chosen."""
    rows = library.query("SELECT moment FROM posters WHERE video_id = ?", video_id)
    return float(rows[0][0]) if rows else None


def poster_tile(library: Library, video_id: int, model_id: str) -> tuple[int, int] | None:
    """Segment and tile nearest to the chosen picture under a model; None where none was chosen or indexed."""
    moment = poster_moment(library, video_id)
    rows = library.query(
        "SELECT frames, times FROM segments WHERE video_id = ? AND model_id = ?", video_id, model_id
    )
    if moment is None or not rows:
        return None
    frames, blob = rows[0]
    times = np.frombuffer(blob, "<f8").reshape(-1, frames)
    segment, tile = divmod(int(np.abs(times - moment).argmin()), frames)
    return segment, tile  # argmin gives the first of equal ones: never a padded one
