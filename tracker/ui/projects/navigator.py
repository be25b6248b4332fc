"""Keeps the tree beside the list up to date, and keeps, renames and removes views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtWidgets import QMenu

from tracker.domain.errors import TrackerError
from tracker.queries.behind import Behind
from tracker.queries.criteria import Criteria
from tracker.queries.navigation import Navigation, navigation
from tracker.queries.views import View, to_json, views
from tracker.services import views as service
from tracker.ui.context import AppContext
from tracker.ui.dialogs.view_name import ViewDialog
from tracker.ui.latest import Latest
from tracker.ui.own_units import own_criteria
from tracker.ui.projects.nav_nodes import Key, led_to, spots
from tracker.ui.projects.nav_tree import NavTree
from tracker.ui.tasks import stored

AT_ONCE = 600  # files up to this size are counted while the user waits: 70 ms
_SETTLE_MS = 200  # edits that follow each other are counted once


class Navigator(QObject):
    """``wanted`` carries the filter a line leads to, ``view_wanted`` a View that was chosen.

    *held* gives what 存为视图 keeps: the list's filter, order, groups and columns, in a View without a name.
    """

    wanted = Signal(object)
    view_wanted = Signal(object)

    def __init__(self, context: AppContext, held: Callable[[], View], parent: QObject) -> None:
        """Make the tree; it is filled by :meth:`refresh`."""
        super().__init__(parent)
        self._context, self._held = context, held
        self.tree = NavTree()
        self.found: Navigation | None = None
        self._criteria = Criteria()
        self._stale = False
        self._latest = Latest(context.tasks, "正在统计导航", self)
        self._latest.answered.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLE_MS)
        self._timer.timeout.connect(self.read)
        self.tree.chosen.connect(self._chosen)
        self.tree.menu_wanted.connect(self._show_menu)

    # --- Reading ---

    def refresh(self, size: int) -> None:
        """Count again soon; the first time of a small file (*size* projects) at once."""
        self._at_once = size <= AT_ONCE
        if self.found is None and self._at_once:
            self.read()
        else:
            self._timer.start()

    def read(self) -> None:
        """Count: at once, or on the worker thread where the file is large; a tree that is folded waits."""
        if self.tree.isHidden():
            self._stale = True
            return
        self._stale = False
        source, span, read = self._context.source, self._context.period.span, self._context.tasks.read
        question = partial(read, navigation, source, span)
        if self._at_once:
            self._show(question())
        else:
            self._latest.ask(question)

    def unfolded(self) -> None:
        """Count what was not while the tree was folded."""
        if self._stale or self.found is None:
            self._timer.start(0)

    def _show(self, found: Navigation) -> None:
        """Show lines and counts."""
        self.found = found
        self.tree.show_spots(spots(found, own_criteria(self._context)), found.choices)
        self.show_filter(self._criteria)

    def show_filter(self, criteria: Criteria) -> None:
        """Mark what the list is filtered by, and the view that is exactly this filter."""
        self._criteria = criteria
        plain = _plain(criteria)
        kept = self.found.views if self.found else ()
        view = next((one.name for one, _count in kept if _plain(one.criteria) == plain), "")
        self.tree.show_filter(criteria, view)

    # --- Choosing ---

    def _chosen(self, key: Key, add: bool) -> None:
        """Lead to a line's filter."""
        if self.found is None:
            return
        if key[0] == "view":
            view = next((one for one, _count in self.found.views if one.name == key[1]), None)
            if view is not None:
                self.view_wanted.emit(view)
            return
        self.wanted.emit(led_to(self._criteria, key, self.found.choices, add=add and key[0] != "all"))

    # --- Views ---

    def save(self, words: str) -> None:
        """Ask for a name and keep the list's filter, order and groups under it; *words* is the filter in words."""
        taken = [view.name for view in self._context.tasks.read(views)]
        dialog = ViewDialog(self.tree.window(), "存为视图", words[:20], taken, self._save)
        dialog.explain("筛选、排序、分组和显示的列一起保存在数据文件里，在左侧“我的视图”中打开。")
        dialog.exec()
        dialog.deleteLater()

    def _save(self, name: str) -> None:
        """Keep a view."""
        view = replace(self._held(), name=name.strip())
        stored(self._context.tasks.write(f"存为视图：{view.name}", service.save, to_json(view)))
        self._context.notify(f"已存为视图“{view.name}”，在左侧“我的视图”中打开。")

    def _show_menu(self, name: str, place: QPoint) -> None:
        """Offer what can be done with a view."""
        menu = self.menu(name)
        menu.exec(place)
        menu.deleteLater()

    def menu(self, name: str) -> QMenu:
        """Return the menu of a view."""
        menu = QMenu(self.tree)
        for words, run in (
            ("改名…", partial(self._rename, name)),
            ("更新为当前的列表", partial(self._update, name)),
            ("删除", partial(self._remove, name)),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, run=run: run())
            action.setEnabled(self._context.tasks.read_only is None)
        return menu

    def _rename(self, name: str) -> None:
        """Ask for another name."""
        dialog = ViewDialog(self.tree.window(), "视图改名", name, (), partial(self._store_name, name))
        dialog.exec()
        dialog.deleteLater()

    def _store_name(self, name: str, new: str) -> None:
        """Store another name."""
        stored(self._context.tasks.write(f"视图改名：{name}", service.rename, name, new))

    def _update(self, name: str) -> None:
        """Keep the list as it is now under a name that exists."""
        self._do(f"更新视图：{name}", partial(service.save, view=to_json(replace(self._held(), name=name))))

    def _remove(self, name: str) -> None:
        """Give a view up; it can be undone."""
        self._do(f"删除视图：{name}", partial(service.remove, name=name))

    def _do(self, what: str, deed: Callable[..., None]) -> None:
        """Do it and say so, or why not."""
        try:
            self._context.tasks.write(what, deed)
        except TrackerError as error:
            self._context.notify(str(error), tone="error")
        else:
            self._context.notify(f"已{what.replace('：', '“', 1)}”。可撤销（Ctrl+Z）。")


def _plain(criteria: Criteria) -> Criteria:
    """Return a filter without the ids its name stands for, and without what is no filter."""
    named = criteria.ids_name in tuple(Behind)
    return replace(criteria, counting=None, project_ids=() if named else criteria.project_ids)
