"""设置 → 本机与文件: where the data file lies."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.changes import Changes
from tracker.ui.context import AppContext
from tracker.ui.forms import Field, button, hbox, vbox
from tracker.ui.settings.section import Section
from tracker.ui.system import show_in_folder


class HereSection(Section):
    """What belongs to this computer and to the open file as a whole."""

    key = "here"
    title = "本机与文件"
    explanation = "数据文件在哪里，怎样显示。"
    wants = Changes.SETTINGS

    def __init__(self, context: AppContext) -> None:
        """Lay out the fields."""
        super().__init__(context)
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.folder = button("打开所在文件夹", "folder", run=self._show_folder)
        self.page.setLayout(vbox(Field("数据文件", self.path), hbox(self.folder, None), None, margins=(16, 12, 16, 12)))

    def load(self) -> None:
        """Show the path of the open file."""
        self.path.setText(str(self.context.tasks.path))
        self.path.setCursorPosition(0)

    def home(self) -> QWidget:
        """Begin at the path."""
        return self.path

    def _show_folder(self) -> None:
        """Show the file in the system's file manager."""
        show_in_folder(self.context.tasks.path)
