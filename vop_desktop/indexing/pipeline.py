"""Indexing: folders in, embeddings and thumbnails in the library out (DESIGN §3)."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vop_desktop.errors import Cancelled, MediaError, VopDesktopError
from vop_desktop.indexing import survey as surveying
from vop_desktop.indexing.builder import EmbeddingBuilder
from vop_desktop.indexing.progress import ProgressCallback, ProgressMeter
from vop_desktop.indexing.words import read_words
from vop_desktop.library import captions as caption_store
from vop_desktop.library.rows import filmstrip_layout, path_to_db
from vop_desktop.library.store import Library
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone, VideoOpened
from vop_desktop.media.fingerprint import fingerprint
from vop_desktop.records import (
    Detail,
    Encoder,
    Failure,
    FileState,
    Filmstrip,
    IndexReport,
    VideoFile,
    VideoInfo,
)

log = logging.getLogger(__name__)

MAX_TRIES = 3  # times that reading a file may end with the end of the program
UNKNOWN_VIDEO = VideoInfo(0.0, "0/1", 0, 0, "", "", 0, 0)


def index_folders(
    library: Library,
    encoder: Encoder,
    folders: Sequence[str | os.PathLike[str]],
    *,
    detail: Detail = "normal",
    progress: ProgressCallback | None = None,
    cancel: threading.Event | None = None,
    pause: threading.Event | None = None,
    retry: bool = False,
    workers: int = 0,
) -> IndexReport:
    """Brings the library up to date with folders of videos. Any thread; `library` must be its own.

    Unchanged files cost a stat, moved ones a fingerprint. A bad file is recorded and passed over.

    Args:
        library: where to store.
        encoder: what to encode with.
        folders: they become roots of the library.
        detail: how densely longer videos are sampled (DESIGN §5).
        progress: called from this thread, at most ten times a second.
        cancel: set it to stop; what was finished is kept.
        pause: while set, no new segment is encoded.
        retry: read known failures and partial videos again.
        workers: decode processes; 0 for what suits the machine.

    Raises:
        MediaError: a folder does not exist; nothing was changed.
        LibraryError: the library cannot be written.
    """
    stop = _Stop(cancel or threading.Event(), pause or threading.Event())
    run = _Run(library, encoder, detail, ProgressMeter(progress), stop)
    return run.execute([os.path.abspath(folder) for folder in folders], retry=retry, workers=workers)


@dataclass(frozen=True, slots=True)
class _Stop:
    """The two ways to hold a run up."""

    cancel: threading.Event
    pause: threading.Event

    def check(self) -> None:
        """Waits while paused. Cancelled once the run is to stop."""
        while self.pause.is_set() and not self.cancel.is_set():
            time.sleep(0.05)
        if self.cancel.is_set():
            raise Cancelled("stopped")


class _Run:
    """One call of `index_folders`."""

    def __init__(
        self, library: Library, encoder: Encoder, detail: Detail, meter: ProgressMeter, stop: _Stop
    ) -> None:
        self._library = library
        self._encoder = encoder
        self._detail: Detail = detail
        self._meter = meter
        self._stop = stop
        self._survey = surveying.Survey()
        self._fingerprints: dict[str, str] = {}  # of files that were handed to the decoders
        self._twins: list[tuple[VideoFile, str]] = []  # same content as a file that is being read
        self._begun: set[str] = set()  # files whose job was written
        self._moved = 0
        self._indexed = library.indexed_videos(encoder.model_id, detail)
        self._layout = filmstrip_layout(detail, encoder.num_frames)
        self._retry = False
        self._segments = 0
        self._frames = 0

    def execute(self, folders: list[str], *, retry: bool, workers: int) -> IndexReport:
        begin = time.monotonic()
        self._retry = retry
        plan = surveying.Plan()
        gone: list[str] = []
        try:
            self._survey = surveying.survey_folders(self._library, folders, self._meter, self._stop.cancel)
            self._stop.check()
            plan = surveying.plan_reading(
                self._library, self._survey, self._encoder.model_id, self._detail, retry=retry
            )
            gone = self._note_presence(folders, plan)
            self._meter.start(len(plan.to_read))
            waiting = plan.to_read
            while waiting:
                self._read(waiting, workers)
                waiting = self._tie_twins()
            self._read_captions()
            read_words(self._library, self._survey.files, self._stop.cancel)
        except Cancelled:
            pass
        self._meter.end()
        report = self._report(folders, plan, gone, time.monotonic() - begin)
        log.info(
            "Indexed %d files, %d failed, in %.1f s", len(self._survey.files), report.failed, report.seconds
        )
        return report

    def _note_presence(self, folders: list[str], plan: surveying.Plan) -> list[str]:
        gone = surveying.vanished(self._library, self._survey, folders)
        self._library.set_missing(gone)
        self._library.clear_failures(gone)
        self._library.set_present(plan.returned)
        for failure in self._survey.failures:
            self._library.put_failure(failure)
        held = {root.path: root.videos for root in self._library.roots()}
        for folder in folders:
            unplugged = folder in self._survey.empty_roots and bool(held.get(folder))
            self._library.set_reachable(folder, not unplugged)
        return gone

    # --- reading ------------------------------------------------------------------------------------

    def _read(self, files: list[VideoFile], workers: int) -> None:
        request = DecodeRequest(self._encoder.image_size, self._encoder.num_frames, self._detail, workers)
        by_path = {file.path: file for file in files}
        with DecodePool(request) as pool:
            events = pool.decode(self._unknown_contents(files), cancel=self._stop.cancel)
            info = UNKNOWN_VIDEO
            builder = EmbeddingBuilder(self._encoder)
            trouble = ""
            try:
                for event in events:
                    if isinstance(event, VideoOpened):
                        self._begin(event.path)
                        info, builder, trouble = event.info, EmbeddingBuilder(self._encoder), ""
                        self._meter.working(event.path)
                    elif isinstance(event, SegmentsDecoded):
                        trouble = trouble or self._encode(event, builder)
                    else:
                        self._store(by_path[event.path], event, info, builder, trouble)
                        info, builder, trouble = UNKNOWN_VIDEO, EmbeddingBuilder(self._encoder), ""
            finally:
                for path in self._fingerprints:  # a stop is no crash: nothing was at fault
                    self._library.finish_job(path)

    def _unknown_contents(self, files: Iterable[VideoFile]) -> Iterator[str]:
        """The files that have to be decoded; pulled by the pool a little ahead of the encoder."""
        underway: set[str] = set()
        for file in files:
            self._stop.check()
            try:
                content = fingerprint(file.path)
            except MediaError as error:
                self._fail(file, error.stage, error.reason)
                continue
            known = self._library.find_video(content)
            if content in underway or (known and self._settled(*known)):
                self._twins.append((file, content))
            elif self._tries(file.path) >= MAX_TRIES:
                reason = f"the program ended {MAX_TRIES} times while reading this file; it is left out"
                self._library.finish_job(file.path)
                self._fail(file, "decode", reason)
            else:
                underway.add(content)
                self._fingerprints[file.path] = content
                if not self._begun:
                    self._begin(file.path)
                yield file.path

    def _begin(self, path: str) -> None:
        """Writes the job of the file in hand: if the program ends now, no file decoded ahead is blamed."""
        if path not in self._begun:
            self._begun.add(path)
            self._library.start_job(path)

    def _tries(self, path: str) -> int:
        rows = self._library.query("SELECT tries FROM jobs WHERE path = ?", path_to_db(path))
        return int(rows[0][0]) if rows else 0

    def _settled(self, video_id: int, state: str) -> bool:
        if state == "complete":
            return video_id in self._indexed
        return not self._retry and (state == "failed" or video_id in self._indexed)

    def _encode(self, event: SegmentsDecoded, builder: EmbeddingBuilder) -> str:
        """Encodes decoded segments; gives what went wrong, in words, or nothing."""
        strips = [Filmstrip(s.filmstrip, len(s.times), s.poster) for s in event.segments]
        self._library.put_filmstrips(self._fingerprints[event.path], self._layout, event.first, strips)
        try:
            for _ in builder.add(event.segments):
                self._stop.check()
        except VopDesktopError:
            raise  # stopped, or a model that cannot be loaded: no file is to blame
        except Exception as error:
            log.exception("Encoding %r failed", event.path)
            return f"the model could not encode its frames: {error}"
        self._meter.working(event.path)
        return ""

    def _store(
        self, file: VideoFile, done: VideoDone, info: VideoInfo, builder: EmbeddingBuilder, trouble: str
    ) -> None:
        """One transaction a video: its row, its path, its embeddings or its failure."""
        content = self._fingerprints.pop(file.path)
        change = "" if done.state == "complete" else _change(file)
        if change or done.stage == "scan":  # which says nothing about the content
            self._library.finish_job(file.path)
            self._fail(file, "scan", change or done.reason)
            return
        failed = done.state == "failed" or bool(trouble) or not builder.frames
        stage, reason = ("encode", trouble) if trouble else (done.stage, done.reason)
        with self._library.transaction():
            state = "failed" if failed else done.state
            if info.size == 0:
                info = VideoInfo(0.0, "0/1", 0, 0, "", "", 0, file.size)
            video_id = self._library.put_video(content, info, state, stage, reason)
            self._library.put_file(file, video_id, self._survey.roots[file.path])
            if failed:
                failure = Failure(file.path, stage or "decode", reason or "no frame could be read")
                self._library.put_failure(failure, file.size, file.mtime_ns)
            else:
                arrays = builder.arrays()
                self._library.put_segments(video_id, self._encoder.model_id, self._detail, arrays)
                self._indexed.add(video_id)
                self._segments += len(arrays.embeddings)
            self._library.finish_job(file.path)
        self._frames += builder.frames
        self._meter.finished(failed=failed, video_id=None if failed else video_id)

    def _fail(self, file: VideoFile, stage: str, reason: str) -> None:
        self._library.put_failure(Failure(file.path, stage, reason), file.size, file.mtime_ns)
        self._meter.finished(failed=True)

    def _tie_twins(self) -> list[VideoFile]:
        """Ties paths to contents known by now: nothing is decoded again. Gives those that have to be read."""
        twins, self._twins = self._twins, []
        unread: list[VideoFile] = []
        for file, content in twins:
            found = self._library.find_video(content)
            if found is None or (found[1] != "failed" and found[0] not in self._indexed):
                unread.append(file)  # its twin vanished before it was read
                continue
            video_id, state = found
            with self._library.transaction():
                self._moved += self._replace_missing(file.path, video_id)
                self._library.put_file(file, video_id, self._survey.roots[file.path])
                if state == "failed":
                    stage, reason = self._library.query(
                        "SELECT stage, reason FROM videos WHERE id = ?", video_id
                    )[0]
                    self._library.put_failure(Failure(file.path, stage, reason), file.size, file.mtime_ns)
            self._meter.finished(failed=state == "failed")
        return unread

    def _replace_missing(self, path: str, video_id: int) -> bool:
        """If a video turns up at a new path and is missing at an old one, it has moved: the old one goes."""
        if self._library.query(
            "SELECT 1 FROM files WHERE path = ? AND video_id = ?", path_to_db(path), video_id
        ):
            return False
        latest = (
            "SELECT id FROM files WHERE video_id = ? AND missing_since IS NOT NULL "
            "ORDER BY missing_since DESC LIMIT 1"
        )
        return bool(self._library.execute(f"DELETE FROM files WHERE id = ({latest})", video_id))

    def _read_captions(self) -> None:
        captions = {
            path: caption_store.read_sidecar(Path(text)) for path, text in self._survey.sidecars.items()
        }
        for table in self._survey.caption_tables:
            folder = os.path.dirname(table)
            for name, texts in caption_store.read_captions_csv(Path(table)).items():
                path = os.path.join(folder, name)
                if path in self._survey.files:
                    captions[path] = captions.get(path, []) + texts
        caption_store.set_file_captions(self._library, captions)

    # --- the report ---------------------------------------------------------------------------------

    def _report(
        self, folders: list[str], plan: surveying.Plan, gone: list[str], seconds: float
    ) -> IndexReport:
        known, failed = self._library.known_files(), self._library.failed_files()
        partial = self._library.partial_reasons()
        files: list[FileState] = []
        contents: dict[int, str] = {}
        for path in self._survey.files:
            if path in known:
                contents[known[path].video_id] = known[path].state
            if path in failed:
                files.append(FileState(path, "failed", failed[path][2].stage, failed[path][2].reason))
            elif path in known:
                reason = partial.get(known[path].video_id, "")
                files.append(FileState(path, known[path].state, "decode" if reason else "", reason))
        states = list(contents.values())
        unread = sum(1 for file in files if file.path not in known)  # failed before their content was known
        failures = [
            *self._survey.failures,
            *(Failure(f.path, f.stage, f.reason) for f in files if f.state == "failed"),
        ]
        return IndexReport(
            videos=len(contents),
            complete=states.count("complete"),
            partial=states.count("partial"),
            failed=states.count("failed") + unread,
            unchanged=len(plan.unchanged),
            moved=self._moved,
            missing=len([path for path in known if known[path].missing and _below(path, folders)]),
            segments=self._segments,
            frames=self._frames,
            seconds=seconds,
            cancelled=self._stop.cancel.is_set(),
            failures=tuple(failures),
            files=tuple(files),
        )


def _below(path: str, folders: Sequence[str]) -> bool:
    return any(surveying.lies_in(path, folder) for folder in folders)


def _change(file: VideoFile) -> str:
    """What happened to a file since the scan, in words; nothing if it is as it was."""
    try:
        status = Path(file.path).stat()
    except FileNotFoundError:
        return "the file is no longer there"
    except OSError:
        return ""  # the decoders tell why
    same = (status.st_size, status.st_mtime_ns) == (file.size, file.mtime_ns)
    return "" if same else "the file was changed while it was read; index its folder again"
