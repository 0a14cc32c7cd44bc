"""`vop search` and `vop similar`: texts and clips find videos."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vop_desktop.cli.common import (
    device_option,
    encode_clip_file,
    json_option,
    library_option,
    limit_option,
    open_library,
    pack_option,
    say_notices,
)
from vop_desktop.cli.output import print_json
from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.records import clock, display_path, hit_document

if TYPE_CHECKING:
    from vop_desktop.records import Encoder, FloatArray
    from vop_desktop.search.results import Results


class TextCommand(click.Command):
    """A command whose words may begin with a dash: `-night` is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Marks words such as `-night` before click takes them for options."""
        short = {name for option in self.params for name in option.opts if not name.startswith("--")} | {"-h"}
        marked: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                return super().parse_args(ctx, [*marked, arg, *rest])
            word = len(arg) > 2 and arg[0] == "-" and arg[1] != "-" and arg not in short
            marked.append(f"{_NO_OPTION}{arg}" if word else arg)
        return super().parse_args(ctx, marked)


_NO_OPTION = "\u2060"  # a character without width that nobody types


@click.command(cls=TextCommand)
@click.argument("words", nargs=-1, metavar="TEXT")
@library_option
@pack_option
@device_option
@limit_option(20)
@click.option("--like", type=click.Path(), help="A picture or clip to go by, along with TEXT or alone.")
@click.option("--moments", is_flag=True, help="List moments, several of a video if they fit.")
@json_option
def search(
    words: tuple[str, ...],
    library: Path | None,
    pack: str,
    device: str,
    limit: int,
    like: str | None,
    moments: bool,
    as_json: bool,
) -> None:
    """Find the videos, and the moments in them, that fit TEXT.

    TEXT may hold rules: -night or "not at night" subtracts, "dog + beach" wants both, dog^2 counts twice,
    "…" in quotes wants exactly these words in names and subtitles, and folder: tag: after:2023 before:2024-05
    longer:2m shorter:30s is:portrait is:offline narrow the videos down.
    """
    text = " ".join(words).replace(_NO_OPTION, "").strip()
    if not text and like is None:
        raise click.UsageError("TEXT is empty. Say what happens in the video.")
    if like is not None and moments:
        raise click.UsageError("--moments goes with TEXT alone, not with --like.")
    from vop_desktop.search import SearchEngine

    with open_library(library) as lib:
        from vop_desktop.model.lazy import LazyEncoder

        encoder = LazyEncoder(pack, device=device)
        if device not in {"auto", "cpu"}:
            encoder.load()  # a text alone needs none, but who names a device wants to know of it
        example = None if like is None else _example(like, encoder)
        engine = SearchEngine(lib, encoder)
        click.get_current_context().call_on_close(engine.finish)
        lib.check_roots()
        engine.refresh()
        begin = time.perf_counter()
        if example is None:
            results = engine.find(text, limit=limit)
        else:
            results = engine.search_like(example, text, limit=limit)
        hits = engine.search_moments(text, limit=limit) if moments else list(results.hits)
        seconds = time.perf_counter() - begin
        known = lib.status().videos if not hits else 0
    say_notices(encoder)
    if results.unknown:
        click.echo(
            f"The pack “{pack}” has never met: {', '.join(results.unknown)}. What follows is a guess.",
            err=True,
        )
    if as_json:
        document = {
            "query": text,
            "pack": pack,
            "hits": [hit_document(h) for h in hits],
            "seconds": round(seconds, 4),
        }
        print_json(document)
    _say_notes(results, pack, known)
    for hit in () if as_json else hits:
        offline = "  (offline)" if hit.offline else ""
        why = "" if hit.why == ("content",) else f"  [{', '.join(hit.why)}]"
        place = f"{clock(hit.moment)}  {display_path(hit.path)}"
        click.echo(f"{hit.confidence:6}  {hit.score:.3f}  {place}{why}{offline}")


def _example(path: str, encoder: Encoder) -> FloatArray:
    """The embedding of a picture or clip to search by. VopDesktopError says what is wrong with it."""
    from vop_desktop.indexing.clip import encode_clip
    from vop_desktop.indexing.picture import encode_picture, is_picture

    kind = "picture" if is_picture(path) else "clip"
    try:
        return encode_picture(path, encoder) if kind == "picture" else encode_clip(path, encoder).segments
    except MediaError as error:
        raise VopDesktopError(f"{display_path(path)} cannot be used as a {kind}: {error.reason}.") from error


def _say_notes(results: Results, pack: str, known: int) -> None:
    """What else there is to say, on stderr."""
    from vop_desktop.search.notes import EMPTY_LIBRARY, OTHER_PACK

    here = {
        EMPTY_LIBRARY: "Nothing found: the library is empty. Add videos with: vop index FOLDER",
        OTHER_PACK: f"Nothing found: nothing here was indexed with the pack “{pack}”. "
        f"Do that with: vop index FOLDER --pack {pack}",
    }
    for note in results.notes:
        click.echo(here.get(note, note), err=True)
    if not results.notes and known:
        click.echo("Nothing found.", err=True)
    if results.nothing_fits and not results.unknown:
        click.echo("Nothing here fits well. What follows is the closest.", err=True)


@click.command()
@click.argument("clip", type=click.Path())
@library_option
@pack_option
@device_option
@limit_option(10)
@json_option
def similar(clip: str, library: Path | None, pack: str, device: str, limit: int, as_json: bool) -> None:
    """Find the videos of the library that show the same footage as CLIP, then those that look like it."""
    from vop_desktop.search import SearchEngine
    from vop_desktop.search.similar import DuplicateFinder, duplicate_document, merge

    with open_library(library) as lib:
        encoder, encoded = encode_clip_file(clip, pack, device, hashes=True)
        lib.check_roots()
        same = DuplicateFinder(lib).find(encoded.hashes, encoded.path) if encoded.hashes else []
        hits = merge(same, SearchEngine(lib, encoder).similar(encoded.segments, limit=limit), limit)
    if not hits:
        click.echo("The library holds no video to compare with. Add some with: vop index FOLDER", err=True)
    if as_json:
        found = []
        for hit, copy in hits:
            found.append(hit_document(hit) | ({"duplicate": duplicate_document(copy)} if copy else {}))
        print_json({"clip": display_path(encoded.path), "pack": pack, "hits": found})
        return
    for hit, copy in hits:
        told = f"  (the same footage: {copy.kind})" if copy else ""
        click.echo(
            f"{hit.confidence:6}  {hit.score:.3f}  {clock(hit.moment)}  {display_path(hit.path)}{told}"
        )
