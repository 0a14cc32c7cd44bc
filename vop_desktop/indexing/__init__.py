"""The job that turns folders into a searchable library."""

from vop_desktop.indexing.pipeline import index_folders
from vop_desktop.records import IndexReport

__all__ = ["IndexReport", "index_folders"]
