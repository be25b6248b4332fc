"""The line above the list: what is shown in words, how many that is, and 清除筛选."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from tracker.domain.kinds import Counting
from tracker.queries.projects import Counts
from tracker.ui import theme
from tracker.ui.forms import Label, hbox, link, tool
from tracker.ui.projects.filter_words import Condition, count_words, spoken
from tracker.ui.strip import Picture

_WORD_GAP = 5
_COUNTED = {
    Counting.BUNDLED: "打捆项目计为一项，子项目不另计。在“设置 → 填报与签字”可改为拆分计。",
    Counting.SPLIT: "各子项目分别计数，打捆项目不计。在“设置 → 填报与签字”可改为打捆计。",
}


class Words(QWidget):
    """Conditions side by side, their values stronger; shortened at the end where the room is small."""

    def __init__(self) -> None:
        """Begin without conditions."""
        super().__init__()
        self._conditions: tuple[Condition, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def show_conditions(self, conditions: tuple[Condition, ...]) -> None:
        """Show other conditions."""
        self._conditions = conditions
        self.setAccessibleName(spoken(conditions))
        self.setVisible(bool(conditions))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the room of all words."""
        width = sum(QFontMetrics(theme.font(strong=strong)).horizontalAdvance(text) for text, strong in self._runs())
        return QSize(width + 2, theme.height(theme.Size.FILTER))

    def minimumSizeHint(self) -> QSize:
        """Give way to the count."""
        return QSize(min(self.sizeHint().width(), 80), theme.height(theme.Size.FILTER))

    def _runs(self) -> list[tuple[str, bool]]:
        """Return the texts to draw and whether they are strong."""
        runs: list[tuple[str, bool]] = []
        for place, one in enumerate(self._conditions):
            end = "；" if place < len(self._conditions) - 1 else ""
            runs += [(f"{one.label} ", False), (one.value, True), (end, False)]
        return runs

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the words."""
        t = theme.tokens()
        painter = QPainter(self)
        left, right = 0, self.width()
        for text, strong in self._runs():
            font = theme.font(strong=strong)
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(t.text if strong else t.text2)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left)
            painter.drawText(QRect(left, 0, right - left, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            left += metrics.horizontalAdvance(text)
            if left >= right:
                break
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Tell all words where they were shortened."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            shortened = self.sizeHint().width() > self.width() + 2
            QToolTip.showText(event.globalPos(), spoken(self._conditions) if shortened else "", self)
            return True
        return super().event(event)


class FilterLine(QWidget):
    """The whole line. ``cleared`` follows 清除筛选, ``saved`` 存为视图…; ``tree`` folds and unfolds the tree."""

    cleared = Signal()
    saved = Signal()

    def __init__(self) -> None:
        """Begin without a filter."""
        super().__init__()
        self.setObjectName("filterLine")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.height(theme.Size.FILTER))
        self._lead = Label("正在显示：", "text2")
        self.words = Words()
        self.count = Label()
        self._dash = Label("——", "text3")
        self._extra = Label("", "text2")
        self._extra.setMinimumWidth(1)  # a long note gives way and is read in the tooltip
        self.bundles = Label("", "text2")
        self.bundles.setMinimumWidth(1)
        self.clear = link("清除筛选", run=self.cleared.emit)
        self.save = link("存为视图…", run=self.saved.emit)
        self.tree = tool("", "panel_left", tip="导航（F7）")
        # F7 and the menu do the same; as the first stop of Tab it would have the focus whenever the page opens.
        self.tree.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._key = Label(" Esc ", "text2", theme.Type.SMALL)
        self._key.setObjectName("keyCap")
        self._key.setFixedHeight(self._key.fontMetrics().height() + 2)
        self.setLayout(
            hbox(
                *(
                    self.tree,
                    4,
                    Picture("filter", "text2"),
                    4,
                    self._lead,
                    self.words,
                    _WORD_GAP,
                    self._dash,
                    _WORD_GAP,
                ),
                *(self.count, self.bundles, 4, self._extra, _WORD_GAP * 2, self.clear, self._key),
                *(_WORD_GAP * 2, self.save, None),
                margins=(6, 0, 12, 0),
            )
        )

    def show_filter(
        self,
        conditions: Sequence[Condition],
        counts: Counts,
        note: str = "",
        counting: Counting | None = None,
    ) -> None:
        """Show the filter in words with its counts; *note* says more about what was found.

        *counting* is how 打捆 projects count, None where there are none.
        """
        filtered = bool(conditions)
        self.words.show_conditions(tuple(conditions))
        self._dash.setVisible(filtered)
        self._lead.setText("正在显示：" if filtered else "正在显示：全部项目")
        self.count.setText(count_words(counts, filtered=filtered))
        self._extra.setText(note)
        self._extra.setToolTip(note)
        self._extra.setVisible(bool(note))
        self.bundles.setText(f"，按{counting}" if counting else "")
        self.bundles.setToolTip(_COUNTED[counting] if counting else "")
        self.bundles.setVisible(counting is not None)
        self.clear.setVisible(filtered)
        self._key.setVisible(filtered)
        self.save.setVisible(filtered)
        text = f"正在显示：{spoken(conditions) or '全部项目'}，{self.count.text()}{self.bundles.text()}{note}"
        self.setAccessibleName(text)
