"""What a library has to tell the person without being asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class LibraryNotice:
    """Something that happened to a library, for the command line to print and the window to show.

    Attributes:
        kind: `recovered` (a backup stands in for a damaged file: index again), `read-only`, `expired`
            (undo brings back what was forgotten) or `backup` (none could be made).
        text: one or two plain sentences.
    """

    kind: Literal["recovered", "read-only", "expired", "backup"]
    text: str
