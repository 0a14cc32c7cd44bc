"""The captions of a library as pairs to tune on, and where they come from. No torch here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vop_desktop.errors import TuneError
from vop_desktop.library.rows import path_from_db
from vop_desktop.library.store import Library
from vop_desktop.media.titles import telling_title
from vop_desktop.tuning.pairs import CaptionedVideo, PairSet


@dataclass(frozen=True, slots=True)
class CaptionCounts:
    """Captions that can be tuned on.

    Attributes:
        videos: that have any and can be read.
        typed: captions that the person wrote or accepted.
        beside: from files beside the videos.
        titles: from inside the videos.
    """

    videos: int = 0
    typed: int = 0
    beside: int = 0
    titles: int = 0

    @property
    def captions(self) -> int:
        """All of them."""
        return self.typed + self.beside + self.titles


def library_pairs(library: Library) -> PairSet:
    """The captioned videos of a library that can be reached. TuneError if there is none."""
    videos: dict[str, CaptionedVideo] = {}
    for key, path, text, _ in _captions(library):
        before = videos[key].captions if key in videos else ()
        videos[key] = CaptionedVideo(path, key, (*before, text))
    if not videos:
        raise TuneError("No video of the library has a caption yet. Caption some, or name a file of pairs.")
    return PairSet(tuple(videos.values()), ())


def count_captions(library: Library) -> CaptionCounts:
    """How many captions `library_pairs` gives, and where they come from."""
    rows = _captions(library)
    counts = Counter(source for *_, source in rows)
    return CaptionCounts(len({key for key, *_ in rows}), counts["person"], counts["file"], counts["title"])


def _captions(library: Library) -> list[tuple[str, str, str, str]]:
    """Content, path, text and source of each: no speech, and no title that is the name of a file."""
    rows = library.query(
        "SELECT v.fingerprint, min(f.path), c.text, c.source FROM captions c "
        "JOIN videos v ON v.id = c.video_id JOIN files f ON f.video_id = v.id AND f.missing_since IS NULL "
        "WHERE c.source <> 'subtitle' GROUP BY c.id ORDER BY c.id"
    )
    found = [(key, path_from_db(stored), text, source) for key, stored, text, source in rows]
    return [row for row in found if row[3] != "title" or telling_title(row[2], row[1])]
