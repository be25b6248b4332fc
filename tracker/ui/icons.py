"""The icons of the window: shipped SVG, recoloured for the scheme in force and sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from tracker.paths import bundled
from tracker.ui import theme


def icon(name: str, role: str = "text2", size: int = theme.Size.ICON) -> QIcon:
    """Return an icon in the colour of the token *role*; disabled it is text3, checked accent.

    *name* is the Fluent name without size and style (``add``, ``panel_left``); ``_filled`` may follow. Icons shipped at
    20 px only are found too, whatever *size* they are drawn at.
    """
    return QIcon(_Engine(_file_stem(name, size), role))


def pixmap(name: str, role: str, size: int, ratio: float) -> QPixmap:
    """Return an icon as a picture of *size* logical pixels for a screen of device pixel ratio *ratio*."""
    return _drawn(_file_stem(name, size), getattr(theme.tokens(), role), size, ratio)


def coloured(stem: str, colour: QColor) -> bytes:
    """Return the SVG text of a shipped icon in another colour."""
    return _source(stem).replace(b"<svg ", f'<svg fill="{colour.name()}" '.encode(), 1)


def program_icon() -> QIcon:
    """Return the program's own icon."""
    return QIcon(str(bundled("resources", "tracker.svg")))


@cache
def _source(stem: str) -> bytes:
    """Read a shipped icon."""
    return bundled("resources", "icons", f"{stem}.svg").read_bytes()


@cache
def _file_stem(name: str, size: int) -> str:
    """Return the file of an icon: drawn for this size if there is one, else for another."""
    plain = name.removesuffix("_filled")
    styles = ("filled", "regular") if plain != name else ("regular",)
    sizes = sorted((16, 20), key=lambda drawn: abs(drawn - size))
    stems = [f"{plain}_{drawn}_{style}" for style in styles for drawn in sizes]
    return next((stem for stem in stems if bundled("resources", "icons", f"{stem}.svg").exists()), stems[0])


def _drawn(stem: str, colour: QColor, size: int, ratio: float) -> QPixmap:
    """Draw an icon into a picture with the screen's own pixels."""
    result = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    QSvgRenderer(QByteArray(coloured(stem, colour))).render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


class _Engine(QIconEngine):
    """Draws one icon in the colour its mode and the scheme in force call for."""

    def __init__(self, stem: str, role: str) -> None:
        super().__init__()
        self._stem = stem
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the icon, square and centred in *rect*."""
        role = self._role
        if mode == QIcon.Mode.Disabled:
            role = "text3"
        elif state == QIcon.State.On and role == "text2":
            role = "accent"
        side = min(rect.width(), rect.height())
        square = QRectF(0, 0, side, side)
        square.moveCenter(QRectF(rect).center())
        renderer = QSvgRenderer(QByteArray(coloured(self._stem, getattr(theme.tokens(), role))))
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * 0.6)
        renderer.render(painter, square)
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a picture; Qt asks with sizes in device pixels."""
        result = QPixmap(size)
        result.fill(Qt.GlobalColor.transparent)
        painter = QPainter(result)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return result

    def clone(self) -> QIconEngine:
        """Return a copy, as Qt asks for when an icon is changed."""
        return _Engine(self._stem, self._role)
