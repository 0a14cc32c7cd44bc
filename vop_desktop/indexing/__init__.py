"""The job that turns folders into a searchable library."""

from vop_desktop.indexing.hold import Conditions
from vop_desktop.indexing.pipeline import index_folders, index_paths, retry_paths
from vop_desktop.records import IndexReport

__all__ = ["Conditions", "IndexReport", "index_folders", "index_paths", "retry_paths"]
