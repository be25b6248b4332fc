"""The first start, and 新建数据文件: where the file shall lie and whose name stands in the change log."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.paths import unusable_name
from tracker.ui import messages, theme
from tracker.ui.forms import Field, Label, button, hbox, link, vbox

_WIDTH = 660
_SUFFIX = ".db"


class FirstStart(messages.Sheet):
    """Asks both. ``make_wanted`` carries path and name; ``open_wanted`` asks for a file that exists already."""

    make_wanted = Signal(object, str)
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None, suggested: Path, who: str) -> None:
        """Suggest a place and a name."""
        super().__init__(parent, "新建数据文件", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name, self.path = QLineEdit(who), QLineEdit(str(suggested))
        self._name_field = Field("1　您的姓名", self.name, "记入变更记录，谁改了什么一查就知道")
        self._path_field = Field("2　数据文件", self.path, "所有内容都在这一个文件里，只存在这台电脑上")
        self._name_field.setFixedWidth(200)
        top = Qt.AlignmentFlag.AlignTop
        browse = button("更改…", run=self._browse)
        place = vbox(theme.Size.LABEL + 2, browse, None)
        self.body.addWidget(Label("建立您的项目台账", size=theme.Type.PAGE))
        text = "程序会建立一个数据文件，并载入规划各专栏中列出的项目。规划没有写明的金额和日期一律留空，不作推测。"
        self.body.addWidget(Label(text, "text2", wrap=True))
        self.body.addSpacing(12)
        row = hbox(spacing=12)
        row.addWidget(self._name_field, 0, top)
        row.addWidget(self._path_field, 1, top)
        row.addLayout(place)
        self.body.addLayout(row)
        self.body.addSpacing(8)
        self.foot.insertWidget(0, link("打开已有的数据文件…", run=self._open))
        self.foot.addWidget(button("以后再说", run=self.reject))
        self.start = button("开始使用", primary=True, run=self._start)
        self.start.setDefault(True)
        self.foot.addWidget(self.start)
        self.name.setFocus()
        self.name.selectAll()

    def _browse(self) -> None:
        """Choose another place."""
        path = messages.ask_save(self, "数据文件放在哪里", Path(self.path.text().strip() or "."))
        if path is not None:
            self.path.setText(str(path))
            self._path_field.set_error(None)

    def _open(self) -> None:
        """Leave for a file that exists already."""
        self.reject()
        self.open_wanted.emit()

    def _start(self) -> None:
        """Check both and go."""
        name, typed = self.name.text().strip(), Path(self.path.text().strip())
        path = _with_ending(typed)
        self._name_field.set_error(None if name else "请填写姓名。")
        self._path_field.set_error(_wrong_place(typed, path))
        if self._name_field.error or self._path_field.error:
            return
        self.accept()
        self.make_wanted.emit(path, name)


def _with_ending(path: Path) -> Path:
    """Return the path with the ending of data files; a dot elsewhere in the name (2026.9月) makes none."""
    return path if not path.name or path.suffix.lower() == _SUFFIX else path.with_name(f"{path.name}{_SUFFIX}")


def _wrong_place(typed: Path, path: Path) -> str | None:
    """Return why *path* cannot be made as *typed*, None where it can as far as one sees without making it."""
    if not path.is_absolute():
        return "请写明文件夹和文件名，或按“更改…”选择。"
    if (wrong := unusable_name(path)) is not None:
        return wrong
    if typed.is_dir() or path.is_dir():
        return "这是一个文件夹，请在后面写上文件名。"
    if path.exists():
        return "这个文件已经存在，不会覆盖。请换一个文件名，或打开已有的数据文件。"
    return None
