"""The background threads of one window, made, started and stopped together."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from vop_desktop.model.lazy import LazyEncoder
from vop_desktop.records import Encoder
from vop_desktop.ui.caption_worker import CaptionWorker
from vop_desktop.ui.clip_worker import ClipWorker
from vop_desktop.ui.edit_worker import EditWorker
from vop_desktop.ui.estimate_worker import EstimateWorker
from vop_desktop.ui.index_worker import Habits, IndexWorker
from vop_desktop.ui.inspect_worker import InspectWorker
from vop_desktop.ui.media_worker import MediaWorker
from vop_desktop.ui.pack_worker import PackWorker
from vop_desktop.ui.search_worker import SearchWorker
from vop_desktop.ui.strip_worker import StripWorker
from vop_desktop.ui.tasks import Worker
from vop_desktop.ui.thumbnails import ThumbnailWorker
from vop_desktop.ui.tuning_worker import TuneWorker
from vop_desktop.ui.watch_worker import WatchWorker

WAIT_MS = 20  # for one thread, before the next one is asked
LOADING_SECONDS = 0.5  # that a model which is just being loaded gets when the window closes


@dataclass(frozen=True, slots=True)
class Workers:
    """Each has a thread and a connection to the library of its own; the encoder is shared."""

    index: IndexWorker
    search: SearchWorker
    clips: ClipWorker
    thumbnails: ThumbnailWorker
    watch: WatchWorker
    packs: PackWorker
    downloads: PackWorker
    tuning: TuneWorker
    training: TuneWorker
    estimate: EstimateWorker
    edits: EditWorker
    strips: StripWorker
    inspector: InspectWorker
    media: MediaWorker
    exports: MediaWorker
    captions: CaptionWorker

    @classmethod
    def make(
        cls, library: Path, encoder: Encoder, habits: Habits | None = None, *, reading: Encoder | None = None
    ) -> Workers:
        """Makes the workers; nothing runs yet. `reading` reads the library where another one answers."""
        return cls(
            IndexWorker(library, reading or encoder, habits or Habits()),
            SearchWorker(library, encoder),
            ClipWorker(library, encoder),
            ThumbnailWorker(library, encoder),
            WatchWorker(),
            PackWorker("packs", library),
            PackWorker("downloads", library),
            TuneWorker("tuning", library),
            TuneWorker("training", library),
            EstimateWorker(),
            EditWorker(library),
            StripWorker(library, encoder),
            InspectWorker(library, encoder),
            MediaWorker("media"),
            MediaWorker("exports"),
            CaptionWorker(library),
        )

    @property
    def all(self) -> tuple[Worker, ...]:
        """Every worker."""
        return (
            self.index, self.search, self.clips, self.thumbnails, self.watch, self.packs, self.downloads,
            self.tuning, self.training, self.estimate, self.edits, self.strips, self.inspector,
            self.media, self.exports, self.captions,
        )  # fmt: skip

    def answer_with(self, encoder: Encoder) -> None:
        """All that shows and searches goes by another model from now on. GUI thread."""
        for worker in (self.search, self.clips, self.thumbnails, self.strips, self.inspector):
            worker.use_encoder(encoder)

    def start(self) -> None:
        """Starts the threads. GUI thread."""
        for worker in self.all:
            worker.start()

    def stop(self, seconds: float) -> bool:
        """Cancels all work and waits for the threads together; False if one still runs. GUI thread.

        One that only waits for a model to be loaded cannot be stopped, and has nothing to lose: it is not
        waited for to the end.
        """
        begin = time.monotonic()
        for worker in self.all:
            worker.stop()
        left = list(self.all)
        while left and time.monotonic() - begin < seconds:
            left = [worker for worker in left if not worker.wait(WAIT_MS)]
            patient = time.monotonic() - begin < LOADING_SECONDS
            if not patient and all(self._only_loads(worker) for worker in left):
                break
        return not left

    def _only_loads(self, worker: Worker) -> bool:
        encoders = (self.index.encoder, self.search.encoder)
        return any(
            isinstance(encoder, LazyEncoder) and encoder.keeps_waiting(worker.thread_id)
            for encoder in encoders
        )
