"""The screens of 问题: open ones, the form of a new one, choosing its project, and none at all."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.queries import projects
from tracker.queries.criteria import Criteria
from tracker.services import problems
from tracker.services.problems import ProblemInput
from tracker.ui.dialogs.project_picker import ProjectPicker
from tracker.ui.pages.problems import ALL, ProblemsPage

_OPENED = date(2026, 5, 20)
_ROWS = (
    ("征地拆迁未完成，红线内尚有 3 户未签协议", "征拆", "县级", "县自然资源局", date(2026, 8, 15)),
    ("专项债资金未到位，施工单位垫资已到上限", "资金", "市级", "市财政局", date(2026, 9, 20)),
    ("设备采购招标流标两次", "招标", None, "卫生健康局", date(2026, 12, 31)),
    ("消防设计审查意见未批复", "审批", "县级", None, None),
)


def _notes(session: Session) -> None:
    """Note some problems, one of them solved."""
    offered = projects.list_ids(session, Criteria(counted_only=True), date(2026, 9, 30))
    for place, (text, category, level, owner, deadline) in enumerate(_ROWS * 3):
        project = offered[(place * 7) % len(offered)]
        key = problems.add(session, ProblemInput(project, text, _OPENED, category, level, owner, deadline))
        if place % 5 == 4:
            problems.close(session, key, date(2026, 9, 10), "已完成，资料齐全。", date(2026, 10, 8))


def _page(stage: Stage) -> ProblemsPage:
    """Open 问题."""
    page = stage.page("problems")
    if not isinstance(page, ProblemsPage):
        raise TypeError(page)
    return page


def _listed(stage: Stage) -> None:
    """Show the open problems."""
    stage.context.tasks.write("登记问题", _notes)
    _page(stage)


def _every(stage: Stage) -> None:
    """Show all problems, and the form of a new one."""
    _listed(stage)
    page = _page(stage)
    page.which.setCurrentIndex(page.which.findData(ALL))
    page.refresh(page.tab.wants)
    page.begin(stage.project("德惠市传染病医院异地新建"))


def _picker(stage: Stage) -> None:
    """Choose the project of a new problem."""
    page = _page(stage)
    picker = ProjectPicker(page, stage.context, "登记问题：选择项目", "下一步")
    picker.finder.search("德惠")
    picker.open()


def _none(stage: Stage) -> None:
    """Show the page of a file without problems."""
    _page(stage)


PROBLEM_SCREENS = [
    Screen("问题", _listed),
    Screen("问题-深色", _listed, dark=True),
    Screen("问题-1366屏125%", _listed, size=SCALED),
    Screen("问题-窄", _listed, size=NARROW),
    Screen("问题-登记", _every),
    Screen("问题-选择项目", _picker),
    Screen("问题-没有", _none, file="fresh"),
]
