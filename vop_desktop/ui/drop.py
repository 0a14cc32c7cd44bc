"""What was dragged in or pasted, as paths, pictures and words."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff", ".avif", ".heic")
LONGEST = 2000  # letters of a text that are looked at


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """What a person gave; at most one of these is filled.

    Attributes:
        paths: files and folders of this computer.
        picture: one without a file.
        link: an address elsewhere.
        text: words.
    """

    paths: tuple[str, ...] = ()
    picture: QImage | None = None
    link: str = ""
    text: str = ""


def local_paths(data: QMimeData) -> list[str]:
    """The files and folders of this computer among the dropped things, in order; none are looked at."""
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile() and url.toLocalFile()]


def given(data: QMimeData) -> Given:
    """What it is; files go before pictures, those before addresses and words."""
    if paths := local_paths(data):
        return Given(paths=tuple(paths))
    image = data.imageData() if data.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return Given(picture=image)
    urls = data.urls()
    if urls:
        return Given(link=urls[0].toDisplayString())
    text = " ".join(data.text()[:LONGEST].split())
    if text.lower().startswith(("http://", "https://", "ftp://", "www.")):
        return Given(link=text)
    return Given(text=text)


def is_welcome(data: QMimeData) -> bool:
    """Whether something can be said to it; nothing is opened to find out."""
    return data.hasUrls() or data.hasImage() or data.hasText()
