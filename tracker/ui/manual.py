"""使用手册: the chapters that ship with the program, with a search over all of them, in a window of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTextBrowser, QTextEdit, QWidget

from tracker.paths import bundled
from tracker.ui import theme
from tracker.ui.forms import Label, hbox, separator, vbox
from tracker.ui.projects.search_box import SearchBox

FIRST = "start"
_KEY = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 220
_SIZE = (1000, 700)
_MARGIN = 24
_LINE = 150  # per cent of the font's height
_IMAGE = "\N{OBJECT REPLACEMENT CHARACTER}"
_REDRAWN_AFTER_MS = 120  # pictures are fitted again once the window keeps its width


@dataclass(frozen=True)
class Chapter:
    """One file of the manual; ``key`` is its name without the number it is ordered by."""

    key: str
    title: str
    text: str

    def holds(self, words: Sequence[str]) -> bool:
        """Return whether all words stand in it."""
        low = self.text.casefold()
        return all(word in low for word in words)


@cache
def chapters() -> tuple[Chapter, ...]:
    """Return the chapters in order."""
    files = sorted(bundled("resources", "manual").glob("*.md"))
    return tuple(_chapter(path) for path in files)


def _chapter(path: Path) -> Chapter:
    """Read one file; its first line is the title."""
    text = path.read_text(encoding="utf-8")
    return Chapter(path.stem.partition("-")[2], text.partition("\n")[0].removeprefix("# ").strip(), text)


class Manual(QWidget):
    """Chapters at the left, the text at the right. ``closed`` comes when the window goes."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with the first chapter."""
        super().__init__(parent, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("使用手册")
        self.search = SearchBox()
        self.search.setAccessibleName("在手册里查找")
        self.search.setPlaceholderText("在手册里查找  Ctrl+F")
        self.search.setToolTip("列出含有这些词的章节，正文中标出")
        self.list = QListWidget()
        self.list.setAccessibleName("手册目录")
        self.list.setFrameShape(QListWidget.Shape.NoFrame)
        self.page = Pages(self)
        self._nothing = Label("没有章节含有这些词", "text3", wrap=True)
        side = QWidget()
        side.setFixedWidth(_LIST_WIDTH)
        side.setLayout(vbox(self.search, self._nothing, self.list, spacing=8, margins=(12, 12, 8, 12)))
        self.setLayout(hbox(side, separator(vertical=True), self.page))
        self.resize(*_SIZE)
        self.search.searched.connect(self._search)
        self.search.left_down.connect(self.list.setFocus)
        self.list.currentItemChanged.connect(self._chosen)
        self.page.chapter_wanted.connect(self.show_chapter)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        QShortcut(QKeySequence("Alt+Left"), self, self.page.backward)
        self._search("")
        self.list.setFocus()

    def show_chapter(self, key: str) -> None:
        """Show a chapter by its key; one that does not exist shows the first."""
        if self.search.text():
            self.search.clear()
            self.search.search()
        rows = [self.list.item(row) for row in range(self.list.count())]
        found = next((item for item in rows if item.data(_KEY) == key), rows[0] if rows else None)
        if found is not None:
            self.list.setCurrentItem(found)

    def _search(self, text: str) -> None:
        """List the chapters that hold all words, and mark the words in the text."""
        words = text.casefold().split()
        current = self.list.currentItem()
        key = current.data(_KEY) if current is not None else FIRST
        self.list.clear()
        for chapter in chapters():
            if chapter.holds(words):
                item = QListWidgetItem(chapter.title)
                item.setData(_KEY, chapter.key)
                self.list.addItem(item)
        self._nothing.setVisible(self.list.count() == 0)
        self.page.mark(words)
        keys = [self.list.item(row).data(_KEY) for row in range(self.list.count())]
        self.list.setCurrentRow(keys.index(key) if key in keys else 0)

    def _chosen(self, item: QListWidgetItem | None) -> None:
        """Show the chosen chapter."""
        if item is not None:
            chapter = next(one for one in chapters() if one.key == item.data(_KEY))
            self.page.show_chapter(chapter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc clears the search, then closes."""
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
            else:
                self.close()
            return
        super().keyPressEvent(event)

    def closeEvent(self, event: Any) -> None:
        """Tell that it goes."""
        self.closed.emit()
        super().closeEvent(event)


class Pages(QTextBrowser):
    """The text of one chapter; pictures are fitted into its width. ``chapter_wanted`` follows a link to another."""

    chapter_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self.setAccessibleName("手册正文")
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # pictures are fitted beside it
        self.setSearchPaths([str(bundled("resources", "manual"))])
        self.document().setDocumentMargin(_MARGIN)
        self._chapter: Chapter | None = None
        self._words: Sequence[str] = ()
        self._width = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REDRAWN_AFTER_MS)
        self._timer.timeout.connect(self._again)
        self.anchorClicked.connect(self._follow)

    def show_chapter(self, chapter: Chapter) -> None:
        """Show a chapter from its beginning."""
        self._chapter = chapter
        self._width = self.viewport().width()
        self.setMarkdown(chapter.text)
        self._dress()
        self.mark(self._words)

    def mark(self, words: Sequence[str]) -> None:
        """Mark words in the text and go to the first."""
        self._words = words
        colour = QColor(theme.tokens().amber_bg)
        marks: list[QTextEdit.ExtraSelection] = []
        for word in words:
            cursor = self.document().find(word)
            while not cursor.isNull():
                selection = QTextEdit.ExtraSelection()
                selection.cursor = cursor
                selection.format.setBackground(colour)
                marks.append(selection)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(marks)
        if marks:
            first = QTextCursor(marks[0].cursor)
            first.clearSelection()
            self.setTextCursor(first)
            self.ensureCursorVisible()

    def _follow(self, url: QUrl) -> None:
        """Go to another chapter; nothing leads out of the manual."""
        self.chapter_wanted.emit(url.toString().removesuffix(".md").partition("-")[2])

    def _dress(self) -> None:
        """Give lines and headings room, as a page of Chinese text has."""
        document = self.document()
        block = document.begin()
        while block.isValid():
            cursor = QTextCursor(block)
            form = block.blockFormat()
            if _IMAGE not in block.text():  # a share of a picture's height would be an empty half page
                form.setLineHeight(_LINE, 1)
            level = form.headingLevel()
            form.setTopMargin(18 if level > 1 else 6)
            form.setBottomMargin(6)
            cursor.setBlockFormat(form)
            block = block.next()

    def _again(self) -> None:
        """Fit the pictures into another width; the reader stays where he was."""
        if self._chapter is None or self._width == self.viewport().width():
            return
        bar = self.verticalScrollBar()
        part = bar.value() / max(bar.maximum(), 1)
        self.show_chapter(self._chapter)
        bar.setValue(round(part * bar.maximum()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pictures soon."""
        super().resizeEvent(event)
        self._timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Take the colours of another scheme."""
        super().changeEvent(event)
        if theme.is_theme_change(event) and self._chapter is not None:
            self.mark(self._words)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Return a picture no wider than the page, sharp on any screen."""
        if kind != QTextDocument.ResourceType.ImageResource.value:
            return super().loadResource(kind, name)
        url = name if isinstance(name, QUrl) else QUrl(name)
        image = QImage(str(bundled("resources", "manual") / url.toString()))
        ratio = self.devicePixelRatioF()
        most = max(self.viewport().width() - 2 * _MARGIN - 8, 100)
        if image.width() > most * ratio:
            image = image.scaledToWidth(round(most * ratio), Qt.TransformationMode.SmoothTransformation)
            image.setDevicePixelRatio(ratio)
        return image
