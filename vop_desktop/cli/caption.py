"""`vop caption`: clips find texts."""

from __future__ import annotations

import sys
from collections.abc import Sequence
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
from vop_desktop.records import CaptionHit, caption_document, clock, display_path

if TYPE_CHECKING:
    from vop_desktop.indexing.clip import EncodedClip
    from vop_desktop.search.captions import CaptionRanker


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
@limit_option(10)
@json_option
def caption(
    clips: tuple[str, ...], library: Path | None, pack: str, device: str, sets: tuple[str, ...],
    moments: bool, limit: int, as_json: bool,
) -> None:  # fmt: skip
    """Find the captions that fit each CLIP. The clips are not added to the library.

    With several clips, JSON is a list; one that cannot be read is named with the reason.
    """
    from vop_desktop.library.captions import install_everyday
    from vop_desktop.model import load_encoder
    from vop_desktop.search.captions import CaptionRanker

    _check_sets(sets, pack, library)
    missing = [clip for clip in clips if not Path(clip).exists()]
    if len(missing) == len(clips):  # no model is loaded for nothing
        raise VopDesktopError(f"There is no file {display_path(missing[0])}.")
    encoder = load_encoder(pack, device=device)
    only = encode_clip_with(encoder, clips[0]) if len(clips) == 1 else None  # before a library is made
    documents: list[dict[str, Any]] = []
    failed = 0
    with open_library(library, create=True) as lib:
        install_everyday(lib)
        ranker = CaptionRanker(lib, encoder)
        ranker.prepare(sets or None, progress=_show_encoding if sys.stderr.isatty() and not as_json else None)
        for clip in clips:
            try:
                encoded = only or encode_clip_with(encoder, clip)
            except VopDesktopError as error:
                failed += 1
                documents.append({"clip": display_path(clip), "failure": str(error)})
                click.echo(f"vop: {error}", err=True)
                continue
            found = _Captioned(encoded, ranker, sets or None, limit, moments)
            documents.append(found.document(alone=len(clips) == 1))
            if not as_json:
                found.show(alone=len(clips) == 1)
    if as_json:
        print_json(documents[0] if len(clips) == 1 else documents)
    if failed:
        sys.exit(EXIT_FAILED if failed == len(clips) else EXIT_WITH_FAILURES)


def _check_sets(sets: Sequence[str], pack: str, library: Path | None) -> None:
    from vop_desktop.library.captions import EVERYDAY_SET, LIBRARY_SET, caption_sets
    from vop_desktop.model.packs import find_pack

    own = find_pack(pack).knowledge
    known = [EVERYDAY_SET, LIBRARY_SET, *([own.set_name] if own.captions else [])]
    if library_path(library).exists():
        with open_library(library) as lib:
            known = list(dict.fromkeys(known + caption_sets(lib)))
    for name in sets:
        if name not in known:
            raise VopDesktopError(f"There is no caption set called “{name}”. Known: {', '.join(known)}.")


class _Captioned:
    """One clip with its captions, and those of its moments where asked for."""

    def __init__(
        self, clip: EncodedClip, ranker: CaptionRanker, sets: Sequence[str] | None, limit: int, moments: bool
    ) -> None:
        self._path = display_path(clip.path)
        self._hits = ranker.rank(clip.segments, sets=sets, limit=limit, diverse=True)
        self._moments: list[tuple[float, float, list[CaptionHit]]] | None = None
        if moments:
            self._moments = [
                (float(start), float(end), ranker.rank(row[None], sets=sets, limit=limit, diverse=True))
                for (start, end), row in zip(clip.arrays.spans, clip.segments, strict=True)
            ]

    def document(self, *, alone: bool) -> dict[str, Any]:
        """As JSON shows it; that of a single clip is fixed (DESIGN §7), others tell the margin as well."""
        entry = caption_document if alone else _with_margin
        found: dict[str, Any] = {"clip": self._path, "captions": [entry(hit) for hit in self._hits]}
        if self._moments is not None:
            found["moments"] = [
                {"start": round(start, 3), "end": round(end, 3), "captions": [_with_margin(h) for h in hits]}
                for start, end, hits in self._moments
            ]
        return found

    def show(self, *, alone: bool) -> None:
        if not alone:
            click.echo(self._path)
        _show(self._hits)
        for start, end, hits in self._moments or ():
            click.echo(f"{clock(start)} – {clock(end)}")
            _show(hits)


def _show_encoding(done: int, total: int) -> None:
    text = "" if done >= total else f"captions encoded for the first time: {done:,} of {total:,}"
    click.echo(f"\r\x1b[K{text}", err=True, nl=False)


def _with_margin(hit: CaptionHit) -> dict[str, object]:
    return {**caption_document(hit), "margin": round(hit.margin, 2)}


def _show(hits: Sequence[CaptionHit]) -> None:
    for hit in hits:
        click.echo(f"{hit.score:.3f}  {hit.margin:+.1f}  {hit.text}  ({hit.set})")
