"""打捆: six village clinics are one project in the plan and six in the county's table, and never seven."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import builders
from tracker.domain.errors import InputError
from tracker.domain.figures import GroupKey
from tracker.domain.kinds import Counting
from tracker.domain.quarters import Quarter
from tracker.queries.criteria import Criteria
from tracker.queries.figures import figures, grouped
from tracker.queries.projects import counts, list_rows
from tracker.queries.settings import bundles_counted
from tracker.reports.chart_source import gather_chart
from tracker.reports.quarterly import gather
from tracker.services import bundles, settings
from tracker.store.database import Database

DAY = date(2026, 9, 30)
SPLIT = Criteria(counting=Counting.SPLIT)


def _clinics(db: Database) -> tuple[int, list[int]]:
    parent = db.write("新建", builders.project, name="村卫生室打捆项目").result
    parts = [db.write("新建", builders.project, name=f"村卫生室{n}").result for n in range(1, 4)]
    db.write("金额", builders.investment, parent, 900)
    for part, fen in zip(parts, (100, 200, 300), strict=True):
        db.write("金额", builders.investment, part, fen)
    db.write("打捆", bundles.set_parent, parts, parent)
    return parent, parts


def test_each_way_of_counting_counts_once_and_says_a_total_of_its_own(db: Database) -> None:
    parent, parts = _clinics(db)
    [bundled] = db.read(grouped, Criteria(), DAY, GroupKey.NOTHING)
    [split] = db.read(grouped, SPLIT, DAY, GroupKey.NOTHING)
    assert (bundled.projects, bundled.investment.fen) == (1, 900)
    assert (split.projects, split.investment.fen) == (3, 600)
    assert {row.project_id for row in db.read(figures, Criteria(), DAY) if row.counted} == {parent}
    assert {row.project_id for row in db.read(figures, SPLIT, DAY) if row.counted} == set(parts)
    assert db.read(counts, SPLIT, DAY).counted == 3
    assert SPLIT.empty


def test_every_number_follows_the_office_where_nothing_else_is_chosen(db: Database) -> None:
    parent, parts = _clinics(db)
    assert db.read(bundles_counted) is Counting.BUNDLED
    db.write("拆分计", settings.set_counting, Counting.SPLIT)
    [group] = db.read(grouped, Criteria(), DAY, GroupKey.NOTHING)
    assert (group.projects, group.investment.fen) == (3, 600)
    assert db.read(counts, Criteria(), DAY).counted == 3
    rows = {row.project_id: row for row in db.read(list_rows, [parent, *parts], DAY)}
    assert [rows[one].figures.counted for one in (parent, *parts)] == [False, True, True, True]
    assert (rows[parent].parts, rows[parts[0]].bundle) == (3, "村卫生室打捆项目")
    report = gather(db.read, Criteria(), Quarter(2026, 3))
    assert (report.whole.projects, report.counting) == (3, Counting.SPLIT)
    assert gather_chart(db.read, Criteria(), DAY).counting is Counting.SPLIT
    [bundled] = db.read(grouped, Criteria(counting=Counting.BUNDLED), DAY, GroupKey.NOTHING)
    assert bundled.projects == 1, "a chart may be drawn the other way"


def test_a_file_without_bundles_says_nothing_of_them(db: Database) -> None:
    _, parts = _clinics(db)
    db.write("移出", bundles.set_parent, parts, None)
    assert db.read(bundles_counted) is None


def test_a_project_without_parts_counts_either_way(db: Database) -> None:
    _, parts = _clinics(db)
    alone = db.write("新建", builders.project, name="县医院").result
    db.write("移出", bundles.set_parent, parts, None)
    for criteria in (Criteria(), SPLIT):
        assert {row.project_id for row in db.read(figures, criteria, DAY) if row.counted} >= {alone, *parts}


def test_a_bundle_stands_under_no_other(db: Database) -> None:
    parent, parts = _clinics(db)
    other = db.write("新建", builders.project, name="另一项目").result
    heading = db.write("新建", builders.project, name="工程标题", counted=False).result
    for children, above in (([parent], parent), ([parent], other), ([other], parts[0]), ([other], heading)):
        with pytest.raises(InputError):
            db.write("打捆", bundles.set_parent, children, above)
    assert db.read(counts, Criteria(project_ids=(parent, *parts)), DAY).counted == 1


def test_a_batch_on_the_bundle_is_split_to_its_parts_without_counting_twice(db: Database) -> None:
    parent, parts = _clinics(db)
    batch = db.write("下达", builders.allocation, parent, 600, date(2026, 3, 1)).result
    with pytest.raises(InputError, match="多"):
        db.write("拆分", bundles.split_allocation, batch, {parts[0]: 601})
    db.write("拆分", bundles.split_allocation, batch, {parts[0]: 100, parts[1]: 500})
    db.write("重新拆分", bundles.split_allocation, batch, {parts[0]: 150, parts[1]: 250, parts[2]: 200})
    for criteria in (Criteria(), SPLIT):
        [group] = db.read(grouped, criteria, DAY, GroupKey.NOTHING)
        assert group.allocated.fen == 600
    with pytest.raises(InputError):
        db.write("拆分", bundles.split_allocation, batch, {parent: 1})
    [one] = db.read(grouped, replace(SPLIT, project_ids=(parts[0],)), DAY, GroupKey.NOTHING)
    assert one.allocated.fen == 150
