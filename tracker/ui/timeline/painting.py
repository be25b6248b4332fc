"""Paints the timeline's heading and lines, on the screen and in saved pictures alike."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from tracker.queries.timeline import TimelineNode
from tracker.ui import light_cells, lights, theme
from tracker.ui.theme import Size, Tokens
from tracker.ui.timeline import marks, words
from tracker.ui.timeline.frame import LIGHT_WIDTH, SLIP_WIDTH, UNIT_WIDTH, Frame, State
from tracker.ui.timeline.lines import Fetched, Line
from tracker.ui.timeline.notes import EDGE_GAP, Notes

CHEVRON = 16
_FLAG_GAP = 64  # between the flags of 截至 and 今天, that both can be read
_SHIFT = 10  # of a milestone's title under its project's name
_Flag = Qt.AlignmentFlag
_MIDDLE, _RIGHT = _Flag.AlignLeft | _Flag.AlignVCenter, _Flag.AlignRight | _Flag.AlignVCenter


# --- The heading ---


def head_height() -> int:
    """Return the height of the two lines of the heading."""
    return 2 * theme.height(22)


def paint_head(painter: QPainter, box: QRectF, frame: Frame) -> None:
    """Paint the names of the columns, the axis in two lines, and the flags of 截至 and 今天."""
    t = frame.t
    painter.save()
    painter.setFont(theme.font())
    painter.fillRect(box, t.head)
    painter.save()
    painter.setClipRect(QRectF(frame.left, box.top(), box.width() - frame.left, box.height()))
    half = box.height() / 2
    for bands, top, ink in (
        (frame.axis.upper(*frame.seen), box.top(), t.text),
        (frame.axis.lower(*frame.seen), box.top() + half, t.text2),
    ):
        for band in bands:
            cell = QRectF(frame.origin + band.left, top, band.right - band.left, half)
            painter.fillRect(QRectF(cell.left(), top, 1, half), t.border)
            painter.setPen(ink)
            if top == box.top():
                start = max(cell.left(), float(frame.left)) + 7  # the year stays while any of it is seen
                room = cell.right() - start - 4
                if QFontMetrics(painter.font()).horizontalAdvance(band.text) <= room:
                    painter.drawText(QRectF(start, top, room, half), _MIDDLE, band.text)
            else:
                painter.drawText(cell, _Flag.AlignCenter, band.text)
    _paint_flags(painter, QRectF(box.left(), box.top(), box.width(), half), frame)
    painter.restore()
    _paint_titles(painter, box, frame)
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.border)
    painter.restore()


def _paint_flags(painter: QPainter, box: QRectF, frame: Frame) -> None:
    """Write 截至 over its line, and 今天 over its own where it is another day and there is room for both."""
    t = frame.t
    spot = frame.origin + frame.axis.x(frame.as_of)
    text = f"截至 {frame.as_of:%m-%d}"
    width = QFontMetrics(painter.font()).horizontalAdvance(text) + 12
    today = frame.origin + frame.axis.x(frame.today)
    if frame.today != frame.as_of and abs(today - spot) > _FLAG_GAP:
        label = f"今天 {frame.today:%m-%d}"
        room = QFontMetrics(painter.font()).horizontalAdvance(label) + 8
        place = QRectF(today - room / 2, box.top() + 2, room, box.height() - 4)
        painter.fillRect(place, t.head)
        painter.setPen(t.text3)
        painter.drawText(place, _Flag.AlignCenter, label)
    flag = QRectF(spot - width / 2, box.top() + 2, width, box.height() - 4)
    painter.fillRect(flag, t.accent)
    painter.fillRect(QRectF(spot - 1, flag.bottom(), 2, box.height() + 4), t.accent)
    painter.setPen(t.on_accent)
    painter.drawText(flag, _Flag.AlignCenter, text)


def _paint_titles(painter: QPainter, box: QRectF, frame: Frame) -> None:
    """Name the columns of the table at the left."""
    t, pad, left = frame.t, float(Size.CELL_PAD), box.left()
    painter.fillRect(QRectF(left, box.top(), frame.left, box.height()), t.head)
    cells = [(LIGHT_WIDTH, "灯", _MIDDLE), (frame.name_width, "项目名称 / 节点", _MIDDLE)]
    cells += [(UNIT_WIDTH, "上报单位", _MIDDLE)] if frame.with_unit else []
    for width, title, flags in (*cells, (SLIP_WIDTH, "偏差 天", _RIGHT)):
        painter.setPen(t.text2)
        painter.drawText(QRectF(left + pad, box.top(), width - 2 * pad, box.height()), flags, title)
        left += width
        if left < frame.left:
            painter.fillRect(QRectF(left - 1, box.top() + 4, 1, box.height() - 8), t.border)
    painter.fillRect(QRectF(frame.left - 1, box.top(), 1, box.height()), t.strong)


# --- One line ---


def paint_line(painter: QPainter, box: QRectF, line: Line, fetched: Fetched | None, frame: Frame, state: State) -> None:
    """Paint one line: the table's cells, the axis' ground, and the marks of the project or the milestone."""
    t = frame.t
    painter.save()
    painter.setFont(theme.font())
    plain = t.surf if line.node is None else t.alt
    painter.fillRect(box, t.sel if state.current else t.hover if state.hovered else plain)
    if fetched is not None:
        _paint_axis(painter, box, line, fetched, frame, state)
        _paint_cells(painter, box, line, fetched, frame, state)
    painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1), t.line)
    painter.fillRect(QRectF(frame.left - 1, box.top(), 1, box.height()), t.strong)
    if state.focused:
        painter.setPen(QPen(t.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(1, 1, -1, -2))
    painter.restore()


def _paint_cells(painter: QPainter, box: QRectF, line: Line, fetched: Fetched, frame: Frame, state: State) -> None:
    """Paint light, name, unit and 偏差; of a milestone its title, the date that counts, and 偏差."""
    t, pad, row, node = frame.t, float(Size.CELL_PAD), fetched.row, fetched.node(line)
    name = QRectF(box.left() + LIGHT_WIDTH, box.top(), frame.name_width, box.height())
    if line.node is None:
        _paint_light(painter, QRectF(box.left() + pad, box.top(), LIGHT_WIDTH - pad, box.height()), fetched, t)
        if row.nodes:
            _paint_chevron(painter, QRectF(name.left(), box.top(), CHEVRON, box.height()), t, down=state.unfolded)
        _text(painter, name.adjusted(CHEVRON + 2, 0, -pad, 0), row.name, t.text)
        if frame.with_unit:
            _text(painter, QRectF(name.right() + pad, box.top(), UNIT_WIDTH - 2 * pad, box.height()), row.unit, t.text2)
        late = row.late_days
        slip = (f"+{late:,}", words.late_ink(late)) if late is not None else ("", "text")
    elif node is not None:
        day, ink = _counting(node)
        room = QFontMetrics(painter.font()).horizontalAdvance(day) + pad
        wide = name.adjusted(CHEVRON + _SHIFT, 0, UNIT_WIDTH if frame.with_unit else 0, 0)
        _text(painter, wide.adjusted(0, 0, -room - 2 * pad, 0), node.title, t.text3 if node.na else t.text)
        painter.setPen(getattr(t, ink))
        painter.drawText(wide.adjusted(0, 0, -pad, 0), _RIGHT, day)
        slip = words.slip_words(node)
    else:
        return
    painter.setPen(getattr(t, slip[1]))
    painter.drawText(
        QRectF(frame.left - SLIP_WIDTH + pad, box.top(), SLIP_WIDTH - 2 * pad - 1, box.height()), _RIGHT, slip[0]
    )


def cell_tip(fetched: Fetched, x: float) -> str:
    """Return what is said of a project's cell at a place of the table: why its light is lit, else its whole name."""
    if x < LIGHT_WIDTH:
        return light_cells.cell(fetched.light).tooltip
    row = fetched.row
    late = f"\n逾期最久的节点逾期 {row.late_days:,} 天" if row.late_days is not None else ""
    return f"{row.name}\n{row.unit}{late}"


def _counting(node: TimelineNode) -> tuple[str, str]:
    """Return the date of a milestone that counts now, and its ink: 实际, else 预计, else what it is held to."""
    if node.na:
        return "不适用", "text3"
    day = node.actual or node.expected or node.due
    return (f"{day:%y-%m-%d}", "text" if node.actual else "text2") if day else ("未填", "text3")


def _paint_light(painter: QPainter, box: QRectF, fetched: Fetched, t: Tokens) -> None:
    """Paint the light's shape with its word."""
    cell = light_cells.cell(fetched.light)
    if cell.light is None:
        return
    lights.paint(painter, QRectF(box.left(), box.top(), lights.SIDE, box.height()), cell.light, tokens=t)
    painter.setPen(t.text)
    painter.drawText(box.adjusted(lights.SIDE + Size.ICON_GAP, 0, 0, 0), _MIDDLE, cell.text)


def _paint_chevron(painter: QPainter, box: QRectF, t: Tokens, *, down: bool) -> None:
    """Paint the sign of folding."""
    x, y = box.center().x(), box.center().y()
    corners = [(-4, -2), (0, 2), (4, -2)] if down else [(-2, -4), (2, 0), (-2, 4)]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(t.text2, 1.4))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x + dx, y + dy) for dx, dy in corners]))
    painter.restore()


# --- The axis of one line ---


def _paint_axis(painter: QPainter, box: QRectF, line: Line, fetched: Fetched, frame: Frame, state: State) -> None:
    """Paint the axis' part of a line, never over the table at the left."""
    painter.save()
    painter.setClipRect(QRectF(frame.left, box.top(), frame.width - frame.left, box.height()))
    t, axis = frame.t, frame.axis
    for band in axis.lower(*frame.seen):
        painter.fillRect(QRectF(frame.origin + band.left, box.top(), 1, box.height()), t.line)
    for band in axis.upper(*frame.seen):
        painter.fillRect(QRectF(frame.origin + band.left, box.top(), 1, box.height()), t.border)
    _paint_days(painter, box, frame)
    nodes = nodes_of(line, fetched)
    whole = line.node is not None
    found = marks.marks(nodes, axis, whole=whole)
    area = QRectF(frame.origin, box.top(), axis.width, box.height())
    marks.paint_lanes(painter, area, nodes, found, t)
    marks.paint_overdue(painter, area, nodes, axis, frame.as_of, t)
    left, right = frame.seen
    for mark in found:
        if left - marks.HALF <= mark.x <= right + marks.HALF:
            marks.paint_mark(painter, mark, area, t, chosen=mark.node == state.chosen)
    notes = Notes(painter, box, frame, t.sel if state.current else t.hover if state.hovered else t.surf)
    if not whole and (empty := words.emptiness(fetched.row)):
        notes.write(frame.left + EDGE_GAP, empty, t.text3)
    elif whole:
        notes.describe(found, nodes[0][1] if nodes else None)
    elif found and not any(left <= mark.x <= right for mark in found):
        notes.point_to(found, [node.title for node in fetched.row.nodes])
    painter.restore()


def nodes_of(line: Line, fetched: Fetched) -> list[tuple[int, TimelineNode]]:
    """Return the milestones a line shows, with their places."""
    if line.node is None:
        return list(enumerate(fetched.row.nodes))
    node = fetched.node(line)
    return [(line.node, node)] if node is not None else []


def _paint_days(painter: QPainter, box: QRectF, frame: Frame) -> None:
    """Paint the lines of 截至 and of today."""
    if frame.today != frame.as_of:
        pen = QPen(frame.t.text3, 1)
        pen.setDashPattern((2.0, 3.0))
        x = round(frame.origin + frame.axis.x(frame.today))
        painter.setPen(pen)
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
    painter.fillRect(QRectF(frame.origin + frame.axis.x(frame.as_of) - 1, box.top(), 2, box.height()), frame.t.accent)


def _text(painter: QPainter, box: QRectF, text: str, ink: QColor) -> None:
    """Write one line of text, shortened in its middle where it does not fit."""
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, int(box.width())))
    painter.setPen(ink)
    painter.drawText(box, _MIDDLE | Qt.TextFlag.TextSingleLine, shown)
