"""Settings of the office: each function sets one of them and checks it first."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.duty import DueRule, checked_rule
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Counting, PaidBase
from tracker.domain.office import LEADER_LABELS, SIGN_OFF_LABELS, SignOff
from tracker.domain.project_fields import LABELS
from tracker.services.custom import columns_of
from tracker.store import settings
from tracker.store.tables import ReportingUnit

_LONGEST_LABEL = 10


def set_leader_label(session: Session, label: str | None) -> None:
    """Call the leader's column 包保领导, 挂点领导 or as the office does; empty is 包保领导.

    Raises InputError where another column has the name: two alike could not be told apart in a sheet.
    """
    word = inputs.text(label, "领导栏的名称", "leader_label", _LONGEST_LABEL)
    if word in LABELS.values() and word not in LEADER_LABELS:
        raise InputError(f"“{word}”是程序已有的栏，未保存。请给领导栏另起一个名字。", "leader_label")
    if any(column.label == word for column in columns_of(session)):
        raise InputError(f"“{word}”已是自定义栏的名称，未保存。请换一个，或先改自定义栏的名称。", "leader_label")
    settings.put(session, settings.LEADER_LABEL, None if word in (None, LEADER_LABELS[0]) else word)


def set_paid_base(session: Session, base: PaidBase | str) -> None:
    """Divide 支付 by 累计到位 or by 累计下达."""
    word = inputs.word(base, PaidBase, "支付率的分母", "paid_base")
    settings.put(session, settings.PAID_BASE, None if word in (None, PaidBase.ARRIVED) else word.value)


def set_counting(session: Session, counting: Counting | str) -> None:
    """Count 打捆 projects by the bundle or by its parts where nothing else is chosen."""
    word = inputs.word(counting, Counting, "打捆项目的计数", "counting")
    settings.put(session, settings.COUNTING, None if word in (None, Counting.BUNDLED) else word.value)


def set_due_rule(session: Session, rule: DueRule) -> None:
    """Set the day reports are due; raises InputError for a day outside 1–31."""
    checked_rule(rule)
    settings.put(session, settings.DUE_RULE, None if rule == DueRule() else asdict(rule))


def set_display_name(session: Session, system_user: str, name: str | None) -> None:
    """Say under which name the changes of a system user stand in the log from now on; empty is the system's name."""
    user = inputs.required_text(system_user, "系统用户", "system_user", inputs.LONGEST_LINE)
    shown = inputs.text(name, "显示姓名", "display_name", 20)
    names: dict[str, str] = settings.value(session, settings.DISPLAY_NAMES) or {}
    names.pop(user, None)
    if shown is not None and shown != user:
        names[user] = shown
    settings.put(session, settings.DISPLAY_NAMES, names or None)


def set_sign_off(session: Session, unit_id: int | None, lines: SignOff) -> None:
    """Set 填报单位, the names and the phone at the foot of a unit's report; of the office itself with None.

    Lines that are all empty remove the unit's own, so that the office's stand there.
    """
    uid = ""
    if unit_id is not None:
        unit = session.get(ReportingUnit, unit_id)
        if unit is None:
            raise NotFound("这个上报单位已不存在，请重新选择。")
        uid = unit.uid
    given = {
        name: inputs.text(getattr(lines, name), label, name, inputs.LONGEST_LINE)
        for name, label in SIGN_OFF_LABELS.items()
    }
    kept = {name: text for name, text in given.items() if text}
    if (phone := kept.get("phone")) and not any(letter.isdigit() for letter in phone):
        raise InputError(f"联系电话“{phone}”里没有数字，未保存，请核对。", "phone")
    stored: dict[str, Any] = settings.value(session, settings.SIGN_OFF) or {}
    stored.pop(uid, None)
    if kept:
        stored[uid] = kept
    settings.put(session, settings.SIGN_OFF, stored or None)
