"""The window. Never imports torch, decord or sqlite_utils; workers reach them through the core."""
