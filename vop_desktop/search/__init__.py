"""From a query to ranked moments."""

from vop_desktop.records import Hit
from vop_desktop.search.engine import SearchEngine
from vop_desktop.search.index import EmbeddingIndex
from vop_desktop.search.query import Query, parse
from vop_desktop.search.results import Explanation, Results

__all__ = ["EmbeddingIndex", "Explanation", "Hit", "Query", "Results", "SearchEngine", "parse"]
