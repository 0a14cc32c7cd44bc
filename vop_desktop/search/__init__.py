"""From a query to ranked moments."""

from vop_desktop.records import Hit
from vop_desktop.search.engine import SearchEngine
from vop_desktop.search.index import EmbeddingIndex

__all__ = ["EmbeddingIndex", "Hit", "SearchEngine"]
