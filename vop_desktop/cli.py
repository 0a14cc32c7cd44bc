"""`vop`: the same jobs as the window, without Qt (DESIGN §7).

One JSON document on stdout with `--json`; everything else that is said goes to stderr.
Exit codes: 0 done, 1 failed, 2 misuse, 3 done with failures listed.
"""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from vop_desktop import __version__, paths
from vop_desktop.cli_output import clock, failure_document, index_summary, print_json, show_progress
from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.records import caption_document, display_path, hit_document

if TYPE_CHECKING:
    from vop_desktop.indexing.clip import EncodedClip
    from vop_desktop.library import Library
    from vop_desktop.records import Encoder

EXIT_FAILED = 1
EXIT_WITH_FAILURES = 3

Command = TypeVar("Command", bound=Callable[..., object])


class FriendlyGroup(click.Group):
    """Turns expected trouble into one sentence on stderr and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; no traceback reaches the person."""
        try:
            return super().invoke(ctx)
        except VopDesktopError as error:
            _fail(str(error))
        except MemoryError:
            _fail("There is not enough memory for this. Close other programs, or use a smaller pack.")
        except OSError as error:
            where = f": {display_path(str(error.filename))}" if error.filename else ""
            _fail(f"{error.strerror or error}{where}")


def _fail(text: str) -> NoReturn:
    click.echo(f"vop: {text}", err=True)
    sys.exit(EXIT_FAILED)


def _library_option(command: Command) -> Command:
    return click.option(
        "--library",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help="The library file; the default one if not given.",
    )(command)


def _pack_option(command: Command) -> Command:
    return click.option(
        "--pack", default="starter", metavar="NAME", show_default=True, help="The model pack."
    )(command)


def _json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def _limit_option(default: int) -> Callable[[Command], Command]:
    return click.option(
        "--limit", type=click.IntRange(1), default=default, show_default=True, help="At most so many."
    )


def _device_option(command: Command) -> Command:
    choice = click.Choice(["auto", "cpu", "cuda", "mps", "xpu"])
    return click.option("--device", type=choice, default="auto", help="Where to compute.")(command)


@click.group(cls=FriendlyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="vop")
@click.option("--verbose", is_flag=True, help="Say on stderr what is going on inside.")
def main(verbose: bool) -> None:
    """Find moments in your own videos by typing what happens in them. Nothing leaves this computer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a name that the terminal cannot show ends no command
            stream.reconfigure(errors="backslashreplace")
    logging.basicConfig(  # what a person has to know is said in plain words, not in the log
        level=logging.INFO if verbose else logging.CRITICAL, format="%(name)s: %(message)s", stream=sys.stderr
    )


@main.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER…", type=click.Path())
@_library_option
@_pack_option
@_device_option
@click.option(
    "--detail", type=click.Choice(["whole", "normal", "fine"]), default="normal", show_default=True,
    help="How densely longer videos are looked at.",
)  # fmt: skip
@click.option("--retry", is_flag=True, help="Read known failures and partly read videos again.")
@click.option("--files", "with_files", is_flag=True, help="List every file with its state.")
@_json_option
def index(folders: tuple[str, ...], library: Path | None, pack: str, device: str, detail: Any, retry: bool,
          with_files: bool, as_json: bool) -> None:  # fmt: skip
    """Index folders of videos; unchanged files are passed over."""
    for folder in folders:
        if os.path.isfile(folder):
            raise VopDesktopError(f"{display_path(folder)} is a file. Name its folder. Nothing was changed.")
        if not os.path.isdir(folder):
            raise VopDesktopError(f"There is no folder {display_path(folder)}. Nothing was changed.")
    from vop_desktop.indexing import index_folders
    from vop_desktop.model.lazy import LazyEncoder

    encoder = LazyEncoder(pack, device=device)
    encoder.pack.check()  # first: without it no library is made
    if device != "auto":
        encoder.load()  # says now that the device is not there
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # as Ctrl-C: what was done is kept
    with _open(library, create=True) as lib:
        show = None if as_json or not sys.stderr.isatty() else show_progress
        report = index_folders(lib, encoder, folders, detail=detail, progress=show, retry=retry)
    if as_json:
        counts = (
            "videos",
            "complete",
            "partial",
            "failed",
            "unchanged",
            "moved",
            "missing",
            "segments",
            "frames",
        )
        document: dict[str, object] = {name: getattr(report, name) for name in counts}
        document["seconds"] = round(report.seconds, 3)
        document["failures"] = [failure_document(f) for f in report.failures]
        if with_files:
            document["files"] = [
                {"path": display_path(f.path), "state": f.state, "stage": f.stage, "reason": f.reason}
                for f in report.files
            ]
        print_json(document)
    else:
        click.echo(index_summary(report))
        for file in report.files if with_files else [f for f in report.files if f.state != "complete"]:
            why = f": {file.reason} ({file.stage})" if file.reason else ""
            click.echo(f"  {file.state}  {display_path(file.path)}{why}")
    sys.exit(EXIT_WITH_FAILURES if report.failed or report.partial or report.failures else 0)


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="TEXT")
@_library_option
@_pack_option
@_device_option
@_limit_option(20)
@_json_option
def search(
    words: tuple[str, ...], library: Path | None, pack: str, device: str, limit: int, as_json: bool
) -> None:
    """Find the videos, and the moments in them, that fit TEXT."""
    text = " ".join(words).strip()
    if not text:
        raise click.UsageError("TEXT is empty. Say what happens in the video.")
    from vop_desktop.model import load_encoder
    from vop_desktop.search import SearchEngine

    with _open(library) as lib:
        engine = SearchEngine(lib, load_encoder(pack, device=device))
        lib.check_roots()
        engine.refresh()
        begin = time.perf_counter()
        hits = engine.search(text, limit=limit)
        seconds = time.perf_counter() - begin
        unknown = engine.unknown_words(text)
        known = lib.status().videos if not hits else 0
    if unknown:
        click.echo(
            f"The pack “{pack}” has never met: {', '.join(unknown)}. What follows is a guess.", err=True
        )
    if as_json:
        document = {
            "query": text,
            "pack": pack,
            "hits": [hit_document(h) for h in hits],
            "seconds": round(seconds, 4),
        }
        print_json(document)
        return
    if known:
        click.echo(
            f"Nothing found: nothing here was indexed with the pack “{pack}”. "
            f"Do that with: vop index FOLDER --pack {pack}",
            err=True,
        )
    elif not hits:
        click.echo("Nothing found: the library is empty. Add videos with: vop index FOLDER", err=True)
    for hit in hits:
        offline = "  (offline)" if hit.offline else ""
        click.echo(
            f"{hit.confidence:6}  {hit.score:.3f}  {clock(hit.moment)}  {display_path(hit.path)}{offline}"
        )


@main.command()
@click.argument("clip", type=click.Path())
@_library_option
@_pack_option
@_device_option
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="NAME",
    help="Caption set: library, everyday, or the one of the pack; all if not given.",
)
@_limit_option(10)
@_json_option
def caption(clip: str, library: Path | None, pack: str, device: str, sets: tuple[str, ...], limit: int,
            as_json: bool) -> None:  # fmt: skip
    """Find the captions that fit CLIP. The clip is not added to the library."""
    from vop_desktop.library.captions import EVERYDAY_SET, LIBRARY_SET, caption_sets, install_everyday
    from vop_desktop.model.packs import find_pack
    from vop_desktop.search.captions import CaptionRanker

    own = find_pack(pack).knowledge
    known = [EVERYDAY_SET, LIBRARY_SET, *([own.set_name] if own.captions else [])]
    if _library_path(library).exists():
        with _open(library) as lib:
            known = list(dict.fromkeys(known + caption_sets(lib)))
    for name in sets:
        if name not in known:
            raise VopDesktopError(f"There is no caption set called “{name}”. Known: {', '.join(known)}.")
    encoder, encoded = _encode_clip(clip, pack, device)
    with _open(library, create=True) as lib:
        install_everyday(lib)
        hits = CaptionRanker(lib, encoder).rank(encoded.segments, sets=sets or None, limit=limit)
    if as_json:
        captions = [caption_document(h) for h in hits]
        print_json({"clip": display_path(encoded.path), "captions": captions})
        return
    for hit in hits:
        click.echo(f"{hit.score:.3f}  {hit.text}  ({hit.set})")


@main.command()
@click.argument("clip", type=click.Path())
@_library_option
@_pack_option
@_device_option
@_limit_option(10)
@_json_option
def similar(clip: str, library: Path | None, pack: str, device: str, limit: int, as_json: bool) -> None:
    """Find the videos of the library that look like CLIP."""
    from vop_desktop.search import SearchEngine

    with _open(library) as lib:
        encoder, encoded = _encode_clip(clip, pack, device)
        lib.check_roots()
        hits = SearchEngine(lib, encoder).similar(encoded.segments, limit=limit)
    if not hits:
        click.echo("The library holds no video to compare with. Add some with: vop index FOLDER", err=True)
    if as_json:
        print_json(
            {"clip": display_path(encoded.path), "pack": pack, "hits": [hit_document(h) for h in hits]}
        )
        return
    for hit in hits:
        click.echo(f"{hit.confidence:6}  {hit.score:.3f}  {clock(hit.moment)}  {display_path(hit.path)}")


@main.command()
@_library_option
@_json_option
def status(library: Path | None, as_json: bool) -> None:
    """Say what the library holds."""
    with _open(library) as lib:
        lib.check_roots()
        state = lib.status()
    roots = [
        {"path": display_path(r.path), "reachable": r.reachable, "videos": r.videos} for r in state.roots
    ]
    failures = [failure_document(f) for f in state.failures]
    counts = {
        name: getattr(state, name)
        for name in ("videos", "complete", "partial", "failed", "missing", "segments")
    }
    if as_json:
        print_json({**counts, "roots": roots, "packs": list(state.packs), "failures": failures})
        return
    click.echo(", ".join(f"{count} {name}" for name, count in counts.items()))
    for root in roots:
        click.echo(f"  {root['path']}: {root['videos']} videos{'' if root['reachable'] else ' (offline)'}")
    for failure in failures:
        click.echo(f"  failed  {failure['path']}: {failure['reason']} ({failure['stage']})")


@main.group()
def packs() -> None:
    """Model packs: what is installed."""


@packs.command("list")
@_json_option
def packs_list(as_json: bool) -> None:
    """List the installed packs."""
    from vop_desktop.model.packs import list_packs

    found = list_packs()
    if as_json:
        print_json(
            [
                {"name": p.name, "title": p.title, "languages": p.languages, "licence": p.licence}
                for p in found
            ]
        )
        return
    for pack in found:
        click.echo(f"{pack.name}  {pack.title}  [{', '.join(pack.languages)}]  {pack.licence}")


@packs.command("show")
@click.argument("name")
@_json_option
def packs_show(name: str, as_json: bool) -> None:
    """Show one pack and check its weights."""
    from vop_desktop.model.config import VopConfig
    from vop_desktop.model.packs import find_pack

    pack = find_pack(name)
    pack.check()
    config = {field: getattr(pack.config, field) for field in VopConfig.__slots__}
    if as_json:
        print_json({
            "name": pack.name, "title": pack.title, "description": pack.description,
            "understands": pack.understands, "languages": pack.languages, "licence": pack.licence,
            "model_id": pack.model_id, "config": config,
        })  # fmt: skip
        return
    click.echo(f"{pack.name}: {pack.title}\n{pack.description}\nUnderstands: {pack.understands}")
    click.echo(f"Languages: {', '.join(pack.languages)}. Licence: {pack.licence}. Weights checked: intact.")
    click.echo(f"Model {pack.model_id}: " + ", ".join(f"{name} {value}" for name, value in config.items()))


@main.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--count", type=click.IntRange(1), default=60, show_default=True, help="Clips to draw.")
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, other clips.")
@_json_option
def samples(folder: Path, count: int, seed: int, as_json: bool) -> None:
    """Draw sample clips into DIR, with captions.csv."""
    from vop_desktop.samples.write import write_samples

    written = write_samples(folder, count=count, seed=seed)
    if as_json:
        print_json({"folder": str(folder), "clips": len(written)})
    else:
        click.echo(
            f"{len(written)} clips and captions.csv are in {folder}. Index them with: vop index {folder}"
        )


def _open(library: Path | None, *, create: bool = False) -> Library:
    from vop_desktop.library import Library

    path = _library_path(library)
    if not create and not path.exists():
        raise VopDesktopError(f"There is no library {path} yet. Make one with: vop index FOLDER")
    return Library.open(path)


def _library_path(library: Path | None) -> Path:
    return paths.default_library() if library is None else library.expanduser().absolute()


def _encode_clip(clip: str, pack: str, device: str) -> tuple[Encoder, EncodedClip]:
    if not Path(clip).exists():
        raise VopDesktopError(f"There is no file {display_path(clip)}.")
    from vop_desktop.indexing.clip import encode_clip
    from vop_desktop.model import load_encoder

    encoder = load_encoder(pack, device=device)
    try:
        encoded = encode_clip(clip, encoder, cancel=threading.Event())
    except MediaError as error:
        raise VopDesktopError(f"{display_path(clip)} cannot be used as a clip: {error.reason}.") from error
    if encoded.warning:
        click.echo(f"{display_path(clip)}: {encoded.warning}", err=True)
    return encoder, encoded
