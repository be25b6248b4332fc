"""The column beside the table of 上报单位: a unit's fields, what it was called before, and the form of a new one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from tracker.domain.errors import InputError
from tracker.domain.kinds import UnitKind
from tracker.queries.lists import FormerRow
from tracker.services import units as service
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.lists import Section as Lines
from tracker.ui.fields import ChoiceField
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox
from tracker.ui.settings.unit_cells import UnitLine, counting_words, former_words

if TYPE_CHECKING:
    from tracker.ui.settings.units import UnitsSection

_KINDS = [(word, word) for word in UnitKind]
_TOP = ("", "（没有上级）")
_CODELESS = (UnitKind.ZONE, UnitKind.OWN_LEVEL)


class UnitForm(QWidget):
    """What is known of the current unit."""

    def __init__(self, section: UnitsSection) -> None:
        """Belong to the section."""
        super().__init__()
        self._section = section
        self._line: UnitLine | None = None
        self.new = self._new_box()
        self.form = Form(self._save, self)
        self.form.changed.connect(section.wrong_changed)
        f = self.form
        self.title = Label("", strong=True, wrap=True)
        self.counting = Label("", "text2", wrap=True)
        grid = FieldGrid(column_width=112, most=2, least=2, tight=True)
        self._parent = f.choice("parent_id", "上级单位", [_TOP])
        self._code = f.line("code", "行政区划代码")
        grid.add(f.line("name", "名称"), span=0)
        grid.add(self._code, f.choice("kind", "类型", _KINDS))
        grid.add(self._parent, f.text("note", "备注", lines=2), span=0)
        self.former = Lines("曾用名、简称和旧代码")
        self.add_former = link("添加曾用名或旧代码…", run=self._start_former)
        self.former_box = self._former_box()
        body = vbox(self.title, self.counting, 6, grid, self.former, hbox(self.add_former, None), spacing=4)
        body.setContentsMargins(14, 10, 14, 6)
        self._body = QWidget()
        self._body.setLayout(body)
        self.new.closed.connect(self._new_closed)
        self.setLayout(vbox(self.new, self._body, self.former_box, None))

    def _new_box(self) -> EntryBox:
        """Return the form of a new unit."""
        box = EntryBox("添加单位", self._add)
        f = box.form
        self._new_parent = f.choice("parent_id", "上级单位", [_TOP])
        box.grid.add(f.line("name", "名称"), span=0)
        box.grid.add(f.choice("kind", "类型", _KINDS), f.line("code", "行政区划代码"))
        box.grid.add(self._new_parent, span=0)
        return box

    def _former_box(self) -> EntryBox:
        """Return the form of a former name."""
        box = EntryBox("添加", self._add_former)
        box.grid.add(box.form.line("name", "曾用名或简称"), box.form.line("code", "旧代码"))
        return box

    # --- Showing ---

    def show_line(self, line: UnitLine | None, lines: Sequence[UnitLine]) -> None:
        """Show a unit, storing first what was being typed for another."""
        if self.form.row is not None and (line is None or self.form.row != line.unit.id):
            self.form.leave()
            self.former_box.close_box()
        self._line = line
        self._body.setVisible(line is not None and not self.new.is_open)
        self._offer_parents(lines)
        if line is None:
            self.form.show_row(None, {})
            return
        unit = line.unit
        self.title.setText(unit.name)
        self._code.line.setPlaceholderText("没有代码" if unit.kind in _CODELESS else UNFILLED)
        self.counting.setText(counting_words(line))
        parent = "" if unit.parent_id is None else str(unit.parent_id)
        values = {"name": unit.name, "code": unit.code or "", "kind": unit.kind, "note": unit.note or ""}
        self.form.show_row(unit.id, values | {"parent_id": parent})
        self.former.show_lines(*(self._former_line(one) for one in unit.former))
        self._allow()

    def _allow(self) -> None:
        """Block what a file somebody else writes does not allow."""
        blocked = self._section.blocked
        self.form.set_read_only(blocked)
        set_blocked(self.add_former, blocked)
        for box in (self.new, self.former_box):
            box.set_blocked(blocked)

    def _offer_parents(self, lines: Sequence[UnitLine]) -> None:
        """Offer as parents all units but the one shown and those below it."""
        inside = {self._line.unit.id} if self._line else set()
        for one in lines:  # a parent stands before those under it
            if one.unit.parent_id in inside:
                inside.add(one.unit.id)
        _fill(self._parent, [one for one in lines if one.unit.id not in inside])
        _fill(self._new_parent, lines)

    def _former_line(self, former: FormerRow) -> QWidget:
        """Return a former name with the way to remove it."""
        result, words = QWidget(), former_words(former)
        away = link("移除", run=partial(self.remove_former, former.id, words))
        away.setAccessibleName(f"移除“{words}”")
        set_blocked(away, self._section.blocked)
        name = Label(words, wrap=True)
        result.setLayout(hbox(name, away, spacing=8))
        return result

    # --- Storing ---

    def _save(self, key: str, text: str) -> None:
        """Store a field of the unit shown."""
        if self._line is not None:
            self._section.store_field(self._line.unit, key, text)

    def start_new(self, line: UnitLine | None) -> None:
        """Unfold the form of a new unit, beside the current one or under it where that only groups."""
        unit = line.unit if line else None
        above = unit.id if unit and unit.kind == UnitKind.CITY else unit.parent_id if unit else None
        under_zone = line is not None and line.parent is not None and line.parent.kind == UnitKind.ZONE
        start = {"kind": UnitKind.ZONE if under_zone else UnitKind.COUNTY, "parent_id": str(above or "")}
        self.former_box.close_box()
        self._body.hide()
        self.new.open_with("新的上报单位", start, "name")

    def _new_closed(self) -> None:
        """Show the current unit again."""
        self._body.setVisible(self._line is not None)

    def _add(self, values: Values) -> None:
        """Add a unit and go to it."""
        parent = int(values["parent_id"]) if values["parent_id"] else None
        name = values["name"]
        done = self._section.store(
            f"添加上报单位：{name}", service.add, name, values["kind"], parent, values["code"] or None
        )
        self._section.table.select_key(done.result)

    def _start_former(self) -> None:
        """Unfold the form of a former name."""
        self.former_box.open_with("曾用名、简称或停用的旧代码，填一项即可", {})

    def _add_former(self, values: Values) -> None:
        """Note a former name or code."""
        if self._line is None:
            raise InputError("请先选中一个上报单位。")
        unit = self._line.unit
        self._section.store(
            f"添加曾用名：{unit.name}", service.add_former, unit.id, values["name"] or None, values["code"] or None
        )

    def remove_former(self, former_id: int, words: str) -> None:
        """Remove a former name that was entered by mistake."""
        self._section.context.forget_notice()
        self._section.attempt(f"移除曾用名“{words}”", service.remove_former, former_id)


def _fill(field: ChoiceField, lines: Sequence[UnitLine]) -> None:
    """Offer units as a parent, each at its depth."""
    field.set_choices([_TOP, *((str(one.unit.id), "　" * one.unit.depth + one.unit.name) for one in lines)])
