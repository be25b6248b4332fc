"""The line above a chart and above 填报: which projects are counted, and the way to the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from tracker.queries.projects import Counts
from tracker.ui import theme
from tracker.ui.forms import Label, hbox, link
from tracker.ui.projects.filter_line import Words
from tracker.ui.projects.filter_words import Condition, spoken
from tracker.ui.strip import Picture

ALL, FOLLOW = "改看全部项目", "沿用“项目”页的筛选"


class ChartFilter(QWidget):
    """``toggled`` follows the link."""

    toggled = Signal()

    def __init__(self) -> None:
        """Begin without a filter; ``note`` stands at the right end."""
        super().__init__()
        self.setObjectName("filterLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.height(theme.Size.FILTER))
        self._lead = Label("", "text2")
        self._words = Words()
        self.count = Label()
        self.link = link(FOLLOW, run=self.toggled.emit)
        self.note = Label("", "text2")
        self.setLayout(
            hbox(
                *(
                    Picture("filter", "text2"),
                    4,
                    self._lead,
                    self._words,
                    10,
                    self.count,
                    10,
                    self.link,
                    None,
                    self.note,
                ),
                margins=(12, 0, 12, 0),
            )
        )

    def show_filter(self, words: Sequence[Condition], counts: Counts, *, followable: bool) -> None:
        """Show the filter in words with its count; *followable*: 项目 has a filter."""
        self._words.show_conditions(tuple(words))
        self._lead.setText("正在显示：" if words else "正在显示：全部项目")
        whole = f"（全部 {counts.total_counted} 项）" if words else ""
        self.count.setText(f"{counts.counted} 项{whole}")
        self.link.setText(ALL if words else FOLLOW)
        self.link.setVisible(bool(words) or followable)
        self.link.adjustSize()
        self.setAccessibleName(f"正在显示：{spoken(words) or '全部项目'}，{self.count.text()}")
