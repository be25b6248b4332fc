"""Which project a row of a foreign sheet means: by uid, else 项目代码, else the exact name or alias."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain import pasting, project_code
from tracker.domain.pasting import NAME, UID, UNIT
from tracker.store.tables import Project, ProjectAlias, ReportingUnit, UidAlias, UnitFormer

_NAMELESS = "这一行没有项目名称，未写入。名称是合并单元格的，请取消合并，每行都写上名称。"


@dataclass(frozen=True)
class Found:
    """The project of a row, or the sentence that says why there is none; ``text`` is what the row calls it."""

    text: str
    project_id: int | None = None
    error: str | None = None
    note: str | None = None


class Finder:
    """Looks projects up by what identifies them. It reads all names once, in a few statements."""

    def __init__(self, session: Session) -> None:
        """Read uids, codes, names and units; merged projects are found by the names their survivors took over."""
        self._uids: dict[str, int] = {}
        self._codes: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        self._units: dict[int, int] = {}
        self.shown: dict[int, str] = {}
        live = Project.merged_into_id.is_(None)
        for row in session.execute(
            select(Project.id, Project.uid, Project.code, Project.name, Project.unit_id).where(live)
        ):
            self._uids[row.uid] = row.id
            self._units[row.id] = row.unit_id
            self.shown[row.id] = row.name
            self._names[pasting.key(row.name)].add(row.id)
            if row.code:
                self._codes[row.code].add(row.id)
        for project_id, text in session.execute(select(ProjectAlias.project_id, ProjectAlias.text)):
            if project_id in self.shown:
                self._names[pasting.key(text)].add(project_id)
        for uid, project_id in session.execute(select(UidAlias.old_uid, UidAlias.project_id)):
            self._uids.setdefault(uid, project_id)
        self._unit_names = _unit_names(session)

    def find(self, cells: Mapping[str, str]) -> Found | None:
        """Return the project of a row given by its uid, code, name and unit; None for a line of totals or nothing."""
        name = cells.get(NAME, "")
        code = project_code.check(cells.get("code", "")).code or ""
        text = name or code or cells.get(UID, "")
        if name and pasting.is_total(name):
            return None
        if not text:
            return Found("", error=_NAMELESS) if any(cells.values()) else None
        if (by_uid := self._uids.get(cells.get(UID, ""))) is not None:
            return Found(text, by_uid, note=self._other_name(name, by_uid, "编号"))
        by_code = self._codes.get(code, set())
        if len(by_code) == 1:
            (only,) = by_code
            return Found(text, only, note=self._other_name(name, only, "项目代码"))
        return self._by_name(text, name, cells.get(UNIT, ""), by_code)

    def names_of_code(self, code: str | None) -> list[str]:
        """Return the names of the projects that have a 项目代码."""
        return [self.shown[project_id] for project_id in sorted(self._codes.get(code or "", ()))]

    def _by_name(self, text: str, name: str, unit: str, among: set[int]) -> Found:
        """Return the project of a name, narrowed by the unit and, where several share the code, by the code."""
        named = self._names.get(pasting.key(name), set()) if name else among
        if among & named:
            named &= among
        if not named:
            return Found(text, error=f"没有名称或别名是“{text}”的项目，这一行未写入。可先新建项目，或为项目添加别名。")
        if unit:
            units = self._unit_names.get(pasting.key(unit), set())
            if not units:
                return Found(text, error=f"没有上报单位“{unit}”，这一行未写入，请核对。")
            named = {one for one in named if self._units[one] in units}
            if not named:
                return Found(text, error=f"“{unit}”没有叫“{text}”的项目，这一行未写入，请核对单位。")
        if len(named) > 1:
            return Found(
                text, error=f"有 {len(named)} 个项目都叫“{text}”，分不清是哪一个。请在表中加上“上报单位”或“项目代码”。"
            )
        return Found(text, next(iter(named)))

    def _other_name(self, name: str, project_id: int, by: str) -> str | None:
        """Return a note where the row names another project than its uid or code does."""
        if not name or project_id in self._names.get(pasting.key(name), set()):
            return None
        return f"表中名称“{name}”与项目“{self.shown.get(project_id, '')}”不同，已按{by}对应，请核对。"


def _unit_names(session: Session) -> dict[str, set[int]]:
    """Return the units by their present and former names."""
    found: dict[str, set[int]] = defaultdict(set)
    for row in session.execute(select(ReportingUnit.id, ReportingUnit.name)):
        found[pasting.key(row.name)].add(row.id)
    for former in session.execute(select(UnitFormer.unit_id, UnitFormer.name).where(UnitFormer.name.is_not(None))):
        found[pasting.key(former.name)].add(former.unit_id)
    return found
