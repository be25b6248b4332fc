"""Paints laid-out pages on a printer or into a PDF, in the light colours whatever the window wears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPagedPaintDevice, QPainter, QPdfWriter, QPen

from tracker.domain.errors import FileProblem
from tracker.reports.safe_file import Written, write_safely
from tracker.ui import lights, theme
from tracker.ui.printing.document import Document
from tracker.ui.printing.layout import Drawn, Layout, Page, Tell, Words
from tracker.ui.printing.paper import PAD, SMALL, UNITS_PER_INCH, Sheet, font, option

_RESOLUTION = 600
_LIGHT_SIDE = 10
_ALIGN = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}
OnPage = Callable[[int, int], object]


def save_pdf(path: Path, document: Document, sheet: Sheet, tell: Tell | None = None) -> Written:
    """Write a document as PDF; the file is there whole or not at all. *tell* may raise to stop."""

    def write(target: Path) -> None:
        device = QPdfWriter(str(target))
        device.setResolution(_RESOLUTION)
        device.setTitle(document.title)
        device.setCreator("专栏项目台账")
        if not paint(device, document, sheet, tell):
            raise FileProblem(f"PDF 没有写出：“{path.name}”不能写入。请换一个文件夹再试。")

    return write_safely(path, write, "PDF")


def paint(device: QPagedPaintDevice, document: Document, sheet: Sheet, tell: Tell | None = None) -> bool:
    """Paint a document on a device made ready by the caller; False where it cannot be painted on."""
    device.setPageLayout(sheet.layout())
    pages = Layout(sheet, tell).lay_out(document)
    painter = QPainter()
    if not painter.begin(device):
        return False
    scale = device.logicalDpiX() / UNITS_PER_INCH
    painter.scale(scale, scale)
    for place, page in enumerate(pages):
        if place:
            device.newPage()
        _page(painter, page, sheet, f"第 {place + 1} 页  共 {len(pages)} 页")
    return painter.end()


def _page(painter: QPainter, page: Page, sheet: Sheet, number: str) -> None:
    """Paint one page and its number."""
    for mark in page.marks:
        if isinstance(mark, Words):
            _words(painter, mark)
        else:
            _picture(painter, mark)
    inner = sheet.inner()
    foot = Words(QRectF(0, inner.height() - 16, inner.width(), 16), number, SMALL, "center", grey=True)
    _words(painter, foot)


def _words(painter: QPainter, mark: Words) -> None:
    """Paint a text with its ground and edges."""
    t = theme.LIGHT
    if mark.ground:
        painter.fillRect(mark.box, t.head)
    if mark.frame:
        painter.setPen(QPen(t.strong, 0.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(mark.box)
    box = mark.box.adjusted(PAD, 0, -PAD, 0) if mark.frame else mark.box
    if mark.light is not None:
        lights.paint(painter, QRectF(box.left(), box.top(), _LIGHT_SIDE, box.height()), mark.light, _LIGHT_SIDE, t)
        box = box.adjusted(_LIGHT_SIDE + PAD, 0, 0, 0)
    painter.setFont(font(mark.size, strong=mark.strong))
    painter.setPen(t.text3 if mark.grey else t.text)
    upright = Qt.AlignmentFlag.AlignVCenter if mark.middle else Qt.AlignmentFlag.AlignTop
    painter.drawText(box, mark.text, option(_ALIGN[mark.align] | upright))


def _picture(painter: QPainter, mark: Drawn) -> None:
    """Paint a picture as large as fits, its proportions kept."""
    image = QImage.fromData(mark.png)
    size = QSizeF(image.size()).scaled(mark.box.size(), Qt.AspectRatioMode.KeepAspectRatio)
    box = QRectF(mark.box.left() + (mark.box.width() - size.width()) / 2, mark.box.top(), size.width(), size.height())
    painter.drawImage(box, image)


def pages_of(document: Document, sheet: Sheet) -> Sequence[Page]:
    """Return the pages a document takes, without painting them."""
    return Layout(sheet).lay_out(document)
