"""One button of the filter: its look, the filter it stands in, and what it tells."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QToolButton

from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria
from tracker.ui.icons import icon

Read = Callable[[Criteria], Choices]
NOTHING_YET = Choices((), (), (), (), (), (), ())


class BaseButton(QToolButton):
    """A button that opens something to choose in. Subclasses say what, and what a choice means.

    ``chosen`` carries the Criteria the user has just made of :attr:`criteria`.
    """

    chosen = Signal(object)

    def __init__(self, title: str, read: Read) -> None:
        """Make a button; *read* gives the choices, counted by a filter, whenever it is opened."""
        super().__init__()
        self.title = title
        self.criteria = Criteria()
        self._read = read
        self.choices = NOTHING_YET
        self.setIcon(icon("chevron_down"))
        self.setIconSize(QSize(12, 12))
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCheckable(True)
        self.clicked.connect(self.open)

    def others(self) -> Criteria:
        """Return :attr:`criteria` without this button's own condition: what the counts are counted by."""
        raise NotImplementedError

    def open(self) -> None:
        """Show what there is to choose."""
        raise NotImplementedError

    def active(self) -> bool:
        """Whether :attr:`criteria` have a condition of this button's kind."""
        return self.others() != self.criteria

    def set_criteria(self, criteria: Criteria) -> None:
        """Take the filter as it is now."""
        self.criteria = criteria
        self.dress()

    def choose(self, criteria: Criteria) -> None:
        """Tell about another filter."""
        if criteria != self.criteria:
            self.set_criteria(criteria)
            self.chosen.emit(criteria)

    def dress(self) -> None:
        """Show whether a condition is set."""
        active = self.active()
        self.setText(self.title)
        self.setChecked(active)
        self.setAccessibleName(f"筛选：{self.title}{'（已设）' if active else ''}")
        self.setToolTip(f"按{self.title}筛选")
