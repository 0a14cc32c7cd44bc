"""The window. Never imports torch, decord or sqlite_utils; workers reach them through the core."""

import builtins
from contextlib import suppress

# PySide wraps the import statement to find `from __feature__ import …`, which stands nowhere here. For it, it
# reads the source of each module imported from then on, those of torch too, and keeps their lines: 40 MB.
with suppress(ImportError):  # of that `app` tells the person
    import shiboken6  # noqa: F401  (wraps it)

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
