"""Every colour, size and font of the window. No page sets one of its own.

Colours are read at paint time from :func:`tokens`, so a change of the system's scheme needs no reload: widgets only
repaint. All sizes are logical pixels at 100 % (96 dpi).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from tracker.paths import bundled


@dataclass(frozen=True)
class Tokens:
    """One colour scheme; the names are those of the design page."""

    win: QColor
    surf: QColor
    alt: QColor
    head: QColor
    rail: QColor
    line: QColor
    border: QColor
    strong: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    accent_hover: QColor
    on_accent: QColor
    sel: QColor
    hover: QColor
    red: QColor
    red_bg: QColor
    amber: QColor
    amber_text: QColor
    amber_bg: QColor
    green: QColor
    grey: QColor
    bar: QColor
    bar2: QColor
    track: QColor
    hatch: QColor
    dark: bool = False


def _scheme(*, dark: bool = False, **values: str) -> Tokens:
    """Return tokens from colours written as hex text."""
    return Tokens(**{name: QColor(value) for name, value in values.items()}, dark=dark)


LIGHT = _scheme(
    win="#F1F4F7",
    surf="#FFFFFF",
    alt="#F7F9FB",
    head="#F3F6F9",
    rail="#E7ECF1",
    line="#E3E8ED",
    border="#CBD3DC",
    strong="#A9B4C0",
    text="#1A2430",
    text2="#4D5A68",
    text3="#576371",
    accent="#1E62B0",
    accent_hover="#174F90",
    on_accent="#FFFFFF",
    sel="#DCEAF8",
    hover="#EEF4FA",
    red="#BE3228",
    red_bg="#FBECEA",
    amber="#D99A00",
    amber_text="#855700",
    amber_bg="#FDF4DC",
    green="#1A7348",
    grey="#576371",
    bar="#5F93CC",
    bar2="#1E62B0",
    track="#E3E9EF",
    hatch="#D5DCE3",
)
DARK = _scheme(
    dark=True,
    win="#1A1E23",
    surf="#21262C",
    alt="#252B32",
    head="#2A3038",
    rail="#16191D",
    line="#2F363F",
    border="#414B56",
    strong="#5B6773",
    text="#E4E9EE",
    text2="#B3BDC8",
    text3="#A0ACB8",
    accent="#6BAAF2",
    accent_hover="#8CBEF6",
    on_accent="#0F1B2A",
    sel="#243A54",
    hover="#2A323B",
    red="#F28C82",
    red_bg="#3D2827",
    amber="#E3B341",
    amber_text="#EBC566",
    amber_bg="#3A321E",
    green="#63C08F",
    grey="#A0ACB8",
    bar="#5C8FC7",
    bar2="#6BAAF2",
    track="#38414B",
    hatch="#3A434D",
)


class Size(IntEnum):
    """Lengths in logical pixels. Heights around text go through :func:`height`."""

    MARGIN = 12
    GAP = 10
    CELL_PAD = 6
    INDENT = 16
    ICON = 16
    ICON_RAIL = 20
    ICON_GAP = 5
    CONTROL = 28
    LABEL = 18
    HINT = 16
    DIALOG_MARGIN = 24
    DIALOG_FOOT = 60
    ROW = 28
    ROW_COMPACT = 24
    TREE_ROW = 25
    HEAD_ONE = 26
    HEAD_TWO = 36
    HEAD_GROUPED = 48
    TABS = 32
    MENU = 30
    TOOLBAR = 40
    FILTER = 28
    STRIP = 32
    STATUS = 24
    RAIL = 56
    RAIL_NARROW = 40
    RAIL_ITEM = 52
    RAIL_ITEM_NARROW = 40
    RADIUS = 3
    RADIUS_CARD = 4
    MIN_WIDTH = 880
    MIN_HEIGHT = 440
    # Widths of the window at which its parts change.
    FULL = 1280
    FOLDED = 1080


class Type(IntEnum):
    """Font sizes in logical pixels."""

    SMALL = 11
    TEXT = 12
    PANEL = 13
    PAGE = 15
    CARD = 22


FAMILIES = ("Microsoft YaHei UI", "Noto Sans SC")
FONT_FILE = ("resources", "fonts", "NotoSansSC-GBK.otf")


class _Scheme(QObject):
    """The scheme in force; ``changed`` is for what does not repaint by itself, such as a drawn chart.

    ``rows_changed``: the rows of tables are of another height now.
    """

    changed = Signal()
    rows_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tokens = LIGHT
        self.fixed: Tokens | None = None
        self.families: tuple[str, ...] = FAMILIES
        self.compact = False


_scheme_in_force = _Scheme()


def tokens() -> Tokens:
    """Return the colours in force."""
    return _scheme_in_force.tokens


def scheme_changed() -> _Scheme:
    """Return the object whose signal ``changed`` tells that the colours are others now."""
    return _scheme_in_force


def font(size: int = Type.TEXT, *, strong: bool = False) -> QFont:
    """Return the window's font with tabular digits; *strong* is the one heavier weight there is."""
    result = QFont(list(_scheme_in_force.families))
    result.setPixelSize(size)
    result.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    result.setFeature(QFont.Tag("tnum"), 1)
    return result


def height(token: int, size: int = Type.TEXT) -> int:
    """Return a height that its text always fits: the token, or the font's height and 8."""
    return max(token, QFontMetrics(font(size)).height() + 8)


def row_height() -> int:
    """Return the height of a table's row, as the user wants it: 标准 or 紧凑."""
    if _scheme_in_force.compact:
        return max(Size.ROW_COMPACT, QFontMetrics(font()).height() + 4)
    return height(Size.ROW)


def set_compact(*, compact: bool) -> None:
    """Give the rows of all tables less height, or the usual one."""
    if compact != _scheme_in_force.compact:
        _scheme_in_force.compact = compact
        _scheme_in_force.rows_changed.emit()


def apply(app: QApplication) -> None:
    """Dress the application: style, font, colours; and follow the system's scheme from now on."""
    _load_font()
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font())
    app.styleHints().colorSchemeChanged.connect(_follow)
    _follow()


def fix(scheme: str | None) -> None:
    """Keep to ``light`` or ``dark`` whatever the system does; None follows the system again."""
    _scheme_in_force.fixed = {"light": LIGHT, "dark": DARK}.get(scheme or "")
    _follow()


def _load_font() -> None:
    """Register the shipped font and keep the families that exist; a missing first one costs Qt a slow search."""
    QFontDatabase.addApplicationFont(str(bundled(*FONT_FILE)))
    found = tuple(family for family in FAMILIES if QFontDatabase.hasFamily(family))
    _scheme_in_force.families = found or FAMILIES


def _follow() -> None:
    """Take the scheme asked for and dress every widget anew."""
    from tracker.ui.style_sheet import style_sheet

    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    _scheme_in_force.tokens = _scheme_in_force.fixed or (DARK if dark else LIGHT)
    app = QApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(palette(tokens()))
        app.setStyleSheet(style_sheet(tokens()))
        for window in app.topLevelWidgets():
            _repaint(window)
    _scheme_in_force.changed.emit()


def _repaint(window: QWidget) -> None:
    """Repaint a window and all in it: delegates read the tokens while painting."""
    for widget in window.findChildren(QWidget):
        widget.update()
    window.update()


def palette(t: Tokens) -> QPalette:
    """Return Qt's palette for a scheme, so that what no style sheet names is in its colours too."""
    role = QPalette.ColorRole
    colours = {
        role.Window: t.surf,
        role.WindowText: t.text,
        role.Base: t.surf,
        role.AlternateBase: t.alt,
        role.Text: t.text,
        role.PlaceholderText: t.text3,
        role.Button: t.surf,
        role.ButtonText: t.text,
        role.BrightText: t.red,
        role.Highlight: t.sel,
        role.HighlightedText: t.text,
        role.Link: t.accent,
        role.LinkVisited: t.accent,
        role.ToolTipBase: t.surf,
        role.ToolTipText: t.text,
        role.Accent: t.accent,
        role.Light: t.surf,
        role.Midlight: t.line,
        role.Mid: t.border,
        role.Dark: t.strong,
        role.Shadow: t.strong,
    }
    result = QPalette()
    for name, colour in colours.items():
        result.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, name, t.text3)
    return result


def is_theme_change(event: QEvent) -> bool:
    """Tell in ``changeEvent`` whether colours or fonts may be others now."""
    return event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
