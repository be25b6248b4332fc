"""帮助: the list of keys, and what this program is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from tracker import __version__
from tracker.ui import messages, theme
from tracker.ui.forms import Label, button, hbox, separator, vbox
from tracker.ui.main_window import PRODUCT, MainWindow

if TYPE_CHECKING:
    from tracker.ui.manual import Manual

# Keys that are not menu actions: they belong to tables, fields and the window.
_EVERYWHERE = (
    ("Ctrl+1…9", "打开左侧的第几页"),
    ("Ctrl+F", "到搜索框；↓ 到列表"),
    ("Esc", "放弃正在输入的内容 → 清除筛选 → 关闭详情"),
    ("F6 / Shift+F6", "到下一个 / 上一个区域"),
    ("Ctrl+S", "保存正在填的一格，并显示保存时间"),
)
_TABLES = (
    ("↑ ↓ PgUp PgDn", "换行"),
    ("Enter", "打开详情；可编辑的格：编辑"),
    ("F2", "编辑当前格"),
    ("Tab / Shift+Tab", "填报：到下一个 / 上一个要填的格"),
    ("Ctrl+Tab", "离开可编辑的表；填报：到当前格的处理办法"),
    ("Delete", "把所选的格改为未填"),
    ("Ctrl+C", "复制选中的内容，可粘贴到 Excel"),
    ("Ctrl+A", "全选"),
    ("Shift+单击标题", "再加一个排序条件"),
    ("右击标题", "显示和隐藏列"),
)


class Help(QObject):
    """The help menu of one window."""

    def __init__(self, window: MainWindow) -> None:
        """Add the menu."""
        super().__init__(window)
        self._window = window
        self.manual: Manual | None = None
        window.menus.add("帮助", "使用手册", self.show_manual, keys="F1", picture="info")
        window.menus.add("帮助", "快捷键", self.show_keys, keys="Ctrl+F1")
        window.menus.add("帮助", f"关于{PRODUCT}", self.show_about)
        window.menus.build()

    def show_manual(self) -> None:
        """Open the manual at the chapter of the open page."""
        from tracker.ui.manual import FIRST, Manual

        if self.manual is None:
            self.manual = Manual(self._window)
            self.manual.closed.connect(self._manual_closed)
        self.manual.show_chapter(self._window.pages.current_key or FIRST)
        self.manual.show()
        self.manual.raise_()
        self.manual.activateWindow()

    def _manual_closed(self) -> None:
        """Make another window next time."""
        self.manual = None

    def show_keys(self) -> None:
        """Show every key that does something here: those of the menus as they are now, and the fixed ones."""
        menu = [(keys, text) for _menu, text, keys in self._window.menus.shortcuts()]
        sheet = messages.Sheet(self._window, "快捷键", width=460)
        sheet.body.addWidget(_scrolled((("菜单", menu), ("所有页面", _EVERYWHERE), ("表格", _TABLES))))
        _close_button(sheet)
        sheet.open()

    def show_about(self) -> None:
        """Say what this is, which version, and where its parts come from."""
        sheet = messages.Sheet(self._window, f"关于{PRODUCT}", width=460)
        sheet.body.addWidget(Label(PRODUCT, size=theme.Type.PAGE))
        sheet.body.addWidget(Label(f"版本 {__version__}", "text2"))
        lines = (
            "县级卫生健康规划专栏项目的里程碑、资金与季报。",
            "数据只在本机的一个文件里，程序不联网。",
            "字体 Noto Sans SC（SIL OFL 1.1），图标 Fluent UI System Icons（MIT），界面 Qt（LGPL）。",
        )
        for line in lines:
            sheet.body.addWidget(Label(line, wrap=True))
        if self._window.context is not None:
            path = Label(f"数据文件：{self._window.context.tasks.path}", "text2", wrap=True)
            path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            sheet.body.addWidget(path)
        _close_button(sheet)
        sheet.open()


def _close_button(sheet: messages.Sheet) -> None:
    """Give a sheet its one button, and let it go when it is closed."""
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    close = button("关闭", run=sheet.accept)
    close.setDefault(True)
    sheet.foot.addWidget(close)


def _scrolled(groups: tuple[tuple[str, object], ...]) -> QScrollArea:
    """Return a list of keys that scrolls where the screen is small."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(6)
    for title, rows in groups:
        row = grid.rowCount()
        grid.addWidget(Label(title, strong=True), row, 0, 1, 2)
        grid.addWidget(separator(), row + 1, 0, 1, 2)
        for place, (keys, text) in enumerate(rows if isinstance(rows, (list, tuple)) else ()):
            grid.addWidget(Label(keys, "text2"), row + 2 + place, 0)
            grid.addWidget(Label(text), row + 2 + place, 1)
        grid.setRowMinimumHeight(grid.rowCount(), 8)
    grid.setColumnStretch(1, 1)
    content = QWidget()
    content.setLayout(vbox(hbox(grid), None))
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(content)
    screen = QGuiApplication.primaryScreen().availableSize().height()
    area.setMinimumHeight(min(content.sizeHint().height() + 4, 440, screen - 220))
    return area
