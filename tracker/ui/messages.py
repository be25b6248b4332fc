"""The only module that opens message boxes and asks for files. Pages call it by module, so that tests can answer."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QPlainTextEdit, QWidget

from tracker.ui import theme
from tracker.ui.forms import Field, Label, button, hbox, vbox

DATA_FILES = "数据文件 (*.db);;所有文件 (*)"
WORKBOOKS = "Excel 工作簿 (*.xlsx)"


def inform(parent: QWidget | None, sentence: str, detail: str = "") -> None:
    """Tell something that needs an answer of the eye only; for what does not, use a strip."""
    box = _box(parent, QMessageBox.Icon.Information, sentence, detail)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def warn(parent: QWidget | None, sentence: str, detail: str = "") -> None:
    """Tell what went wrong and what to do about it."""
    box = _box(parent, QMessageBox.Icon.Warning, sentence, detail)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def confirm(parent: QWidget | None, question: str, verb: str, detail: str = "") -> bool:
    """Ask before something hard to take back; *verb* names the button that does it (取消项目), the other is 不做."""
    box = _box(parent, QMessageBox.Icon.Question, question, detail)
    yes = box.addButton(verb, QMessageBox.ButtonRole.AcceptRole)
    no = box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(no)
    box.exec()
    return box.clickedButton() is yes


def choose(parent: QWidget | None, question: str, verbs: tuple[str, ...], detail: str = "") -> int | None:
    """Ask between several ways on, the first being the usual one; None where the user goes back."""
    box = _box(parent, QMessageBox.Icon.Question, question, detail)
    buttons = [box.addButton(verb, QMessageBox.ButtonRole.ActionRole) for verb in verbs]
    box.addButton("取消", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(buttons[0])
    box.exec()
    return next((place for place, found in enumerate(buttons) if found is box.clickedButton()), None)


def crash(parent: QWidget | None, details: str, log: Path | None) -> None:
    """Tell that the program made a mistake; a second one while this is open is only in the log."""
    if _crashes:
        return
    where = f"详细情况记在：{log}\n" if log else ""
    explanation = f"刚才的操作没有完成，已保存的内容不受影响。\n{where}请把详细情况发给维护人员。"
    box = _box(parent, QMessageBox.Icon.Critical, "程序出错了", explanation)
    box.setDetailedText(details)
    box.addButton("继续", QMessageBox.ButtonRole.AcceptRole)
    _crashes.append(details)
    box.exec()
    _crashes.clear()


_crashes: list[str] = []


def ask_reason(parent: QWidget | None, sentence: str, label: str = "原因", verb: str = "保存") -> str | None:
    """Ask for the reason of a change; None where the user goes back. The text is never empty."""
    dialog = _Reason(parent, sentence, label, verb)
    return dialog.text if dialog.exec() == QDialog.DialogCode.Accepted else None


def ask_correction(parent: QWidget | None, sentence: str, last: str = "") -> str | None:
    """Ask why a figure of a closed quarter is to be another one; *last* is the reason given before, to be kept."""
    dialog = _Reason(parent, sentence, "更正原因", "登记更正", title="登记更正", text=last)
    return dialog.text if dialog.exec() == QDialog.DialogCode.Accepted else None


def ask_open(parent: QWidget | None, title: str, folder: Path, kinds: str = DATA_FILES) -> Path | None:
    """Ask which file to open."""
    name, _kind = QFileDialog.getOpenFileName(parent, title, str(folder), kinds)
    return Path(name) if name else None


def ask_files(parent: QWidget | None, title: str, folder: Path, kinds: str) -> list[Path]:
    """Ask which files to take, any number of them."""
    names, _kind = QFileDialog.getOpenFileNames(parent, title, str(folder), kinds)
    return [Path(name) for name in names]


def ask_save(parent: QWidget | None, title: str, suggested: Path, kinds: str = DATA_FILES) -> Path | None:
    """Ask where to write a file; Qt asks itself before an existing one is replaced."""
    name, kind = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds)
    if not name:
        return None
    path = Path(name)
    suffix = kind.partition("*")[2].partition(")")[0].split(" ")[0]
    return path if path.suffix or not suffix.startswith(".") else path.with_name(path.name + suffix)


def _box(parent: QWidget | None, picture: QMessageBox.Icon, sentence: str, detail: str) -> QMessageBox:
    """Return a message box without buttons."""
    box = QMessageBox(picture, "专栏项目台账", sentence, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(detail)
    return box


class Sheet(QDialog):
    """A dialog with the product's margins and foot; the content scrolls where the screen is small.

    Add widgets to ``body``; ``foot`` takes the buttons, aligned right.
    """

    def __init__(self, parent: QWidget | None, title: str, *, width: int = 420) -> None:
        """Make an empty dialog titled *title*."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width)
        margin = int(theme.Size.DIALOG_MARGIN)
        self.body = vbox(spacing=8, margins=(margin, margin - 4, margin, margin - 8))
        self.foot = hbox(None, spacing=8, margins=(margin, 0, margin, 0))
        foot = QWidget()
        foot.setObjectName("dialogFoot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        foot.setFixedHeight(theme.Size.DIALOG_FOOT)
        foot.setLayout(self.foot)
        self._whole = vbox(self.body, None, foot)
        self.setLayout(self._whole)

    def let_body_grow(self) -> None:
        """Give all spare height to the content, for dialogs whose content is a list."""
        self._whole.setStretch(0, 1)
        self._whole.setStretch(1, 0)


class _Reason(Sheet):
    """Asks why."""

    def __init__(
        self, parent: QWidget | None, sentence: str, label: str, verb: str, *, title: str = "填写原因", text: str = ""
    ) -> None:
        super().__init__(parent, title)
        self._edit = QPlainTextEdit(text)
        self._edit.setTabChangesFocus(True)
        self._edit.setFixedHeight(80)
        self._field = Field(label, self._edit)
        self.body.addWidget(Label(sentence, wrap=True))
        self.body.addWidget(self._field)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(button(verb, primary=True, run=self._take))
        self._edit.setFocus()
        self._edit.selectAll()

    @property
    def text(self) -> str:
        """The reason."""
        return self._edit.toPlainText().strip()

    def _take(self) -> None:
        """Close, but not without a reason."""
        if self.text:
            self.accept()
        else:
            self._field.set_error("请写明原因。")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter saves from within the text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers():
            self._take()
        else:
            super().keyPressEvent(event)
