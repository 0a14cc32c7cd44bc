"""What a person does with captions of clips: accept, reword, tag, write beside the clip, export."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from vop_desktop.records import CaptionHit
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


class CaptionController(QObject):
    """Joins the caption worker and the edit worker with the panel of a clip.

    Signals:
        folder_wanted(list[str]): the folder of the clip is to be added to the library.
    """

    folder_wanted = Signal(object)

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
        self.dialog: QFileDialog | None = None
        actions.handle(
            {
                "accept_caption": self._accept, "accept_tag": self._accept_tag,
                "edit_caption": self._edit, "play_caption": panel.play,
                "write_sidecar": self._write_sidecar, "export_captions": self._export_one,
            }
        )  # fmt: skip
        self._worker.placed.connect(self._placed)
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
            self._place = place
            self._panel.show_place(place, self._entry.kept)

    @Slot()
    def _refresh(self) -> None:
        """What can be done with the caption in view, and what doing it again takes back."""
        row, place = self._panel.current, self._place
        if self._entry is None:
            row = None
        known = place is not None and bool(place.video_id)
        self._name("accept_caption", self._accept_text(row))
        self._name("accept_tag", self.tr("Take the tag off") if row is not None and row.is_tag else "")
        self._actions["accept_caption"].setEnabled(row is not None and place is not None)
        self._actions["accept_tag"].setEnabled(row is not None and known)
        self._actions["edit_caption"].setEnabled(row is not None)
        self._actions["write_sidecar"].setEnabled(row is not None)
        found = self._entry is not None and self._entry.found is not None
        self._actions["play_caption"].setEnabled(found)
        self._actions["export_captions"].setEnabled(found)

    def _accept_text(self, row: CaptionRow | None) -> str:
        if row is not None and row.is_caption:
            return self.tr("Take the caption off")
        return self.tr("Keep it no longer") if row is not None and row.is_kept else ""

    def _name(self, name: str, text: str) -> None:
        """Another text for an action, or its own."""
        text = text or self._actions.title(name)
        action = self._actions[name]
        if action.text() != text:
            action.setText(text)
            action.setIconText(text)

    # --- accepting ------------------------------------------------------------------------------------

    def _current(self) -> CaptionRow | None:
        """The caption in view, with what is being written taken over."""
        if (view := self._panel.list_in_view) is not None:
            view.finish_editing()
        return self._panel.current

    @Slot()
    def _accept(self) -> None:
        row, place, entry = self._current(), self._place, self._entry
        if row is None or place is None or entry is None:
            return
        if place.video_id:
            from vop_desktop.library.own_captions import AddCaption, RemoveCaption

            change = RemoveCaption if row.is_caption else AddCaption
            self._edits.do(change(place.video_id, row.text))
            return
        if row.is_kept:
            entry.kept.discard(row.text)
        else:
            entry.kept.add(row.text)
            self._message.say(
                self.tr("Kept for the sidecar file of {0}: “{1}”.").format(file_name(entry.path), row.text),
                offer=self._actions.title("write_sidecar"),
                take=self._write_sidecar,
            )
        self._panel.show_place(place, entry.kept)

    def _accept_tag(self) -> None:
        row, place = self._current(), self._place
        if row is None or place is None or not place.video_id:
            return
        from vop_desktop.library.tags import AddTag, RemoveTag

        change = RemoveTag if row.is_tag else AddTag
        self._edits.do(change((place.video_id,), row.text))

    def _edit(self) -> None:
        if (view := self._panel.list_in_view) is not None:
            view.edit_current()

    @Slot(str, str)
    def _reworded(self, old: str, new: str) -> None:
        """A new wording stands in exports too; of an accepted caption it is a change of the library."""
        entry, place = self._entry, self._place
        if entry is None or entry.found is None:
            return

        def again(hits: Sequence[CaptionHit]) -> tuple[CaptionHit, ...]:
            return tuple(replace(hit, text=new) if hit.text == old else hit for hit in hits)

        found = entry.found
        moments = tuple(replace(moment, captions=again(moment.captions)) for moment in found.moments)
        entry.found = replace(found, captions=again(found.captions), moments=moments)
        if old in entry.kept:
            entry.kept.discard(old)
            entry.kept.add(new)
        if place is not None and old in place.captions:
            from vop_desktop.library.own_captions import EditCaption

            self._edits.do(EditCaption(place.video_id, old, new))
        elif place is not None:
            self._panel.show_place(place, entry.kept)

    def _add_folder(self) -> None:
        if self._entry is not None:
            self.folder_wanted.emit([os.path.dirname(os.path.abspath(self._entry.path))])

    # --- files ----------------------------------------------------------------------------------------

    def _chosen_captions(self) -> tuple[str, ...]:
        """The accepted ones, or else the one in view."""
        rows = [*self._panel.whole.captions.captions, *self._panel.moments.captions.captions]
        chosen = [row.text for row in rows if row.is_caption or row.is_kept]
        current = self._current()
        if not chosen and current is not None:
            chosen = [current.text]
        return tuple(dict.fromkeys(chosen))

    @Slot()
    def _write_sidecar(self) -> None:
        if self._entry is not None and (captions := self._chosen_captions()):
            self._worker.write_sidecar(SidecarWanted(self._entry.path, captions))

    def _export_one(self) -> None:
        self._current()
        if self._entry is not None and self._entry.found is not None:
            self.export([self._entry.found])

    def export(self, clips: Sequence[ClipCaptions]) -> None:
        """Asks where the captions of these clips are to be written."""
        if not clips:
            return
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
            other = replace(wanted, target=Path(taken.free))
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
