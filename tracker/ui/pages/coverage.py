"""覆盖: every clause of every 专栏 and what became of it, with the printed words where the plan's text is at hand."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.paths import documents_folder
from tracker.queries.coverage import Coverage, CoveredBox, CoveredPlan, coverage
from tracker.ui import messages, theme
from tracker.ui.context import AppContext
from tracker.ui.coverage.rows import NO_LEDGER, UNSOURCED, Place, Verdict, place_columns, verdict_columns
from tracker.ui.coverage.texts import PlanTexts
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Label, hbox, separator, set_blocked, tool, vbox
from tracker.ui.pages.page import Page
from tracker.ui.start_page import Notice
from tracker.ui.table_model import RowTableModel
from tracker.ui.table_view import TableView

EVERY, LISTED, LEFT_OUT = "全部条款", "列出的", "不列的"
_TEXTS = "文本文件 (*.txt *.md);;所有文件 (*)"
_FOLDER = "coverage.folder"
_WANTS = Changes.PROJECTS | Changes.CATALOGUE


class CoveragePage(Page):
    """Plans and boxes at the left, the clauses of the chosen one at the right."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the page; it reads when it is first shown."""
        super().__init__(context, "覆盖")
        self._found = Coverage((), ())
        self.texts = PlanTexts(context.config)
        self.which = ComboBox()
        self.which.addItems([EVERY, LISTED, LEFT_OUT])
        self.which.setAccessibleName("显示哪些条款")
        self.choose_text = tool(
            "指定规划原文…", "folder", tip="选择这个规划的文本文件，核对后在右侧显示原句", run=self._ask_text
        )
        self.open_button = tool("打开项目", "arrow_next", tip="在“项目”页打开所选条款的项目（Enter）", run=self._open)
        self.add_tools(self.which, 6, self.choose_text, None, self.open_button)
        self.places: RowTableModel[Place] = RowTableModel(place_columns(), lambda row: row.key, parent=self)
        self.left = TableView("coverage.boxes", context.config)
        self.left.setModel(self.places)
        self.left.setAccessibleName("规划和专栏")
        self.verdicts: RowTableModel[Verdict] = RowTableModel(verdict_columns(), lambda row: row.key, parent=self)
        self.right = TableView("coverage.clauses", context.config)
        self.right.setModel(self.verdicts)
        self.right.setAccessibleName("条款和去向")
        self.summary = Label("", "text2")
        self.source = Label("", "text2", wrap=True)
        self._empty: Notice | None = None
        self._left_width = 0
        self._lay_out()
        self.which.activated.connect(lambda _place: self._show())
        self.left.current_changed.connect(lambda _key: self._show())
        self.left.opened.connect(lambda _key: self.right.setFocus())
        self.right.current_changed.connect(lambda _key: self._allow())
        self.right.opened.connect(lambda _key: self._open())

    def _lay_out(self) -> None:
        """Put boxes and clauses side by side."""
        self._stack = QStackedWidget()
        self._stack.addWidget(self.right)
        side = QWidget()
        head = hbox(self.source, margins=(12, 5, 12, 5))
        column = vbox(head, separator(), self._stack)
        column.setStretchFactor(self._stack, 1)
        side.setLayout(column)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.left)
        self.split.addWidget(side)
        self.split.setStretchFactor(1, 1)
        self.split.setChildrenCollapsible(False)
        self.split.setSizes([430, 880])
        line = QWidget()
        line.setObjectName("filterLine")
        line.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line.setFixedHeight(theme.height(theme.Size.FILTER))
        line.setLayout(hbox(self.summary, None, margins=(12, 0, 12, 0)))
        body = vbox(line, separator(), self.split)
        body.setStretchFactor(self.split, 1)
        self.setLayout(body)

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read plans, boxes and projects again."""
        if not changes & _WANTS:
            return
        self.texts.forget()
        self._found = self.context.tasks.read(coverage)
        rows = []
        for plan in self._found.plans:
            rows += [Place(plan, None), *(Place(plan, box) for box in plan.boxes)]
        rows.append(Place(None, None, len(self._found.unsourced)))
        self.places.set_rows(rows)
        boxes = [box for plan in self._found.plans for box in plan.boxes]
        clauses, undecided = sum(len(box.clauses) for box in boxes), sum(box.undecided for box in boxes)
        settled = f"其中 {undecided:,} 条没有结论" if undecided else "每条都有结论"
        self.summary.setText(
            f"{len(self._found.plans)} 个规划，{len(boxes)} 个专栏，{clauses:,} 条条款，{settled}；"
            f"没有规划来源的项目 {len(self._found.unsourced):,} 项"
        )
        if self.left.current_key is None:
            self.left.select_key(next((row.key for row in rows if row.box is not None), rows[0].key))
        self._show()

    def period_changed(self) -> None:
        """Do nothing: what a plan says has no period."""

    @property
    def current(self) -> Place | None:
        """The chosen plan or box."""
        return next((row for row in self.places.rows() if row.key == self.left.current_key), None)

    def _show(self) -> None:
        """Show the clauses of the chosen box, of all boxes of the chosen plan, or the projects without a source."""
        place = self.current
        rows: list[Verdict] = []
        if place is not None and place.key == UNSOURCED:
            rows = [Verdict(None, None, None, unsourced=one) for one in self._found.unsourced]
        elif place is not None and place.plan is not None and place.box is not None:
            rows = self._clauses(place.plan, place.box)
        self.verdicts.set_rows(rows)
        if rows and self.right.current_key is None:
            self.right.select_key(rows[0].key)
        self._show_source(place)
        self._show_emptiness(place, nothing=not rows)
        self._allow()

    def _clauses(self, plan: CoveredPlan, box: CoveredBox) -> list[Verdict]:
        """Return a line for every entry of every clause, and for every clause that has none."""
        text, which = self.texts.text(plan), self.which.currentText()
        rows = []
        for clause in box.clauses:
            if (which == LISTED and not clause.listed) or (which == LEFT_OUT and clause.listed):
                continue
            words = text.clause(box, clause.start, clause.end) if text else None
            for at, one in enumerate(clause.listed or (None,)):
                rows.append(Verdict(clause, one, words, first=at == 0, has_text=text is not None))
        return rows

    def _show_source(self, place: Place | None) -> None:
        """Say which text the words come from, and where it differs from what was registered."""
        plan = place.plan if place else None
        set_blocked(self.choose_text, None if plan and plan.boxes else "先选中一个有专栏的规划")
        ink, said = "text2", ""
        if place is not None and place.key == UNSOURCED:
            said = "这些项目由本单位自行添加，任何规划专栏都没有写到，不计入规划覆盖。"
        elif plan is not None and plan.boxes:
            text = self.texts.text(plan)
            if text is None:
                said = f"{plan.title}：还没有指定原文，只显示点名的部分。指定文本文件后逐句核对并显示。"
            elif text.fault:
                ink, said = "amber_text", f"原文：{text.path.name}。{text.fault}"
            else:
                said = f"原文：{text.path.name}，{len(text.boxes)} 个专栏与登记时完全一致。"
        elif plan is not None:
            said = plan.title
        self.source.set_ink(ink)
        self.source.setText(said)

    def _show_emptiness(self, place: Place | None, *, nothing: bool) -> None:
        """Say why there are no clauses, or show them."""
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
        if nothing and place is not None:
            self._empty = self._notice(place)
            self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty or self.right)

    def _notice(self, place: Place) -> Notice:
        """Return what stands in place of the clauses."""
        if place.plan is None:
            return Notice("checkmark_circle", "没有自行添加的项目", "所有项目都来自规划专栏。")
        if place.box is None and not place.plan.boxes:
            return Notice("board", "这个规划没有专栏（0 个）", "全文没有以专栏形式列出的项目，因此没有条款可以核对。")
        if place.box is None:
            boxes = len(place.plan.boxes)
            return Notice("board", f"{boxes} 个专栏", "在左侧选一个专栏，这里逐条列出它的条款和去向。")
        if place.box.ledger is None:
            return Notice("board", NO_LEDGER, "这个专栏不在随程序提供的目录里，没有逐句核对过。")
        return Notice("filter", f"这个专栏没有{self.which.currentText()}条款", "")

    def _allow(self) -> None:
        """Enable opening where the line leads to a project."""
        row = self._chosen()
        reason = None if row is not None and row.project_id is not None else "先选中一条列出项目的条款"
        set_blocked(self.open_button, reason)

    def _chosen(self) -> Verdict | None:
        """Return the current line at the right."""
        return next((row for row in self.verdicts.rows() if row.key == self.right.current_key), None)

    # --- Doing ---

    def _open(self) -> None:
        """Open the project of the current line."""
        row = self._chosen()
        if row is not None and row.project_id is not None:
            self.context.open_project(row.project_id)

    def _ask_text(self) -> None:
        """Ask for the file with the plan's text and remember it."""
        place = self.current
        plan = place.plan if place else None
        if plan is None:
            return
        known = self.texts.path(plan)
        folder = known.parent if known else Path(self.context.config.text(_FOLDER) or documents_folder())
        path = messages.ask_open(self, f"指定原文：{plan.title}", folder, _TEXTS)
        if path is not None:
            self.context.config.set(_FOLDER, str(path.parent))
            self.texts.set_path(plan, path)
            self._show()

    # --- Keys and size ---

    def narrow(self, width: int) -> None:
        """Give the clauses the room where there is little."""
        wanted = 430 if width >= theme.Size.FULL else 360 if width >= theme.Size.FOLDED else 290
        if wanted != self._left_width:
            self._left_width = wanted
            self.split.setSizes([wanted, max(1, width - wanted)])

    def panes(self) -> list[QWidget]:
        """Go from the boxes to the clauses."""
        return [self.left, self.right]
