"""Milestone templates: which one fits a project, and how one is laid over the milestones that are there already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.domain.kinds import Kind, Nature

CONSTRUCTION, RENOVATION, EQUIPMENT, INFORMATION = "construction", "renovation", "equipment", "information"
TRAINING, ACCREDITATION, SCREENING = "training", "accreditation", "screening"

# Words of a name, tried in this order: the first list with a hit decides.
_CAPACITY_WORDS = (
    (INFORMATION, ("信息", "平台", "互联网", "智慧", "远程", "数据库", "大数据", "数字化", "电子病历")),
    (TRAINING, ("培训", "培养", "进修", "规培", "人才", "师资", "全科医生", "队伍")),
    (ACCREDITATION, ("创建", "达标", "评审", "认证", "示范", "卫生城市", "卫生县", "卫生乡镇", "等级医院", "复审")),
    (EQUIPMENT, ("设备", "购置", "配备", "装备")),
    (SCREENING, ("筛查", "体检", "随访", "监测", "服务", "接种", "普查")),
)
_INFORMATION_WORDS = ("信息化", "信息系统", "信息平台", "互联网", "智慧", "远程医疗", "大数据", "数字化", "电子病历")
_RENOVATION_WORDS = ("改造", "装修", "维修", "修缮", "翻新", "提升工程")
_BUILDING_WORDS = ("新建", "扩建", "迁建", "改扩建", "异地", "楼", "院区", "基础设施", "用房")
_EQUIPMENT_WORDS = ("设备", "购置", "配置", "配备", "救护车", "装备")


def suggested_template(kind: str, nature: str, name: str) -> str:
    """Return the key of the template to offer first (domain.md 1c): by kind, 建设性质 and the words of the name."""
    if kind == Kind.CAPACITY:
        found = (key for key, words in _CAPACITY_WORDS if _has(name, words))
        return next(found, SCREENING)
    building = _has(name, _BUILDING_WORDS)
    unstated = nature == Nature.UNSTATED and not building
    choices = (
        (INFORMATION, _has(name, _INFORMATION_WORDS) and not building),
        (EQUIPMENT, nature == Nature.PURCHASE or (unstated and _has(name, _EQUIPMENT_WORDS))),
        (RENOVATION, nature in (Nature.RENOVATE, Nature.REBUILD) or (unstated and _has(name, _RENOVATION_WORDS))),
    )
    return next((key for key, fits in choices if fits), CONSTRUCTION)


def _has(name: str, words: Sequence[str]) -> bool:
    """Return whether a name contains one of the words."""
    return any(word in name for word in words)


@dataclass(frozen=True)
class Node:
    """What matching looks at: ``holds`` tells that something has been entered on the milestone."""

    title: str
    role: str | None
    holds: bool = False


def matches(items: Sequence[Node], present: Sequence[Node]) -> list[int | None]:
    """Return for each template item the index of the milestone it takes over, None where a new one is needed.

    By role, then by title; milestones that hold something come before empty ones, so that no date is left aside for
    the sake of an empty twin.
    """
    taken: dict[int, int] = {}
    for holds in (True, False):
        for same in (_same_role_and_title, _same_role, _same_title):
            for place, item in enumerate(items):
                free = (at for at, node in enumerate(present) if node.holds is holds and at not in taken.values())
                found = None if place in taken else next((at for at in free if same(item, present[at])), None)
                if found is not None:
                    taken[place] = found
    return [taken.get(place) for place in range(len(items))]


def _same_role(item: Node, node: Node) -> bool:
    """Return whether both have one role."""
    return item.role is not None and item.role == node.role


def _same_title(item: Node, node: Node) -> bool:
    """Return whether both have one title."""
    return item.title == node.title


def _same_role_and_title(item: Node, node: Node) -> bool:
    """Return whether both agree wholly."""
    return _same_role(item, node) and _same_title(item, node)
