"""Tuning in the background: a process of its own that this worker starts, listens to and stops."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from PySide6.QtCore import Signal

from vop_desktop import paths
from vop_desktop.errors import PackError
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.tasks import CancelToken
from vop_desktop.ui.tuning_messages import TuneOutcome, TuneRequest, TuneRow, TuneStep

STOP_SECONDS = 5.0  # that a run has to keep its state
NICENESS = 10  # on POSIX: everything else goes first
EXIT_DONE = (0, 3)  # 3: some pairs were left out


class TuneWorker(LibraryWorker):
    """One for the run, one for the rest. The run is `vop tune`: a crash or a kill of either costs nothing.

    Signals:
        captions_counted(CaptionCounts): what the library has to tune on.
        unfinished(TuneRequest): a run that was interrupted, also by the end of the program.
        stepped(TuneStep): how far the run is.
        ended(TuneOutcome): it is over, and its pack is installed.
        stopped(TuneRequest): it was stopped; it can go on.
        refused(str): why it could not be done, in words.
        exported(str): the file that a pack was written to.
        discarded(str): name of the pack, or of the run, that was thrown away.
    """

    captions_counted = Signal(object)
    unfinished = Signal(object)
    stepped = Signal(object)
    ended = Signal(object)
    stopped = Signal(object)
    refused = Signal(str)
    exported = Signal(str)
    discarded = Signal(str)

    # --- called from the GUI thread -----------------------------------------------------------------

    def look(self) -> None:
        """Asks for what an earlier day left, be it half a run or a result that nobody decided on."""
        self.post(self._look)

    def count_captions(self) -> None:
        """Asks how many captions there are to tune on."""
        self.post(self._count_captions)

    def run(self, request: TuneRequest) -> None:
        """Tunes; the same request goes on where it was stopped."""
        self.post(self._run_process, request)

    def settle(self) -> None:
        """The result was decided on: it is not offered again."""
        self.post(self._settle)

    def discard(self, request: TuneRequest) -> None:
        """Throws away a half run, or the pack that came of it."""
        self.post(self._discard, request)

    def export(self, name: str, target: str) -> None:
        """Writes a pack to a zip file that can be imported elsewhere."""
        self.post(self._export, name, target)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _look(self, token: CancelToken) -> None:
        kept = _read_note()
        if kept is None:
            return
        request, done = kept
        if not done:
            self.unfinished.emit(request)
        elif (outcome := _outcome(request)) is not None:
            self.ended.emit(outcome)

    def _count_captions(self, token: CancelToken) -> None:
        from vop_desktop.tuning.library_pairs import count_captions

        self.captions_counted.emit(count_captions(self._library))

    def _settle(self, token: CancelToken) -> None:
        _note_path().unlink(missing_ok=True)

    def _discard(self, token: CancelToken, request: TuneRequest) -> None:
        from vop_desktop.model.packs import is_installed
        from vop_desktop.model.staging import remove_pack

        kept = _read_note()
        if kept is not None and kept[1] and is_installed(request.name):
            remove_pack(request.name)
        shutil.rmtree(paths.data_dir() / "tuning" / request.name, ignore_errors=True)
        self._settle(token)
        self.discarded.emit(request.name)

    def _export(self, token: CancelToken, name: str, target: str) -> None:
        from vop_desktop.model.packs import find_pack

        folder, part = find_pack(name).folder, Path(target + ".part")
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                for path in sorted(folder.iterdir()):
                    archive.write(path, f"{name}/{path.name}")
            part.replace(target)
        except OSError as error:
            part.unlink(missing_ok=True)
            self.refused.emit(f"The pack cannot be written to {target}: {error.strerror or error}.")
            return
        self.exported.emit(target)

    def _run_process(self, token: CancelToken, request: TuneRequest) -> None:
        self._check(request)
        _write_note(request, done=False)
        process = subprocess.Popen(
            _command(request, self._path), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=_environment(),
        )  # fmt: skip
        _be_nice(process.pid)
        said: list[str] = []
        threads = [
            _listen(process.stdout, lambda line: None),
            _listen(process.stderr, lambda line: self._hear(line, said)),
        ]
        try:
            while process.poll() is None:
                if token.wait(0.1):
                    process.terminate()
                    process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            pass  # what it kept last stands
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()
            for thread in threads:
                thread.join()
        self._conclude(token, request, process.returncode, said)

    def _check(self, request: TuneRequest) -> None:
        """Refuses a name that is taken before any work is done. PackError says why."""
        from vop_desktop.model.packs import is_installed
        from vop_desktop.model.staging import check_name

        kept = _read_note()
        if is_installed(request.name) and not (kept and kept[0].name == request.name):
            raise PackError(f"There is a pack called “{request.name}” already. Choose another name.")
        if not is_installed(request.name):
            check_name(request.name)

    def _conclude(self, token: CancelToken, request: TuneRequest, code: int, said: list[str]) -> None:
        if code in EXIT_DONE:
            _write_note(request, done=True)
            outcome = _outcome(request)
            if outcome is not None:
                self.ended.emit(outcome)
                return
        if token.is_set():
            self.stopped.emit(request)
            return
        reason = said[-1] if said else self.tr("The tuning ended without a word. Start it again to go on.")
        self.stopped.emit(request)
        self.refused.emit(reason)

    def _hear(self, line: str, said: list[str]) -> None:
        if line.startswith("{"):
            try:
                fields = json.loads(line)
                seen = fields["validation"]
                self.stepped.emit(
                    TuneStep(
                        fields["phase"], fields["step"], fields["steps"], fields["loss"],
                        None if seen is None else (seen[0], seen[1]), fields["seconds_left"],
                    )
                )  # fmt: skip
            except (ValueError, KeyError, TypeError, IndexError):
                pass  # half a line of a process that was killed
        elif line.startswith("vop: "):
            said.append(line.removeprefix("vop: "))


def _listen(stream: IO[bytes] | None, heard: Callable[[str], None]) -> threading.Thread:
    """Reads lines in a thread of its own until the process has ended."""

    def read() -> None:
        if stream is not None:
            with stream:
                for line in stream:
                    heard(line.decode("utf-8", "replace").strip())

    thread = threading.Thread(target=read, name="tuning lines", daemon=True)
    thread.start()
    return thread


def _command(request: TuneRequest, library: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        program = [str(Path(sys.executable).with_name("vop" + Path(sys.executable).suffix))]
    else:
        program = [sys.executable, "-c", "from vop_desktop.__main__ import cli_main; cli_main()"]
    source = [request.pairs] if request.pairs else ["--library", str(library)]
    return [
        *program, "tune", *source, "--pack", request.base, "--name", request.name, "--method", request.method,
        "--epochs", str(request.epochs), "--device", request.device, "--progress-json", "--json",
    ]  # fmt: skip


def _environment() -> dict[str, str]:
    package = str(Path(__file__).parents[2])
    known = os.environ.get("PYTHONPATH")
    places = os.pathsep.join([package, known] if known else [package])
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": places}


def _be_nice(pid: int) -> None:
    import psutil

    with suppress(psutil.Error, OSError):  # else it runs as it is
        psutil.Process(pid).nice(NICENESS if os.name == "posix" else psutil.BELOW_NORMAL_PRIORITY_CLASS)


# --- what outlives the program ---------------------------------------------------------------------------


def _note_path() -> Path:
    return paths.data_dir() / "tuning" / "window.json"


def _write_note(request: TuneRequest, *, done: bool) -> None:
    path = _note_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps({"request": request._asdict(), "done": done}), "utf-8")
    part.replace(path)


def _read_note() -> tuple[TuneRequest, bool] | None:
    try:
        kept: Any = json.loads(_note_path().read_text("utf-8"))
        return TuneRequest(**kept["request"]), bool(kept["done"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _outcome(request: TuneRequest) -> TuneOutcome | None:
    """What the pack says of its making; None where there is no such pack any more."""
    from vop_desktop.model.packs import find_pack

    try:
        folder = find_pack(request.name).folder
        document = json.loads((folder / "report.json").read_text("utf-8"))
        report, history = document["report"], document["history"]
        rows = [
            TuneRow(when, way, **{name: report[when][way][name] for name in _FIGURES})
            for when in ("before", "after")
            for way in ("t2v", "v2t")
        ]
        return TuneOutcome(
            request, report["videos"], report["captions"], tuple(rows), report["gain"], report["low"],
            report["high"], report["verdict"], document["parameters"], tuple(history["loss"]),
            tuple((step, t2v, v2t) for step, t2v, v2t in history["validation"]),
        )  # fmt: skip
    except (PackError, OSError, ValueError, KeyError, TypeError):
        return None


_FIGURES = ("r1", "r5", "r10", "median_rank", "mean_rank")
