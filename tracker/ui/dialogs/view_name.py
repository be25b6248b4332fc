"""存为视图… and 改名…: asks for a view's name, and says where one of that name would be replaced."""

from __future__ import annotations

from collections.abc import Callable, Collection

from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.errors import InputError
from tracker.ui.forms import Field, Label, button
from tracker.ui.messages import Sheet


class ViewDialog(Sheet):
    """*save* stores under the name, or raises InputError, which is shown at the field."""

    def __init__(
        self, parent: QWidget, title: str, name: str, taken: Collection[str], save: Callable[[str], object]
    ) -> None:
        """Begin with *name*; one of *taken* would be replaced."""
        super().__init__(parent, title)
        self._taken, self._save = taken, save
        self.line = QLineEdit(name)
        self.line.setMaxLength(20)
        self.line.selectAll()
        self.field = Field("视图名称", self.line)
        self.ok = button("保存", primary=True, run=self.store)
        self.body.addWidget(self.field)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.ok)
        self.line.textChanged.connect(self._look)
        self._look()
        self.line.setFocus()

    def explain(self, sentence: str) -> None:
        """Say above the name what will be kept."""
        self.body.insertWidget(0, Label(sentence, "text2", wrap=True))

    def _look(self, _text: str = "") -> None:
        """Say what the name does."""
        self.field.set_error(None)
        name = self.line.text().strip()
        self.ok.setText("替换" if name in self._taken else "保存")
        self.field.set_hint("已有同名的视图，保存后替换它" if name in self._taken else "", "amber_text")

    def store(self) -> None:
        """Store and close, or say what is wrong."""
        try:
            self._save(self.line.text())
        except InputError as error:
            self.field.set_error(str(error))
        else:
            self.accept()
