"""Errors whose text is written for the person who uses the program.

Everything below `VopDesktopError` is expected trouble: one sentence that says what happened, to which
file, and what to do. Anything else that escapes is a fault of the program and goes to the log.
"""


class VopDesktopError(Exception):
    """Base of all errors that are shown to a person as they are."""


class LibraryError(VopDesktopError):
    """The library file cannot be used: not ours, newer than the program, damaged, locked or unwritable."""


class LibraryDamagedError(LibraryError):
    """The library file is damaged and no backup could stand in for it."""


class MediaError(VopDesktopError):
    """A file cannot be read as a video.

    Attributes:
        stage: where it failed: `scan`, `probe` or `decode`.
        reason: the plain cause, without the path.
    """

    def __init__(self, stage: str, reason: str) -> None:
        super().__init__(reason)
        self.stage = stage
        self.reason = reason

    def __reduce__(self) -> tuple[type["MediaError"], tuple[str, str]]:
        return MediaError, (self.stage, self.reason)  # crosses the process boundary whole


class PackError(VopDesktopError):
    """A model pack is missing, damaged or of a kind that this program cannot run."""


class DeviceError(VopDesktopError):
    """The compute device asked for is not there or does not work."""


class SamplesError(VopDesktopError):
    """The sample clips cannot be written."""


class TuneError(VopDesktopError):
    """A model cannot be tuned or examined on these pairs."""


class UpdateError(VopDesktopError):
    """It cannot be found out whether a newer version is out."""


class CutError(VopDesktopError):
    """A piece of a video cannot be exported."""


class Cancelled(VopDesktopError):
    """The person stopped the job. Shows nothing."""
