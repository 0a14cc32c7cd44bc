"""`vop caption`: clips find texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vop_desktop.cli.common import (
    EXIT_FAILED,
    EXIT_WITH_FAILURES,
    device_option,
    encode_clip_with,
    json_option,
    library_option,
    library_path,
    limit_option,
    open_library,
    pack_option,
)
from vop_desktop.cli.output import print_json
from vop_desktop.errors import VopDesktopError
from vop_desktop.records import CaptionHit, clock, display_path

if TYPE_CHECKING:
    from vop_desktop.indexing.clip import EncodedClip
    from vop_desktop.search.captions import CaptionRanker
    from vop_desktop.search.clip_captions import ClipCaptions


@click.command()
@click.argument("clips", nargs=-1, required=True, metavar="CLIP…", type=click.Path())
@library_option
@pack_option
@device_option
@click.option(
    "--set",
    "sets",
    multiple=True,
    metavar="NAME",
    help="Caption set: library, everyday, the one of the pack, or an imported one; all if not given.",
)
@click.option("--moments", is_flag=True, help="Captions for each moment of a long clip as well.")
@click.option(
    "--export",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the captions to FILE: .csv, .json, .srt for one clip; or .srt files into a folder.",
)
@click.option(
    "--write-sidecar",
    is_flag=True,
    help="Write the best caption of each clip to a .txt beside it, unless there is one.",
)
@limit_option(10)
@json_option
def caption(
    clips: tuple[str, ...], library: Path | None, pack: str, device: str, sets: tuple[str, ...],
    moments: bool, export: Path | None, write_sidecar: bool, limit: int, as_json: bool,
) -> None:  # fmt: skip
    """Find the captions that fit each CLIP, or each video below a folder. The clips are not added to the
    library, and never written to.

    With several clips, JSON is a list; one that cannot be read is named with the reason. An export tells
    the moments of clips that have several, and which captions the library has of a clip already.
    """
    from vop_desktop.indexing.identity import captions_of_file
    from vop_desktop.library.captions import install_everyday
    from vop_desktop.search.captions import CaptionRanker
    from vop_desktop.search.clip_captions import check_target, write_captions

    _check_sets(sets, pack, library)
    alone = len(clips) == 1 and not Path(clips[0]).is_dir()
    clips = _expanded(clips)
    if export is not None:
        check_target(export, len(clips))
    missing = [clip for clip in clips if not Path(clip).exists()]
    if len(missing) == len(clips):  # no model is loaded for nothing
        raise VopDesktopError(f"There is no file {display_path(missing[0])}.")
    from vop_desktop.model import load_encoder

    encoder = load_encoder(pack, device=device)
    only = encode_clip_with(encoder, clips[0]) if alone else None  # before a library is made
    job = _Job(sets or None, limit, moments, export is not None, write_sidecar)
    with open_library(library, create=True) as lib:
        install_everyday(lib)
        ranker = CaptionRanker(lib, encoder)
        ranker.prepare(sets or None, progress=_show_encoding if sys.stderr.isatty() and not as_json else None)
        for clip in clips:
            try:
                encoded = only or encode_clip_with(encoder, clip)
                found = job.add(encoded, ranker, captions_of_file(lib, clip) or (), alone=alone)
            except VopDesktopError as error:
                job.fail(clip, error)
                continue
            if not as_json and export is None:
                _show_clip(found, alone=alone)
        ranker.finish()
    if export is not None and job.done:
        files = write_captions(job.done, export)
        where = display_path(str(export if len(files) != 1 else files[0]))
        click.echo(f"Captions of {len(job.done)} clips are in {where}.", err=as_json)
    if as_json:
        print_json(job.documents[0] if alone else job.documents)
    if job.failed:
        sys.exit(EXIT_WITH_FAILURES if job.done else EXIT_FAILED)


def _expanded(names: Sequence[str]) -> tuple[str, ...]:
    """Clips, and in place of each folder the videos below it."""
    from vop_desktop.media.scanner import ScannedVideo, scan

    clips: list[str] = []
    for name in names:
        if Path(name).is_dir():
            clips += [entry.file.path for entry in scan([name]) if isinstance(entry, ScannedVideo)]
        else:
            clips.append(name)
    if not clips:
        raise VopDesktopError(f"There is no video in {display_path(names[0])}.")
    return tuple(dict.fromkeys(clips))


def _check_sets(sets: Sequence[str], pack: str, library: Path | None) -> None:
    from vop_desktop.library.captions import EVERYDAY_SETS, LIBRARY_SET, caption_sets
    from vop_desktop.model.packs import find_pack

    own = find_pack(pack).knowledge
    built_in = [name for code, name in EVERYDAY_SETS.items() if code == "en" or code in own.languages]
    known = [*built_in, LIBRARY_SET, *([own.set_name] if own.captions else [])]
    if library_path(library).exists():
        with open_library(library) as lib:
            known = list(dict.fromkeys(known + caption_sets(lib)))
    for name in sets:
        if name not in known:
            raise VopDesktopError(f"There is no caption set called “{name}”. Known: {', '.join(known)}.")


@dataclass
class _Job:
    """What is asked of each clip, and what came of it."""

    sets: Sequence[str] | None
    limit: int
    moments: bool
    exported: bool
    write_sidecar: bool
    done: list[ClipCaptions] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    failed: int = 0

    def add(
        self, clip: EncodedClip, ranker: CaptionRanker, accepted: Sequence[str], *, alone: bool
    ) -> ClipCaptions:
        from vop_desktop.search.clip_captions import clip_document, describe

        found = describe(
            ranker, clip.path, clip.segments, clip.arrays.spans, sets=self.sets, limit=self.limit,
            moments=self.moments or (self.exported and len(clip.segments) > 1),
        )  # fmt: skip
        found = replace(found, accepted=tuple(accepted))
        self.done.append(found)
        self.documents.append(clip_document(found, alone=alone))
        if self.write_sidecar:
            self._write_beside(found)
        return found

    def _write_beside(self, found: ClipCaptions) -> None:
        from vop_desktop.library.sidecars import write_sidecar

        try:
            file = write_sidecar(found.path, [hit.text for hit in found.captions[:1]])
        except VopDesktopError as error:
            self.failed += 1
            self.documents[-1]["failure"] = str(error)
            click.echo(f"vop: {error}", err=True)
        else:
            self.documents[-1]["sidecar"] = display_path(str(file))

    def fail(self, clip: str, error: VopDesktopError) -> None:
        self.failed += 1
        self.documents.append({"clip": display_path(clip), "failure": str(error)})
        click.echo(f"vop: {error}", err=True)


def _show_clip(clip: ClipCaptions, *, alone: bool) -> None:
    if not alone:
        click.echo(display_path(clip.path))
    _show(clip.captions)
    for moment in clip.moments:
        click.echo(f"{clock(moment.start)} – {clock(moment.end)}")
        _show(moment.captions)


def _show_encoding(done: int, total: int) -> None:
    text = "" if done >= total else f"captions encoded for the first time: {done:,} of {total:,}"
    click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def _show(hits: Sequence[CaptionHit]) -> None:
    for hit in hits:
        click.echo(f"{hit.score:.3f}  {hit.margin:+.1f}  {hit.text}  ({hit.set})")
