"""One run of the indexer: from what was found to what is stored."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vop_desktop.errors import Cancelled, MediaError, VopDesktopError
from vop_desktop.indexing.builder import EmbeddingBuilder
from vop_desktop.indexing.hold import PAUSED, Conditions, Hold
from vop_desktop.indexing.identity import Identifier
from vop_desktop.indexing.progress import ProgressMeter
from vop_desktop.indexing.report import Tally, make_report
from vop_desktop.indexing.survey import MAX_TRIES, PARKED, Plan, Survey, plan_reading
from vop_desktop.indexing.words import read_words, words_wait
from vop_desktop.library import captions as caption_store
from vop_desktop.library import jobs
from vop_desktop.library.lookup import videos_at
from vop_desktop.library.mounts import note_mounts
from vop_desktop.library.places import lies_in
from vop_desktop.library.reach import has_entries
from vop_desktop.library.replace import replace_content
from vop_desktop.library.roots import gentle_roots
from vop_desktop.library.rows import filmstrip_layout, path_from_db, path_to_db
from vop_desktop.library.sidecars import read_beside
from vop_desktop.library.states import Encoding, encoding_of, put_state
from vop_desktop.library.store import Library
from vop_desktop.media.decode import DecodePool, DecodeRequest, SegmentsDecoded, VideoDone, VideoOpened
from vop_desktop.records import (
    Detail,
    Encoder,
    Failure,
    Filmstrip,
    IndexReport,
    VideoFile,
    VideoInfo,
    share_cores,
)

log = logging.getLogger(__name__)

UNKNOWN_VIDEO = VideoInfo(0.0, "0/1", 0, 0, "", "", 0, 0)
FILE_WEIGHT = 500_000  # bytes that opening a file is worth, in the estimate of the time left


@dataclass(frozen=True, slots=True)
class RunOptions:
    """How to run; see `index_folders`."""

    detail: Detail = "normal"
    cancel: threading.Event = field(default_factory=threading.Event)
    pause: threading.Event | None = None
    retry: bool = False
    first: Sequence[str] = ()
    newest_first: bool = True
    workers: int = 0
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(slots=True)
class _InHand:
    """The video whose segments are coming in."""

    info: VideoInfo
    builder: EmbeddingBuilder
    segments: int = 0
    trouble: str = ""


class IndexRun:
    """Brings the library up to date with a survey."""

    def __init__(self, library: Library, encoder: Encoder, options: RunOptions, meter: ProgressMeter) -> None:
        self._library = library
        self._encoder = encoder
        self._options = options
        self._meter = meter
        self._cancel = options.cancel
        self._hold = Hold(options.pause, options.conditions, self._held)
        self._model = (encoder.model_id, options.detail)
        self._layout = filmstrip_layout(options.detail, encoder.num_frames)
        self._survey = Survey()
        self._identifier = Identifier(library, self._check)
        self._contents: dict[str, str] = {}  # of files that were handed to the decoders
        self._twins: list[VideoFile] = []  # same content as a file that is being read
        self._begun: set[str] = set()  # files whose job was begun
        self._tally = Tally()
        meter.underway = lambda: tuple(self._contents)

    def execute(self, look: Callable[[tuple[str, Detail]], Survey]) -> IndexReport:
        """Surveys with `look`, given the model, then reads what has to be read."""
        begin = time.monotonic()
        plan = Plan()
        try:
            self._survey = look(self._model)
            self._check()
            plan = plan_reading(
                self._survey, retry=self._options.retry, first=self._options.first,
                newest_first=self._options.newest_first,
            )  # fmt: skip
            self._note_presence(plan)
            self._meter.start(len(plan.to_read), sum(_weight(file) for file in plan.to_read))
            self._queue(plan)
            for files, workers in self._in_turns(plan.to_read):
                waiting = files
                while waiting:
                    self._read(waiting, workers)
                    waiting = self._tie_twins()
            self._read_captions()
            self._read_words(plan)
        except Cancelled:
            pass
        self._meter.end()
        self._tally.cancelled = self._cancel.is_set()
        self._tally.seconds = time.monotonic() - begin
        report = make_report(self._library, self._survey, plan, self._model, self._tally)
        log.info("%d files, %d failed, in %.1f s", len(self._survey.files), report.failed, report.seconds)
        self._survey = Survey()  # large, and the run itself stays until the next look for dead cycles
        return report

    def _check(self) -> None:
        """Waits while held up. Cancelled once the run is to stop."""
        while not self._cancel.is_set() and self._hold.is_set():
            time.sleep(0.05)
        if self._cancel.is_set():
            raise Cancelled("stopped")

    def _held(self, reason: str) -> None:
        jobs.set_queue_paused(self._library, reason == PAUSED)
        self._meter.held(reason)

    def _note_presence(self, plan: Plan) -> None:
        if plan.vanished:
            self._library.set_missing(plan.vanished)
            self._library.clear_failures(plan.vanished)
        if plan.returned:
            self._library.set_present(plan.returned)
        for failure in self._survey.failures:
            self._library.put_failure(failure)
        note_mounts(self._library, self._survey.mounts)
        for root in self._survey.reachable:
            self._library.set_reachable(root, True)
        for root in self._survey.unplugged:
            self._library.set_reachable(root, False)

    def _queue(self, plan: Plan) -> None:
        """Writes down what is to be read; what else stood there of these places is done with."""
        unplugged = self._survey.unplugged
        places = [
            place for place in self._survey.places if not any(lies_in(place, root) for root in unplugged)
        ]
        jobs.queue_files(self._library, places, (file.path for file in plan.to_read))

    # --- reading ------------------------------------------------------------------------------------

    def _in_turns(self, files: list[VideoFile]) -> Iterator[tuple[list[VideoFile], int]]:
        """Files with the number of processes that read them: those of gentle folders last, one by one."""
        gentle = gentle_roots(self._library)
        slow = {file.path for file in files if self._survey.root_of(file.path) in gentle}
        yield [file for file in files if file.path not in slow], self._options.workers
        yield [file for file in files if file.path in slow], 1

    def _read(self, files: list[VideoFile], workers: int) -> None:
        options = self._options
        request = DecodeRequest(
            self._encoder.image_size, self._encoder.num_frames, options.detail, workers,
            options.conditions.low_priority,
        )  # fmt: skip
        by_path = {file.path: file for file in files}
        with DecodePool(request) as pool:
            events = pool.decode(self._unknown_contents(files), cancel=self._cancel, pause=self._hold)
            video = _InHand(UNKNOWN_VIDEO, EmbeddingBuilder(self._encoder))
            try:
                for event in events:
                    if isinstance(event, VideoOpened):
                        self._begin(event.path)
                        video = _InHand(event.info, EmbeddingBuilder(self._encoder), event.segments_planned)
                        self._meter.working(event.path)
                    elif isinstance(event, SegmentsDecoded):
                        self._encode(event, video, pool)
                        share = min(1.0, (event.first + len(event.segments)) / max(1, video.segments))
                        weight = _weight(by_path[event.path])
                        self._meter.working(event.path, share * weight, share * video.info.duration)
                    else:
                        self._store(by_path[event.path], event, video)
                        video = _InHand(UNKNOWN_VIDEO, EmbeddingBuilder(self._encoder))
            finally:
                jobs.requeue_files(self._library, self._contents)  # a stop is no crash: nothing was at fault

    def _unknown_contents(self, files: Iterable[VideoFile]) -> Iterator[str]:
        """The files that have to be decoded; pulled by the pool a little ahead of the encoder."""
        underway: set[str] = set()
        for file in files:
            self._check()
            try:
                content = self._identifier.content(file)
            except MediaError as error:
                self._fail(file, error.stage, error.reason)
                continue
            if content in underway or self._settled(content) is not None:
                self._twins.append(file)
            elif self._tries(file.path) >= MAX_TRIES:
                self._fail(file, "decode", PARKED)
            else:
                underway.add(content)
                self._contents[file.path] = content
                if not self._begun:
                    self._begin(file.path)
                yield file.path

    def _begin(self, path: str) -> None:
        """Notes which file is in hand: if the program ends now, no file decoded ahead is blamed."""
        if path not in self._begun:
            self._begun.add(path)
            self._library.start_job(path)

    def _tries(self, path: str) -> int:
        rows = self._library.query("SELECT tries FROM jobs WHERE path = ?", path_to_db(path))
        return int(rows[0][0]) if rows else 0

    def _settled(self, content: str) -> tuple[int, Encoding] | None:
        """The video of a content, and how it fared under the model, if that is known and not to be mended."""
        found = self._library.find_video(content)
        encoding = found and encoding_of(self._library, found[0], *self._model)
        if not found or not encoding:
            return None
        again = self._options.retry and encoding.state != "complete" and found[0] not in self._tally.stored
        return None if again else (found[0], encoding)

    def _encode(self, event: SegmentsDecoded, video: _InHand, pool: DecodePool) -> None:
        """Encodes decoded segments; notes what went wrong, in words."""
        strips = [Filmstrip(s.filmstrip, len(s.times), s.poster) for s in event.segments]
        self._library.put_filmstrips(self._contents[event.path], self._layout, event.first, strips)
        if video.trouble:
            return
        try:
            for _ in video.builder.add(event.segments):
                pool.check()
                share_cores(self._encoder, pool.at_work)
        except VopDesktopError:
            raise  # stopped, or a model that cannot be loaded: no file is to blame
        except Exception as error:
            log.exception("Encoding %r failed", event.path)
            video.trouble = f"the model could not encode its frames: {error}"

    def _store(self, file: VideoFile, done: VideoDone, video: _InHand) -> None:
        """One transaction a video: its row, its path, its embeddings or its failure."""
        content = self._contents.pop(file.path)
        change = "" if done.state == "complete" else _change(file)
        if change or done.stage == "scan":  # which says nothing about the content
            self._fail(file, "scan", change or done.reason)
            return
        builder = video.builder
        encoding = Encoding(done.state, done.stage, done.reason)
        if video.trouble:
            encoding = Encoding("failed", "encode", video.trouble)
        elif encoding.state != "failed" and not builder.frames:
            encoding = Encoding("failed", "decode", done.reason or "no frame could be read")
        info = video.info if video.info.size else VideoInfo(0.0, "0/1", 0, 0, "", "", 0, file.size)
        with self._library.transaction():
            video_id = put_state(self._library, content, info, self._model, encoding)
            self._tie(file, video_id, encoding)
            if encoding.state != "failed":
                arrays = builder.arrays()
                self._library.put_segments(video_id, *self._model, arrays)
                self._tally.segments += len(arrays.embeddings)
            self._library.finish_job(file.path)
        self._tally.stored.add(video_id)
        self._tally.frames += builder.frames
        failed = encoding.state == "failed"
        self._meter.finished(
            failed=failed, video_id=None if failed else video_id, weight=_weight(file),
            seconds=0.0 if failed else info.duration,
        )  # fmt: skip

    def _fail(self, file: VideoFile, stage: str, reason: str) -> None:
        with self._library.transaction():
            self._library.finish_job(file.path)
            self._library.put_failure(Failure(file.path, stage, reason), file.size, file.mtime_ns)
        self._meter.finished(failed=True, weight=_weight(file))

    # --- files whose content is known -----------------------------------------------------------------

    def _tie_twins(self) -> list[VideoFile]:
        """Ties paths to contents known by now: nothing is decoded again. Gives those that have to be read."""
        twins, self._twins = self._twins, []
        unread: list[VideoFile] = []
        for file in twins:
            self._check()
            try:  # what was read meanwhile may only look the same
                found = self._settled(self._identifier.content(file))
            except MediaError as error:
                self._fail(file, error.stage, error.reason)
                continue
            if found is None:
                unread.append(file)  # its twin vanished before it was read, or was none
                continue
            video_id, encoding = found
            with self._library.transaction():
                self._tally.moved += self._replace_missing(file.path, video_id)
                self._tie(file, video_id, encoding)
                self._library.finish_job(file.path)
            self._meter.finished(failed=encoding.state == "failed", weight=_weight(file))
        return unread

    def _tie(self, file: VideoFile, video_id: int, encoding: Encoding) -> None:
        """A path leads to a video; the content that it led to before has been edited away."""
        rows = self._library.query("SELECT video_id FROM files WHERE path = ?", path_to_db(file.path))
        self._library.put_file(file, video_id, self._survey.root_of(file.path))
        if rows and encoding.state == "complete":
            replace_content(self._library, rows[0][0], video_id)

    def _replace_missing(self, path: str, video_id: int) -> bool:
        """If a video turns up at a new path and is gone from an old one, it has moved: the old one goes."""
        rows = self._library.query(
            "SELECT f.path, f.missing_since IS NOT NULL, r.path FROM files f LEFT JOIN roots r "
            "ON r.id = f.root_id WHERE f.video_id = ? ORDER BY f.missing_since DESC",
            video_id,
        )
        known = [path_from_db(row[0]) for row in rows]
        if path in known:
            return False
        for old, (key, missing, root) in zip(known, rows, strict=True):
            if missing or (not os.path.lexists(old) and root is not None and has_entries(path_from_db(root))):
                return bool(self._library.execute("DELETE FROM files WHERE path = ?", key))
        return False

    def _read_captions(self) -> None:
        wanted = self._survey.files.keys() if self._survey.captioned is None else self._survey.captioned
        beside = {path: read_beside(texts) for path, texts in self._survey.sidecars.items()}
        captions = {path: list(found.captions) for path, found in beside.items()}
        for table in self._survey.caption_tables:
            folder = os.path.dirname(table)
            for name, texts in caption_store.read_captions_csv(Path(table)).items():
                path = os.path.join(folder, name)
                if path in wanted:
                    captions[path] = captions.get(path, []) + texts
        caption_store.set_file_captions(self._library, captions)
        spoken = {path: found.spoken for path, found in beside.items()}
        caption_store.set_file_captions(self._library, spoken, "subtitle")

    def _read_words(self, plan: Plan) -> None:
        survey = self._survey
        if survey.captioned is not None:
            videos = videos_at(self._library, survey.captioned)
            folders = {os.path.dirname(path) for path in survey.captioned}
        else:
            folders = set(survey.texted)
            if plan.to_read:
                videos = videos_at(self._library, survey.files)
            else:  # then the survey knows them all
                videos = _readable(survey) if folders or words_wait(self._library) else {}
        read_words(self._library, videos, folders, self._cancel)


def _readable(survey: Survey) -> dict[str, int]:
    """The videos of the files that were found, as the library knew them, without those that failed."""
    known = survey.known
    return {
        path: row[4]
        for path, row in known.rows.items()
        if path in survey.files and (known.outcome(row[4]) or ("failed",))[0] != "failed"
    }


def _weight(file: VideoFile) -> float:
    return float(file.size + FILE_WEIGHT)


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
