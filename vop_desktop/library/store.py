"""The library: a person's videos, their files, embeddings and failures in one SQLite file."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from vop_desktop.library.base import LibraryFile
from vop_desktop.library.frame_hashes import put_hashes
from vop_desktop.library.places import is_excluded, lies_in
from vop_desktop.library.reach import has_entries
from vop_desktop.library.rows import (
    KnownFile,
    NewEmbeddings,
    SegmentArrays,
    SegmentView,
    path_from_db,
    path_to_db,
)
from vop_desktop.library.views import segment_views
from vop_desktop.records import (
    Detail,
    Failure,
    Filmstrip,
    LibraryStatus,
    Root,
    VideoFile,
    VideoInfo,
    VideoRecord,
    VideoState,
)


class Library(LibraryFile):
    """One library file. A connection belongs to the thread that opened it; open one for each thread."""

    # --- roots --------------------------------------------------------------------------------------

    def roots(self) -> tuple[Root, ...]:
        """The watched folders, in the order they were added; `videos` counts those that can be found."""
        rows = self.query(
            "SELECT r.path, r.reachable, count(DISTINCT v.id), r.gentle FROM roots r "
            "LEFT JOIN files f ON f.root_id = r.id AND f.missing_since IS NULL "
            "LEFT JOIN videos v ON v.id = f.video_id AND v.state <> 'failed' GROUP BY r.id ORDER BY r.id"
        )
        return tuple(
            Root(path_from_db(path), bool(reachable), videos, bool(gentle))
            for path, reachable, videos, gentle in rows
        )

    def add_root(self, path: str) -> int:
        """Adds a folder to the watched ones; known files that lie in it belong to it. Gives its id."""
        key = path_to_db(path)
        with self.transaction():
            self._db.execute(
                "INSERT INTO roots (path, added) VALUES (?, ?) "
                "ON CONFLICT (path) DO UPDATE SET reachable = 1",
                [key, time.time()],
            )
            self.adopt_files()
            return int(self._db.execute("SELECT id FROM roots WHERE path = ?", [key]).fetchone()[0])

    def adopt_files(self) -> None:
        """Files that belong to no root belong to the first one that holds and does not exclude them."""
        orphans = [path_from_db(row[0]) for row in self.query("SELECT path FROM files WHERE root_id IS NULL")]
        if not orphans:
            return
        for root_id, key, text in self.query("SELECT id, path, excludes FROM roots ORDER BY id"):
            root, excludes = path_from_db(key), json.loads(text)
            self.execute_many(
                "UPDATE files SET root_id = ? WHERE path = ? AND root_id IS NULL",
                [
                    (root_id, path_to_db(file))
                    for file in orphans
                    if lies_in(file, root) and not is_excluded(file, root, excludes)
                ],
            )

    def excludes(self, root: str) -> tuple[str, ...]:
        """What a scan of a root leaves out, as `media.scanner.scan` takes it; nothing for an unknown root."""
        rows = self.query("SELECT excludes FROM roots WHERE path = ?", path_to_db(root))
        return tuple(json.loads(rows[0][0])) if rows else ()

    def set_reachable(self, path: str, reachable: bool) -> None:
        """Records whether a root could be reached at the last look."""
        key = path_to_db(path)
        if self.query("SELECT 1 FROM roots WHERE path = ? AND reachable <> ?", key, int(reachable)):
            self.execute("UPDATE roots SET reachable = ? WHERE path = ?", int(reachable), key)

    def check_roots(self) -> None:
        """Looks whether each root can be reached now. May wait for a sleeping disk or a network share.

        An empty folder that held videos is the mount point of a drive that is not there.
        """
        for root in self.roots():
            there = has_entries(root.path) or (not root.videos and os.path.isdir(root.path))
            if not self.read_only:
                self.set_reachable(root.path, there)

    # --- files and videos ---------------------------------------------------------------------------

    def known_files(self) -> dict[str, KnownFile]:
        """Every path the library knows."""
        rows = self.query(
            "SELECT f.path, f.video_id, f.size, f.mtime_ns, f.missing_since IS NOT NULL, v.state "
            "FROM files f JOIN videos v ON v.id = f.video_id"
        )
        return {path_from_db(r[0]): KnownFile(r[1], r[2], r[3], bool(r[4]), r[5]) for r in rows}

    def find_video(self, fingerprint: str) -> tuple[int, VideoState] | None:
        """Id and state of the video with that content."""
        rows = self.query("SELECT id, state FROM videos WHERE fingerprint = ?", fingerprint)
        return (rows[0][0], rows[0][1]) if rows else None

    def indexed_videos(self, model_id: str, detail: Detail) -> set[int]:
        """Ids of the videos that have embeddings of a model at a detail."""
        rows = self.query("SELECT video_id FROM segments WHERE model_id = ? AND detail = ?", model_id, detail)
        return {row[0] for row in rows}

    def put_video(
        self, fingerprint: str, info: VideoInfo, state: VideoState, stage: str = "", reason: str = ""
    ) -> int:
        """Inserts or replaces what is known of a content; gives its id."""
        columns = (
            "fingerprint", "size", "duration", "fps", "width", "height", "codec", "container", "rotation",
            "state", "stage", "reason", "added",
        )  # fmt: skip
        values = [
            fingerprint, info.size, info.duration, info.fps, info.width, info.height, info.codec,
            info.container, info.rotation, state, stage, reason, time.time(),
        ]  # fmt: skip
        updates = ", ".join(f"{c} = excluded.{c}" for c in columns if c not in ("fingerprint", "added"))
        with self.transaction():
            self._db.execute(
                f"INSERT INTO videos ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))}) "
                f"ON CONFLICT (fingerprint) DO UPDATE SET {updates}",
                values,
            )
            row = self._db.execute("SELECT id FROM videos WHERE fingerprint = ?", [fingerprint]).fetchone()
        return int(row[0])

    def put_file(self, file: VideoFile, video_id: int, root_id: int) -> None:
        """Ties a path to a video; it is there now, and no failure of it stands.

        A video that a person forgot stays forgotten, one that was missing for too long is back.
        """
        key = path_to_db(file.path)
        root = "(SELECT id FROM roots WHERE id = ?)"  # none where the folder was removed meanwhile
        with self.transaction():
            self._db.execute("DELETE FROM failures WHERE path = ?", [key])
            self._db.execute("DELETE FROM forgotten_files WHERE path = ?", [key])
            if self._stays_forgotten(video_id):
                self._db.execute("DELETE FROM files WHERE path = ?", [key])
                self._db.execute(
                    "INSERT INTO forgotten_files (path, video_id, root_id, size, mtime_ns) "
                    f"VALUES (?, ?, {root}, ?, ?)",
                    [key, video_id, root_id, file.size, file.mtime_ns],
                )
                return
            self._db.execute(
                f"INSERT INTO files (path, video_id, root_id, size, mtime_ns) VALUES (?, ?, {root}, ?, ?) "
                "ON CONFLICT (path) DO UPDATE SET video_id = excluded.video_id, root_id = excluded.root_id, "
                "size = excluded.size, mtime_ns = excluded.mtime_ns, missing_since = NULL",
                [key, video_id, root_id, file.size, file.mtime_ns],
            )

    def _stays_forgotten(self, video_id: int) -> bool:
        rows = self.query("SELECT asked FROM forgotten WHERE video_id = ?", video_id)
        if rows and not rows[0][0]:
            self._db.execute("DELETE FROM forgotten_files WHERE video_id = ?", [video_id])
            self._db.execute("DELETE FROM forgotten WHERE video_id = ?", [video_id])
        return bool(rows and rows[0][0])

    def forgotten_files(self) -> dict[str, tuple[int, int]]:
        """Size and modification time of each file of a video that a person forgot.

        A scan passes over those that still look so: only a changed file is a new video.
        """
        rows = self.query(
            "SELECT f.path, f.size, f.mtime_ns FROM forgotten_files f "
            "JOIN forgotten g ON g.video_id = f.video_id WHERE g.asked"
        )
        return {path_from_db(path): (size, mtime_ns) for path, size, mtime_ns in rows}

    def set_missing(self, gone: Iterable[str]) -> None:
        """Marks paths as missing since now; their videos stay."""
        now = time.time()
        rows = [(now, path_to_db(path)) for path in gone]
        self.execute_many("UPDATE files SET missing_since = ? WHERE path = ? AND missing_since IS NULL", rows)

    def set_present(self, back: Iterable[str]) -> None:
        """Takes the missing mark off paths that were seen again, unchanged."""
        self.execute_many(
            "UPDATE files SET missing_since = NULL WHERE path = ?", [(path_to_db(path),) for path in back]
        )

    def video(self, video_id: int) -> VideoRecord:
        """One video with its paths, present ones first. KeyError if there is none."""
        rows = self.query(
            "SELECT duration, width, height, codec, state, reason FROM videos WHERE id = ?", video_id
        )
        if not rows:
            raise KeyError(video_id)
        return VideoRecord(video_id, tuple(path for path, _ in self.video_paths(video_id)), *rows[0])

    def video_paths(self, video_id: int) -> list[tuple[str, bool]]:
        """Paths of a video, each with whether it can be reached as far as is known; reachable first.

        A forgotten video has those that it had, none of them to be reached.
        """
        rows = self.query(
            "SELECT f.path, f.missing_since IS NULL AND coalesce(r.reachable, 0) AS there FROM files f "
            "LEFT JOIN roots r ON r.id = f.root_id WHERE f.video_id = ? "
            "ORDER BY there DESC, f.root_id IS NULL, f.id",
            video_id,
        ) or self.query("SELECT path, 0 FROM forgotten_files WHERE video_id = ? ORDER BY rowid", video_id)
        return [(path_from_db(path), bool(there)) for path, there in rows]

    def visible_videos(self) -> list[int]:
        """Ids of the videos with a path below a watched folder, newest file first."""
        rows = self.query(
            "SELECT video_id FROM files WHERE root_id IS NOT NULL "
            "GROUP BY video_id ORDER BY max(mtime_ns) DESC, video_id DESC"
        )
        return [row[0] for row in rows]

    # --- segments -----------------------------------------------------------------------------------

    def put_segments(self, video_id: int, model_id: str, detail: Detail, arrays: SegmentArrays) -> None:
        """Stores the embeddings of a video under a model, replacing older ones of that model."""
        count, frames, dim = arrays.frames.shape
        with self.transaction():
            self._db.execute("DELETE FROM segments WHERE video_id = ? AND model_id = ?", [video_id, model_id])
            self._db.execute(
                "INSERT INTO segments (video_id, model_id, detail, segments, frames, dim, spans, times, "
                "embeddings, frame_embeddings) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    video_id, model_id, detail, count, frames, dim,
                    arrays.spans.astype("<f8").tobytes(), arrays.times.astype("<f8").tobytes(),
                    arrays.embeddings.astype("<f2").tobytes(), arrays.frames.astype("<f2").tobytes(),
                ],
            )  # fmt: skip
            if arrays.hashes is not None:
                put_hashes(self, video_id, arrays.times.ravel(), arrays.hashes.reshape(count * frames, -1))

    def embeddings_since(self, model_id: str, seq: int) -> Iterator[NewEmbeddings]:
        """Embeddings of a model that were stored after row `seq`, oldest first."""
        with self._watched():
            rows = self._db.execute(
                "SELECT seq, video_id, dim, embeddings FROM segments "
                "WHERE model_id = ? AND seq > ? ORDER BY seq",
                [model_id, seq],
            )
            for number, video_id, dim, blob in rows:
                matrix = np.frombuffer(blob, "<f2").reshape(-1, dim).astype(np.float32)
                yield NewEmbeddings(number, video_id, matrix)

    def segment(self, video_id: int, model_id: str, number: int) -> SegmentView:
        """One segment of a video; reads no more of the blobs than it needs. KeyError if there is none."""
        found = segment_views(self, model_id, [(video_id, number)])
        return found[video_id, number]

    def change_counter(self) -> int:
        """A number that changes when another connection has written to the library."""
        return int(self.query("PRAGMA data_version")[0][0])

    # --- thumbnails ---------------------------------------------------------------------------------

    def put_filmstrips(self, fingerprint: str, layout: str, first: int, strips: Sequence[Filmstrip]) -> None:
        """Stores filmstrips of consecutive segments in the thumbnail cache."""
        self._thumbnails.put(fingerprint, layout, first, strips)

    def filmstrip(self, fingerprint: str, layout: str, segment: int) -> Filmstrip | None:
        """A filmstrip from the cache, or None."""
        return self._thumbnails.get(fingerprint, layout, segment)

    def posters(self, filmstrips: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
        """The tile that shows best what is in a video's first segment, by fingerprint and layout."""
        return self._thumbnails.posters(filmstrips)

    def stored_filmstrips(self, fingerprint: str, layout: str) -> set[int]:
        """Numbers of the segments whose filmstrip is in the cache; the others have to be made again."""
        return self._thumbnails.stored(fingerprint, layout)

    def drop_filmstrips(self, fingerprint: str) -> None:
        """Removes the filmstrips of a content that is no more."""
        self._thumbnails.drop(fingerprint)

    def limit_filmstrips(self, megabytes: int) -> None:
        """Sets how large the thumbnail cache may grow; what was not shown for longest goes first."""
        self._thumbnails.limit(megabytes)

    # --- jobs and failures --------------------------------------------------------------------------

    def start_job(self, path: str) -> int:
        """Notes that a file is about to be read; gives how often that was begun without an end."""
        key = path_to_db(path)
        with self.transaction():
            self._db.execute(
                "INSERT INTO jobs (path, state, tries, started) VALUES (?, 'running', 1, ?) "
                "ON CONFLICT (path) DO UPDATE SET state = 'running', tries = tries + 1, "
                "started = excluded.started",
                [key, time.time()],
            )
            return int(self._db.execute("SELECT tries FROM jobs WHERE path = ?", [key]).fetchone()[0])

    def finish_job(self, path: str) -> None:
        """Notes that a file has been dealt with, well or badly."""
        self.execute("DELETE FROM jobs WHERE path = ?", path_to_db(path))

    def put_failure(self, failure: Failure, size: int = 0, mtime_ns: int = 0) -> None:
        """Records a failure; a second one of the same file replaces it and counts the tries."""
        self.execute(
            "INSERT INTO failures (path, stage, reason, size, mtime_ns, at) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (path) DO UPDATE SET stage = excluded.stage, reason = excluded.reason, "
            "tries = tries + 1, size = excluded.size, mtime_ns = excluded.mtime_ns, at = excluded.at",
            path_to_db(failure.path), failure.stage, failure.reason, size, mtime_ns, time.time(),
        )  # fmt: skip

    def clear_failures(self, solved: Iterable[str]) -> None:
        """Removes the failures of files that are read, or gone."""
        self.execute_many("DELETE FROM failures WHERE path = ?", [(path_to_db(path),) for path in solved])

    def failures(self) -> tuple[Failure, ...]:
        """Every failure that stands: of files that could not be looked at, and of contents."""
        rows = self.query(
            "SELECT path, stage, reason, at FROM failures "
            "WHERE path NOT IN (SELECT path FROM forgotten_files) UNION ALL "
            "SELECT f.path, e.stage, e.reason, max(e.at) FROM encodings e JOIN files f USING (video_id) "
            "WHERE e.state = 'failed' AND f.root_id IS NOT NULL AND f.missing_since IS NULL GROUP BY f.id "
            "ORDER BY 4"
        )
        last = {path_from_db(path): (stage, reason) for path, stage, reason, _ in rows}
        return tuple(Failure(path, stage, reason) for path, (stage, reason) in last.items())

    def partial_files(self) -> tuple[Failure, ...]:
        """The paths of watched folders whose video could be read only in part, and why."""
        rows = self.query(
            "SELECT f.path, v.stage, v.reason FROM files f JOIN videos v ON v.id = f.video_id "
            "WHERE v.state = 'partial' AND f.root_id IS NOT NULL AND f.missing_since IS NULL ORDER BY f.id"
        )
        return tuple(Failure(path_from_db(path), stage, reason) for path, stage, reason in rows)

    def failed_files(self) -> dict[str, tuple[int, int, Failure]]:
        """Size and modification time at which each failed file failed."""
        rows = self.query("SELECT path, size, mtime_ns, stage, reason FROM failures")
        found = {}
        for key, size, mtime_ns, stage, reason in rows:
            path = path_from_db(key)
            found[path] = (size, mtime_ns, Failure(path, stage, reason))
        return found

    def partial_reasons(self) -> dict[int, str]:
        """Why each partial video is partial."""
        return dict(self.query("SELECT id, reason FROM videos WHERE state = 'partial'"))

    # --- status -------------------------------------------------------------------------------------

    def status(self) -> LibraryStatus:
        """The counts that `vop status` prints: of what watched folders hold, left out and forgotten apart."""
        known = "IN (SELECT video_id FROM files WHERE root_id IS NOT NULL)"
        states = dict(self.query(f"SELECT state, count(*) FROM videos WHERE id {known} GROUP BY state"))
        missing = self.query(
            "SELECT count(*) FROM files WHERE missing_since IS NOT NULL AND root_id IS NOT NULL"
        )[0][0]
        segments = self.query(f"SELECT coalesce(sum(segments), 0) FROM segments WHERE video_id {known}")[0][0]
        models = self.query("SELECT DISTINCT model_id FROM segments ORDER BY model_id")
        return LibraryStatus(
            videos=sum(states.values()),
            complete=states.get("complete", 0),
            partial=states.get("partial", 0),
            failed=states.get("failed", 0),
            missing=missing,
            segments=segments,
            roots=self.roots(),
            packs=tuple(row[0] for row in models),
            failures=self.failures(),
        )
