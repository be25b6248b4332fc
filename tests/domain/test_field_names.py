"""The change history speaks of every table and field, and never in the program's own words."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import Table

from tracker.domain.field_names import TABLES, arrow, value_text
from tracker.store.tables import LOGGED

# Keys, search forms, places in lists, and parents that the line's subject names already.
OUR_OWN = {"id", "uid", "pinyin", "position", "table_name", "row_uid"}
IN_THE_SUBJECT = {
    "project_alias": {"project_id"},
    "uid_alias": {"project_id"},
    "related": {"project_id"},
    "target": {"project_id"},
    "target_value": {"target_id"},
    "state_period": {"project_id"},
    "milestone_approval": {"milestone_id"},
    "milestone_forecast": {"milestone_id"},
    "template_item": {"template_id"},
    "investment": {"na"},
    "annual_plan": {"na"},
    "period_figure": {"na"},
    "period_report": {"na"},
    "setting": {"key"},
    "quarter_close": {"scope", "last_action_id"},
}


@pytest.mark.parametrize("table", LOGGED, ids=lambda table: table.name)
def test_every_column_has_a_name_or_is_left_out_on_purpose(table: Table) -> None:
    words = TABLES[table.name]
    left_out = OUR_OWN | IN_THE_SUBJECT.get(table.name, set())
    assert {column.name for column in table.c} - set(words.fields) == left_out & {column.name for column in table.c}
    for label in (words.word, *words.fields.values()):
        assert not re.search("[A-Za-z_]", label)
    for name in (words.title, words.value):
        assert name is None or name in table.c


def test_values_as_people_read_them() -> None:
    assert value_text("amount_fen", 6320_000000) == "6,320.00 万元"
    assert value_text("amount_fen", 0) == "0.00 万元"
    assert value_text("amount_fen", 12_345_600) == "12.3456 万元"
    assert value_text("amount_fen", 1) == "0.000001 万元"
    assert value_text("amount_fen", None) == "未填"
    assert value_text("counted", 0) == "否"
    assert value_text("percent", 45) == "45%"
    assert value_text("low_milli", 4500) == "4.5"
    assert value_text("low_milli", 90_000) == "90"
    assert value_text("planned", "2026-08-30") == "2026-08-30"


def test_a_shared_unit_is_said_once() -> None:
    assert arrow("5,480.00 万元", "6,320.00 万元") == "5,480.00 → 6,320.00 万元"
    assert arrow("5,480.00 万元", "未填") == "5,480.00 万元 → 未填"
    assert arrow("未填", "2026-08-30") == "未填 → 2026-08-30"
