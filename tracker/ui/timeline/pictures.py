"""The timeline as a picture for documents: always in the light colours, with title and legend."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QImageWriter, QPainter

from tracker.ui import theme
from tracker.ui.timeline import painting
from tracker.ui.timeline.frame import Frame, State
from tracker.ui.timeline.legend import legend_width, paint_legend
from tracker.ui.timeline.lines import Line, Lines

MOST_LINES = 200  # on one picture; more could not be read in a document
_SCALE = 2.0  # pixels of the picture to one of the screen
_MARGIN = 12
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Caption:
    """What stands above the picture: what it shows, and as of when."""

    title: str
    note: str


def picture(lines: Lines, places: range, frame: Frame, caption: Caption) -> QImage:
    """Return some lines as they stand on the screen, nothing marked as current."""
    frame = replace(frame, t=theme.LIGHT)
    row, head = theme.height(theme.Size.ROW), painting.head_height()
    top = 2 * row
    height = top + head + len(places) * row
    result = QImage(
        round((frame.width + 2 * _MARGIN) * _SCALE),
        round((height + 2 * _MARGIN) * _SCALE),
        QImage.Format.Format_RGB32,
    )
    result.fill(frame.t.surf)
    painter = QPainter(result)
    painter.scale(_SCALE, _SCALE)
    painter.translate(_MARGIN, _MARGIN)
    painter.setClipRect(QRectF(0, 0, frame.width, height))
    _caption(painter, frame, caption, row)
    for at, place in enumerate(places):
        line: Line = lines[place]
        box = QRectF(0, top + head + at * row, frame.width, row)
        state = State(unfolded=lines.is_open(line.project_id))
        painting.paint_line(painter, box, line, lines.fetched(line.project_id), frame, state)
    painting.paint_head(painter, QRectF(0, top, frame.width, head), frame)
    painter.end()
    return result


def png(image: QImage) -> bytes:
    """Return a picture as the bytes of a PNG file."""
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(data.data())


def _caption(painter: QPainter, frame: Frame, caption: Caption, row: int) -> None:
    """Write title, note and legend."""
    painter.setFont(theme.font(theme.Type.PANEL, strong=True))
    painter.setPen(frame.t.text)
    painter.drawText(QRectF(0, 0, frame.width, row), _MIDDLE, caption.title)
    painter.setFont(theme.font())
    metrics = QFontMetrics(painter.font())
    legend = legend_width(metrics)
    painter.setPen(frame.t.text2)
    room = frame.width - legend - _MARGIN
    note = metrics.elidedText(caption.note, Qt.TextElideMode.ElideRight, room)
    painter.drawText(QRectF(0, row, room, row - 4), _MIDDLE, note)
    paint_legend(painter, QRectF(frame.width - legend, row, legend, row - 4), frame.t)
