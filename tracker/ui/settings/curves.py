"""设置 → 序时曲线: how much of a year's plan is due by each month, for all or for a unit and those below it."""

from __future__ import annotations

from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from tracker.domain.changes import Changes
from tracker.domain.curves import JILIN_POINTS, LINEAR, MONTHS, Curve, parse_share, through
from tracker.domain.errors import InputError
from tracker.domain.money import format_percent
from tracker.queries.curves import CurveRow, curve_rows
from tracker.queries.lists import unit_rows
from tracker.services import curves as service
from tracker.ui import theme
from tracker.ui.cells import Cell
from tracker.ui.context import AppContext
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.tab import empty_state
from tracker.ui.forms import Label, button, set_blocked, tool, vbox
from tracker.ui.settings.section import Section, list_or_nothing
from tracker.ui.table_model import Column, RowTableModel
from tracker.ui.table_view import TableView

_EVERYBODY = "全部单位"
_JILIN, _LINE = "jilin", "line"
_STARTS = ((_JILIN, "吉林季节曲线：一季度 5%、二季度 35%、三季度 80%"), (_LINE, "月份÷12，再自己改"))
_QUARTERS = (3, 6, 9)
_TABLE_HEIGHT = 170
_ROOM_FOR_MONTH = 34  # where months stand closer, every third is named


class CurvesSection(Section):
    """The curves there are; beside the chosen one's months its picture."""

    key = "curves"
    title = "序时曲线"
    explanation = (
        "序时进度默认是月份÷12。冬季不能施工的地方，可以改用季节曲线：到各月末应完成全年计划的百分之几。"
        "一个单位的曲线也用于它的下辖单位；12 月末总是 100%。"
    )
    wants = Changes.SETTINGS | Changes.UNITS

    def __init__(self, context: AppContext) -> None:
        """Make the tools, the form of a new curve, the table, the months and the picture."""
        self.add = tool("曲线", "add", tip="给全部单位或一个单位添加季节曲线", run=self._start)
        self.drop = tool("删除", "delete", tip="删除所选的曲线", run=self._remove)
        super().__init__(context, self.add, self.drop, None)
        self.model: RowTableModel[CurveRow] = RowTableModel(_columns(), lambda row: row.id, parent=self)
        self.table = TableView("settings.curves", context.config, frozen=1)
        self.table.setModel(self.model)
        self.table.setAccessibleName("序时曲线")
        self.table.setFixedHeight(_TABLE_HEIGHT)
        self.table.current_changed.connect(self._show)
        self.new = EntryBox("添加曲线", self._add)
        self._unit = self.new.form.choice("unit", "单位", [("", _EVERYBODY)])
        self.new.grid.add(self._unit, self.new.form.line("from_year", "从哪一年起"))
        self.new.grid.add(self.new.form.choice("start", "以什么为底", _STARTS), span=0)
        way = button("添加曲线", "add", primary=True, run=self._start)
        self.nothing = empty_state(
            "data_trending", "现在都按月份÷12", "10 月末应完成 83.33%，与多数通报的算法相同。", way
        )
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        months = FieldGrid(84, 6, 3)
        months.add(*(self.form.line(str(month), f"{month}月末 %") for month in range(1, MONTHS)))
        self.hint = Label("空着的月份取前后两个月之间的直线，用浅色字显示。虚线是月份÷12。", "text3", wrap=True)
        self.picture = CurvePicture()
        self.months = QWidget()
        self.months.setLayout(vbox(self.hint, months, self.picture, spacing=8, margins=(16, 10, 16, 12)))
        column = list_or_nothing(self.table, self.nothing, self.new)
        column.addWidget(self.months)
        column.addStretch(1)
        self.page.setLayout(column)

    def forms(self) -> tuple[Form, ...]:
        """Return the months."""
        return (self.form,)

    def home(self) -> QWidget:
        """Begin in the table."""
        return self.table

    # --- Showing ---

    def load(self) -> None:
        """Read the curves and the units one may be given to."""
        rows = self.context.tasks.read(curve_rows)
        self.model.set_rows(rows)
        for widget, shown in ((self.table, bool(rows)), (self.months, bool(rows)), (self.nothing, not rows)):
            widget.setVisible(shown)
        units = self.context.tasks.read(unit_rows)
        self._unit.set_choices([("", _EVERYBODY), *((str(one.id), "　" * one.depth + one.name) for one in units)])
        if rows and self.current is None:
            self.table.select_key(rows[0].id)
        self._show()

    @property
    def current(self) -> CurveRow | None:
        """The curve of the current row."""
        return next((row for row in self.model.rows() if row.id == self.table.current_key), None)

    def _show(self, _key: object = None) -> None:
        """Show the months of the current curve."""
        row, blocked = self.current, self.blocked
        points = row.points if row else {}
        self.form.show_row(row.id if row else None, {str(month): _percent(share) for month, share in points.items()})
        self.form.set_read_only(blocked)
        curve = through(points) if row and points else LINEAR
        self.picture.show_curve(curve)
        for key, field in self.form.fields.items():
            if isinstance(field.editor, QLineEdit):  # what an empty month counts as
                field.editor.setPlaceholderText(format_percent(curve.months[int(key) - 1]))
        set_blocked(self.add, blocked)
        set_blocked(self.drop, blocked or (None if row else "先选中一条曲线"))
        self.new.set_blocked(blocked)

    # --- Storing ---

    def _save(self, key: str, text: str) -> None:
        """Store one month of the current curve."""
        row = self.current
        if row is None:
            return
        points = dict(row.points)
        share = parse_share(text)
        points.pop(int(key), None)
        if share is not None:
            points[int(key)] = share
        deed = f"修改序时曲线：{_whose(row)}，{key}月末"
        self.store(deed, service.set_curve, row.unit_id, points, row.from_year)

    def _start(self) -> None:
        """Unfold the form of a new curve."""
        self.ask.dismiss()
        values = {"unit": "", "from_year": str(self.context.period.today.year), "start": _JILIN}
        self.new.open_with("新的季节曲线", values, "unit")

    def _add(self, values: Values) -> None:
        """Store a curve and go to it."""
        year = values["from_year"].strip().removesuffix("年")
        if not year.isdecimal():
            raise InputError("起始年度要填四位数的年份，如 2026。", "from_year")
        unit_id = int(values["unit"]) if values["unit"] else None
        if any(row.unit_id == unit_id and row.from_year == int(year) for row in self.model.rows()):
            raise InputError("这个单位从这一年起已有曲线，请在表中选中它修改，或换一个起始年度。", "from_year")
        line = {month: round(1000 * LINEAR.months[month - 1]) for month in range(1, MONTHS)}
        points = dict(JILIN_POINTS) if values["start"] == _JILIN else line
        names = {one.id: one.name for one in self.context.tasks.read(unit_rows)}
        name = names.get(unit_id, _EVERYBODY) if unit_id is not None else _EVERYBODY
        self.store(f"添加序时曲线：{name}", service.set_curve, unit_id, points, int(year))
        self.load()
        added = next(row for row in self.model.rows() if row.unit_id == unit_id and row.from_year == int(year))
        self.table.select_key(added.id)

    def _remove(self) -> None:
        """Remove the current curve; the unit follows the next rule that holds for it."""
        row = self.current
        if row is not None:
            self.attempt(f"删除序时曲线：{_whose(row)}", service.remove_curve, row.unit_id, row.from_year)


def _columns() -> tuple[Column[CurveRow], ...]:
    """Return the table's columns."""

    def share(month: int) -> Column[CurveRow]:
        return Column(
            f"m{month}",
            f"{month}月末",
            lambda row: Cell(format_percent(_curve(row).months[month - 1])),
            unit="%",
            width=72,
            align="right",
        )

    return (
        Column("unit", "单位", lambda row: Cell(_whose(row)), width=180, stretch=True),
        Column("year", "从哪一年起", lambda row: Cell(str(row.from_year)), width=90, align="center"),
        *(share(month) for month in _QUARTERS),
    )


def _whose(row: CurveRow) -> str:
    """Return whom a curve is for."""
    return row.unit or _EVERYBODY


def _curve(row: CurveRow) -> Curve:
    """Return a stored curve."""
    return through(row.points) if row.points else LINEAR


def _percent(permille: int) -> str:
    """Return a share as it is typed.

    >>> _percent(350), _percent(75)
    ('35', '7.5')
    """
    return f"{permille / 10:.1f}".removesuffix(".0")


class CurvePicture(QWidget):
    """A curve over the year, with month ÷ 12 as a broken line behind it."""

    _LEFT, _BOTTOM, _TOP, _RIGHT = 40.0, 22.0, 10.0, 12.0

    def __init__(self) -> None:
        """Begin with the line."""
        super().__init__()
        self._curve = LINEAR
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(760)
        self.setAccessibleName("序时曲线图")

    def sizeHint(self) -> QSize:
        """Take room for a small chart."""
        return QSize(420, 200)

    def show_curve(self, curve: Curve) -> None:
        """Draw another curve; its quarters are said to screen readers."""
        self._curve = curve
        told = "，".join(f"{month}月末 {format_percent(curve.months[month - 1])}%" for month in _QUARTERS)
        self.setAccessibleDescription(told)
        self.update()

    def _points(self, area: QRectF, curve: Curve) -> QPolygonF:
        """Return a curve as points in an area."""
        shares = (Fraction(0), *curve.months)
        step = area.width() / MONTHS
        return QPolygonF(
            [
                QPointF(area.left() + place * step, area.bottom() - float(share) * area.height())
                for place, share in enumerate(shares)
            ]
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw axes, the line and the curve."""
        t = theme.tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.Type.SMALL))
        area = QRectF(self.rect()).adjusted(self._LEFT, self._TOP, -self._RIGHT, -self._BOTTOM)
        for percent in (0, 50, 100):
            y = area.bottom() - area.height() * percent / 100
            painter.setPen(QPen(t.line, 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(t.text2)
            box = QRectF(0, y - 8, self._LEFT - 6, 16)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{percent}%")
        step = area.width() / MONTHS
        for month in range(1, MONTHS + 1):
            box = QRectF(area.left() + month * step - 20, area.bottom() + 4, 40, 16)
            painter.drawText(
                box, Qt.AlignmentFlag.AlignHCenter, f"{month}月" if step > _ROOM_FOR_MONTH or month % 3 == 0 else ""
            )
        painter.setPen(QPen(t.text3, 1, Qt.PenStyle.DashLine))
        painter.drawPolyline(self._points(area, LINEAR))
        painter.setPen(QPen(t.accent, 2))
        painter.drawPolyline(self._points(area, self._curve))
