"""Paints the cells of a table and makes their editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QHelpEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from tracker.ui import cell_painter, theme
from tracker.ui.cells import Cell
from tracker.ui.fields import ComboBox
from tracker.ui.table_model import Role, TableModel

if TYPE_CHECKING:
    from tracker.ui.table_view import TableView

Index = QModelIndex | QPersistentModelIndex


class CellDelegate(QStyledItemDelegate):
    """The delegate of both panes of a table. ``entered`` follows Enter in an editor: the view goes one row down."""

    entered = Signal()

    def __init__(self, table: TableView, *, ruled: bool) -> None:
        """Serve *table*; *ruled* draws vertical lines too, as editable grids have them."""
        super().__init__(table)
        self._table = table
        self._ruled = ruled

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        model = index.model()
        cell = index.data(Role.CELL)
        if not isinstance(model, TableModel) or not isinstance(cell, Cell):
            painter.fillRect(option.rect, theme.tokens().surf)
            return
        column = model.columns[index.column()]
        state = option.state
        current = self._table.currentIndex()
        look = cell_painter.Look(
            align=column.align,
            elide=column.elide,
            selected=bool(state & QStyle.StateFlag.State_Selected),
            hovered=index.row() == self._table.hovered_row,
            focused=self._table.shows_focus and current.row() == index.row() and current.column() == index.column(),
            ruled=self._ruled,
        )
        cell_painter.paint(painter, option.rect, cell, look)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """Show the cell's tooltip, or its whole text where it was shortened."""
        cell = index.data(Role.CELL)
        if event.type() != QEvent.Type.ToolTip or not isinstance(cell, Cell) or cell.tooltip:
            return super().helpEvent(event, view, option, index)
        room = view.visualRect(index).width() - 2 * theme.Size.CELL_PAD
        wide = QFontMetrics(theme.font()).horizontalAdvance(f"{cell.text}{cell.side}") > room
        QToolTip.showText(event.globalPos(), cell.text if wide and not cell.hatch else "", view)
        return True

    # --- Editing ---

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Make a line, or a list where the column offers choices."""
        model, row = index.model(), index.data(Role.ROW)
        column = model.columns[index.column()] if isinstance(model, TableModel) else None
        if column is not None and column.choices is not None:
            combo = ComboBox()
            combo.setParent(parent)
            combo.addItems(list(column.choices(row)))
            combo.activated.connect(lambda _place: self._finish(combo))
            QTimer.singleShot(0, combo, combo.showPopup)  # the list is what one came for
            return combo
        line = QLineEdit(parent)
        align = column.align if column else "left"
        line.setAlignment(Qt.AlignmentFlag.AlignRight if align == "right" else Qt.AlignmentFlag.AlignLeft)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Start with the stored text, or with what was refused last."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        if isinstance(editor, QComboBox):
            editor.setCurrentText(text)
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the text to the model, which stores or refuses it."""
        text = editor.currentText() if isinstance(editor, QComboBox) else ""
        if isinstance(editor, QLineEdit):
            text = editor.text().strip()
        model.setData(index, text, Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """Let the editor fill its cell."""
        rect = option.rect
        editor.setMinimumHeight(rect.height())
        editor.setMaximumHeight(rect.height())
        editor.setGeometry(rect)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter stores and goes down; everything else is Qt's."""
        if isinstance(watched, QLineEdit) and isinstance(event, QKeyEvent) and _is_enter(event):
            self._finish(watched)
            self.entered.emit()
            return True
        return super().eventFilter(watched, event)

    def _finish(self, editor: QWidget) -> None:
        """Store what the editor holds and close it."""
        self.commitData.emit(editor)
        editor.removeEventFilter(self)  # losing the focus must not store again: the rows may be others by now
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)


def _is_enter(event: QKeyEvent) -> bool:
    """Tell whether a plain Enter was pressed."""
    keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return event.type() == QEvent.Type.KeyPress and event.key() in keys and not event.modifiers()
