"""Screens of 打捆 and of 数量目标: in the list, in 概况, and the dialogs."""

from __future__ import annotations

from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.errors import InputError
from tracker.domain.kinds import Comparator
from tracker.queries.criteria import Criteria
from tracker.queries.projects import list_ids, list_rows
from tracker.services import bundles, money, targets
from tracker.services.money import AllocationInput
from tracker.services.targets import TargetInput, ValueInput
from tracker.ui.detail.facts import FactsTab
from tracker.ui.detail.panel import DetailPanel
from tracker.ui.detail.report import ReportTab
from tracker.ui.dialogs.new_project import NewProjectDialog
from tracker.ui.dialogs.split_batch import SplitDialog
from tracker.ui.pages.projects import ProjectsPage

WAN = 1_000_000
PARENT, CAPACITY = "德惠市传染病医院", "全科医生"
TODAY, Q3 = date(2026, 10, 10), date(2026, 9, 30)


def _facts(stage: Stage) -> FactsTab:
    """Return 概况 of the project beside the list."""
    tab = next(iter(stage.window.findChildren(DetailPanel))).tabs["facts"]
    if not isinstance(tab, FactsTab):
        raise TypeError(tab)
    return tab


def _parts(session: Session, parent: int) -> list[int]:
    """Return three more projects of any units."""
    ids = list_ids(session, Criteria(), Q3)
    rows = list_rows(session, ids, Q3)
    return [row.project_id for row in rows if row.counted and row.project_id != parent][:3]


def _bundle(session: Session, parent: int) -> None:
    """Make a bundle with one batch of 下达."""
    bundles.set_parent(session, _parts(session, parent), parent)
    batch = AllocationInput(parent, 500 * WAN, date(2026, 3, 1), None, "吉发改投资〔2026〕1号", None)
    batch_id = money.add_allocation(session, batch)
    first, second, _third = _parts(session, parent)
    bundles.split_allocation(session, batch_id, {first: 200 * WAN, second: 120 * WAN + WAN // 2})


def _bundled(stage: Stage) -> FactsTab:
    """Show a 打捆 project with its parts."""
    parent = stage.project(PARENT)
    stage.context.tasks.write("打捆演示", _bundle, parent)
    stage.context.open_project(parent, "facts")
    stage.settle()
    tab = _facts(stage)
    tab.area.ensureWidgetVisible(tab.bundle, 0, 24)
    return tab


def _part(stage: Stage) -> None:
    """Show a part of a bundle."""
    _bundled(stage)
    parent = stage.project(PARENT)
    part = stage.context.tasks.read(_parts, parent)[0]
    stage.context.open_project(part, "facts")
    stage.settle()
    tab = _facts(stage)
    tab.area.ensureWidgetVisible(tab.bundle, 0, 24)


def _split(stage: Stage) -> None:
    """Split a batch too far."""
    tab = _bundled(stage)
    dialog = SplitDialog(stage.window, tab.bundle._bundle, partial(tab.bundle._store, tab.project_id))
    dialog.show()
    list(dialog.fields.values())[2].setText("300")


def _target(stage: Stage) -> int:
    """Return a capacity project with three targets, one of them half reached."""
    key, tasks = stage.project(CAPACITY), stage.context.tasks
    given = (
        TargetInput(key, "每年培训全科医生不少于 200 人", low="200", unit="人", base="每年"),
        TargetInput(
            key,
            "每个乡镇卫生院至少配备 2—4 名注册全科医生",
            Comparator.RANGE,
            "2",
            "4",
            "人",
            "每个乡镇卫生院",
            "到2027年",
        ),
        TargetInput(key, "培训对象投诉率", Comparator.AT_MOST, high="5", unit="%", deadline_text="2026年底"),
    )
    for one in given:
        done = tasks.write("添加目标", targets.add, one)
        if done is not None and one.low == "200":
            tasks.write("填完成数", targets.set_value, ValueInput(done.result, Q3, "120"), TODAY)
    return key


def _targets(stage: Stage) -> FactsTab:
    """Show the targets in 概况."""
    stage.context.open_project(_target(stage), "facts")
    stage.settle()
    tab = _facts(stage)
    tab.area.ensureWidgetVisible(tab.targets, 0, 24)
    return tab


def _range(stage: Stage) -> None:
    """Leave a range with its ends the wrong way round."""
    tab = _targets(stage)
    tab.targets.table.select_key(tab.targets.model.rows()[-2].fact.target_id)
    tab.targets.change.click()
    stage.settle()
    tab.targets.entry.form.fields["high"].put("1")
    tab.targets.entry.submit()
    tab.area.ensureWidgetVisible(tab.targets.entry, 0, 24)


def _no_target(stage: Stage) -> None:
    """Show a capacity project without targets at 季报."""
    key = stage.project(CAPACITY)
    stage.context.open_project(key, "report")
    stage.settle()
    tab = next(iter(stage.window.findChildren(DetailPanel))).tabs["report"]
    if isinstance(tab, ReportTab):
        for line in tuple(tab.targets.model.rows()):
            stage.context.tasks.write("移除", targets.remove, line.fact.target_id)


def _same_code(stage: Stage) -> None:
    """Ask about a code that another project has."""
    tab = _part_with_code(stage)
    field = tab.form.fields["code"]
    field.put("2111-341324-04-01-826424")
    field.commit()


def _part_with_code(stage: Stage) -> FactsTab:
    """Show a project while another one has a code."""
    from tracker.services import projects

    parent = stage.project(PARENT)
    stage.context.tasks.write("填代码", projects.edit, parent, "code", "2111-341324-04-01-826424")
    stage.context.open_project(stage.project("九台区中医"), "facts")
    stage.settle()
    return _facts(stage)


def _new_project(stage: Stage) -> None:
    """Ask for a new project."""
    page = stage.page("projects")
    if isinstance(page, ProjectsPage):
        dialog = NewProjectDialog(page, page.choices(), _refuse, page.deeds._suggested())
        dialog.show()
        dialog.name.setText("德惠市医养结合中心改建")


def _refuse(_new: object) -> None:
    """Store nothing."""
    raise InputError("演示")


BUNDLE_SCREENS: list[Screen] = [
    *(
        Screen(f"打捆-{name}{suffix}", prepare, size=size) if size else Screen(f"打捆-{name}{suffix}", prepare)
        for name, prepare in (("概况", _bundled), ("子项目", _part), ("拆分下达", _split))
        for suffix, size in (("", None), ("-125%", SCALED), ("-窄", NARROW))
    ),
    *(
        Screen(f"目标-{name}{suffix}", prepare, size=size) if size else Screen(f"目标-{name}{suffix}", prepare)
        for name, prepare in (("概况", _targets), ("区间有误", _range), ("季报-空", _no_target))
        for suffix, size in (("", None), ("-125%", SCALED), ("-窄", NARROW))
    ),
    Screen("目标-概况-深色", _targets, dark=True),
    Screen("打捆-概况-深色", _bundled, dark=True),
    Screen("概况-代码相同", _same_code),
    Screen("新建项目-模板", _new_project),
]
