"""进度图: 原定 and 实际 of every milestone on one axis of days, two lanes to a project, around the line of 截至."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QGuiApplication, QImage
from PySide6.QtWidgets import QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.paths import documents_folder
from tracker.queries import shown
from tracker.queries.timeline import entries_of, timeline_entries, timeline_rows, timeline_span, without_dates
from tracker.ui import light_cells, messages, theme
from tracker.ui.context import AppContext, Link
from tracker.ui.fields import ComboBox
from tracker.ui.forms import separator, tool, vbox
from tracker.ui.pages.following import FollowingPage
from tracker.ui.print_dialog import Printable
from tracker.ui.printing.forms import chart_document
from tracker.ui.start_page import Notice
from tracker.ui.system import open_file, show_in_folder
from tracker.ui.timeline.axis import Zoom
from tracker.ui.timeline.legend import Foot, Legend
from tracker.ui.timeline.lines import Fetched, Line
from tracker.ui.timeline.pictures import MOST_LINES, Caption, picture, png
from tracker.ui.timeline.view import TimelineView

_ZOOM, _FOLDER = "timeline.zoom", "timeline.folder"
_UNFOLD, _FOLD = "全部展开", "全部收起"
_WANTS = Changes.EVERYTHING & ~Changes.SETTINGS


class TimelinePage(FollowingPage):
    """The milestones of the projects 项目 is filtered to. Rows and lights are read as they come into view."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it reads when it is first shown."""
        super().__init__(context, "进度图")
        self.view = TimelineView(self._load, context.period.as_of, context.period.today)
        self.foot = Foot()
        self.zoom = ComboBox()
        for zoom in (Zoom.MONTH, Zoom.QUARTER, Zoom.YEAR):
            self.zoom.addItem(zoom.word, zoom)
        self.zoom.setAccessibleName("时间轴每格")
        self.zoom.setToolTip("时间轴每格是一个月、一个季度还是一年")
        self.smaller = tool("", "zoom_out", tip="缩小（Ctrl+−，Ctrl+滚轮）", run=partial(self._step, -1))
        self.larger = tool("", "zoom_in", tip="放大（Ctrl++，Ctrl+滚轮）", run=partial(self._step, 1))
        self.home_button = tool("到截至日", "calendar_ltr", tip="把截至日移到图中", run=self.view.go_to_as_of)
        self.unfold = tool(_UNFOLD, "chevron_down", tip="逐个节点列出所有项目（单个项目按空格）", run=self._unfold)
        self.legend = Legend()
        self.copy_button = tool("复制图片", "copy", tip="把图复制为图片，可粘贴到文档", run=self.copy)
        self.save_button = tool("另存为…", "save", tip="存为 PNG 图片", run=self.save)
        self.add_tools(
            *(self.smaller, self.zoom, self.larger, 6, self.home_button, self.unfold, 6, self.legend),
            *(None, self.copy_button, self.save_button),
        )
        self._actions = [QAction(text, self) for text in ("复制进度图", "进度图另存为…")]
        for action, run in zip(self._actions, (self.copy, self.save), strict=True):
            action.triggered.connect(run)
        self._stack = QStackedWidget()
        whole = QWidget()
        column = vbox(self.view, separator(), self.foot)
        column.setStretchFactor(self.view, 1)
        whole.setLayout(column)
        self._stack.addWidget(whole)
        self._empty: Notice | None = None
        body = vbox(self.filter, separator(), self._stack)
        body.setStretchFactor(self._stack, 1)
        self.setLayout(body)
        self._wire()

    def _wire(self) -> None:
        """Join the parts, and take the zoom that was used last."""
        self.zoom.activated.connect(lambda _place: self.view.set_zoom(self.zoom.currentData()))
        self.view.zoomed.connect(self._zoomed)
        self.view.chosen.connect(self._tell)
        self.view.opened.connect(lambda project_id: self.context.open_project(project_id, "milestones"))
        self.view.folded.connect(self._folded)
        kept = self.context.config.text(_ZOOM)
        self.view.set_zoom(next((zoom for zoom in Zoom if zoom.word == kept), Zoom.QUARTER))
        self._zoomed()

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read which projects are shown and how far their dates reach; rows follow as they are seen."""
        if not changes & _WANTS:
            return
        period, read = self.context.period, self.context.tasks.read
        signed = self.context.source_for(self.criteria)
        if signed is None:
            entries = read(timeline_entries, self.criteria, period.as_of)
        else:
            wanted = replace(self.criteria, counted_only=True)
            entries = read(entries_of, read(shown.ids, signed, wanted, period.as_of))
        ids = [entry.project_id for entry in entries]
        self.view.lines.set_entries(entries)
        self.view.show_span(read(timeline_span, ids, period.as_of), period.as_of, period.today)
        self.view.lines_changed()
        self.show_scope(len(entries))
        self._show_emptiness(ids)
        self._folded()

    def _load(self, ids: Sequence[int]) -> list[Fetched]:
        """Read some projects with their lights: those that were signed where the quarter is closed."""
        period, read = self.context.period, self.context.tasks.read
        signed = self.context.source_for(self.criteria)
        lights = read(shown.lights, signed, ids, period.as_of, light_cells.aimed_at(period))
        return [Fetched(row, lights.get(row.project_id)) for row in read(timeline_rows, ids, period.as_of)]

    def _show_emptiness(self, ids: Sequence[int]) -> None:
        """Say why there is nothing to draw, or show the timeline."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        undated = self.context.tasks.read(without_dates, ids, self.context.period.as_of)
        if not ids and not self.criteria.empty:
            self._empty = Notice("filter", "没有符合筛选的项目", "", (("改看全部项目", self.show_all),))
        elif not ids:
            self._empty = Notice("gantt_chart", "还没有项目", "项目录入后，在里程碑页填写节点日期，这里就画出进度。")
        if self._empty is not None:
            self._stack.addWidget(self._empty)
            self._stack.setCurrentWidget(self._empty)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(bool(ids))
        for action in self._actions:
            action.setEnabled(bool(ids))
        self.filter.setToolTip(f"{len(ids) - undated:,} 项有节点日期，{undated:,} 项没有" if ids else "")

    def _tell(self) -> None:
        """Show the chosen milestone at the foot."""
        self.foot.show_node(self.view.node)

    # --- Zoom and folding ---

    def _step(self, by: int) -> None:
        """Zoom one step."""
        self.view.set_zoom(self.view.axis.zoom.stepped(by))

    def _zoomed(self) -> None:
        """Show the zoom in the list and remember it."""
        zoom = self.view.axis.zoom
        self.zoom.setCurrentIndex(self.zoom.findData(zoom))
        self.larger.setEnabled(zoom is not Zoom.MONTH)
        self.smaller.setEnabled(zoom is not Zoom.YEAR)
        self.context.config.set(_ZOOM, zoom.word)

    def _unfold(self) -> None:
        """Unfold every project, or fold all again."""
        self.view.unfold_all(unfold=not self.view.lines.all_open)

    def _folded(self) -> None:
        """Offer the other way round."""
        self.unfold.setText(_FOLD if self.view.lines.all_open else _UNFOLD)

    # --- The picture ---

    def _picture_bytes(self) -> bytes:
        """Return the lines from the first one in view on as a picture, at most as many as can be read."""
        first, lines = self.view.lines_in_view().start, self.view.lines
        start = 0 if len(lines) <= MOST_LINES else first
        places = range(start, min(len(lines), start + MOST_LINES))
        period = self.context.period
        part = "" if len(places) == len(lines) else f"，第 {start + 1:,}—{places.stop:,} 行，共 {len(lines):,} 行"
        caption = Caption(f"{period.label}项目进度图", f"截至 {period.as_of}{part}。{self.filter.accessibleName()}")
        return png(picture(lines, places, self.view.frame(), caption))

    def copy(self) -> None:
        """Put the timeline on the clipboard as a picture."""
        QGuiApplication.clipboard().setImage(QImage.fromData(self._picture_bytes()))
        self.context.notify("图片已复制，可以粘贴到文档里。")

    def save(self) -> None:
        """Ask for a name and write the picture there."""
        folder = Path(self.context.config.text(_FOLDER) or documents_folder())
        name = f"{self.context.period.label}项目进度图.png"
        path = messages.ask_save(self, "进度图另存为", folder / name, "PNG 图片 (*.png)")
        if path is None:
            return
        path = path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png")
        try:
            path.write_bytes(self._picture_bytes())
        except OSError:
            self.context.notify(f"不能写入“{path}”，图片没有保存。请换一个文件夹再试。", tone="error")
            return
        self.context.config.set(_FOLDER, str(path.parent))
        self.context.notify(
            f"进度图已存为“{path.name}”。",
            Link("打开文件", partial(open_file, path)),
            Link("打开所在文件夹", partial(show_in_folder, path)),
        )

    def printables(self) -> tuple[Printable, ...]:
        """Offer the picture for printing and as PDF."""
        if not len(self.view.lines):
            return ()
        data = self._picture_bytes()
        return (Printable("进度图", lambda _tell: chart_document(data)),)

    # --- Menus, keys and size ---

    def menus(self) -> dict[str, list[QAction]]:
        """Offer the picture in the menu too."""
        return {"报表": self._actions}

    def narrow(self, width: int) -> None:
        """Leave units and legend out where there is no room."""
        self.view.set_narrow(narrow=width < theme.Size.FOLDED)
        self.legend.setVisible(width >= theme.Size.FOLDED)

    def panes(self) -> list[QWidget]:
        """There is one pane."""
        return [self.view]

    def show_project(self, project_id: int, _tab: str) -> None:
        """Go to a project's line."""
        self.view.choose(Line(project_id))

    def escape(self) -> bool:
        """Let go of the chosen milestone, then show all projects."""
        if self.view.mark is not None and self.view.current is not None and self.view.current.node is None:
            self.view.choose(self.view.current)
            return True
        return False
