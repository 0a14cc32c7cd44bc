"""What a person does with captions of clips: accept, reword, tag, write beside the clip, export."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vop_desktop.ui.actions import Actions
from vop_desktop.ui.caption_model import CaptionRow
from vop_desktop.ui.clip_messages import (
    ClipEntry,
    ClipPlace,
    ExportWanted,
    FilesWritten,
    FileTaken,
    SidecarWanted,
)
from vop_desktop.ui.clip_panel import ClipPanel
from vop_desktop.ui.last_folders import LastFolders
from vop_desktop.ui.message_bar import MessageBar
from vop_desktop.ui.question_bar import Answer
from vop_desktop.ui.texts import file_name, folder_of
from vop_desktop.ui.workers import Workers

if TYPE_CHECKING:
    from vop_desktop.search.clip_captions import ClipCaptions


CLIP = "clip"  # what a message is about: the one in view
MOST_ADDED = 12  # captions that a clip has and that were not suggested


class CaptionController(QObject):
    """Joins the caption worker and the edit worker with the panel of a clip.

    Signals:
        folder_wanted(list[str]): the folder of the clip is to be added to the library.
        words_changed(): the clip in view has captions that were not compared with it.
    """

    folder_wanted = Signal(object)
    words_changed = Signal()

    def __init__(
        self,
        workers: Workers,
        panel: ClipPanel,
        actions: Actions,
        message: MessageBar,
        window: QWidget,
        *,
        folders: LastFolders,
    ) -> None:
        super().__init__(window)
        self._folders = folders
        self._worker, self._edits = workers.captions, workers.edits
        self._panel = panel
        self._actions = actions
        self._message = message
        self._window = window
        self._entry: ClipEntry | None = None
        self._place: ClipPlace | None = None
        self._owed: list[str] = []  # words that were written before it was known where the clip belongs
        self._quiet = False  # other words are no decision yet
        self.dialog: QFileDialog | None = None
        actions.handle(
            {
                "accept_caption": self._accept, "accept_tag": self._accept_tag,
                "edit_caption": self._edit, "play_caption": panel.play,
                "write_sidecar": self._write_sidecar, "export_captions": self._export_one,
            }
        )  # fmt: skip
        self._texts = {
            "off": self.tr("Take the caption off"),
            "kept no longer": self.tr("Keep it no longer"),
            "tag off": self.tr("Take the tag off"),
        }
        panel.keep_room(
            "accept_caption",
            (actions.title("accept_caption"), self._texts["off"], self._texts["kept no longer"]),
        )
        panel.keep_room("accept_tag", (actions.title("accept_tag"), self._texts["tag off"]))
        self._worker.placed.connect(self._placed)
        self._worker.accepted_found.connect(self._accepted_found)
        self._worker.taken.connect(self._taken)
        self._worker.written.connect(self._written)
        self._edits.done.connect(self.look_up)
        panel.accepted.connect(self._accept)
        panel.looked_at.connect(self._refresh)
        panel.closed.connect(self._closed)
        panel.folder_wanted.connect(self._add_folder)
        for view in (panel.whole, panel.moments):
            view.captions.reworded.connect(self._reworded)
        self._refresh()

    def show(self, entry: ClipEntry) -> None:
        """This clip is in view now."""
        self._entry, self._place = entry, None
        self._owed.clear()
        self.look_up()
        self._refresh()

    @Slot()
    def look_up(self) -> None:
        """Asks anew what the library knows of the clip."""
        if self._entry is not None:
            self._worker.look_up(self._entry.path)

    @Slot()
    def _closed(self) -> None:
        self._entry = self._place = None
        self._refresh()

    @Slot(object)
    def _placed(self, place: ClipPlace) -> None:
        if self._entry is not None and place.path == self._entry.path and self._entry.state != "failed":
            if not place.video_id and not place.content and self._place is not None:
                place = place._replace(content=self._place.content)  # out of reach since it was read
            self._place = place
            self.complete()
            self._panel.show_place(place)
            while self._owed:
                self._take_words(self._owed.pop(0))

    def complete(self) -> None:
        """Lists captions that the clip has and that were not suggested, after those that were."""
        entry, place = self._entry, self._place
        if entry is None or entry.found is None or place is None:
            return
        from vop_desktop.search.own_words import with_accepted

        before, entry.found = entry.found, with_accepted(entry.found, place.accepted, most=MOST_ADDED)
        if len(entry.found.captions) > len(before.captions):
            self._panel.show_captions(entry)
            self.words_changed.emit()

    @Slot()
    def _refresh(self) -> None:
        """What can be done with the caption in view, and what doing it again takes back."""
        row, place = self._panel.current, self._place
        if self._entry is None:
            row = None
        self._name("accept_caption", self._accept_text(row))
        self._name("accept_tag", self._texts["tag off"] if row is not None and row.is_tag else "")
        self._actions["accept_caption"].setEnabled(row is not None and place is not None)
        self._actions["accept_tag"].setEnabled(row is not None and place is not None)
        self._actions["edit_caption"].setEnabled(row is not None)
        self._actions["write_sidecar"].setEnabled(row is not None)
        found = self._entry is not None and self._entry.found is not None
        self._actions["play_caption"].setEnabled(found)
        self._actions["export_captions"].setEnabled(found)

    def _accept_text(self, row: CaptionRow | None) -> str:
        if row is not None and row.is_caption:
            return self._texts["off"]
        return self._texts["kept no longer"] if row is not None and row.is_kept else ""

    def _name(self, name: str, text: str) -> None:
        """Another text for an action, or its own."""
        text = text or self._actions.title(name)
        action = self._actions[name]
        if action.text() != text:
            action.setText(text)
            action.setIconText(text)

    # --- accepting ------------------------------------------------------------------------------------

    def _current(self, *, quiet: bool = False) -> CaptionRow | None:
        """The caption in view, with what is being written taken over; `quiet`: not accepted by that."""
        self._quiet = quiet
        if (view := self._panel.list_in_view) is not None:
            view.finish_editing()
        self._quiet = False
        return self._panel.current

    @Slot()
    def _accept(self) -> None:
        before = self._panel.current
        row, place, entry = self._current(), self._place, self._entry
        if row is None or place is None or entry is None or before is None or row.text != before.text:
            return  # other words are accepted by writing them
        if place.video_id and row.is_caption:
            from vop_desktop.library.own_captions import RemoveCaption

            self._edits.do(RemoveCaption(place.video_id, row.text))
        elif row.is_kept:
            from vop_desktop.library.kept_captions import DropKept

            self._edits.do(DropKept(place.content, row.text))
        else:
            self._take_words(row.text)

    def _take_words(self, text: str) -> None:
        """Makes them the video's caption, or keeps them for when the library has such a video."""
        entry, place = self._entry, self._place
        if entry is None or place is None:
            self._owed.append(text)
        elif place.video_id and text not in place.captions:
            from vop_desktop.library.own_captions import AddCaption

            self._edits.do(AddCaption(place.video_id, text))
        elif place.content and text not in place.kept:
            from vop_desktop.library.kept_captions import KeepCaption

            self._edits.do(KeepCaption(place.content, text))

    def _accept_tag(self) -> None:
        row, place = self._current(quiet=True), self._place
        if row is None or place is None:
            return
        if not place.video_id:
            text = self.tr("Only videos of the library have tags, and this clip is none of them.")
            self._message.say(text, offer=self.tr("Add its folder"), take=self._add_folder)
            return
        from vop_desktop.library.tags import AddTag, RemoveTag

        change = RemoveTag if row.is_tag else AddTag
        self._edits.do(change((place.video_id,), row.text))

    def _edit(self) -> None:
        if (view := self._panel.list_in_view) is not None:
            view.edit_current()

    @Slot(str, str)
    def _reworded(self, old: str, new: str) -> None:
        """The new words are the caption now; of an accepted one they are a change of it."""
        entry, place = self._entry, self._place
        if entry is None or entry.found is None:
            return
        from vop_desktop.search.own_words import reworded

        entry.found = reworded(entry.found, old, new)
        self._panel.show_captions(entry)
        self.words_changed.emit()
        if place is not None and old in place.kept:
            from vop_desktop.library.kept_captions import RewordKept

            self._edits.do(RewordKept(place.content, old, new))
        elif place is not None and old in place.captions:
            from vop_desktop.library.own_captions import EditCaption

            self._edits.do(EditCaption(place.video_id, old, new))
        elif not self._quiet:
            self._take_words(new)

    def _add_folder(self) -> None:
        if self._entry is not None:
            self.folder_wanted.emit([os.path.dirname(os.path.abspath(self._entry.path))])

    # --- files ----------------------------------------------------------------------------------------

    def _chosen_captions(self) -> tuple[str, ...]:
        """The accepted ones, or else the one in view."""
        before, current = self._panel.current, self._current()
        rows = [*self._panel.whole.captions.captions, *self._panel.moments.captions.captions]
        chosen = [row.text for row in rows if row.is_caption or row.is_kept]
        if before is not None and current is not None and before.text != current.text:
            chosen.append(current.text)  # the library is just being told
        if not chosen and current is not None:
            chosen = [current.text]
        return tuple(dict.fromkeys(chosen))

    @Slot()
    def _write_sidecar(self) -> None:
        if self._entry is not None and (captions := self._chosen_captions()):
            self._worker.write_sidecar(SidecarWanted(self._entry.path, captions))

    def _export_one(self) -> None:
        self._current()
        if self._entry is not None:
            self.export([self._entry])

    def export(self, entries: Sequence[ClipEntry]) -> None:
        """Has it looked up which captions of these clips are accepted, then asks what is to be written."""
        clips = [entry.found for entry in entries if entry.found]
        if clips:
            self._worker.find_accepted(clips)

    @Slot(object)
    def _accepted_found(self, clips: tuple[ClipCaptions, ...]) -> None:
        from vop_desktop.search.own_words import only_accepted

        chosen = [only_accepted(clip) for clip in clips if clip.accepted]
        if not chosen:
            self._ask_where(clips)
            return
        accepted, every = (sum(len(clip.captions) for clip in some) for some in (chosen, clips))
        self._panel.question.ask(
            self.tr("Which captions are to be exported? Accepted: {0} of {1}.").format(accepted, every),
            [
                (self.tr("Only the accepted"), partial(self._ask_where, chosen)),
                (self.tr("All"), partial(self._ask_where, clips)),
                (self.tr("None"), self._leave),
            ],
        )

    def _ask_where(self, clips: Sequence[ClipCaptions]) -> None:
        kinds = ["CSV (*.csv)", "JSON (*.json)"]
        kinds.append("SRT (*.srt)" if len(clips) == 1 else self.tr("SRT, a file for each clip (*.srt)"))
        stem = Path(clips[0].path).stem if len(clips) == 1 else self.tr("captions")
        dialog = QFileDialog(self._window, self.tr("Export captions"))
        self._folders.prepare(dialog, "captions", first=str(Path(clips[0].path).parent))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # asked in the panel, where nothing waits
        dialog.setNameFilters(kinds)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(f"{stem}.csv")
        dialog.setModal(False)
        dialog.filterSelected.connect(partial(self._follow_kind, dialog, stem))
        dialog.fileSelected.connect(partial(self.export_to, tuple(clips)))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.show()

    @staticmethod
    def _follow_kind(dialog: QFileDialog, stem: str, kind: str) -> None:
        ending = kind.rpartition("*.")[2].rstrip(")")
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"{stem}.{ending}")

    def export_to(self, clips: Sequence[ClipCaptions], target: str) -> None:
        """Writes the captions of clips to a file."""
        self._worker.export(ExportWanted(tuple(clips), Path(target)))

    @Slot(object)
    def _taken(self, taken: FileTaken) -> None:
        name, wanted = file_name(taken.there), taken.wanted
        answers: list[Answer]
        if isinstance(wanted, SidecarWanted):
            write = self._worker.write_sidecar
            answers = [
                (self.tr("Add to it"), partial(write, wanted, "add")),
                (self.tr("Replace it"), partial(write, wanted, "replace")),
            ]
        else:
            other = wanted._replace(target=Path(taken.free))
            answers = [
                (self.tr("Save as {0}").format(file_name(taken.free)), partial(self._worker.export, other)),
                (self.tr("Replace it"), partial(self._worker.export, wanted, "replace")),
            ]
        answers.append((self.tr("Leave it"), self._leave))
        text = self.tr("{0} is there already in {1}.").format(name, file_name(folder_of(taken.there)))
        self._panel.question.ask(text, answers)

    def _leave(self) -> None:
        self._message.say(self.tr("Nothing was written."))

    @Slot(object)
    def _written(self, written: FilesWritten) -> None:
        names = [file_name(file) for file in written.files]
        where = names[0] if len(names) == 1 else self.tr("{0} and others").format(names[0])
        if isinstance(written.wanted, SidecarWanted):
            text = self.tr("Written to {0}: {1}").format(where, "; ".join(written.wanted.captions))
        else:
            text = self.tr("The captions are in {0}. Clips: {1}.").format(where, len(written.wanted.clips))
        self._message.say(text)
