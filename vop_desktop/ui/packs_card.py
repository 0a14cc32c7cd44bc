"""One model pack: what it is good at, what it costs, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vop_desktop.model.download_progress import DownloadProgress
from vop_desktop.ui.language import language_name
from vop_desktop.ui.messages import PackCard
from vop_desktop.ui.sentences import said
from vop_desktop.ui.texts import size_words, time_left
from vop_desktop.ui.widgets import button, label

NAMED = 6  # languages


class CardView(QFrame):
    """A card of the packs window.

    Signals:
        wanted(str, str): what is to be done (`download`, `cancel`, `discard`, `use`, `keep`, `remove`) with
            the pack of which name.
    """

    wanted = Signal(str, str)

    def __init__(self, card: PackCard, *, in_use: bool, coming: bool, downloading: bool) -> None:
        super().__init__()
        self.setObjectName("bar")
        self.card = card
        self._shown = (card, in_use, coming, downloading)
        self.setAccessibleName(said(card.title))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of {0}").format(said(card.title)))
        self._progress = label(role="muted", wrap=True)
        self._fault = label(said(card.fault), role="danger", wrap=True)
        self._fault.setVisible(bool(card.fault))
        layout = QVBoxLayout(self)
        top = QHBoxLayout()
        top.addWidget(label(said(card.title), role="heading", wrap=True), 1)
        self._badge = label(self._badge_text(in_use=in_use, coming=coming), role="muted")
        top.addWidget(self._badge)
        layout.addLayout(top)
        for text in self._paragraphs():
            layout.addWidget(label(text, wrap=True))
        layout.addWidget(label(self._facts(), role="muted", wrap=True))
        for widget in (self._fault, self._bar, self._progress):
            layout.addWidget(widget)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self._offer(in_use=in_use, coming=coming, downloading=downloading)
        layout.addLayout(self._buttons)
        self._bar.setVisible(downloading or coming)
        self._progress.setVisible(downloading or coming)

    def shows(self, card: PackCard, *, in_use: bool, coming: bool, downloading: bool) -> bool:
        """Whether it would look the same for these."""
        return self._shown == (card, in_use, coming, downloading)

    # --- what is said ---------------------------------------------------------------------------------

    def _badge_text(self, *, in_use: bool, coming: bool) -> str:
        if in_use:
            return self.tr("In use")
        if coming:
            return self.tr("Being prepared")
        words = {
            "built-in": self.tr("Comes with the program"), "installed": self.tr("Installed"),
            "damaged": self.tr("Damaged"), "begun": self.tr("Download stopped"),
            "available": self.tr("Recommended") if self.card.recommended else "",
        }  # fmt: skip
        return words[self.card.state]

    def _paragraphs(self) -> list[str]:
        card = self.card
        texts = [said(card.description)]
        if card.understands:
            texts.append(self.tr("What it understands: {0}").format(said(card.understands)))
        texts.append(self._languages())
        if card.unverified:
            text = self.tr(
                "Nobody could compare this download with its maker's checksums in advance. When it arrives, "
                "its size and its form are checked, and no program in it is ever run."
            )
            texts.append(text)
        return [text for text in texts if text]

    def _languages(self) -> str:
        """In which languages one can search with it."""
        names = [language_name(code) for code in self.card.languages]
        if not names:
            return ""
        if len(names) == 1:
            return self.tr("You search in {0} only.").format(names[0])
        shown = QLocale().createSeparatedList(names[:NAMED])
        if len(names) > NAMED:
            return self.tr("You search in {0}, or one of {1} other languages.").format(
                shown, len(names) - NAMED
            )
        return self.tr("You search in {0}.").format(shown)

    def _facts(self) -> str:
        card = self.card
        facts = []
        if card.licence == "unstated":
            facts.append(self.tr("Licence: not stated by its makers"))
        elif card.licence:
            facts.append(self.tr("Licence: {0}").format(card.licence))
        if card.licence_note:
            facts.append(said(card.licence_note))
        facts += self._sizes()
        if card.base:
            facts.append(self.tr("Tuned from: {0}").format(card.base))
        return " · ".join(fact.rstrip(".") for fact in facts)

    def _sizes(self) -> list[str]:
        """What it takes, and what it has read."""
        card, facts = self.card, []
        if card.download_size:
            size = size_words(card.download_size)
            text = self.tr("To fetch: about {0}") if card.unverified else self.tr("To fetch: {0}")
            facts.append(text.format(size))
            if card.sources:
                facts.append(self.tr("From: {0}").format(card.sources[0]))
        elif card.installed_size:
            facts.append(self.tr("On the disk: {0}").format(size_words(card.installed_size)))
        if card.videos:
            facts.append(self.tr("Videos read with it: {0}").format(QLocale().toString(card.videos)))
        if card.memory:
            facts.append(self.tr("Memory: about {0}").format(size_words(card.memory)))
        return facts

    # --- what can be done -----------------------------------------------------------------------------

    def _offer(self, *, in_use: bool, coming: bool, downloading: bool) -> None:
        state = self.card.state
        if downloading:
            self._add(self.tr("Cancel"), "cancel")
        elif coming:
            self._add(self.tr("Keep the old pack"), "keep")
        elif state in ("available", "begun"):
            if state == "begun":
                self._add(self.tr("Throw away what was fetched"), "discard")
            text = self.tr("Go on") if state == "begun" else self.tr("Download")
            self._add(text, "download", primary=True)
            if state == "begun":
                self.say(self.tr("Fetched so far: {0}").format(size_words(self.card.kept)))
        elif state == "damaged":
            self._add(self.tr("Remove"), "remove")
        elif state in ("built-in", "installed") and not in_use:
            if state == "installed":
                self._add(self.tr("Remove"), "remove")
            if not self.card.fault:
                self._add(self.tr("Use"), "use", primary=True)

    def _add(self, text: str, what: str, *, primary: bool = False) -> None:
        made = button(text, lambda: self.wanted.emit(what, self.card.name), primary=primary)
        made.setObjectName(what)
        made.setAccessibleName(self.tr("{0}: {1}").format(text, said(self.card.title)))
        self._buttons.addWidget(made)

    def press(self, what: str) -> None:
        """Presses a button of the card, by what it does."""
        found = self.findChild(QWidget, what)
        assert found is not None, f"no button {what} on {self.card.name}"
        found.click()  # type: ignore[attr-defined]

    # --- how far ----------------------------------------------------------------------------------------

    def say(self, text: str) -> None:
        """A line below the facts."""
        self._progress.setText(text)
        self._progress.setVisible(bool(text))

    def show_share(self, done: float, total: float, text: str) -> None:
        """A bar, and what it stands for."""
        self._bar.setRange(0, 1000 if total > 0 else 0)
        self._bar.setValue(round(1000 * min(1.0, done / total)) if total > 0 else 0)
        self._bar.show()
        self.say(text)

    def show_fault(self, text: str) -> None:
        """What went wrong, in words."""
        self._fault.setText(said(text))
        self._fault.setVisible(bool(text))

    def forget_fault(self) -> None:
        """What went wrong earlier is past; what is wrong with the pack itself stays."""
        self.show_fault(self.card.fault)

    @property
    def fault(self) -> str:
        """What is said to be wrong."""
        return "" if self._fault.isHidden() else self._fault.text()

    @property
    def said(self) -> str:
        """The line below the facts, and the badge."""
        return f"{self._badge.text()} {self._progress.text()}".strip()

    def show_download(self, progress: DownloadProgress) -> None:
        """How far the download is."""
        size = self.tr("{0} of {1}").format(size_words(progress.done), size_words(progress.total))
        words = {
            "connecting": self.tr("Asking the server…"), "downloading": size,
            "checking": self.tr("Checking what arrived…"), "installing": self.tr("Installing…"),
            "done": self.tr("Done"),
        }  # fmt: skip
        parts = [words[progress.phase]]
        if progress.phase == "downloading" and progress.rate > 0:
            parts.append(self.tr("{0} a second").format(size_words(progress.rate)))
            parts.append(time_left(progress.seconds_left))
        if progress.note:
            parts.append(said(progress.note))
        self.show_share(progress.done, progress.total, " · ".join(part for part in parts if part))


def removal_text(card: PackCard) -> str:
    """Whether a pack is to be removed, and what that costs."""
    translate = QCoreApplication.translate
    if card.installed_size:
        text = translate("Packs", "Remove “{0}” from this computer? That frees {1}.")
        parts = [text.format(said(card.title), size_words(card.installed_size))]
    else:
        parts = [translate("Packs", "Remove “{0}” from this computer?").format(said(card.title))]
    if card.videos:
        text = translate(
            "Packs",
            "It has read {0} videos: any other pack would have to read them again. What it read is kept for "
            "the case that the same pack comes back.",
        )
        parts.append(text.format(QLocale().toString(card.videos)))
    if card.known:
        parts.append(translate("Packs", "It can be downloaded again."))
    else:
        text = translate("Packs", "It cannot be downloaded again: it was imported or tuned here.")
        parts.append(text)
    return "\n".join(parts)
