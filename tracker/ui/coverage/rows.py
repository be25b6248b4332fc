"""The two tables of 覆盖: plans with their boxes, and the clauses of one box."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.queries.coverage import Clause, CoveredBox, CoveredPlan, Listed, Unsourced
from tracker.ui.cells import EMPTY, Cell
from tracker.ui.table_model import Column

UNSOURCED = "unsourced"
NO_BOXES = "没有专栏"
NO_LEDGER = "没有逐句登记"
_HINT = "指定规划原文并与登记时一致，这里显示全句"


@dataclass(frozen=True)
class Place:
    """A line of the left table: a plan, one of its boxes, or the projects without a source (both None)."""

    plan: CoveredPlan | None
    box: CoveredBox | None
    unsourced: int = 0

    @property
    def key(self) -> str:
        """The line's id."""
        return self.box.uid if self.box else self.plan.uid if self.plan else UNSOURCED


@dataclass(frozen=True)
class Verdict:
    """A line of the right table: a clause with one of the entries it names, or a project without a source."""

    clause: Clause | None
    listed: Listed | None
    words: str | None
    first: bool = True  # of its clause
    has_text: bool = False  # a text was named, though it may not have these words
    unsourced: Unsourced | None = None

    @property
    def key(self) -> str:
        """The line's id."""
        if self.unsourced is not None:
            return f"p{self.unsourced.project_id}"
        return f"{self.clause.place if self.clause else 0}/{self.listed.uid if self.listed else ''}"

    @property
    def project_id(self) -> int | None:
        """The project it leads to."""
        if self.unsourced is not None:
            return self.unsourced.project_id
        return self.listed.project_id if self.listed else None


def place_columns() -> tuple[Column[Place], ...]:
    """Return the columns of plans and boxes."""
    return (
        Column("name", "规划 / 专栏", _name, width=180, stretch=True),
        Column("clauses", "条款", lambda row: _number(row, "clauses"), width=44, align="right"),
        Column(
            *("projects", "列出", lambda row: _number(row, "projects")),
            *("项目", 48, "right"),
            tooltip="各条款列出的不同项目数，工程标题不计",
        ),
        Column(
            *("left_out", "不列", lambda row: _number(row, "left_out")),
            *("条款", 44, "right"),
            tooltip="不产生项目的条款数，右侧写明原因",
        ),
    )


def verdict_columns() -> tuple[Column[Verdict], ...]:
    """Return the columns of a box's clauses."""
    return (
        Column("place", "条", _place, width=40, align="right"),
        Column("offsets", "字位", _offsets, width=70, align="right", tooltip="在专栏文字中的起止位置"),
        Column("words", "规划原文", _words, width=220, stretch=True),
        Column("listed", "去向", _listed, width=230, elide="middle"),
    )


def _sum(plan: CoveredPlan, what: str) -> int:
    """Add up the boxes of a plan; a project in two boxes counts once."""
    if what == "clauses":
        return sum(len(box.clauses) for box in plan.boxes)
    if what == "left_out":
        return sum(box.left_out for box in plan.boxes)
    every = (one for box in plan.boxes for clause in box.clauses for one in clause.listed)
    return len({one.uid for one in every if not one.heading})


def _name(row: Place) -> Cell:
    """Name a plan, a box under it, or the projects without a source."""
    if row.box is not None:
        text = "　".join(part for part in (row.box.label, row.box.title) if part)
        return Cell(f"　{text}", tooltip=text, spoken=text)
    if row.plan is not None:
        return Cell(row.plan.title, tooltip=row.plan.title, strong=True)
    return Cell("没有规划来源的项目", tooltip="自行添加、不在任何规划专栏里的项目", strong=True)


def _number(row: Place, what: str) -> Cell:
    """Show a count; a plan without boxes says so."""
    if row.box is not None:
        if row.box.ledger is None:
            return Cell("—", "text3", tooltip=NO_LEDGER)
        if what == "projects" and row.box.programmes:
            return Cell(f"{row.box.projects:,}", tooltip=f"另有工程标题 {row.box.programmes:,} 个")
        value = len(row.box.clauses) if what == "clauses" else getattr(row.box, what)
        return Cell(f"{value:,}")
    if row.plan is None:
        return Cell(f"{row.unsourced:,}") if what == "projects" else EMPTY
    if not row.plan.boxes:
        return Cell("0", "text2", tooltip=NO_BOXES)
    return Cell(f"{_sum(row.plan, what):,}", "text2")


def _place(row: Verdict) -> Cell:
    """Number a clause at its first line."""
    return Cell(str(row.clause.place), "text2") if row.clause and row.first else EMPTY


def _offsets(row: Verdict) -> Cell:
    """Show where a clause stands in its box."""
    if row.clause is None or not row.first:
        return EMPTY
    return Cell(f"{row.clause.start}–{row.clause.end}", "text3")


def _words(row: Verdict) -> Cell:
    """Show the printed words; without the plan's text those the ledger names."""
    if row.unsourced is not None:
        return Cell("自行添加，不在规划专栏里", "text3")
    if row.words is not None:
        return Cell(row.words if row.first else "", tooltip=row.words)
    if row.listed is not None:
        return Cell(f"…{row.listed.words}…", "text2", tooltip=f"只登记了点名的部分；{_HINT}")
    return Cell("原文里找不到" if row.has_text else "未指定原文", "text3", tooltip=_HINT)


def _listed(row: Verdict) -> Cell:
    """Show the project a clause leads to, or why there is none."""
    if row.unsourced is not None:
        return Cell(row.unsourced.name, tooltip=f"{row.unsourced.name}\n{row.unsourced.unit}")
    one = row.listed
    if one is None:
        reason = row.clause.reason if row.clause else ""
        return Cell(f"不列：{reason}" if reason else "没有结论", "text2" if reason else "red")
    if one.project_id is None:
        return Cell(f"{one.words}（文件里已没有）", "amber_text", tooltip=f"编号 {one.uid} 已删除或已撤销")
    if one.merged:
        return Cell(f"{one.name}（已并入）", "accent", tooltip=f"{one.name}\n已并入“{one.merged}”")
    kind = "工程：" if one.heading else ""
    return Cell(
        f"{kind}{one.name}", "text" if one.heading else "accent", tooltip=f"{one.name}\n编号 {one.uid}\n双击打开"
    )
