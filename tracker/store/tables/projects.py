"""Projects and what belongs to them: names, sources, targets, states, documents, problems."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.domain.kinds import (
    Comparator,
    Kind,
    Level,
    Nature,
    Precision,
    ProblemCategory,
    ProblemLevel,
    State,
)
from tracker.store.tables.base import AUTOINCREMENT, Base, Row, flag, one_of


class Project(Row, Base):
    """项目. A programme is an entry too: a heading (not counted) when projects are named inside it.

    ``counted`` is what the catalogue says of the entry itself; whether it counts *as of a date* also depends on its
    state and on merging. ``position`` is the default order: plan, box, programme, place in the box.
    """

    __tablename__ = "project"
    __table_args__ = (
        one_of("kind", Kind),
        one_of("nature", Nature),
        one_of("level", Level),
        one_of("deadline_precision", Precision),
        flag("is_programme"),
        flag("counted"),
        flag("unit_inferred"),
        CheckConstraint("length(trim(name)) > 0", name="name_given"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_on IS NULL)", name="merged_whole"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_own_parent"),
        AUTOINCREMENT,
    )

    name: Mapped[str] = mapped_column(String, index=True)
    kind: Mapped[str]
    nature: Mapped[str] = mapped_column(String, server_default=Nature.UNSTATED.value)
    code: Mapped[str | None] = mapped_column(String, index=True)  # 项目代码
    unit_id: Mapped[int] = mapped_column(ForeignKey("reporting_unit.id"), index=True)
    unit_inferred: Mapped[bool] = mapped_column(server_default="0")  # the plan does not print the place
    place: Mapped[str | None]  # 建设地点
    content: Mapped[str | None]  # 建设内容及规模
    level: Mapped[str | None]  # 级别
    builder: Mapped[str | None]  # 建设单位
    owner_dept: Mapped[str | None]  # 责任单位
    owner: Mapped[str | None]  # 责任人
    leader: Mapped[str | None]  # 包保领导; the label is a setting
    planned_start: Mapped[date | None]
    planned_finish: Mapped[date | None]
    deadline_text: Mapped[str | None]  # 规划时限 as printed
    deadline_day: Mapped[date | None]
    deadline_precision: Mapped[str | None]
    note: Mapped[str | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)  # 打捆
    is_programme: Mapped[bool] = mapped_column(server_default="0")
    counted: Mapped[bool] = mapped_column(server_default="1")
    position: Mapped[int] = mapped_column(index=True)
    template_key: Mapped[str | None]  # the milestone template last applied
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    merged_on: Mapped[date | None]
    pinyin: Mapped[str] = mapped_column(String, server_default="", index=True)  # search keys, see store/pinyin.py
    custom: Mapped[str | None]  # the user's own columns, a JSON object


class ProjectAlias(Row, Base):
    """A printed variant or former name of a project."""

    __tablename__ = "project_alias"
    __table_args__ = (UniqueConstraint("project_id", "text"), AUTOINCREMENT)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    text: Mapped[str]


class UidAlias(Row, Base):
    """A uid that was merged away or withdrawn: it opens the survivor, and is never given again."""

    __tablename__ = "uid_alias"
    __table_args__ = AUTOINCREMENT

    old_uid: Mapped[str] = mapped_column(String, unique=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)


class Source(Row, Base):
    """来源: the programme that names a project. A project may have several."""

    __tablename__ = "source"
    __table_args__ = (UniqueConstraint("project_id", "programme_id"), AUTOINCREMENT)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(server_default="1")  # 1 is where the list puts it


class Related(Row, Base):
    """相关项目: different works at one institution; kept once for each pair, the lower id first."""

    __tablename__ = "related"
    __table_args__ = (
        UniqueConstraint("project_id", "other_id"),
        CheckConstraint("project_id < other_id", name="one_way"),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)


class Target(Row, Base):
    """A printed quantity: as printed, and taken apart. Numbers are thousandths of the unit (4.5 is 4500)."""

    __tablename__ = "target"
    __table_args__ = (one_of("comparator", Comparator), one_of("deadline_precision", Precision), AUTOINCREMENT)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    comparator: Mapped[str]
    low_milli: Mapped[int | None]
    high_milli: Mapped[int | None]
    unit: Mapped[str | None]
    base: Mapped[str | None]  # 每年, 每村, 占比…
    deadline_text: Mapped[str | None]
    deadline_day: Mapped[date | None]
    deadline_precision: Mapped[str | None]


class TargetValue(Row, Base):
    """完成数: what a target has reached, cumulative at a period's end."""

    __tablename__ = "target_value"
    __table_args__ = (UniqueConstraint("target_id", "period_end"), AUTOINCREMENT)

    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    period_end: Mapped[date]
    achieved_milli: Mapped[int]


class StatePeriod(Row, Base):
    """A state set by hand from a date on; ``since`` NULL means from the beginning.

    ``state`` NULL takes the hand away: from that day on the milestones tell the state again.
    """

    __tablename__ = "state_period"
    __table_args__ = (one_of("state", State), UniqueConstraint("project_id", "since"), AUTOINCREMENT)

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    state: Mapped[str | None]
    since: Mapped[date | None]
    reason: Mapped[str | None]


class Document(Row, Base):
    """批复文件: the paper a date or an amount rests on; the file itself lies under ``附件/<uid>/``."""

    __tablename__ = "document"
    __table_args__ = AUTOINCREMENT

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), index=True)
    number: Mapped[str | None]  # 文号
    title: Mapped[str]
    issuer: Mapped[str | None]
    issued_on: Mapped[date | None]
    type: Mapped[str | None]
    file: Mapped[str | None]  # relative to the database's folder
    sha256: Mapped[str | None]


class Problem(Row, Base):
    """问题: what stands in the way, who has to act, until when, and what came of it."""

    __tablename__ = "problem"
    __table_args__ = (
        one_of("category", ProblemCategory),
        one_of("level", ProblemLevel),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", name="closed_after_opened"),
        Index("ix_problem_open", "project_id", "closed_on"),
        AUTOINCREMENT,
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"))
    description: Mapped[str]
    category: Mapped[str | None]
    level: Mapped[str | None]  # which level has to coordinate
    owner: Mapped[str | None]
    deadline: Mapped[date | None]
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    result: Mapped[str | None]
