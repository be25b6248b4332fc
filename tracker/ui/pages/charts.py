"""图表: completion by reporting unit, as the reader chooses; a bar leads to its projects."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication, QImage, QShowEvent
from PySide6.QtWidgets import QWidget

from tracker.domain.changes import Changes
from tracker.domain.errors import TrackerError
from tracker.paths import documents_folder
from tracker.queries.choices import choices
from tracker.queries.criteria import Criteria
from tracker.queries.shown import counts
from tracker.reports.chart_data import EVERYTHING, ChartBar, ChartSource, completion_chart, gather_chart
from tracker.reports.charts import picture_bytes, save_completion
from tracker.ui import messages
from tracker.ui.chart_chooser import ChartChooser
from tracker.ui.chart_filter import ChartFilter
from tracker.ui.chart_view import ChartView
from tracker.ui.context import AppContext, Link
from tracker.ui.forms import Label, hbox, tool, vbox
from tracker.ui.pages.page import Page
from tracker.ui.projects.filter_words import conditions, spoken
from tracker.ui.system import open_file, show_in_folder

PICTURES = "PNG 图片 (*.png);;SVG 矢量图 (*.svg);;PDF 文件 (*.pdf)"
_FOLDER = "charts.folder"


class ChartsPage(Page):
    """The chart follows the filter of 项目, except where the page itself has led there by a click on a bar."""

    def __init__(self, context: AppContext) -> None:
        """Make the page; it reads when it is first shown."""
        super().__init__(context, "图表")
        self._criteria = context.criteria
        self._follows = True
        self._jump: Criteria | None = None  # the filter this page itself has set in 项目
        self._source: ChartSource | None = None
        self._stale = False
        self.filter = ChartFilter()
        self.chooser = ChartChooser(context.config)
        self.view = ChartView()
        self.copy_button = tool("复制图片", "copy", tip="把图表复制为图片", run=self.copy)
        self.save_button = tool("另存为…", "save", tip="存为 PNG、SVG 或 PDF", run=self.save)
        self.open_button = tool("查看项目", "text_bullet_list_square", primary=True, run=self._open_marked)
        self._copy_action, self._save_action = QAction("复制图片", self), QAction("图表另存为…", self)
        self._copy_action.triggered.connect(self.copy)
        self._save_action.triggered.connect(self.save)
        subtitle = Label("各上报单位完成情况", "text2")
        self.add_tools(subtitle, None, self.copy_button, self.save_button, 4, self.open_button)
        right = vbox(self.filter, self.view)
        right.setStretchFactor(self.view, 1)
        row = hbox(self.chooser)
        row.addLayout(right, 1)
        self.setLayout(row)
        self.chooser.changed.connect(self._draw)
        self.view.chosen.connect(self._marked)
        self.view.opened.connect(self._open)
        self.filter.toggled.connect(self._toggle)
        context.criteria_changed.connect(self._list_filtered)
        self._marked(None)

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read the sums again."""
        if not changes & ~Changes.SETTINGS:
            return
        self._stale = False
        as_of, read = self.context.period.as_of, self.context.tasks.read
        words = conditions(self._criteria, read(choices, as_of))
        source = self.context.source_for(self._criteria)
        self._source = gather_chart(read, self._criteria, as_of, spoken(words) or EVERYTHING, source)
        self.filter.show_filter(
            words, read(counts, source, self._criteria, as_of), followable=not self.context.criteria.empty
        )
        self._draw()

    def _draw(self) -> None:
        """Draw what was read as it is chosen now."""
        if self._source is not None:
            self.view.show_chart(completion_chart(self._source, self.chooser.choice))

    def _list_filtered(self) -> None:
        """Follow the filter of 项目, unless it was set from here."""
        wanted = self.context.criteria
        if wanted != self._jump:
            self._jump = None
            self._take(wanted if self._follows else self._criteria)

    def _toggle(self) -> None:
        """Show all projects, or those of the filter of 项目."""
        self._follows = self._criteria.empty
        self._jump = None
        self._take(self.context.criteria if self._follows else Criteria())

    def _take(self, criteria: Criteria) -> None:
        """Show the projects of another filter; a page that is not open reads when it is shown."""
        self._criteria = criteria
        self._stale = not self.isVisible()
        if not self._stale:
            self.refresh(Changes.EVERYTHING)

    def showEvent(self, event: QShowEvent) -> None:
        """Read for the filter that was set while another page was open."""
        super().showEvent(event)
        if self._stale:
            self.refresh(Changes.EVERYTHING)

    # --- One bar ---

    def _marked(self, bar: ChartBar | None) -> None:
        """Name the marked unit on the button and in the status line."""
        self.open_button.setEnabled(bar is not None)
        self.open_button.setText(f"查看{bar.label} {bar.projects} 项" if bar else "查看项目")
        self.open_button.setToolTip("" if bar else "先在图上选一个上报单位")
        if self.isVisible():
            self.context.tell_selection(f"选中 {bar.label}" if bar else "")

    def _open_marked(self) -> None:
        """Show the projects of the marked unit."""
        if (bar := self.view.marked) is not None:
            self._open(bar)

    def _open(self, bar: ChartBar) -> None:
        """Show the projects behind a bar in 项目."""
        if bar.key is None:
            return
        self._jump = replace(self._criteria, unit_ids=(bar.key,), with_below=False)
        self.context.open_projects(self._jump)

    # --- The picture ---

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.view.chart is not None:
            QGuiApplication.clipboard().setImage(QImage.fromData(picture_bytes(self.view.chart)))
            self.context.notify("图片已复制，可以粘贴到文档里。")

    def save(self) -> None:
        """Ask for a name and write the chart there."""
        chart = self.view.chart
        if chart is None:
            return
        folder = Path(self.context.config.text(_FOLDER) or documents_folder())
        path = messages.ask_save(self, "图表另存为", folder / f"{chart.title}.png", PICTURES)
        if path is None:
            return
        try:
            written = save_completion(path, chart)
        except TrackerError as error:
            self.context.notify(str(error), tone="error")
            return
        self.context.config.set(_FOLDER, str(written.path.parent))
        self.context.notify(
            written.message or f"图表已存为“{written.path.name}”。",
            Link("打开文件", partial(open_file, written.path)),
            Link("打开所在文件夹", partial(show_in_folder, written.path)),
            tone="warning" if written.message else "info",
        )

    # --- Keys and menus ---

    def menus(self) -> dict[str, list[QAction]]:
        """Offer the picture in the menu too."""
        return {"报表": [self._copy_action, self._save_action]}

    def panes(self) -> list[QWidget]:
        """Go from the choices to the chart."""
        return [self._checked_measure(), self.view]

    def home(self) -> QWidget | None:
        """Begin on the chart."""
        return self.view

    def escape(self) -> bool:
        """Take the mark away, then the filter."""
        if self.view.marked is not None:
            self.view.mark(None)
        elif not self._criteria.empty:
            self._toggle()
        else:
            return False
        return True

    def _checked_measure(self) -> QWidget:
        """Return the radio button that has the Tab stop."""
        return next(button for button in self.chooser.measures if button.isChecked())
