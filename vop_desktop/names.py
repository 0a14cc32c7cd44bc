"""Names and times as a person reads them. Imported through `records`, as all plain values are."""

from __future__ import annotations


def display_path(path: str) -> str:
    """The path with undecodable bytes shown as �, fit for a window, a log or JSON."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def one_line(path: str) -> str:
    """The path as one line of a list shows it: line breaks and other control signs as pictures (␊)."""
    return display_path(path).translate(_CONTROL_PICTURES)


_CONTROL_PICTURES = {
    **{code: 0x2400 + code for code in range(32)},
    0x7F: 0x2421,
    0x85: 0x2424,
    0x2028: 0x2424,
    0x2029: 0x2424,
}


def clock(seconds: float) -> str:
    """Seconds as `1:23` or `1:02:03`."""
    whole = int(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


_SERVICE_FOLDERS = frozenset({"@eadir", "$recycle.bin", "system volume information", "lost+found"})


def is_service_name(name: str) -> bool:
    """Whether a file name is hidden, or the bin or a service folder of some system."""
    return name.startswith(".") or name.lower() in _SERVICE_FOLDERS
