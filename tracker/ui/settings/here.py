"""设置 → 本机与文件: under which name one works, how the window looks here, and where the data file lies."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.changes import Changes
from tracker.queries.own_units import names_of
from tracker.services import settings as service
from tracker.ui import appearance, theme
from tracker.ui.context import AppContext
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.forms import Field, Item, Label, button, hbox, vbox
from tracker.ui.own_units import NAME, ask_own_units, own_criteria
from tracker.ui.settings.section import Section
from tracker.ui.system import show_in_folder

_WIDE = 620  # what is read and typed here needs no more
_NAME_HINT = "从现在起，变更记录和状态栏用这个姓名；以前的记录不变。"
_FILE_WORDS = (
    "附件放在数据文件旁边的“附件”文件夹，封账留存的报表放在“封账”文件夹。换电脑或备份时，请把它们和数据文件一起带走；"
    "“交一份副本”只含数据文件本身。"
)


class HereSection(Section):
    """What belongs to this computer and its user, and to the open file as a whole."""

    key = "here"
    title = "本机与文件"
    explanation = "经办人姓名记在数据文件里；默认筛选、配色和行高只影响这台电脑。"
    wants = Changes.SETTINGS | Changes.UNITS

    def __init__(self, context: AppContext) -> None:
        """Lay out the fields."""
        super().__init__(context)
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        name = self.form.line("who", "姓名", f"{_NAME_HINT}清空则改回“{context.tasks.store.who}”。")
        self.own = QLineEdit()
        self.own.setReadOnly(True)
        self.choose_own = button("选择…", run=lambda: ask_own_units(self.window(), context))
        own = (Field(NAME, self.own, "打开程序时先只看这些单位；记在这台电脑上"), hbox(self.choose_own, None))
        looks = FieldGrid(column_width=168, most=3, least=2)
        looks.add(
            self.form.choice("scheme", "配色", appearance.SCHEMES),
            self.form.choice("rows", "表格行高", appearance.ROWS),
        )
        self.path = QLineEdit()
        self.path.setReadOnly(True)
        self.folder = button("打开所在文件夹", "folder", run=self._show_folder)
        self.copy = button("交一份副本…", "copy", run=self._copy)
        file = (Field("位置", self.path), hbox(self.folder, self.copy, None, spacing=8))
        body = QWidget()
        body.setMaximumWidth(_WIDE)
        groups = (
            _group("经办人", name),
            _group("默认筛选", *own),
            _group("显示", looks),
            _group("数据文件", *file, Label(_FILE_WORDS, "text2", wrap=True)),
        )
        body.setLayout(vbox(*groups, None, spacing=14))
        row = hbox(body, margins=(16, 12, 16, 12))
        row.addStretch(1)
        row.setStretchFactor(body, 100)
        self.page.setLayout(row)
        theme.scheme_changed().changed.connect(self._show)
        context.own_units_changed.connect(self._show_own)

    def forms(self) -> tuple[Form, ...]:
        """Return the fields."""
        return (self.form,)

    def home(self) -> QWidget:
        """Begin in the name."""
        return self.form.fields["who"].editor

    def load(self) -> None:
        """Show what holds now."""
        self._show()
        self._show_own()
        self.form.set_read_only(self.blocked, keys=("who",))
        self.path.setText(str(self.context.tasks.path))
        self.path.setToolTip(self.path.text())
        self.path.setCursorPosition(0)

    def _show_own(self) -> None:
        """Name the units the list begins with."""
        names = self.context.tasks.read(names_of, own_criteria(self.context))
        self.own.setText("、".join(names) or "全部上报单位")
        self.own.setToolTip(self.own.text())
        self.own.setCursorPosition(0)

    def _show(self) -> None:
        """Fill the fields; the colours may also be changed in the menu."""
        config = self.context.config
        values = {"scheme": appearance.scheme(config), "rows": appearance.rows(config)}
        self.form.show_row("here", values | {"who": self.context.tasks.who})

    def _save(self, key: str, text: str) -> None:
        """Store one field; only the name is in the file."""
        if key == "who":
            self.store("修改经办人姓名", service.set_display_name, self.context.tasks.store.who, text or None)
        elif key == "scheme":
            appearance.take_scheme(self.context.config, text)
        else:
            appearance.take_rows(self.context.config, text)

    def _show_folder(self) -> None:
        """Show the file in the system's file manager."""
        show_in_folder(self.context.tasks.path)

    def _copy(self) -> None:
        """Ask where to and write a copy, as the menu does."""
        self.context.menu_wanted.emit("文件", "交一份副本")


def _group(title: str, *items: Item) -> QWidget:
    """Return fields under a title."""
    result = QWidget()
    result.setLayout(vbox(Label(title, strong=True), *items, spacing=6))
    return result
