"""导出季报: which quarter, which projects, and where the workbook goes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QRadioButton, QWidget

from tracker.domain.quarters import Quarter
from tracker.paths import unusable_name
from tracker.reports.file_names import WORKBOOK, quarterly_name
from tracker.ui import messages, theme
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, hbox, vbox
from tracker.ui.messages import Sheet

_WIDTH = 560


@dataclass(frozen=True)
class Scope:
    """What can be exported: the filter in words (empty: there is none) and the numbers of projects."""

    words: str
    filtered: int
    whole: int


@dataclass(frozen=True)
class ExportWish:
    """What the user wants: ``filtered`` tells whether the filter of 项目 holds."""

    quarter: Quarter
    filtered: bool
    path: Path


class ExportDialog(Sheet):
    """Asks; ``wanted`` carries an ExportWish."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None, quarters: tuple[Quarter, ...], scope: Scope, folder: Path) -> None:
        """Offer *quarters*, the first being the usual one."""
        super().__init__(parent, "导出季报", width=_WIDTH)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._folder = folder
        self.quarter = ComboBox()
        for quarter in quarters:
            self.quarter.addItem(f"{quarter.label}（{quarter.span_label}，截至 {quarter.end}）", quarter)
        self.filtered = QRadioButton(f"当前筛选：{scope.words}（{scope.filtered} 项）")
        self.everything = QRadioButton(f"全部项目（{scope.whole} 项）")
        (self.filtered if scope.words else self.everything).setChecked(True)
        self._group = QButtonGroup(self)
        for choice in (self.filtered, self.everything):
            self._group.addButton(choice)
        self.path = QLineEdit(str(self._suggested()))
        self._suggestion = self.path.text()
        self._path_field = Field("文件", self.path, "含汇总表、明细表、节点表、问题清单、补报更正、图表和填报情况")
        self._build()
        self.filtered.setVisible(bool(scope.words))  # not before it has a parent: it would be a window of its own
        self.quarter.activated.connect(self._rename)

    def _build(self) -> None:
        """Lay out the three questions."""
        place = hbox(spacing=8)
        place.addWidget(self._path_field, 1, Qt.AlignmentFlag.AlignTop)
        place.addLayout(vbox(theme.Size.LABEL + 2, button("更改…", run=self._browse), None))
        self.body.addWidget(Field("季度", self.quarter, hint_line=False))
        self.body.addSpacing(6)
        self.body.addWidget(Label("范围", "text2"))
        self.body.addWidget(self.filtered)
        self.body.addWidget(self.everything)
        self.body.addSpacing(6)
        self.body.addLayout(place)
        self.foot.addWidget(button("取消", run=self.reject))
        self.start = button("导出", primary=True, run=self._start)
        self.start.setDefault(True)
        self.foot.addWidget(self.start)

    @property
    def chosen(self) -> Quarter:
        """The chosen quarter."""
        quarter = self.quarter.currentData()
        return quarter if isinstance(quarter, Quarter) else self.quarter.itemData(0)

    def _suggested(self) -> Path:
        """Return the name the chosen quarter's report usually has."""
        return self._folder / quarterly_name(self.chosen)

    def _rename(self) -> None:
        """Suggest another name for another quarter, unless the user has written one."""
        if self.path.text() == self._suggestion:
            self.path.setText(str(self._suggested()))
            self._suggestion = self.path.text()

    def _browse(self) -> None:
        """Choose another place."""
        path = messages.ask_save(self, "季报存到哪里", Path(self.path.text().strip() or "."), messages.WORKBOOKS)
        if path is not None:
            self.path.setText(str(path))
            self._path_field.set_error(None)
            self._agreed = path  # Qt has asked about a file that is there already

    _agreed: Path | None = None

    def _start(self) -> None:
        """Check the path, ask before a file is replaced, and go."""
        path = Path(self.path.text().strip())
        self._path_field.set_error(_wrong_place(path))
        if self._path_field.error:
            return
        if path.suffix.lower() != WORKBOOK:
            path = path.with_name(f"{path.name}{WORKBOOK}")
        question = f"“{path.name}”已经存在。导出会覆盖它，原来的内容不能恢复。"
        if path.exists() and path != self._agreed and not messages.confirm(self, question, "覆盖"):
            return
        wish = ExportWish(self.chosen, self.filtered.isChecked() and not self.filtered.isHidden(), path)
        self.accept()
        self.wanted.emit(wish)


def _wrong_place(path: Path) -> str | None:
    """Return why a workbook cannot be written there, None where it can as far as one sees without trying."""
    if not path.is_absolute():
        return "请写明文件夹和文件名，或按“更改…”选择。"
    if (wrong := unusable_name(path)) is not None:
        return wrong
    return "这是一个文件夹，请在后面写上文件名。" if path.is_dir() else None
