"""打捆 in 概况: to which 打捆 project a part belongs, or what one's parts sum up to; and how 下达 is split."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.domain.kinds import Counting
from tracker.domain.money import format_wan
from tracker.queries.bundles import Bundle, Part, bundle
from tracker.queries.detail import Detail
from tracker.queries.settings import office
from tracker.services import bundles
from tracker.ui.cells import Cell, unfilled
from tracker.ui.detail.lists import LongLink
from tracker.ui.detail.money_lists import table_of
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.table_model import Column, RowTableModel

if TYPE_CHECKING:
    from tracker.ui.detail.facts import FactsTab

_COUNTS = {
    Counting.BUNDLED: "现按打捆计：打捆项目计为一项，子项目不另计。",
    Counting.SPLIT: "现按拆分计：各子项目分别计数，打捆项目不计。",
}


class BundleBox(QWidget):
    """Hidden for a project that is neither a 打捆 project nor a part of one."""

    def __init__(self, tab: FactsTab) -> None:
        """Belong to the tab 概况."""
        super().__init__()
        self._tab = tab
        self._bundle = Bundle((), ())
        self.title = Label("打捆", strong=True)
        self.counted = Label("", "text2", wrap=True)
        self.parent_link = LongLink("", self._open_parent)
        self.leave = link("移出打捆", run=self._leave)
        self.above = QWidget()
        self.above.setLayout(hbox(self.parent_link, self.leave, spacing=4))
        self.model: RowTableModel[Part] = RowTableModel(_columns(), lambda part: part.project_id, parent=self)
        self.table = table_of("detail.bundle", self.model, "打捆的子项目")
        self.sums = Label("", "text2", wrap=True)
        self.split = link("拆分下达…", run=self._split)
        self.remove = link("移出所选子项目", run=self._remove)
        self.tools = QWidget()
        self.tools.setLayout(hbox(self.split, self.remove, None, spacing=8))
        self.table.opened.connect(self._open)
        self.table.current_changed.connect(self._allow)
        self.setLayout(
            vbox(self.title, self.counted, self.above, self.table, self.sums, self.tools, 8, spacing=4),
        )

    def show_project(self, project: Detail) -> None:
        """Show what a project has to do with 打捆."""
        read, as_of = self._tab.context.tasks.read, self._tab.context.period.as_of
        inside = project.parent is not None
        self._bundle = read(bundle, project.project_id, as_of) if project.children else Bundle((), ())
        parts = self._bundle.parts
        self.setVisible(inside or bool(parts))
        self.above.setVisible(inside)
        for widget in (self.table, self.sums, self.tools):
            widget.setVisible(bool(parts))
        if project.parent is not None:
            self.parent_link.set_text(project.parent[1])
        self.title.setText(f"打捆项目，含 {len(parts)} 个子项目" if parts else "打捆项目的子项目，属于")
        self.counted.setText(_COUNTS[read(office).counting])
        self.model.set_rows(parts)
        self.sums.setText(_sums(parts, project) if parts else "")
        self._allow()

    def _allow(self, _key: object = None) -> None:
        """Enable what can be done, and say why the rest cannot."""
        blocked = self._tab.blocked
        none = None if self._bundle.batches else "本项目还没有下达批次"
        set_blocked(self.leave, blocked)
        set_blocked(self.split, blocked or none)
        set_blocked(self.remove, blocked or (None if self._current() else "先选中一个子项目"))

    def _current(self) -> Part | None:
        """Return the chosen part."""
        return next((part for part in self._bundle.parts if part.project_id == self.table.current_key), None)

    def _open_parent(self) -> None:
        """Open the 打捆 project."""
        project = self._tab.project
        if project is not None and project.parent is not None:
            self._tab.context.open_project(project.parent[0])

    def _open(self, key: object) -> None:
        """Open a part."""
        if isinstance(key, int):
            self._tab.context.open_project(key)

    def _leave(self) -> None:
        """Take this project out."""
        project = self._tab.project
        if project is not None:
            self._tab.attempt(f"移出打捆：{project.name}", bundles.set_parent, [project.project_id], None)

    def _remove(self) -> None:
        """Take the chosen part out."""
        part = self._current()
        if part is not None:
            self._tab.attempt(f"移出打捆：{part.name}", bundles.set_parent, [part.project_id], None)

    def _split(self) -> None:
        """Ask how a batch is split."""
        from tracker.ui.dialogs.split_batch import SplitDialog

        dialog = SplitDialog(self.window(), self._bundle, partial(self._store, self._tab.project_id))
        dialog.exec()
        dialog.deleteLater()

    def _store(self, project_id: int, batch_id: int, parts: dict[int, int]) -> None:
        """Store a split; raises InputError where it does not fit."""
        if self._tab.project_id == project_id:
            self._tab.store("拆分下达到子项目", bundles.split_allocation, batch_id, parts)


def _columns() -> tuple[Column[Part], ...]:
    """Return the columns of the parts."""

    def money(key: str, title: str) -> Column[Part]:
        def cell(part: Part) -> Cell:
            fen = getattr(part, key)
            return unfilled() if fen is None else Cell(format_wan(fen))

        return Column(key, title, cell, "万元", width=86, align="right")

    return (
        Column("name", "子项目", lambda part: Cell(part.name, tooltip=part.name), width=140, stretch=True),
        Column("unit", "上报单位", lambda part: Cell(part.unit), width=84),
        money("investment_fen", "总投资"),
        money("allocated_fen", "下达"),
        money("done_fen", "完成投资"),
    )


def _sums(parts: Sequence[Part], project: Detail) -> str:
    """Return the sums of the parts beside what the 打捆 project itself says, known figures only."""
    told = []
    for title, key in (("总投资", "investment_fen"), ("下达", "allocated_fen"), ("完成投资", "done_fen")):
        known = [fen for part in parts if (fen := getattr(part, key)) is not None]
        own = getattr(project.figures, key)
        above = "未填" if own is None else f"{format_wan(own)}"
        below = f"{format_wan(sum(known))}（{len(known)}/{len(parts)} 个已填）" if known else "未填"
        told.append(f"{title}：子项目合计 {below}，打捆项目 {above}")
    return "；".join(told) + "（万元）。"
