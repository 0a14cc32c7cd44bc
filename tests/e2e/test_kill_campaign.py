"""The program is killed at random moments, again and again: while it indexes and watches, while files are
moved and packs switched, while videos are forgotten, marked, and brought back.

After every kill the database must be whole, what was complete must still be there, and nothing may be called
complete that is not. In the end the library must be the one that an undisturbed run makes. Seeded: run it
at length with `VOP_LONG_TESTS=1`, with another seed through `VOP_KILL_SEED`.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.e2e.conftest import Vop
from tests.helpers.packs import write_tiny_pack
from tests.helpers.videos import write_colours
from vop_desktop.indexing import index_folders
from vop_desktop.library import Library, changes
from vop_desktop.library.forget import Recall, forgotten_at
from vop_desktop.model import load_encoder

LONG = bool(os.environ.get("VOP_LONG_TESTS"))
KILLS = 200 if LONG else 6
VIDEOS = 16 if LONG else 8
SEED = int(os.environ.get("VOP_KILL_SEED", "20"))
FREE = (
    b"\0\0\0\x08free"  # what follows the last box of an MP4 is passed over: another content, the same frames
)

Content = tuple[str, str]  # fingerprint and model


@dataclass
class Campaign:
    """A folder, the library that is being built of it, and what was seen in that."""

    vop: Vop
    folder: Path
    packs: list[Path]
    templates: list[bytes]
    rng: random.Random = field(default_factory=lambda: random.Random(SEED))
    written: int = 0
    seen: dict[Content, str] = field(default_factory=dict)
    moments: dict[str, int] = field(default_factory=dict)

    @property
    def library(self) -> Path:
        return self.vop.home / "data" / "library.sqlite"

    def write(self, path: Path) -> None:
        """A video that was never seen before."""
        self.written += 1
        path.write_bytes(self.rng.choice(self.templates) + self.written * FREE)

    def disturb(self) -> None:
        """Moves, edits, adds and deletes some files."""
        files = sorted(self.folder.rglob("*.mp4"))
        for path in self.rng.sample(files, 2):
            place = self.folder / self.rng.choice(["", "a", "b"])
            place.mkdir(exist_ok=True)
            path.rename(place / f"{self.rng.random():.9f}.mp4")
        if self.rng.random() < 0.5:
            self.write(self.rng.choice(sorted(self.folder.rglob("*.mp4"))))
        if self.rng.random() < 0.3:
            self.rng.choice(sorted(self.folder.rglob("*.mp4"))).unlink()
            self.write(self.folder / f"new {self.written}.mp4")

    def kill_once(self, full: float) -> None:
        """Starts a run, and kills it somewhere between its start and its end."""
        watch = ["--watch"] if self.rng.random() < 0.25 else []
        before = self.rng.random() < 0.5
        if before:
            self.disturb()
        rows = self._rows()
        process = self.vop.start("index", self.folder, "--pack", self.rng.choice(self.packs), *watch)
        try:
            if self.rng.random() < 0.75:  # the time until the first row depends on what else the machine does
                deadline = time.monotonic() + 3 * full
                if watch:
                    time.sleep(self.rng.random() * full)
                    self.disturb()
                while process.poll() is None and self._rows() == rows and time.monotonic() < deadline:
                    time.sleep(0.005)
                time.sleep(self.rng.random() * full / 8)
            else:
                time.sleep(self.rng.random() * full)
            if not before:
                self.disturb()
                time.sleep(self.rng.random() * 0.1)
        finally:
            ended = process.poll() is not None
            process.kill()
            process.communicate()
        moment = "ended" if ended else "storing" if self._rows() != rows else "starting"
        self.moments[moment] = self.moments.get(moment, 0) + 1

    def kill_an_edit(self, brief: float) -> None:
        """Starts a command by which a person changes the library, or takes a change back, and kills it.

        Args:
            brief: seconds that such a command takes.
        """
        path = self.rng.choice(sorted(self.folder.rglob("*.mp4")))
        commands: list[tuple[str | Path, ...]] = [
            ("library", "forget", path), ("library", "undo"), ("library", "undo"), ("library", "redo"),
            ("tag", "add", "seen", path), ("tag", "remove", "seen", path),
        ]  # fmt: skip
        process = self.vop.start(*self.rng.choice(commands))
        time.sleep(brief * (0.5 + 0.6 * self.rng.random()))
        ended = process.poll() is not None
        process.kill()
        process.communicate()
        moment = "edited" if ended else "editing"
        self.moments[moment] = self.moments.get(moment, 0) + 1

    def check(self) -> None:
        """Everything that must hold after a kill."""
        if not self.library.exists():
            return
        with closing(sqlite3.connect(self.library)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'encodings'").fetchall():
                return
            found = dict(_complete(db))
            present = {row[0] for row in db.execute("SELECT fingerprint FROM videos")}
        for content, digest in found.items():
            assert self.seen.setdefault(content, digest) == digest, "a complete video changed"
        lost = {content for content in self.seen.keys() - found.keys() if content[0] in present}
        assert not lost, "a complete video is complete no more"

    def _rows(self) -> tuple[int, ...]:
        if not self.library.exists():
            return ()
        with closing(sqlite3.connect(f"file:{self.library}?mode=ro", uri=True)) as db:
            try:
                counts = "(SELECT max(seq) FROM segments), (SELECT count(*) FROM files)"
                return tuple(db.execute(f"SELECT {counts}").fetchone())
            except sqlite3.Error:
                return ()


def _complete(db: sqlite3.Connection) -> Iterator[tuple[Content, str]]:
    """Every content that is called complete under a model, with a digest of all that makes it so."""
    rows = db.execute(
        "SELECT v.fingerprint, e.model_id, s.segments, s.frames, s.dim, s.spans, s.times, s.embeddings, "
        "s.frame_embeddings, v.state FROM encodings e JOIN videos v ON v.id = e.video_id "
        "LEFT JOIN segments s ON s.video_id = v.id AND s.model_id = e.model_id WHERE e.state = 'complete'"
    )
    for fingerprint, model, segments, frames, dim, *blobs, state in rows:
        assert state == "complete"
        assert segments, "complete, and nothing stored"
        assert [len(blob) for blob in blobs] == [
            16 * segments, 8 * segments * frames, 2 * segments * dim, 2 * segments * frames * dim,
        ]  # fmt: skip
        yield (fingerprint, model), hashlib.sha256(b"".join(blobs)).hexdigest()


def state_of(library: Path) -> dict[str, object]:
    """All that a library says of the files that are there, without its own numbers."""
    with closing(sqlite3.connect(library)) as db:
        files = db.execute(
            "SELECT f.path, f.size, f.mtime_ns, v.fingerprint, v.state, v.stage, v.reason, v.duration, v.fps "
            "FROM files f JOIN videos v ON v.id = f.video_id WHERE f.missing_since IS NULL ORDER BY f.path"
        ).fetchall()
        there = {row[3] for row in files}
        return {
            "files": files,
            "embeddings": {key: digest for key, digest in _complete(db) if key[0] in there},
            "failures": db.execute("SELECT path FROM failures").fetchall(),
            "jobs": db.execute("SELECT * FROM jobs").fetchall(),
        }


@pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
def test_a_library_survives_being_killed_at_any_moment(vop: Vop, tiny_pack: Path, tmp_path: Path) -> None:
    base = [
        write_colours(tmp_path / f"{number}.mp4", seconds=40 + 40 * number, fps=5, span=3 + number)
        for number in range(3)
    ]
    packs = [tiny_pack, write_tiny_pack(tmp_path / "new", name="new", seed=1)]
    campaign = Campaign(vop, tmp_path / "videos", packs, [path.read_bytes() for path in base])
    campaign.folder.mkdir()
    for number in range(VIDEOS):
        campaign.write(campaign.folder / f"{number}.mp4")
    begin = time.monotonic()
    undisturbed = Vop(tmp_path / "undisturbed")
    assert undisturbed("index", campaign.folder, "--pack", packs[0]).code == 0
    full = time.monotonic() - begin

    begin = time.monotonic()
    assert undisturbed("tag", "list").code == 0
    brief = time.monotonic() - begin

    for number in range(KILLS):
        if number % 4 == 3:
            campaign.kill_an_edit(brief)
        else:
            campaign.kill_once(full)
        campaign.check()
        summary = f"{number + 1} kills, {campaign.moments}, {len(campaign.seen)} contents seen complete"
        (tmp_path / "summary.txt").write_text(summary)
    with Library.open(campaign.library) as lib:
        if forgotten := forgotten_at(lib, str(campaign.folder)):
            changes.do(lib, Recall(forgotten))
    whole = undisturbed.home / "data" / "library.sqlite"
    for library in (campaign.library, whole):
        with Library.open(library) as lib:
            for pack in packs:
                assert index_folders(lib, load_encoder(str(pack)), [campaign.folder]).failed == 0
    campaign.check()

    assert state_of(campaign.library) == state_of(whole)
    assert len(state_of(campaign.library)["files"]) == VIDEOS  # type: ignore[arg-type]
    assert campaign.moments.get("storing", 0) >= KILLS // 5, summary
