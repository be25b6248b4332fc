"""覆盖: the ledger joined with the file as it is now."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.queries.coverage import Coverage, CoveredPlan, coverage
from tracker.services.merge import MergePlan, merge
from tracker.store.database import Database, create_file, open_file
from tracker.store.ledger import shipped_ledgers
from tracker.store.seed import seed_new_file
from tracker.store.tables import Project


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Coverage:
    """The coverage of a file with the shipped catalogue."""
    path = tmp_path_factory.mktemp("coverage") / "a.db"
    create_file(path)
    database = open_file(path, who="测试员")
    seed_new_file(database)
    found = database.read(coverage)
    database.close()
    return found


def plan_of(found: Coverage, uid: str) -> CoveredPlan:
    """One plan."""
    return next(plan for plan in found.plans if plan.uid == uid)


def test_every_clause_of_the_ledger_is_there_with_its_verdict(shipped: Coverage) -> None:
    for ledger in shipped_ledgers():
        plan = plan_of(shipped, ledger.uid)
        assert [len(box.clauses) for box in plan.boxes] == [len(box.verdicts) for box in ledger.boxes]
        assert [box.undecided for box in plan.boxes] == [0] * len(plan.boxes)


def test_every_entry_a_clause_names_is_in_a_new_file(shipped: Coverage) -> None:
    boxes = [box for plan in shipped.plans for box in plan.boxes]
    listed = [one for box in boxes for clause in box.clauses for one in clause.listed]
    assert [one.uid for one in listed if one.project_id is None] == []
    assert shipped.unsourced == ()


def test_the_counts_of_a_box_are_those_of_its_clauses(shipped: Coverage) -> None:
    box = plan_of(shipped, "plan-changchun").boxes[0]
    assert (len(box.clauses), box.projects, box.programmes, box.left_out) == (26, 21, 6, 2)


def test_a_plan_without_boxes_is_listed(shipped: Coverage) -> None:
    plan = plan_of(shipped, "plan-jiaohe")
    assert plan.boxes == ()
    assert plan.prefix == "002"


def test_what_was_added_deleted_and_merged_shows(tmp_path: Path) -> None:
    def change(session: Session) -> None:
        builders.project(session, "自行添加的项目")
        gone = session.scalars(select(Project).where(Project.uid == "cc-003")).one()
        session.delete(gone)
        session.flush()
        keeps = session.scalars(select(Project.id).where(Project.uid == "cc-001")).one()
        other = session.scalars(select(Project.id).where(Project.uid == "cc-002")).one()
        merge(session, MergePlan(keeps, other, date(2026, 9, 30)))

    create_file(tmp_path / "a.db")
    database: Database = open_file(tmp_path / "a.db", who="测试员")
    seed_new_file(database)
    database.write("准备", change)
    found = database.read(coverage)
    database.close()
    clauses = plan_of(found, "plan-changchun").boxes[0].clauses
    first, second = clauses[2].listed
    assert (first.uid, first.merged) == ("cc-001", None)
    assert (second.merged, second.project_id) == (first.name, first.project_id)
    assert [(one.uid, one.project_id) for one in clauses[3].listed] == [("cc-003", None)]
    assert [one.name for one in found.unsourced] == ["自行添加的项目"]
