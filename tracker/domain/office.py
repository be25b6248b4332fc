"""What an office sets for its file: words it uses, how it counts, who signs, when reports are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tracker.domain.custom import CustomColumn
from tracker.domain.duty import DueRule
from tracker.domain.kinds import Counting, PaidBase

# The words in use by region (domain.md 2g); any other may be typed.
LEADER_LABELS = ("包保领导", "挂点领导", "挂钩领导", "包抓领导", "包联领导")


@dataclass(frozen=True)
class SignOff:
    """The lines at the foot of a unit's report; an empty text is a line to be filled by hand."""

    office: str = ""  # 填报单位
    head: str = ""  # 单位负责人
    reviewer: str = ""  # 审核人
    filler: str = ""  # 填报人
    phone: str = ""  # 联系电话


NOBODY = SignOff()
SIGN_OFF_LABELS = {
    "office": "填报单位",
    "head": "单位负责人",
    "reviewer": "审核人",
    "filler": "填报人",
    "phone": "联系电话",
}


@dataclass(frozen=True)
class Office:
    """All settings of a file. ``sign_off`` is the office's own; ``unit_sign_off`` by unit id, where a unit has one."""

    leader_label: str = LEADER_LABELS[0]
    paid_base: PaidBase = PaidBase.ARRIVED
    counting: Counting = Counting.BUNDLED
    due: DueRule = field(default_factory=DueRule)
    sign_off: SignOff = field(default_factory=SignOff)
    unit_sign_off: Mapping[int, SignOff] = field(default_factory=dict)
    display_names: Mapping[str, str] = field(default_factory=dict)
    custom: tuple[CustomColumn, ...] = ()

    def signing(self, unit_id: int | None) -> SignOff:
        """Return who signs a unit's sheet: the unit's own lines, each empty one taken from the office's."""
        own = self.unit_sign_off.get(unit_id) if unit_id is not None else None
        if own is None:
            return self.sign_off
        return SignOff(**{name: getattr(own, name) or getattr(self.sign_off, name) for name in SIGN_OFF_LABELS})
