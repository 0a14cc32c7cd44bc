"""What the commands share: trouble in one sentence, common options, the library, the clip."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from vop_desktop import paths
from vop_desktop.errors import MediaError, VopDesktopError
from vop_desktop.records import display_path

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
            fail(str(error))
        except MemoryError:
            fail("There is not enough memory for this. Close other programs, or use a smaller pack.")
        except OSError as error:
            where = f": {display_path(str(error.filename))}" if error.filename else ""
            fail(f"{error.strerror or error}{where}")


def fail(text: str) -> NoReturn:
    click.echo(f"vop: {text}", err=True)
    sys.exit(EXIT_FAILED)


def library_option(command: Command) -> Command:
    return click.option(
        "--library",
        type=click.Path(path_type=Path),
        default=None,
        metavar="FILE",
        help="The library file; the default one if not given.",
    )(command)


def pack_option(command: Command) -> Command:
    return click.option(
        "--pack", default="starter", metavar="NAME", show_default=True, help="The model pack."
    )(command)


def json_option(command: Command) -> Command:
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")(command)


def limit_option(default: int) -> Callable[[Command], Command]:
    return click.option(
        "--limit", type=click.IntRange(1), default=default, show_default=True, help="At most so many."
    )


def device_option(command: Command) -> Command:
    choice = click.Choice(["auto", "cpu", "cuda", "mps", "xpu"])
    return click.option("--device", type=choice, default="auto", help="Where to compute.")(command)


def open_library(library: Path | None, *, create: bool = False) -> Library:
    from vop_desktop.library import Library

    path = library_path(library)
    if not create and not path.exists():
        raise VopDesktopError(f"There is no library {path} yet. Make one with: vop index FOLDER")
    opened = Library.open(path)
    for notice in opened.notices:
        click.echo(f"vop: {notice.text}", err=True)
    return opened


def library_path(library: Path | None) -> Path:
    return paths.default_library() if library is None else library.expanduser().absolute()


def say_notices(encoder: object) -> None:
    """What the encoder has to say of the machine, on stderr, each sentence once."""
    for notice in getattr(encoder, "take_notices", tuple)():
        click.echo(f"vop: {notice}", err=True)


def encode_clip_file(
    clip: str, pack: str, device: str, *, hashes: bool = False
) -> tuple[Encoder, EncodedClip]:
    if not Path(clip).exists():
        raise VopDesktopError(f"There is no file {display_path(clip)}.")
    from vop_desktop.indexing.clip import encode_clip
    from vop_desktop.model import load_encoder

    encoder = load_encoder(pack, device=device)
    try:
        encoded = encode_clip(clip, encoder, cancel=threading.Event(), hashes=hashes)
    except MediaError as error:
        raise VopDesktopError(f"{display_path(clip)} cannot be used as a clip: {error.reason}.") from error
    if encoded.warning:
        click.echo(f"{display_path(clip)}: {encoded.warning}", err=True)
    say_notices(encoder)
    return encoder, encoded


@contextmanager
def stop_on_signals(cancel: threading.Event) -> Iterator[None]:
    """The first Ctrl-C or SIGTERM sets `cancel`, so that the job keeps what it has; a second one ends it."""

    def stop(number: int, frame: object) -> None:
        if cancel.is_set():
            raise KeyboardInterrupt
        cancel.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
