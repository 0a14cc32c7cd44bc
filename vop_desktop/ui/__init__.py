"""The window. Never imports torch, decord or sqlite_utils; workers reach them through the core."""

import builtins
from contextlib import suppress

# PySide wraps the import statement to find `from __feature__ import …`, which stands nowhere here. It reads the
# source of each module that is imported from then on, torch's too, for that, and keeps all lines: 40 MB.
with suppress(ImportError):  # of that `app` tells the person
    import shiboken6  # noqa: F401  (wraps it)

    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
