"""The one style sheet: what Fusion and the palette cannot say."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from tracker.ui.icons import coloured
from tracker.ui.theme import Size, Tokens, height

# Pictures a style sheet shows must be files. They are recoloured for each scheme and live as long as the program.
_PICTURES = ("chevron_down_16_regular", "chevron_right_16_regular", "checkmark_16_regular")
_folder: list[QTemporaryDir] = []


def style_sheet(t: Tokens) -> str:
    """Return the style sheet for a scheme; ``%name%`` stands for a token."""
    words = {name: value.name() for name, value in vars(t).items() if name != "dark"}
    words |= {"control_px": str(height(Size.CONTROL) - 2), "radius_px": str(int(Size.RADIUS))}
    words |= {"tabs_px": str(height(Size.TABS)), "head_px": str(height(Size.HEAD_ONE))}
    words |= _pictures(t)
    text = _SHEET
    for name, value in words.items():
        text = text.replace(f"%{name}%", value)
    return text


def _pictures(t: Tokens) -> dict[str, str]:
    """Write the recoloured pictures and return their addresses by name."""
    if not _folder:
        _folder.append(QTemporaryDir())
    result = {}
    for picture in _PICTURES:
        short = picture.split("_16_", maxsplit=1)[0]
        for role, colour in (("", t.text2), ("_on", t.on_accent)):
            path = Path(_folder[0].filePath(f"{short}{role}-{colour.name()[1:]}.svg"))
            path.write_bytes(coloured(picture, colour))
            result[f"{short}{role}"] = path.as_posix()
    return result


_SHEET = """
QMainWindow, QDialog { background: %surf%; }
QToolTip { background: %surf%; color: %text%; border: 1px solid %border%; padding: 4px 6px; }
QMenuBar { background: transparent; border: 0; }
QMenuBar::item { padding: 5px 9px; margin: 1px 0; border-radius: %radius_px%px; background: transparent; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: %hover%; }
QMenu { background: %surf%; border: 1px solid %border%; padding: 4px 0; }
QMenu::item { padding: 5px 28px 5px 12px; }
QMenu::icon { padding-left: 10px; }
QMenu::item:selected { background: %sel%; }
QMenu::item:disabled { color: %text3%; }
QMenu::separator { height: 1px; background: %line%; margin: 4px 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: %surf%; color: %text%; border: 1px solid %border%; border-radius: %radius_px%px;
  selection-background-color: %accent%; selection-color: %on_accent%; placeholder-text-color: %text3%;
}
QLineEdit, QAbstractSpinBox, QComboBox { min-height: %control_px%px; max-height: %control_px%px; padding: 0 8px; }
QPlainTextEdit, QTextEdit { padding: 4px 5px; }
QLineEdit:hover, QPlainTextEdit:hover, QTextEdit:hover, QComboBox:hover { border-color: %strong%; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid %accent%; padding: 0 7px;
}
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px 4px; }
QLineEdit:read-only, QPlainTextEdit:read-only, QLineEdit:disabled, QComboBox:disabled { background: %alt%; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid %red%; }
QLineEdit[frame="false"] { border: 0; }
QComboBox::drop-down { border: 0; width: 24px; }
QComboBox::down-arrow { image: url(%chevron_down%); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: %surf%; border: 1px solid %border%; selection-background-color: %sel%;
  selection-color: %text%; outline: 0; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 0 6px; }

QPushButton { background: %surf%; color: %text%; border: 1px solid %border%; border-radius: %radius_px%px;
  min-height: %control_px%px; max-height: %control_px%px; padding: 0 12px; }
QPushButton:hover { background: %hover%; }
QPushButton:pressed { background: %sel%; }
QPushButton:focus { border: 2px solid %accent%; padding: 0 11px; }
QPushButton:disabled { color: %text3%; background: %alt%; border-color: %line%; }
QPushButton[primary="true"] { background: %accent%; color: %on_accent%; border-color: %accent%; }
QPushButton[primary="true"]:hover, QPushButton[primary="true"]:pressed { background: %accent_hover%; }
QPushButton[primary="true"]:focus { border: 2px solid %text%; }
QPushButton[primary="true"]:disabled { background: %line%; color: %text3%; border-color: %line%; }
QPushButton[link="true"], QToolButton[link="true"] { background: transparent; border: 0; color: %accent%;
  padding: 0 2px; min-height: 22px; max-height: 22px; }
QPushButton[link="true"]:hover, QToolButton[link="true"]:hover { color: %accent_hover%; text-decoration: underline; }
QPushButton[link="true"]:focus, QToolButton[link="true"]:focus { border: 2px solid %accent%; padding: 0;
  min-height: 18px; max-height: 18px; }

QPushButton[link="true"]:disabled { color: %text3%; background: transparent; border: 0; }
QPushButton[long="true"], QPushButton[long="true"]:focus { text-align: left; padding: 0; }

QToolButton { background: transparent; color: %text%; border: 1px solid transparent; border-radius: %radius_px%px;
  padding: 0 7px; min-height: %control_px%px; max-height: %control_px%px; }
QToolButton:hover { background: %hover%; }
QToolButton:pressed { background: %sel%; }
QToolButton:checked { background: %sel%; color: %accent%; }
QToolButton:focus { border: 2px solid %accent%; padding: 0 6px; }
QToolButton:disabled { color: %text3%; }
QToolButton[primary="true"] { background: %accent%; color: %on_accent%; padding: 0 9px; }
QToolButton[primary="true"]:hover { background: %accent_hover%; }
QToolButton[primary="true"]:focus { border: 2px solid %text%; padding: 0 8px; }
QToolButton[primary="true"]:disabled { background: %line%; color: %text3%; }
QToolButton[fold="true"]:checked { background: transparent; color: %text%; }
QToolButton[entry="true"] { text-align: left; }
QToolButton::menu-indicator { image: none; }

QLineEdit QToolButton { border: 0; padding: 0; min-height: 0; max-height: 1000px; }

QCheckBox, QRadioButton { spacing: 6px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid %strong%;
  background: %surf%; }
QCheckBox::indicator { border-radius: %radius_px%px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: %accent%; border-color: %accent%; image: url(%checkmark_on%); }
QRadioButton::indicator:checked { background: %surf%; border: 4px solid %accent%; width: 8px; height: 8px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: %accent%; }
QCheckBox:focus, QRadioButton:focus { outline: 0; border: 2px solid %accent%; border-radius: %radius_px%px; }
QCheckBox, QRadioButton { border: 2px solid transparent; padding: 1px 3px; }

QTabBar { background: transparent; }
QTabBar::tab { background: transparent; color: %text2%; padding: 0 9px; height: %tabs_px%px; border: 0;
  border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: %text%; }
QTabBar::tab:selected { color: %accent%; border-bottom: 2px solid %accent%; }
QTabBar:focus { outline: 0; }
QTabBar::tab:selected:focus { background: %sel%; }
QTabWidget::pane { border: 0; border-top: 1px solid %line%; }

QAbstractItemView { background: %surf%; color: %text%; border: 0; outline: 0; gridline-color: %line%;
  selection-background-color: %sel%; selection-color: %text%; alternate-background-color: %alt%; }
QTreeView { background: %alt%; }
QTreeView::item { min-height: 25px; }
QTreeView::item:hover { background: %hover%; }
QTreeView::item:selected { background: %sel%; color: %text%; }
QTreeView::indicator { width: 14px; height: 14px; border: 1px solid %strong%; border-radius: %radius_px%px;
  background: %surf%; }
QTreeView::indicator:checked { background: %accent%; border-color: %accent%; image: url(%checkmark_on%); }
QTreeView::indicator:indeterminate { background: %sel%; border: 1px solid %accent%; }
QTreeView::indicator:disabled { background: %alt%; border-color: %line%; }
QTreeView::branch { background: transparent; }
QTreeView::branch:has-children:closed { image: url(%chevron_right%); }
QTreeView::branch:has-children:open { image: url(%chevron_down%); }
QListView::item { min-height: 28px; padding: 0 6px; }
QListView::item:hover { background: %hover%; }
QListView::item:selected { background: %sel%; color: %text%; }
QHeaderView { background: %head%; border: 0; }
QHeaderView::section { background: %head%; color: %text2%; border: 0; border-right: 1px solid %line%;
  border-bottom: 1px solid %border%; padding: 0 6px; min-height: %head_px%px; }

QScrollBar { background: %surf%; border: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: %strong%; border-radius: 4px; margin: 1px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: %text3%; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: %surf%; border: 0; }
QScrollArea { border: 0; }

QSplitter::handle { background: %border%; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QProgressBar { background: %track%; border: 0; border-radius: 3px; min-height: 6px; max-height: 6px; }
QProgressBar::chunk { background: %accent%; border-radius: 3px; }
QGroupBox { border: 1px solid %line%; border-radius: 4px; margin-top: 18px; padding: 6px; }
QGroupBox::title { subcontrol-origin: margin; left: 4px; color: %text2%; }

#frozenEdge { background: %strong%; border: 0; }
#separator { background: %line%; border: 0; }
#toolbar { background: %surf%; border-bottom: 1px solid %line%; }
#filterLine { background: %alt%; border-bottom: 1px solid %line%; }
#keyCap { background: %surf%; border: 1px solid %border%; border-radius: %radius_px%px; padding: 0 2px; }
#statusBar { background: %head%; border-top: 1px solid %border%; }
#chartView { border: 2px solid %surf%; }
#chartView:focus { border: 2px solid %accent%; }
#chooser { background: %alt%; border-right: 1px solid %border%; }
#sections { background: %alt%; border: 2px solid %alt%; }
#sections:focus { border: 2px solid %accent%; }
#card { background: %surf%; border: 1px solid %line%; border-radius: 4px; }
#overview { background: %win%; }
#aside { background: %surf%; border-left: 1px solid %border%; }
#rail { background: %rail%; border-right: 1px solid %border%; }
#menuLine { background: %surf%; border-bottom: 1px solid %border%; }
#dialogFoot { background: %head%; border-top: 1px solid %line%; }
#card { background: %surf%; border: 1px solid %border%; border-radius: 4px; }
"""
