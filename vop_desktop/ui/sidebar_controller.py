"""What a person keeps and changes: saved searches, tags, forgetting, leaving out, undo and redo."""

from __future__ import annotations

import os

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vop_desktop.ui.actions import Actions
from vop_desktop.ui.change_texts import told
from vop_desktop.ui.edit_worker import EditWorker
from vop_desktop.ui.indexing_controller import LEFT_OUT
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.messages import EditDone, LeftOut, SidebarState, Suggestions, VideoTags
from vop_desktop.ui.results_controller import ResultsController
from vop_desktop.ui.sentences import said
from vop_desktop.ui.sidebar import Sidebar
from vop_desktop.ui.tag_popup import TagPopup
from vop_desktop.ui.texts import file_name

UNDO = "undo"  # what a message is about
FEW_ROWS = 100  # of more that are selected nobody asks in which folder they lie


class SidebarController(QObject):
    """Joins the edit worker with the sidebar, the results and the commands that change the library.

    Signals:
        library_changed(): other videos are to be seen than before, or other folders.
        rescan_wanted(object): look for changes in these folders.
        folders_back(object): these are as they were before a change that was taken back or done again.
        folder_gone(): a folder is watched no longer.
    """

    library_changed = Signal()
    rescan_wanted = Signal(object)
    folders_back = Signal(object)
    folder_gone = Signal()

    def __init__(
        self,
        worker: EditWorker,
        sidebar: Sidebar,
        results: ResultsController,
        actions: Actions,
        message: MessageBar,
        *,
        file_folders: LastFolders,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._worker = worker
        self._results = results
        self._actions = actions
        self._message = message
        self._file_folders = file_folders
        self._window = window
        self.sidebar = sidebar
        self.tags: TagPopup | None = None
        self._undoable = ""  # the change that the message bar offers to undo
        actions.handle(
            {
                "undo": worker.undo, "redo": worker.redo, "save_search": self._save_search,
                "tag": self._tag, "forget": self._forget, "exclude": self._exclude,
                "exclude_folder": self._exclude_folder,
            }
        )  # fmt: skip
        for name in ("undo", "redo"):
            actions[name].setEnabled(False)
        results.header.query_changed.connect(sidebar.follow)
        sidebar.filter_wanted.connect(self._add_condition)
        sidebar.typed.connect(results.header.type_in)
        sidebar.search_wanted.connect(self._run_search)
        sidebar.search_renamed.connect(self._rename_search)
        sidebar.search_removed.connect(self._remove_search)
        sidebar.history_cleared.connect(self._clear_history)
        sidebar.locate_wanted.connect(self._locate)
        sidebar.pace_wanted.connect(self._set_pace)
        sidebar.rescan_wanted.connect(self._rescan)
        sidebar.take_in_wanted.connect(self._take_in)
        sidebar.leave_out_wanted.connect(self._leave_out)
        sidebar.subfolders_wanted.connect(self._ask_subfolders)
        sidebar.remove_wanted.connect(self._remove_folder)
        results.meant.connect(self._record)
        results.header.field.suggestions_wanted.connect(self._suggest)
        results.page.grid.selectionModel().selectionChanged.connect(self._name_folder)
        worker.suggested.connect(self._suggested)
        worker.known.connect(self._known)
        worker.done.connect(self._done)
        worker.tags_told.connect(self._tags_told)
        worker.folder_moved.connect(self._folder_moved)
        worker.pace_changed.connect(self._pace_changed)
        worker.taken_in.connect(self._taken_in)
        worker.subfolders_told.connect(sidebar.show_subfolders)
        worker.searches_changed.connect(message.say)

    @Slot()
    def refresh(self) -> None:
        """Asks anew for what is kept."""
        self._worker.tell()

    def close(self) -> None:
        """Takes the popup away with the window."""
        if self.tags is not None:
            self.tags.hide()

    # Slots of this thread in between: a method of the worker would be run in the worker's.

    @Slot(str)
    def _remove_search(self, title: str) -> None:
        self._worker.remove_search(title)

    @Slot()
    def _clear_history(self) -> None:
        self._worker.clear_history()

    @Slot(str)
    def _record(self, text: str) -> None:
        self._worker.record(text)

    @Slot(str, int)
    def _suggest(self, text: str, caret: int) -> None:
        self._worker.suggest(text, caret)

    @Slot(object, str)
    def _put_tag(self, video_ids: tuple[int, ...], tag: str) -> None:
        self._worker.tag(video_ids, tag)

    @Slot(object, str)
    def _take_tag(self, video_ids: tuple[int, ...], tag: str) -> None:
        self._worker.untag(video_ids, tag)

    @Slot(object)
    def _take_in(self, what: LeftOut) -> None:
        self._worker.take_in(what)

    @Slot(str)
    def _leave_out(self, folder: str) -> None:
        self._worker.exclude([folder])

    @Slot(str)
    def _ask_subfolders(self, folder: str) -> None:
        self._worker.subfolders(folder)

    @Slot(str)
    def _remove_folder(self, folder: str) -> None:
        self._worker.remove_folder(folder)

    # --- searches -------------------------------------------------------------------------------------

    @Slot(str)
    def _add_condition(self, condition: str) -> None:
        self._results.header.add_condition(condition)

    @Slot(str)
    def _run_search(self, text: str) -> None:
        self._results.header.search(text)
        self._results.mean()

    @Slot(str, str, str)
    def _rename_search(self, text: str, old: str, new: str) -> None:
        self._worker.save_search(text, new, instead_of=old)

    def _save_search(self) -> None:
        if self._results.header.query:
            self._worker.save_search(self._results.header.query)
        else:
            self._message.say(self.tr("Type what to look for first; then the search can be saved."))

    @Slot(object)
    def _suggested(self, suggestions: Suggestions) -> None:
        self._results.header.field.show_suggestions(suggestions)

    # --- changes --------------------------------------------------------------------------------------

    @Slot(object)
    def _known(self, state: SidebarState) -> None:
        self.sidebar.show_state(state)
        if state.undo != self._undoable:
            self._message.forget(UNDO)
        for name, title in (("undo", state.undo), ("redo", state.redo)):
            action, plain = self._actions[name], self._actions.title(name)
            action.setEnabled(bool(title))
            shown = said(title).replace("&", "&&")  # a lone one would underline the next letter
            action.setText(f"{plain}: {shown}" if title else plain)

    @Slot(object)
    def _done(self, done: EditDone) -> None:
        if not done.title:
            self._message.say(self.tr("There was nothing to change."))
            return
        if done.kind != "tag":
            self.library_changed.emit()
        elif done.step != "do" or "tag:" in self._results.header.query:
            self._results.refresh()
        if done.kind == "remove" and done.step != "undo":
            self.folder_gone.emit()
        if done.step != "do" and done.folders:
            self.folders_back.emit(list(done.folders))
        if done.step == "undo":
            text = self.tr("Taken back: {0}.").format(said(done.title))
        else:
            text = told(done.title)
        offer = self.tr("Undo") if done.step == "do" else ""
        self._undoable = done.title if offer else ""
        self._message.say(text, offer=offer, take=self._worker.undo, about=UNDO if offer else "")

    def _selected_videos(self) -> tuple[int, ...]:
        hits = self._results.page.selected_hits()
        return tuple(dict.fromkeys(hit.video_id for hit in hits))

    def _forget(self) -> None:
        videos = self._selected_videos()
        if videos:
            self._worker.forget(videos)

    def _exclude(self) -> None:
        self._worker.exclude(hit.path for hit in self._results.page.selected_hits())

    def _exclude_folder(self) -> None:
        self._worker.exclude(self._selected_folders())

    def _selected_folders(self) -> list[str]:
        hits = self._results.page.selected_hits()
        return list(dict.fromkeys(os.path.dirname(hit.path) for hit in hits))

    @Slot()
    def _name_folder(self) -> None:
        """The command that leaves out a whole folder says which."""
        text = self._actions.title("exclude_folder")
        selection = self._results.page.grid.selectionModel().selection()
        rows = sum(selection.at(number).height() for number in range(selection.count()))
        folders = self._selected_folders() if rows <= FEW_ROWS else []
        if len(folders) == 1:
            name = file_name(folders[0]).replace("&", "&&")
            text = f"{text}: {name}"
        self._actions["exclude_folder"].setText(text)

    def _tag(self) -> None:
        videos = self._selected_videos()
        if not videos:
            return
        if self.tags is None:
            self.tags = TagPopup(self._window)
            self.tags.tag_wanted.connect(self._put_tag)
            self.tags.untag_wanted.connect(self._take_tag)
        self.tags.ask(videos)
        self._worker.tags_of(videos)

    @Slot(object)
    def _tags_told(self, tags: VideoTags) -> None:
        if self.tags is not None:
            self.tags.show_tags(tags)

    # --- folders --------------------------------------------------------------------------------------

    @Slot(str)
    def _rescan(self, folder: str) -> None:
        self.rescan_wanted.emit([folder])

    @Slot(str)
    def _taken_in(self, folder: str) -> None:
        self._message.forget(LEFT_OUT)
        self._rescan(folder)

    @Slot(str)
    def _locate(self, folder: str) -> None:
        dialog = QFileDialog(self._window, self.tr("Where does {0} lie now?").format(file_name(folder)))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        self._file_folders.prepare(dialog, "videos")
        dialog.setModal(False)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: self.locate(folder, chosen))
        dialog.show()

    def locate(self, folder: str, now: str) -> None:
        """Says that a watched folder lies somewhere else now."""
        self._worker.locate(folder, now)

    @Slot(str, int)
    def _folder_moved(self, folder: str, files: int) -> None:
        text = self.tr("{0} lies there now. Videos that were found again: {1}. Nothing is read anew.")
        self._message.say(text.format(file_name(folder), files))
        self.library_changed.emit()
        self.rescan_wanted.emit([folder])

    @Slot(str, bool)
    def _set_pace(self, folder: str, gently: bool) -> None:
        self._worker.read_gently(folder, gently)

    @Slot(str, bool)
    def _pace_changed(self, folder: str, gently: bool) -> None:
        if gently:
            text = self.tr("{0} is read one file at a time from now on, after all others.")
        else:
            text = self.tr("{0} is read like all others again.")
        self._message.say(text.format(file_name(folder)))
        self.library_changed.emit()
