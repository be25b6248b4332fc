"""The file of one paper: how it looks, whether it is there, what can be done with it; and what rests on the paper."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImageIOHandler, QImageReader, QPixmap
from PySide6.QtWidgets import QWidget

from tracker.domain.papers import PICTURES
from tracker.queries.documents import DocumentRow, FileState, Rest
from tracker.ui import theme
from tracker.ui.detail.lists import LongLink, Section
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.icons import icon
from tracker.ui.system import open_file, show_in_folder

if TYPE_CHECKING:
    from tracker.ui.detail.papers import PapersTab

_THUMB = QSize(96, 72)
_HEAVIEST = 40 << 20  # bytes of a picture that is still made small at once
_MOST_DOTS = 120_000_000
_NO_PROGRAM = "系统没有打开这种文件的程序。可在文件夹里用别的程序打开。"
SAID = {
    FileState.NONE: ("还没有附文件，只登记了文号和标题。", "text2"),
    FileState.THERE: ("", "text2"),
    FileState.MISSING: ("文件不在原来的位置，可能被移动、改名或删除。找到后请重新附上。", "red"),
    FileState.CHANGED: ("文件内容与登记时不同，可能被改过或换过。请打开核对。", "amber_text"),
}


class PaperView(QWidget):
    """Shows the file of the current paper."""

    def __init__(self, tab: PapersTab) -> None:
        """Belong to the tab 文件."""
        super().__init__()
        self._tab = tab
        self._row: DocumentRow | None = None
        self._pictured: Path | None = None
        self.picture = Label()
        self.picture.setFixedSize(_THUMB)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name = LongLink("", self.open)
        self.none = Label("附件", "text2")
        self.state = Label("", "text2", theme.Type.SMALL, wrap=True)
        self.folder = link("打开所在文件夹", run=self.show_folder)
        self.attach = link("附上文件…", run=self._attach)
        self.accept = link("以现在的内容为准", run=self._accept)
        self.detach = link("取消附件", run=self._detach)
        ways = hbox(self.folder, self.attach, self.accept, self.detach, None, spacing=8)
        words = vbox(self.none, self.name, self.state, ways, None, spacing=2)
        line = hbox(self.picture, words, spacing=10)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_row(self, row: DocumentRow) -> None:
        """Show the file of a paper."""
        self._row = row
        self.none.setVisible(row.file is None)
        self.name.setVisible(row.file is not None)
        self.name.set_text(Path(row.file).name if row.file else "")
        self.name.setEnabled(row.path is not None)
        said, ink = SAID[row.state]
        self.state.setText(said)
        self.state.set_ink(ink)
        self.state.setVisible(bool(said))
        self.folder.setVisible(row.file is not None)
        words = {FileState.NONE: "附上文件…", FileState.MISSING: "重新附上…"}
        self.attach.setText(words.get(row.state, "更换…"))
        self.accept.setVisible(row.state is FileState.CHANGED)
        self.detach.setVisible(row.file is not None)
        for control in (self.attach, self.accept, self.detach):
            set_blocked(control, self._tab.blocked)
        self._paint(row.path)

    def _paint(self, path: Path | None) -> None:
        """Show a photo small, any other file as an icon."""
        if path is not None and path == self._pictured:
            return
        self._pictured = path
        small = thumbnail(path, self.devicePixelRatioF()) if path is not None else None
        ink = "text2" if path is not None else "text3"
        self.picture.setPixmap(small or icon("document_pdf", ink, theme.Size.ICON_RAIL).pixmap(theme.Size.ICON_RAIL))
        self.picture.setAccessibleName("照片缩略图" if small else "文件图标")

    # --- What can be done with it ---

    def open(self) -> None:
        """Open the file with the system's program."""
        row = self._row
        if row is not None and row.path is not None and not open_file(row.path):
            self._tab.context.notify(_NO_PROGRAM, tone="warning")

    def show_folder(self) -> None:
        """Open the folder the file lies in, the nearest one that is there where it is missing."""
        row = self._row
        if row is None or row.file is None:
            return
        place = row.path or self._tab.base.joinpath(*row.file.replace("\\", "/").split("/"))
        while not place.exists() and place != self._tab.base:
            place = place.parent
        if place.is_dir():
            open_file(place)
        else:
            show_in_folder(place)

    def _attach(self) -> None:
        """Choose a file for the paper, in place of the one it has."""
        self._tab.files.ask(self._row)

    def _accept(self) -> None:
        """Take the file as it is now for the paper's."""
        if self._row is not None:
            self._tab.accept(self._row)

    def _detach(self) -> None:
        """Let the paper have no file."""
        if self._row is not None:
            self._tab.detach(self._row)


def thumbnail(path: Path, ratio: float) -> QPixmap | None:
    """Return a photo in the size of the panel, None for what is no picture or too large to be made small at once."""
    if path.suffix.lower() not in PICTURES or path.stat().st_size > _HEAVIEST:
        return None
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _MOST_DOTS:
        return None
    wanted = _THUMB * ratio
    turned = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    reader.setScaledSize(size.scaled(wanted.transposed() if turned else wanted, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return None
    small = QPixmap.fromImage(image)
    small.setDevicePixelRatio(ratio)
    return small


class Resting(Section):
    """What rests on the current paper, each with the way to it."""

    def __init__(self, tab: PapersTab) -> None:
        """Belong to the tab 文件."""
        super().__init__("引用这份文件的内容")
        self._tab = tab

    def show_rows(self, rows: Sequence[Rest]) -> None:
        """List the rows."""
        go, key = self._tab.context.open_project, self._tab.project_id
        lines: list[QWidget] = [LongLink(row.what, partial(go, key, row.tab)) for row in rows]
        nobody = Label(
            "还没有内容引用它。在里程碑、总投资或下达批次里填这个文号，或在那里从列表中选。", "text3", wrap=True
        )
        self.show_lines(*(lines or [nobody]))


class Named(Section):
    """The 文号 that milestones and batches name and that are not noted yet, each with a way to note it."""

    def __init__(self, tab: PapersTab) -> None:
        """Belong to the tab 文件."""
        super().__init__("")
        self._tab = tab

    def show_rows(self, rows: Sequence[Rest]) -> None:
        """List the numbers, the rows that name each beside it."""
        naming: dict[str, list[Rest]] = {}
        for row in rows:
            naming.setdefault(row.words or "", []).append(row)
        lines = []
        for words, by in naming.items():
            note = link("登记", run=partial(self._tab.register, words, by))
            note.setAccessibleName(f"登记 {words}")
            set_blocked(note, self._tab.blocked)
            label = Label(f"{words}（{'、'.join(row.what for row in by)}）", "text", wrap=True)
            line = hbox(label, note, spacing=4)
            line.setStretch(0, 1)
            lines.append(line)
        self.show_lines(*lines, title=f"填过、还没有登记的文号 {len(lines)} 个")
