"""Which template is offered, and how one is laid over what is there."""

from __future__ import annotations

import pytest

from tracker.domain.kinds import Kind, Nature
from tracker.domain.templates import Node, matches, suggested_template


@pytest.mark.parametrize(
    ("kind", "nature", "name", "key"),
    [
        (Kind.CONSTRUCTION, Nature.RELOCATE, "德惠市传染病医院异地新建项目", "construction"),
        (Kind.CONSTRUCTION, Nature.UNSTATED, "农安县妇幼保健院门诊楼建设项目", "construction"),
        (Kind.CONSTRUCTION, Nature.RENOVATE, "净月街道社区卫生服务中心维修改造", "renovation"),
        (Kind.CONSTRUCTION, Nature.UNSTATED, "发热门诊改造项目", "renovation"),
        (Kind.CONSTRUCTION, Nature.PURCHASE, "直线加速器购置", "equipment"),
        (Kind.CONSTRUCTION, Nature.UNSTATED, "负压救护车配备项目", "equipment"),
        (Kind.CONSTRUCTION, Nature.UNSTATED, "全民健康信息平台建设", "information"),
        (Kind.CAPACITY, Nature.UNSTATED, "全科医生培训", "training"),
        (Kind.CAPACITY, Nature.UNSTATED, "榆树市创建国家卫生城市", "accreditation"),
        (Kind.CAPACITY, Nature.UNSTATED, "农村妇女“两癌”筛查", "screening"),
        (Kind.CAPACITY, Nature.UNSTATED, "家庭医生签约", "screening"),
        (Kind.CAPACITY, Nature.UNSTATED, "远程会诊系统推广", "information"),
    ],
)
def test_the_template_that_is_offered_first(kind: Kind, nature: Nature, name: str, key: str) -> None:
    assert suggested_template(kind, nature, name) == key


def test_a_filled_milestone_is_taken_before_its_empty_twin() -> None:
    items = [Node("立项", "立项"), Node("施工许可/开工", "开工"), Node("招标", None)]
    present = [Node("施工许可/开工", "开工"), Node("开工", "开工", holds=True), Node("招标", None, holds=True)]
    assert matches(items, present) == [None, 1, 2]


def test_the_role_decides_before_the_title() -> None:
    items = [Node("验收", "竣工验收")]
    present = [Node("验收", None, holds=True), Node("竣工", "竣工验收", holds=True)]
    assert matches(items, present) == [1]
    assert matches(items, present[:1]) == [0]


def test_no_milestone_is_taken_twice() -> None:
    items = [Node("过半", None), Node("过半", None)]
    assert matches(items, [Node("过半", None, holds=True)]) == [0, None]
