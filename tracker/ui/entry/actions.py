"""What the menus, keys and buttons of 填报 do with the selected cells and rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from tracker.domain.entry import KINDS, LABELS, PERCENT, EntryState
from tracker.domain.errors import InputError
from tracker.domain.money import Amount, format_wan
from tracker.queries.entry import EntryRow
from tracker.services.entry import CellInput
from tracker.ui.context import AppContext, Link
from tracker.ui.entry.columns import BEFORE, EDITABLE
from tracker.ui.entry.grid import MOST_CELLS
from tracker.ui.entry.panel import EntryPanel
from tracker.ui.entry.pasting import Typed, cut, read_block, spread
from tracker.ui.entry.writing import EntryWriting
from tracker.ui.forms import shortened
from tracker.ui.icons import icon
from tracker.ui.table_copying import copy_selection

Cells = Sequence[tuple[int, str]]
MOST_ROWS = 500
_NAMED = 24  # characters of a project's name in a sentence


class EntryActions(QObject):
    """The actions. ``offered`` carries a sentence and ways on, to be asked in the strip."""

    offered = Signal(str, object)

    def __init__(self, context: AppContext, panel: EntryPanel, writing: EntryWriting) -> None:
        """Serve *panel*."""
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._grid = panel.grid
        self._writing = writing
        self.next_gap = self._action("下一个未填", partial(self._go_to_gap, 1), "F8", "arrow_next")
        self.last_gap = self._action("上一个未填", partial(self._go_to_gap, -1), "Shift+F8")
        self.copy = self._action("复制所选格", partial(copy_selection, self._grid), picture="copy")
        self.paste_action = self._action("粘贴", self._paste_clipboard)
        self.fill_down = self._action("向下填充", self._fill_down, "Ctrl+D")
        self.set_na = self._action("标为不适用", self._set_na, "Ctrl+/")
        self.carry = self._action("照上季", self._carry)
        self.mark = self._action("标为已报", self._mark, "Ctrl+Return")
        self.by_unit = self._action("按上报单位排列", self._order)
        self.by_unit.setCheckable(True)

    def _action(self, text: str, run: Callable[[], object], keys: str = "", picture: str = "") -> QAction:
        """Make an action; what is being typed is stored before it does anything."""
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if picture:
            action.setIcon(icon(picture))
        action.triggered.connect(lambda _checked=False: self._run(run))
        return action

    def _run(self, run: Callable[[], object]) -> None:
        """Close the cell's editor, which stores, and do it."""
        focus = QApplication.focusWidget()
        if focus is not None and focus is not self._grid and self._grid.isAncestorOf(focus):
            self._grid.setFocus()
        run()

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Return the actions by menu."""
        line, second = self._line(), self._line()
        changing = [self.copy, self.paste_action, self.fill_down, self.set_na, line, self.carry, self.mark]
        return {"编辑": [*changing, second, self.next_gap, self.last_gap], "视图": [self.by_unit]}

    def context_menu(self) -> QMenu:
        """Return a menu of what can be done with the selected cells and rows."""
        menu = QMenu(self._panel)
        menu.setToolTipsVisible(True)
        menu.addActions([self.copy, self.paste_action, self.fill_down, self.set_na])
        menu.addSeparator()
        menu.addActions([self.carry, self.mark])
        return menu

    def _line(self) -> QAction:
        """Make a line for a menu."""
        line = QAction(self)
        line.setSeparator(True)
        return line

    @property
    def carry_words(self) -> str:
        """照上季, 照上月 or 照上期."""
        return f"照{self._context.period.chosen.previous_word}"

    @property
    def at_figure(self) -> bool:
        """Whether the current cell is one of a figure, 上期 included."""
        return self._grid.current_column.removesuffix(BEFORE) in KINDS

    def update(self) -> None:
        """Enable what can be done, and name the period."""
        blocked = self._context.tasks.read_only
        self.carry.setText(f"{self.carry_words}填写所选行")
        for action in (self.paste_action, self.fill_down, self.set_na, self.carry, self.mark):
            action.setEnabled(blocked is None)
            action.setToolTip(blocked or action.text())

    def _blocked(self) -> bool:
        """Tell why nothing can be written, where it cannot."""
        reason = self._context.tasks.read_only or self._context.period.chosen.refusal
        if reason:
            self._context.notify(f"{reason} 没有写入。", tone="warning")
        return reason is not None

    def tell_overfull(self) -> None:
        """Say that too many cells are selected."""
        self._context.notify(f"选中的格超过 {MOST_CELLS:,} 个，没有写入。请少选一些再试。", tone="warning")

    def _order(self) -> None:
        """Put the rows below their units, or back."""
        self._panel.order(by_unit=not self._panel.by_unit)
        self.by_unit.setChecked(self._panel.by_unit)

    # --- Cells ---

    def clear(self, cells: Cells) -> None:
        """Delete: what was filled in is 未填 again."""
        self._set_all("清空", cells, na=False)

    def _set_na(self) -> None:
        """Ctrl+/: what can be 不适用 is."""
        if self._blocked():
            return
        cells = [cell for cell in self._grid.editable_cells() if cell[1] in KINDS or cell[1] == PERCENT]
        if cells:
            self._set_all("标为不适用", cells, na=True)
        else:
            self._context.notify("只有累计数和形象进度能标为不适用，请先选“本期”的格。", tone="warning")

    def _set_all(self, verb: str, cells: Cells, *, na: bool) -> None:
        """Write the same nothing into cells."""
        if self._blocked() or not cells:
            return
        inputs = [
            CellInput(key, column, Amount(na=na and column in KINDS), na=na and column == PERCENT)
            for key, column in cells
        ]
        row = self._panel.row(cells[0][0])
        one = f"{LABELS[cells[0][1]]}：{row.name}" if row else ""
        self._writing.write(f"{verb}{one}" if len(cells) == 1 else f"{verb} {len(cells)} 格", inputs)

    def _paste_clipboard(self) -> None:
        """Paste from the menu."""
        self.paste(QGuiApplication.clipboard().text())

    def paste(self, text: str) -> None:
        """Paste from the selection's first cell on; one copied cell fills all that are selected."""
        if self._blocked():
            return
        if self._grid.selected_count > MOST_CELLS:
            self.tell_overfull()
            return
        try:
            block = cut(text)
        except InputError as error:
            self._context.notify(str(error), tone="warning")
            return
        rows, columns = self._grid.rectangle()
        start = self._grid.current_column
        if len(block) == 1 and len(block[0]) == 1:
            typed = [Typed(1, 1, key, column, block[0][0]) for key, column in self._grid.editable_cells()]
            beyond: list[str] = []
        else:
            ids = self._panel.model.ids[rows.start : rows.start + len(block)]
            typed = spread(block, ids, self._grid.columns_from(columns[0] if columns else start))
            beyond = ["，".join(cells[:2]) for cells in block[len(ids) :]]
        self._writing.write_block("粘贴", read_block(typed, self._panel.row, beyond))

    def _fill_down(self) -> None:
        """Ctrl+D: the first selected row goes into those below; one cell takes what stands above it."""
        if self._blocked():
            return
        if self._grid.selected_count > MOST_CELLS:
            self.tell_overfull()
            return
        rows, columns = self._grid.rectangle()
        model = self._panel.model
        first = rows.start if len(rows) > 1 else rows.start - 1
        source = model.row(first) if first >= 0 and len(rows) else None
        if source is None or not columns:
            self._context.notify("请选“本期”、形象进度或下季安排的格，并从要照抄的一行起往下选。", tone="warning")
            return
        ids = [model.ids[place] for place in rows if place != first]
        texts = {column.key: column.edit(source) for column in model.columns if column.edit}
        typed = [
            Typed(place + 2, columns.index(key) + 1, project_id, key, texts[key] or "")
            for place, project_id in enumerate(ids)
            for key in columns
            if texts[key]
        ]
        self._writing.write_block("向下填充", read_block(typed, self._panel.row))

    # --- Rows ---

    def _go_to_gap(self, step: int) -> None:
        """F8: go to the next cell that is 未填."""
        place = self._panel.next_gap(step)
        if place is None:
            self._context.notify("列出的项目本期没有未填的格。")
            return
        self._grid.go_to(*place)
        self._grid.setFocus()

    def _carry(self) -> None:
        """照上季 for the selected rows."""
        if not self._blocked() and not self._too_many_rows():
            self._carry_rows(self._panel.selected)

    def _too_many_rows(self) -> bool:
        """Tell whether more rows are selected than one looks over, and say so."""
        count = len(self._grid.selected_keys())
        if count > MOST_ROWS:
            sentence = f"选中了 {count:,} 行，一次最多{self.carry_words}填 {MOST_ROWS} 行，没有写入。请分几次选。"
            self._context.notify(sentence, tone="warning")
        return count > MOST_ROWS

    def _carry_rows(self, rows: Sequence[EntryRow]) -> None:
        """Fill what is 未填 with what stood before, and go on to the next row that waits."""
        if rows and self._writing.carry_on({row.project_id: row.name for row in rows}):
            left = next((fresh for row in rows if (fresh := self._panel.row(row.project_id)) and fresh.gaps), None)
            if left is None:
                self._go_on()
            else:
                self._grid.go_to(left.project_id, left.gaps[0])

    def _go_on(self) -> None:
        """Go to the next row that is not wholly reported."""
        place = self._panel.next_missing()
        if place is not None:
            self._grid.go_to(*place)
        else:
            self._context.notify("列出的项目本期都已报。")
        self._grid.setFocus()

    def _mark(self) -> None:
        """Ctrl+Enter: what is filled in is reported; where cells are left, offer to fill them as before."""
        if self._blocked() or self._too_many_rows():
            return
        rows = self._panel.selected
        waiting = [row for row in rows if row.state is not EntryState.REPORTED]
        if not waiting:
            self._go_on()
            return
        first, many = waiting[0], len(waiting) > 1
        words = self._context.period.chosen.word
        name = f"所选的 {len(waiting)} 个项目" if many else shortened(first.name, _NAMED)
        if many or first.state is EntryState.MISSING:
            state = "本期还没有填完" if many else "本期还没有填"
            sentence = f"{name}{state}。没有变化的，可照上期填，并写明“{words}无变化”；填过的格不动。"
        else:
            missing = "、".join(LABELS[key] for key in first.gaps)
            sentence = f"{name}还有 {len(first.gaps)} 格未填：{missing}。可照上期填，或自己填。"
        carry = Link(
            f"{self.carry_words}填写" + (f" {len(waiting)} 个项目" if many else ""), partial(self._carry_rows, waiting)
        )
        go = Link("到未填的格", partial(self._grid.go_to, first.project_id, (first.gaps or EDITABLE)[0]))
        self.offered.emit(sentence, (carry, go))

    # --- The status bar ---

    def selection_words(self) -> str:
        """Return where one is; of several selected figures their sum."""
        place, count = self._grid.current_place, self._grid.selected_count
        if place is None:
            return ""
        here = f"第 {(self._panel.model.position_of(place[0]) or 0) + 1} 行，共 {self._panel.model.rowCount()} 行"
        if not 1 < count <= MOST_CELLS:
            return here if count <= 1 else f"选中 {count:,} 格"
        amounts = [
            row.figures[key.removesuffix(BEFORE)].previous if key.endswith(BEFORE) else row.figures[key].current
            for row, key in self._selected_figures()
        ]
        if not amounts:
            return f"选中 {count} 格"
        known = [amount.fen for amount in amounts if amount.fen is not None]
        unknown = sum(amount.unknown for amount in amounts)
        rest = f"，未填 {unknown}" if unknown else ""
        return f"选中 {count} 格，合计 {format_wan(sum(known))} 万元{rest}" if known else f"选中 {count} 格{rest}"

    def _selected_figures(self) -> list[tuple[EntryRow, str]]:
        """Return row and column of each selected cell of money."""
        columns = self._grid.columns
        found = ((index, columns[index.column()].key) for index in self._grid.selectedIndexes())
        return [
            (row, key)
            for index, key in found
            if key.removesuffix(BEFORE) in KINDS and (row := self._panel.model.row(index.row())) is not None
        ]
