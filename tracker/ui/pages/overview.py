"""概览: how far the period is and what needs care. Every number leads to the rows behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from tracker.domain.changes import Changes
from tracker.domain.closing import Closing
from tracker.domain.figures import Group
from tracker.queries.behind import COLOURS, Behind, behind
from tracker.queries.choices import Choices, choices
from tracker.queries.criteria import Criteria
from tracker.queries.history import HistoryRow
from tracker.queries.overview import DueList, Overview, due_list, overview
from tracker.queries.problems import ProblemRow
from tracker.queries.projects import Counts
from tracker.queries.settings import office
from tracker.queries.shown import counts
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.forms import Label, link, tool, vbox
from tracker.ui.latest import Latest
from tracker.ui.overview import faces
from tracker.ui.overview.cards import Card, LightsCard
from tracker.ui.overview.due_panel import DuePanel, DueRows
from tracker.ui.overview.duty_sheet import DutySheet
from tracker.ui.overview.panels import ListPanel
from tracker.ui.overview.start import StartPanel
from tracker.ui.overview.tables import problem_columns, recent_columns
from tracker.ui.overview.units_panel import UnitsPanel
from tracker.ui.pages.following import LeadingPage
from tracker.ui.projects.filter_words import conditions, spoken

EVERYTHING = "全部项目"
_PANEL_HEIGHT = 300  # of a panel where the page scrolls


@dataclass(frozen=True)
class _Read:
    """What the page shows, read in one go: for which projects, from which copy, and what they add up to."""

    criteria: Criteria
    signed: Closing | None
    known: Choices
    listed: Counts
    found: Overview
    due: DueRows


class OverviewPage(LeadingPage):
    """Follows the report period, and the filter of 项目 unless 全部项目 is chosen or a number here has led there."""

    def __init__(self, context: AppContext) -> None:
        """Make the page; it is filled by :meth:`refresh`."""
        super().__init__(context, "概览")
        self._columns = 0
        self._scope = EVERYTHING
        self.found: Overview | None = None
        self._reading = Latest(context.tasks, "正在统计概览", self)
        self._reading.answered.connect(self._show)
        self._period = Label("", "text2")
        self.duty_button = tool("未报与催报…", "flag", tip="谁还没有报，复制催报文字", run=self.show_duty)
        self.duty_action = QAction("未报与催报…", self)
        self.duty_action.triggered.connect(self.show_duty)
        self.add_tools(self._period, None, self.duty_button)
        self._make_cards()
        self._make_panels()
        self._lay_out()

    # --- Building ---

    def _make_cards(self) -> None:
        """Make the cards, left to right."""
        self.projects_card = Card(lambda: self.lead_to(self._criteria))
        self.report_card = Card(self.show_duty)
        self.nodes_card = Card(partial(self._open_behind, Behind.NODES))
        self.year_card = Card(partial(self._open_behind, Behind.YEAR))
        self.investment_card = Card(partial(self._open_behind, Behind.INVESTMENT))
        self.paid_card = Card(partial(self._open_behind, Behind.PAID))
        self.lights_card = LightsCard(tuple(partial(self._open_behind, one) for one in COLOURS))
        self.cards: list[QWidget] = [
            *(self.projects_card, self.report_card, self.nodes_card, self.year_card),
            *(self.investment_card, self.paid_card, self.lights_card),
        ]

    def _make_panels(self) -> None:
        """Make the panels."""
        self.units = UnitsPanel(self._open_unit, lambda: self.context.open_page("charts"))
        self.due = DuePanel(self.context)
        self.start = StartPanel(
            (
                (
                    "给项目套用节点模板",
                    "在项目的“里程碑”里选模板，一次填好原定日期",
                    "去选项目",
                    self._first("milestones"),
                ),
                ("填写总投资和年度计划", "可从原有 Excel 台账复制后粘贴到项目列表", "去填写", self._first("money")),
                (
                    "开始填报",
                    "每个项目填本期累计数和形象进度",
                    "去填报",
                    lambda: self.context.open_page("entry"),
                ),
            )
        )
        self.problems: ListPanel[ProblemRow] = ListPanel(
            "超期未办结问题",
            problem_columns(),
            lambda row: row.id,
            lambda row: self.context.open_project(row.project_id, "problems"),
            picture="flag",
        )
        self.recent: ListPanel[HistoryRow] = ListPanel(
            *("最近变更", recent_columns(), lambda row: row.action_id, self._open_change),
            link("全部", run=lambda: self.context.open_page("history")),
            picture="history",
        )
        self.recent.empty.say("还没有变更", "谁在什么时候改了什么都记在这里。")

    def _first(self, tab: str) -> Callable[[], None]:
        """Return what leads to a tab of the first project shown."""

        def go() -> None:
            ids = self._ids(Behind.COUNTED)
            if ids:
                self.context.open_project(ids[0], tab)

        return go

    def _lay_out(self) -> None:
        """Put filter line above what scrolls."""
        self.content = QWidget()
        self.content.setObjectName("overview")
        self.content.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        margin, gap = int(theme.Size.MARGIN), int(theme.Size.GAP)
        self._card_grid, self._grid = QGridLayout(), QGridLayout()
        for grid in (self._card_grid, self._grid):
            grid.setSpacing(gap)
        box = vbox(self._card_grid, self._grid, spacing=gap, margins=(margin, gap, margin, gap))
        box.setStretchFactor(self._grid, 1)
        self.content.setLayout(box)
        self.area = QScrollArea()
        self.area.setWidget(self.content)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = vbox(self.filter, self.area)
        whole.setStretchFactor(self.area, 1)
        self.setLayout(whole)
        self.narrow(int(theme.Size.FULL))

    def narrow(self, width: int) -> None:
        """Show the cards in one row and the panels in three columns, or two of both that scroll."""
        columns = 3 if width >= theme.Size.FULL else 2
        if columns == self._columns:
            return
        self._columns = columns
        self._put_cards(wide=columns == 3)  # noqa: PLR2004 - the three columns of a full window
        self._put_panels(columns)

    def _put_cards(self, *, wide: bool) -> None:
        """Put the cards into one row, or into two of four; the lights, four numbers in one card, get more room."""
        per_row, last = len(self.cards) if wide else 4, len(self.cards) - 1
        for place, card in enumerate(self.cards):
            row, column = divmod(place, per_row)
            self._card_grid.addWidget(card, row, column, 1, 2 if place == last and not wide else 1)
        for column in range(len(self.cards)):
            stretch = 13 if column == last else 10
            self._card_grid.setColumnStretch(column, stretch if column < per_row else 0)

    def _put_panels(self, columns: int) -> None:
        """Put the panels into the grid; where they scroll each keeps a height of its own."""
        wide = columns == 3  # noqa: PLR2004 - the three columns of a full window
        places: dict[QWidget, tuple[int, int, int, int]] = {
            self.units: (0, 0, 2, 1) if wide else (0, 0, 1, 1),
            self.due: (0, 1, 2, 1) if wide else (0, 1, 1, 1),
            self.start: (0, 1, 2, 1) if wide else (0, 1, 1, 1),
            self.problems: (0, 2, 1, 1) if wide else (1, 0, 1, 1),
            self.recent: (1, 2, 1, 1) if wide else (1, 1, 1, 1),
        }
        for panel, place in places.items():
            panel.setMinimumHeight(0 if wide else _PANEL_HEIGHT)
            self._grid.addWidget(panel, *place)
        for column, stretch in enumerate((31, 40, 29) if wide else (45, 55, 0)):
            self._grid.setColumnStretch(column, stretch)
            self._grid.setColumnMinimumWidth(column, 0)

    # --- What is shown ---

    def refresh(self, changes: Changes) -> None:
        """Read everything again, for a card rests on every kind of data; a large file on the worker thread."""
        if not changes:
            return
        self.been_read()
        self._criteria = replace(self._criteria, counting=self.context.tasks.read(office).counting)
        signed = self.context.source_for(self._criteria)
        question = partial(self._read, self._criteria, signed, self.context.period.span, self.due.kind)
        self._reading.ask(question, at_once=not self.context.large)

    def _read(self, criteria: Criteria, signed: Closing | None, span: tuple[date, date], kind: DueList) -> _Read:
        """Read what the page shows; a worker may call it."""
        read, (since, as_of) = self.context.tasks.read, span
        found = read(overview, signed, criteria, as_of, since)
        listed = read(counts, signed, criteria, as_of)
        due = DueRows(kind, read(due_list, criteria, as_of, kind))
        return _Read(criteria, signed, read(choices, as_of), listed, found, due)

    def _show(self, answer: _Read) -> None:
        """Show what was read."""
        self.found = found = answer.found
        period = self.context.period
        words = conditions(answer.criteria, answer.known)
        self._scope = spoken(words) or EVERYTHING
        self.filter.show_filter(words, answer.listed, followable=not self.context.criteria.empty)
        self._period.setText(f"{period.label}，截至 {found.as_of}" + ("，按封账数" if answer.signed else ""))
        self._show_cards(found)
        self.units.show_units(found)
        self.due.show_due(answer.criteria, self._scope, found, answer.due)
        self.start.setVisible(found.fresh)
        self.start.set_blocked(self.context.tasks.read_only)
        self.due.setVisible(not found.fresh)
        self._show_lists(found)

    def _show_cards(self, found: Overview) -> None:
        """Write the cards."""
        self.projects_card.show_face(faces.projects_face(found))
        self.report_card.show_face(faces.report_face(found, self.context.period.chosen.word))
        self.nodes_card.show_face(faces.nodes_face(found))
        self.year_card.show_face(faces.year_face(found))
        self.investment_card.show_face(faces.investment_face(found))
        self.paid_card.show_face(faces.paid_face(found))
        lit = found.colours
        self.lights_card.show_counts((lit.red, lit.yellow, lit.green, lit.grey))

    def _show_lists(self, found: Overview) -> None:
        """Fill problems and changes."""
        if found.open_problems:
            self.problems.empty.say("没有超期的问题", f"未办结的 {found.open_problems} 个都还在时限内或没有时限。")
        else:
            self.problems.empty.say("没有未办结的问题", "在项目详情的“问题”中登记，写明负责人和解决时限。")
        self.problems.note.setText(f"{len(found.problems)} 项" if found.problems else "")
        self.problems.show_rows(found.problems)
        self.recent.show_rows(found.recent)

    # --- Where it leads ---

    def _open_behind(self, wanted: Behind) -> None:
        """Show the projects behind a number; where there is none, all it might rest on."""
        ids = self._ids(wanted)
        named = replace(self._criteria, project_ids=ids, ids_name=wanted.value)
        self.lead_to(named if ids else self._criteria)

    def _ids(self, wanted: Behind) -> tuple[int, ...]:
        """Return the projects behind a number."""
        signed = self.context.source_for(self._criteria)
        return self.context.tasks.read(behind, signed, self._criteria, self.context.period.span, wanted)

    def _open_unit(self, row: Group) -> None:
        """Show the projects of a unit."""
        if row.key is not None:
            self.lead_to(replace(self._criteria, unit_ids=(row.key,), with_below=False))

    def _open_change(self, row: HistoryRow) -> None:
        """Show the history of the project a change touched; of many or none, 变更."""
        if row.project_count == 1:
            self.context.open_project(row.projects[0][0], "history")
        else:
            self.context.open_page("history")

    def show_duty(self) -> None:
        """Show who has not reported."""
        DutySheet(self, self.context, self._criteria, self._scope).open()

    # --- Keys and menus ---

    def lasting_menus(self) -> dict[str, list[QAction]]:
        """Offer 未报与催报… while other pages are open too."""
        return {"报表": [self.duty_action]}

    def panes(self) -> list[QWidget]:
        """Go from the cards to the lists."""
        lists: list[QWidget] = [self.units.table, self.due.table, self.problems.table, self.recent.table]
        return [self.projects_card, *lists]

    def escape(self) -> bool:
        """Show all projects again."""
        if self._criteria.empty:
            return False
        self._toggle()
        return True
