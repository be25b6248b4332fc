"""图表: completion, money, the year's course, slips and lights, as the reader chooses; a bar leads to its projects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QScrollArea, QWidget

from tracker.domain.changes import Changes
from tracker.domain.closing import Closing
from tracker.domain.errors import TrackerError
from tracker.paths import documents_folder
from tracker.queries.choices import Choices, choices
from tracker.queries.criteria import Criteria
from tracker.queries.projects import Counts
from tracker.queries.settings import office
from tracker.queries.shown import counts
from tracker.reports.chart_kinds import chart_of
from tracker.reports.chart_source import EVERYTHING, ChartKind, ChartSource, gather_chart
from tracker.reports.charts import Bar, chart_rows, leads_to, picture_bytes, save_chart
from tracker.reports.course_chart import Spot
from tracker.reports.slip_chart import SlipView
from tracker.ui import messages
from tracker.ui.chart_chooser import WIDTH, ChartChooser
from tracker.ui.chart_view import ChartView
from tracker.ui.context import AppContext, Link
from tracker.ui.forms import Label, hbox, shortened, tool, vbox
from tracker.ui.latest import Latest
from tracker.ui.pages.following import LeadingPage
from tracker.ui.print_dialog import Printable
from tracker.ui.printing.forms import chart_document, numbers_document
from tracker.ui.projects.filter_words import conditions, spoken
from tracker.ui.system import open_file, show_in_folder

PICTURES = "PNG 图片 (*.png);;SVG 矢量图 (*.svg);;PDF 文件 (*.pdf)"
_FOLDER = "charts.folder"
_NAMED = 14  # characters of a bar's name on the button


@dataclass(frozen=True)
class _Read:
    """What a chart is drawn from, and for the line above it how many projects there are."""

    criteria: Criteria
    known: Choices
    listed: Counts
    source: ChartSource
    kind: ChartKind


class ChartsPage(LeadingPage):
    """The chart follows the filter of 项目, except where the page itself has led there by a click on a bar."""

    def __init__(self, context: AppContext) -> None:
        """Make the page; it reads when it is first shown."""
        super().__init__(context, "图表")
        self._source: ChartSource | None = None
        self._kind = ChartKind.UNITS  # what the source was read for
        self._reading = Latest(context.tasks, "正在统计图表", self)
        self._reading.answered.connect(self._take_read)
        self.chooser = ChartChooser(context.config)
        self.view = ChartView()
        self.copy_button = tool("复制图片", "copy", tip="把图表复制为图片", run=self.copy)
        self.data_button = tool("复制数据", "document_table", tip="复制图中的数，可粘贴到 Excel", run=self.copy_data)
        self.save_button = tool("另存为…", "save", tip="存为 PNG、SVG 或 PDF", run=self.save)
        self.open_button = tool("查看项目", "text_bullet_list_square", primary=True, run=self._open_marked)
        self._actions = [QAction(text, self) for text in ("复制图片", "复制图表数据", "图表另存为…")]
        for action, run in zip(self._actions, (self.copy, self.copy_data, self.save), strict=True):
            action.triggered.connect(run)
        self._subtitle = Label("", "text2")
        self.add_tools(self._subtitle, None, self.copy_button, self.data_button, self.save_button, 4, self.open_button)
        right = vbox(self.filter, self.view)
        right.setStretchFactor(self.view, 1)
        row = hbox(self._choices())
        row.addLayout(right, 1)
        self.setLayout(row)
        self.chooser.changed.connect(self._choose)
        self.view.copied.connect(self.copy)
        self.view.chosen.connect(self._marked)
        self.view.opened.connect(self._open)
        self._marked(None)

    def _choices(self) -> QScrollArea:
        """Return the chooser in an area that scrolls where the window is low."""
        area = QScrollArea()
        area.setObjectName("chooserArea")
        area.setWidget(self.chooser)
        area.setWidgetResizable(True)
        area.setFixedWidth(WIDTH)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read the sums again; those of a large file on the worker thread."""
        if not changes & ~Changes.SETTINGS:
            return
        self.been_read()
        self.chooser.begin_counting(self.context.tasks.read(office).counting)
        self._criteria = replace(self._criteria, counting=self.chooser.chosen_counting)
        signed = self.context.source_for(self._criteria)
        question = partial(self._read, self._criteria, signed, self.context.period.as_of, self.chooser.kind)
        self._reading.ask(question, at_once=not self.context.large)

    def _read(self, criteria: Criteria, signed: Closing | None, as_of: date, kind: ChartKind) -> _Read:
        """Read the sums; a worker may call it."""
        read = self.context.tasks.read
        known = read(choices, as_of)
        scope = spoken(conditions(criteria, known)) or EVERYTHING
        source = gather_chart(read, criteria, as_of, scope, kind, signed)
        return _Read(criteria, known, read(counts, signed, criteria, as_of), source, kind)

    def _take_read(self, answer: _Read) -> None:
        """Draw what was read."""
        same_kind, self._kind, self._source = answer.kind is self._kind, answer.kind, answer.source
        words = conditions(answer.criteria, answer.known)
        self.filter.show_filter(words, answer.listed, followable=not self.context.criteria.empty)
        self._draw(keep_mark=same_kind)

    def _choose(self) -> None:
        """Show what is chosen; another kind of chart, and another way to count, is read first."""
        if self.chooser.kind is self._kind and self.chooser.chosen_counting is self._criteria.counting:
            self._draw()
        else:
            self.refresh(Changes.EVERYTHING)

    def _draw(self, *, keep_mark: bool = True) -> None:
        """Draw what was read as it is chosen now."""
        if self._source is not None:
            chosen = self.chooser.chosen
            self._subtitle.setText(chosen.kind.value)
            self.view.show_chart(chart_of(self._source, chosen), keep_mark=keep_mark)

    # --- One bar ---

    def _marked(self, bar: Bar | None) -> None:
        """Name the marked bar on the button and in the status line."""
        leads = bar is not None and bar.projects > 0
        self.open_button.setEnabled(leads)
        label = "这" if isinstance(bar, Spot) else shortened(bar.label, _NAMED) if bar else ""
        name = f"{label} {bar.projects} 项" if bar and leads else "项目"
        self.open_button.setText(f"查看{name}")
        self.open_button.setToolTip(bar.label if bar and leads else "先在图上选一个有项目的")
        if self.isVisible():
            self.context.tell_selection(f"选中 {bar.label}" if bar else "")

    def _open_marked(self) -> None:
        """Show the projects of the marked bar."""
        if (bar := self.view.marked) is not None:
            self._open(bar)

    def _open(self, bar: Bar) -> None:
        """Show the projects behind a bar in 项目; a milestone's bar leads to its project's milestones."""
        view, ids = self.chooser.chosen.view, bar.target.project_ids
        if isinstance(view, SlipView) and view.named and ids:
            self.context.open_project(ids[0], "milestones")
        elif bar.projects:
            self.lead_to(leads_to(bar, self._criteria))

    # --- The picture ---

    def copy(self) -> None:
        """Put the chart on the clipboard as a picture."""
        if self.view.chart is not None:
            QGuiApplication.clipboard().setImage(QImage.fromData(picture_bytes(self.view.chart)))
            self.context.notify("图片已复制，可以粘贴到文档里。")

    def copy_data(self) -> None:
        """Put the numbers behind the chart on the clipboard, a tab between columns."""
        if self.view.chart is not None:
            rows = chart_rows(self.view.chart)
            QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in rows))
            self.context.notify(f"已复制 {len(rows) - 1} 行数据（另有一行标题），可以粘贴到 Excel。")

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
            written = save_chart(path, chart)
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

    def printables(self) -> tuple[Printable, ...]:
        """Offer the chart as a picture, and the numbers behind it as a table."""
        chart = self.view.chart
        if chart is None:
            return ()
        rows = chart_rows(chart)
        return (
            Printable(f"图表 {chart.title}", lambda _tell: chart_document(picture_bytes(chart))),
            Printable(
                f"图中的数（{len(rows) - 1} 行）", lambda _tell: numbers_document(chart.title, rows), landscape=False
            ),
        )

    # --- Keys and menus ---

    def menus(self) -> dict[str, list[QAction]]:
        """Offer the picture in the menu too."""
        return {"报表": self._actions}

    def panes(self) -> list[QWidget]:
        """Go from the choices to the chart."""
        return [self.chooser.first(), self.view]

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
