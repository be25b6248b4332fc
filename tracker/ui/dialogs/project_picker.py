"""Asks which project is meant."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.ui.context import AppContext
from tracker.ui.dialogs.project_finder import ProjectFinder
from tracker.ui.forms import button
from tracker.ui.messages import Sheet

_WIDTH, _HEIGHT = 520, 440


class ProjectPicker(Sheet):
    """``chosen`` is the id of the project, once the dialog was accepted."""

    def __init__(self, parent: QWidget, context: AppContext, title: str, verb: str) -> None:
        """Offer all projects; *verb* is the button."""
        super().__init__(parent, title, width=min(_WIDTH, parent.window().width() - 60))
        self.resize(self.minimumWidth(), min(_HEIGHT, parent.window().height() - 60))
        self.chosen: int | None = None
        self.finder = ProjectFinder(context)
        self.finder.chosen.connect(self._take)
        self.take = button(verb, primary=True, run=lambda: self._take(self.finder.current))
        self.let_body_grow()
        self.body.addWidget(self.finder, 1)
        self.foot.addWidget(button("取消", run=self.reject))
        self.foot.addWidget(self.take)
        self.finder.setFocus()

    def _take(self, project_id: int | None) -> None:
        """Close with a project."""
        if project_id is not None:
            self.chosen = project_id
            self.accept()
