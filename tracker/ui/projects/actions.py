"""What can be done with projects: new, cancel, restore, merge, 复制汇报, paste; as menu, context menu and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu

from tracker.domain import briefing
from tracker.domain.errors import TrackerError
from tracker.domain.kinds import Kind, Nature, State
from tracker.queries.briefing import briefing_facts
from tracker.queries.choices import Choices
from tracker.queries.criteria import Criteria
from tracker.queries.projects import ListRow, list_rows
from tracker.services import bulk, bundles, freezing, merge, projects
from tracker.services.projects import NewProject
from tracker.ui.context import AppContext
from tracker.ui.dialogs.bulk_edit import BulkDialog
from tracker.ui.dialogs.bundle import BundleDialog
from tracker.ui.dialogs.cancel_project import CancelDialog
from tracker.ui.dialogs.freeze import FreezeDialog
from tracker.ui.dialogs.merge import MergeDialog
from tracker.ui.dialogs.new_project import NewProjectDialog
from tracker.ui.icons import icon
from tracker.ui.projects.list_panel import ListPanel
from tracker.ui.table_copying import copy_selection
from tracker.ui.tasks import stored

_PAIR, _MOST_BUNDLED = 2, 200
Text = Callable[[briefing.Facts], str]


class ProjectActions(QObject):
    """The actions and what they do. ``made`` carries the id of a new or merged project, to be shown.

    ``opened`` asks for the detail of the current project. ``filtered`` carries Criteria asked for in the context menu,
    ``paste_wanted`` the clipboard's text.
    """

    made = Signal(int)
    opened = Signal(int)
    filtered = Signal(object)
    paste_wanted = Signal(str)

    def __init__(self, context: AppContext, panel: ListPanel, choices: Callable[[], Choices]) -> None:
        """Serve *panel*."""
        super().__init__(panel)
        self._context = context
        self._panel = panel
        self._choices = choices
        self.new = self._action("新建项目…", self.create, keys="Ctrl+N", picture="add")
        self.cancel = self._action("取消项目…", self.cancel_project)
        self.restore = self._action("恢复已取消的项目", self.restore_project)
        self.merge = self._action("合并…", self.merge_projects)
        self.bundle = self._action("打捆…", self.bundle_projects)
        self.freeze = self._action("冻结原定…", self.freeze_planned, picture="lock_closed")
        self.bulk = self._action("批量修改…", self.edit_together, keys="Ctrl+E", picture="table_edit")
        self.sentence = self._action("复制汇报：一句话", partial(self.copy_briefing, briefing.sentence), picture="copy")
        self.paragraph = self._action("复制汇报：一段话", partial(self.copy_briefing, briefing.paragraph))
        self.copy = self._action("复制所选行", self.copy_rows)
        self.paste = self._action("从 Excel 粘贴…", self.paste_clipboard)
        self.copy.setToolTip("带标题行，可直接粘贴到 Excel（Ctrl+C）")

    def _action(self, text: str, run: Callable[[], object], *, keys: str = "", picture: str = "") -> QAction:
        """Make an action."""
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        if picture:
            action.setIcon(icon(picture))
        action.triggered.connect(lambda _checked=False: run())
        return action

    @property
    def window(self) -> ListPanel:
        """What dialogs stand over."""
        return self._panel

    # --- What can be done now ---

    def update(self) -> None:
        """Enable what can be done with the current row."""
        row = self.current()
        blocked = self._context.tasks.read_only
        project = row is not None and row.counted
        cancelled = project and row is not None and row.figures.state == State.CANCELLED
        for action, possible in (
            (self.new, True),
            (self.paste, True),
            (self.freeze, True),
            (self.bulk, row is not None),
            (self.cancel, project and not cancelled),
            (self.restore, cancelled),
            (self.merge, project),
            (self.bundle, project),
        ):
            action.setEnabled(possible and blocked is None)
            action.setToolTip(blocked or action.text().replace("…", ""))
        for action in (self.sentence, self.paragraph, self.copy):
            action.setEnabled(row is not None)

    def current(self) -> ListRow | None:
        """Return the current row."""
        key = self._panel.table.current_key
        return self._panel.row(key) if isinstance(key, int) else None

    def menu_actions(self) -> dict[str, list[QAction]]:
        """Return the actions by menu."""
        line, second = self._line(), self._line()
        return {
            "编辑": [self.copy, self.paste],
            "项目": [
                *(self.new, self.bulk, line, self.cancel, self.restore, self.merge, self.bundle, self.freeze),
                *(second, self.sentence, self.paragraph),
            ],
        }

    def _line(self) -> QAction:
        """Return a line between actions."""
        line = QAction(self)
        line.setSeparator(True)
        return line

    def show_menu(self, place: QPoint) -> None:
        """Open the context menu of the current row."""
        self.update()
        row = self.current()
        menu = QMenu(self._panel)
        menu.setToolTipsVisible(True)
        if row is not None:
            menu.addAction("打开详情").triggered.connect(partial(self.opened.emit, row.project_id))
            menu.addSeparator()
        menu.addActions([self.copy, self.paste, self._line(), self.sentence, self.paragraph, self._line()])
        if row is not None:
            self._add_filters(menu, row)
        menu.addActions([self.bulk, self.cancel if not self.restore.isEnabled() else self.restore])
        menu.addActions([self.merge, self.freeze])
        menu.exec(place)
        menu.deleteLater()

    def _add_filters(self, menu: QMenu, row: ListRow) -> None:
        """Offer the filters a row suggests."""
        only_unit = Criteria(unit_ids=(row.unit_id,))
        menu.addAction(f"只看{row.unit}").triggered.connect(partial(self.filtered.emit, only_unit))
        menu.addSeparator()

    # --- Doing it ---

    def create(self) -> None:
        """Ask for a new project and show it."""
        dialog = NewProjectDialog(self.window, self._choices(), self._create, self._suggested())
        dialog.exec()
        dialog.deleteLater()

    def _create(self, new: NewProject) -> None:
        """Store a new project."""
        done = stored(self._context.tasks.write(f"新建项目：{new.name}", projects.create, new))
        self.made.emit(done.result)

    def _suggested(self) -> NewProject:
        """Return what a new project probably is, from the filter and the current row."""
        criteria, row = self._panel.result.criteria, self.current()
        unit = criteria.unit_ids[0] if len(criteria.unit_ids) == 1 else row.unit_id if row else 0
        programme = criteria.programme_ids[0] if len(criteria.programme_ids) == 1 else None
        kind = criteria.kinds[0] if len(criteria.kinds) == 1 else Kind.CONSTRUCTION
        return NewProject("", kind, unit, Nature.UNSTATED, programme)

    def cancel_project(self) -> None:
        """Ask from when and why a project is cancelled."""
        row = self.current()
        if row is None:
            return
        period = self._context.period
        save = partial(self._cancel, row)
        dialog = CancelDialog(self.window, row.name, period.today, period.as_of, save)
        dialog.exec()
        dialog.deleteLater()

    def _cancel(self, row: ListRow, on: date, reason: str) -> None:
        """Store the cancellation."""
        stored(self._context.tasks.write(f"取消项目：{row.name}", projects.cancel, row.project_id, on, reason))
        self._context.notify(f"已取消“{row.name}”，{on} 起不计入项数和合计。在“项目”菜单里可以恢复。")

    def restore_project(self) -> None:
        """Take a cancellation back."""
        row = self.current()
        if row is None:
            return
        try:
            done = self._context.tasks.write(f"恢复项目：{row.name}", projects.restore, row.project_id)
        except TrackerError as error:
            self._context.notify(str(error), tone="error")
            return
        if done is not None:
            self._context.notify(f"已恢复“{row.name}”，重新计入项数和合计。")

    def merge_projects(self) -> None:
        """Ask which two projects are one, and merge them."""
        selected = self._panel.selected_ids()
        row = self.current()
        if row is None:
            return
        others = [key for key in selected if key != row.project_id]
        second = self._panel.row(others[0]) if len(others) == 1 else None
        pair = (row.project_id, second.project_id if second is not None and second.counted else None)
        dialog = MergeDialog(self.window, self._context, pair, self._merge)
        dialog.exec()
        dialog.deleteLater()

    def _merge(self, plan: merge.MergePlan) -> None:
        """Store a merge."""
        pair = (plan.other_id, plan.survivor_id)
        other, survivor = self._context.tasks.read(list_rows, pair, self._context.period.as_of)
        what = f"合并项目：{other.name} 并入 {survivor.name}"
        stored(self._context.tasks.write(what, merge.merge, plan))
        self.made.emit(plan.survivor_id)
        self._context.notify("两条已合并为一个项目，原来的编号都能打开它。可一次撤销（Ctrl+Z）。")

    def bundle_projects(self) -> None:
        """Ask which of the selected projects stands for the others."""
        found = (self._panel.row(key) for key in self._panel.selected_ids()[:_MOST_BUNDLED])
        rows = [row for row in found if row is not None and row.counted]
        if len(rows) < _PAIR:
            self._context.notify("打捆要先选中两个以上的项目：按住 Ctrl 单击，或按 Shift+↓。")
            return
        dialog = BundleDialog(self.window, rows, self._bundle)
        dialog.exec()
        dialog.deleteLater()

    def _bundle(self, parent_id: int, parts: list[int]) -> None:
        """Store a bundle."""
        row = self._panel.row(parent_id)
        name = row.name if row is not None else ""
        stored(self._context.tasks.write(f"打捆：{name}", bundles.set_parent, parts, parent_id))
        self.opened.emit(parent_id)
        self._context.notify(
            f"已把 {len(parts)} 个项目打捆到“{name}”，在它的概况里可以拆分下达。可一次撤销（Ctrl+Z）。"
        )

    def freeze_planned(self) -> None:
        """Ask whose 原定 is to be fixed, with what that would do."""
        listed = tuple(self._panel.result.ids)
        dialog = FreezeDialog(self.window, self._context, tuple(self._panel.selected_ids()), listed, self._freeze)
        dialog.exec()
        dialog.deleteLater()

    def _freeze(self, choice: freezing.FreezeChoice, milestones: int) -> None:
        """Store it as one deed."""
        what, today = f"冻结 {milestones} 个节点的原定", self._context.period.today
        done = stored(self._context.tasks.write(what, freezing.freeze, choice, today))
        self._context.notify(f"已冻结 {done.result} 个节点的原定日期。可一次撤销（Ctrl+Z）。")

    def edit_together(self) -> None:
        """Ask what is to be changed in many projects, with what that would do."""
        listed = tuple(self._panel.result.ids)
        dialog = BulkDialog(self.window, self._context, tuple(self._panel.selected_ids()), listed, self._edit_together)
        dialog.exec()
        dialog.deleteLater()

    def _edit_together(self, change: bulk.BulkChange, title: str, many: int) -> None:
        """Store it as one deed; a closed quarter's copy gives way to the file, so that it is seen."""
        what = f"批量修改：{title}，{many} 个项目"
        signed = self._context.source is not None
        done = stored(self._context.tasks.write(what, bulk.apply, change))
        if signed:
            self._context.closed.choose(corrected=True)
        self._context.notify(f"已修改 {done.result} 个项目的{title}。可一次撤销（Ctrl+Z）。")

    def copy_briefing(self, text: Text) -> None:
        """Put one sentence or paragraph about each selected project on the clipboard."""
        ids = self._panel.selected_ids()
        if not ids:
            return
        read, as_of = self._context.tasks.read, self._context.period.as_of
        source = self._context.source
        said = [text(read(briefing_facts, key, as_of, source)) for key in ids[:_MOST]]
        QGuiApplication.clipboard().setText("\n".join(said))
        more = f"（只取前 {_MOST} 项）" if len(ids) > _MOST else ""
        what = "一句话" if text is briefing.sentence else "一段话"
        self._context.notify(f"已复制 {len(said)} 个项目的{what}汇报{more}，截至 {as_of}：{_start(said[0])}")

    def paste_clipboard(self) -> None:
        """Ask for the clipboard's block to be pasted."""
        self.paste_wanted.emit(QGuiApplication.clipboard().text())

    def copy_rows(self) -> None:
        """Copy the selected rows as Excel takes them."""
        count = copy_selection(self._panel.table)
        self._context.notify(f"已复制 {count} 行，可粘贴到 Excel。")


_MOST = 200  # briefings at once
_SHOWN = 60


def _start(text: str) -> str:
    """Return the beginning of a text, for the eye to check."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
