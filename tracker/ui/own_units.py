"""我负责的单位: which units the user of this computer works for. 项目 begins with them; the other pages follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from tracker.queries.criteria import Criteria
from tracker.queries.own_units import criteria_of, uids_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tracker.ui.context import AppContext
    from tracker.ui.main_window import MainWindow
    from tracker.ui.opening import Opening

NAME = "我负责的单位"
_UNITS, _BELOW = "own.units", "own.below"


def own_criteria(context: AppContext) -> Criteria:
    """Return the filter for the user's own units; one without conditions where all are his, or none is in this file."""
    kept = context.config.get(_UNITS)
    uids = [uid for uid in kept if isinstance(uid, str)] if isinstance(kept, list) else []
    if not uids:
        return Criteria()
    return context.tasks.read(lambda session: criteria_of(session, uids, with_below=bool(context.config.get(_BELOW))))


def ask_own_units(parent: QWidget, context: AppContext) -> None:
    """Let the user choose, and show what was chosen at once."""
    from tracker.ui.dialogs.own_units import OwnUnitsDialog

    dialog = OwnUnitsDialog(parent, context, own_criteria(context))
    dialog.chosen.connect(lambda criteria: _keep(context, criteria))
    dialog.open()


def _keep(context: AppContext, criteria: Criteria) -> None:
    """Remember the choice on this computer; an empty one is a choice too, and is not asked for again."""
    context.config.set(_UNITS, context.tasks.read(uids_of, criteria))
    context.config.set(_BELOW, criteria.with_below)
    context.set_criteria(criteria)
    context.own_units_changed.emit()


class FirstChoice(QObject):
    """Asks once, after the first data file was made here."""

    def __init__(self, window: MainWindow, opening: Opening) -> None:
        """Wait for a new file."""
        super().__init__(window)
        self._window = window
        opening.made.connect(self._ask)

    def _ask(self) -> None:
        """Ask, unless this was settled before."""
        context = self._window.context
        if context is not None and context.config.get(_UNITS) is None:
            ask_own_units(self._window, context)
