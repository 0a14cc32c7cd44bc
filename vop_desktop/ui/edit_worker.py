"""What a person changes in the library, and what is kept of their searches: never behind indexing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from vop_desktop.errors import LibraryError
from vop_desktop.records import display_path
from vop_desktop.ui.library_worker import LibraryWorker
from vop_desktop.ui.messages import EditDone, LeftOut, SidebarState, Suggestions, VideoTags
from vop_desktop.ui.tasks import CancelToken

if TYPE_CHECKING:
    from vop_desktop.library.changes import Change, DoneChange

RECENT = 12  # searches that are listed
SUGGESTED = 6


class EditWorker(LibraryWorker):
    """Does, undoes and redoes changes; keeps searches; knows the tags.

    Signals:
        known(SidebarState): saved searches, tags, history, and what can be undone.
        done(EditDone): a change was done, undone or redone.
        suggested(Suggestions): queries that begin as typed so far.
        tags_told(VideoTags): the tags of some videos.
        folder_moved(str, int): a watched folder lies here now; so many files were pointed there.
        pace_changed(str, bool): a watched folder is read gently from now on, or as fast as others.
        taken_in(str): something in this watched folder is left out no longer.
        subfolders_told(str, list[Subfolder]): the folders in a folder.
        searches_changed(str): what became of a saved search, in words.
    """

    known = Signal(object)
    done = Signal(object)
    suggested = Signal(object)
    tags_told = Signal(object)
    folder_moved = Signal(str, int)
    searches_changed = Signal(str)
    pace_changed = Signal(str, bool)
    taken_in = Signal(str)
    subfolders_told = Signal(str, object)

    def __init__(self, library: Path) -> None:
        super().__init__("edits", library)
        self._typed = 0

    # --- called from the GUI thread -----------------------------------------------------------------

    def tell(self) -> None:
        """Asks for what is kept."""
        self.post(self._tell)

    def subfolders(self, folder: str) -> None:
        """Asks for the folders in a folder."""
        self.post(self._subfolders, folder)

    def tag(self, video_ids: Sequence[int], tag: str) -> None:
        """Puts a tag on videos."""
        self.post(self._tag, tuple(video_ids), tag, True)

    def untag(self, video_ids: Sequence[int], tag: str) -> None:
        """Takes a tag off videos."""
        self.post(self._tag, tuple(video_ids), tag, False)

    def tags_of(self, video_ids: Sequence[int]) -> None:
        """Asks for the tags of some videos."""
        self.post(self._tags_of, tuple(video_ids))

    def do(self, change: Change) -> None:
        """Does any change that can be taken back."""
        self.post(self._do, change)

    def forget(self, video_ids: Sequence[int]) -> None:
        """Forgets videos; their files stay."""
        self.post(self._forget, tuple(video_ids))

    def exclude(self, paths: Iterable[str]) -> None:
        """Leaves files or folders out of the watched folders that they lie in."""
        self.post(self._exclude, tuple(dict.fromkeys(paths)))

    def remove_folder(self, folder: str) -> None:
        """Watches a folder no longer."""
        self.post(self._remove_folder, folder)

    def take_in(self, what: LeftOut) -> None:
        """Leaves something out no longer."""
        self.post(self._take_in, what)

    def undo(self) -> None:
        """Takes the last change back."""
        self.post(self._step, "undo")

    def redo(self) -> None:
        """Does the change again that was undone last."""
        self.post(self._step, "redo")

    def record(self, text: str) -> None:
        """Remembers a search that the person meant."""
        self.post(self._record, text)

    def clear_history(self) -> None:
        """Forgets what was searched."""
        self.post(self._clear_history)

    def save_search(self, text: str, title: str = "", *, instead_of: str = "") -> None:
        """Keeps a search; with `instead_of` one that was kept under another title is renamed."""
        self.post(self._save_search, text, title, instead_of)

    def remove_search(self, title: str) -> None:
        """Keeps a search no longer."""
        self.post(self._remove_search, title)

    def suggest(self, text: str, caret: int) -> None:
        """Asks for queries that begin so, and for the words that the one before the caret may become.

        The newest question wins.
        """
        self._typed += 1
        self.post(self._suggest, self._typed, text, caret)

    def locate(self, old: str, new: str) -> None:
        """Says where a watched folder lies now."""
        self.post(self._locate, old, new)

    def read_gently(self, folder: str, gently: bool) -> None:
        """Says whether a watched folder is read one file at a time, after all others."""
        self.post(self._read_gently, folder, gently)

    # --- in the worker's thread ---------------------------------------------------------------------

    def _tell(self, token: CancelToken) -> None:
        from vop_desktop.library.changes import redoable, undoable
        from vop_desktop.library.places import pattern_text
        from vop_desktop.library.searches import saved_searches, search_history
        from vop_desktop.library.tags import all_tags

        library = self._library
        undo, redo = undoable(library), redoable(library)
        self.known.emit(
            SidebarState(
                tuple(saved_searches(library)),
                all_tags(library),
                tuple(search_history(library, limit=RECENT)),
                undo.title if undo else "",
                redo.title if redo else "",
                tuple(
                    LeftOut(root.path, pattern, display_path(pattern_text(pattern)))
                    for root in library.roots()
                    for pattern in library.excludes(root.path)
                ),
            )
        )

    def _subfolders(self, token: CancelToken, folder: str) -> None:
        from vop_desktop.library.folders import subfolders

        self.subfolders_told.emit(folder, subfolders(self._library, folder))

    def _do(self, token: CancelToken, change: Change) -> None:
        from vop_desktop.library.changes import do

        self._tell_done(token, do(self._library, change), "do")

    def _tell_done(self, token: CancelToken, done: DoneChange | None, step: str) -> None:
        told = EditDone(done.kind, done.title, step, done.folders) if done else EditDone("", "", step)
        self.done.emit(told)
        self._tell(token)

    def _step(self, token: CancelToken, step: str) -> None:
        from vop_desktop.library import changes

        change = changes.undo if step == "undo" else changes.redo
        self._tell_done(token, change(self._library), step)

    def _tag(self, token: CancelToken, video_ids: tuple[int, ...], tag: str, put: bool) -> None:
        from vop_desktop.library.tags import AddTag, RemoveTag

        self._do(token, AddTag(video_ids, tag) if put else RemoveTag(video_ids, tag))
        self._tags_of(token, video_ids)

    def _tags_of(self, token: CancelToken, video_ids: tuple[int, ...]) -> None:
        from vop_desktop.library.tags import all_tags, tags_of

        each = [tags_of(self._library, video_id) for video_id in video_ids]
        common = tuple(tag for tag in (each[0] if each else []) if all(tag in tags for tags in each))
        self.tags_told.emit(VideoTags(video_ids, common, tuple(all_tags(self._library))))

    def _forget(self, token: CancelToken, video_ids: tuple[int, ...]) -> None:
        from vop_desktop.library.forget import Forget

        self._do(token, Forget(video_ids))

    def _exclude(self, token: CancelToken, paths: tuple[str, ...]) -> None:
        from vop_desktop.library.excluding import SetExcludes
        from vop_desktop.library.places import folder_pattern, lies_in

        roots = [root.path for root in self._library.roots()]
        patterns: dict[str, list[str]] = {}
        for path in paths:
            root = max((root for root in roots if lies_in(path, root)), key=len, default="")
            if path == root:
                text = self.tr("{0} is a folder of the library itself. Remove it from the library instead.")
                raise LibraryError(text.format(display_path(path)))
            patterns.setdefault(root, []).append(folder_pattern(path))
        for root, added in patterns.items():
            self._do(token, SetExcludes(root, (*self._library.excludes(root), *added)))

    def _remove_folder(self, token: CancelToken, folder: str) -> None:
        from vop_desktop.library.removing import RemoveRoot

        self._do(token, RemoveRoot(folder))

    def _take_in(self, token: CancelToken, what: LeftOut) -> None:
        from vop_desktop.library.excluding import SetExcludes

        rest = [pattern for pattern in self._library.excludes(what.root) if pattern != what.pattern]
        self._do(token, SetExcludes(what.root, rest))
        self.taken_in.emit(what.root)

    def _record(self, token: CancelToken, text: str) -> None:
        from vop_desktop.library.searches import record_search

        record_search(self._library, text)
        self._tell(token)

    def _clear_history(self, token: CancelToken) -> None:
        from vop_desktop.library.searches import clear_history

        clear_history(self._library)
        self._tell(token)

    def _save_search(self, token: CancelToken, text: str, title: str, instead_of: str) -> None:
        from vop_desktop.library.searches import remove_search, save_search

        with self._library.transaction():
            if instead_of:
                remove_search(self._library, instead_of)
            saved = save_search(self._library, text, title)
        if not instead_of:
            self.searches_changed.emit(self.tr("The search is saved as “{0}”.").format(saved.title))
        self._tell(token)

    def _remove_search(self, token: CancelToken, title: str) -> None:
        from vop_desktop.library.searches import remove_search

        remove_search(self._library, title)
        self._tell(token)

    def _suggest(self, token: CancelToken, number: int, text: str, caret: int) -> None:
        from vop_desktop.library.searches import suggestions
        from vop_desktop.search.completing import completions, value_wanted, word_begun

        if number != self._typed:
            return
        name, begun = value_wanted(text, caret), word_begun(text, caret)
        asked = ("tag", "folder") if begun else (name,)
        more = completions(text, caret, {each: self._values(each, begun) for each in asked})
        before = suggestions(self._library, text.strip(), limit=SUGGESTED) if text.strip() else []
        self.suggested.emit(Suggestions(text, tuple(before), tuple(more)))

    def _values(self, name: str, begun: str = "") -> Sequence[str]:
        """What the library knows for a filter that takes anything; folders that begin so."""
        from vop_desktop.library.selection import folder_names
        from vop_desktop.library.tags import all_tags

        if name == "tag":
            tags = all_tags(self._library)
            return sorted(tags, key=lambda tag: -tags[tag])
        return folder_names(self._library, begun) if name == "folder" else ()

    def _locate(self, token: CancelToken, old: str, new: str) -> None:
        from vop_desktop.library.roots import locate_root

        self.folder_moved.emit(new, locate_root(self._library, old, new))
        self._tell(token)

    def _read_gently(self, token: CancelToken, folder: str, gently: bool) -> None:
        from vop_desktop.library.roots import set_gentle

        set_gentle(self._library, folder, gently)
        self.pace_changed.emit(folder, gently)
