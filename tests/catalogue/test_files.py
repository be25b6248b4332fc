"""The words, units, money sources and templates of ``seed/``."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.catalogue.seedfile import Record, read_plans
from tracker.domain.kinds import Comparator, Kind, Nature, Precision, Role, UnitKind

SEED = Path(__file__).parents[2] / "seed"
# Programmes and projects hold these fields and no others.
FIELDS = {
    "uid mark title unit unit_inferred targets deadline note projects",
    "uid name aliases kind nature unit unit_inferred deadline targets related note",
}
# Words that say how a name was printed and belong to no name.
TAILS = ("等", "项目建设", "工程建设项目", "、", "，", "。")


@cache
def content(name: str) -> Any:
    return yaml.safe_load((SEED / name).read_text("utf-8"))


@cache
def units() -> dict[str, Record]:
    return {unit["name"]: unit for unit in content("units.yaml")["units"]}


@cache
def records() -> list[tuple[bool, Record]]:
    return [(entry.is_programme, entry.record) for plan in read_plans(SEED) for entry in plan.entries]


def deadlines() -> list[Record]:
    owners = [record for _, record in records()]
    owners += [target for _, record in records() for target in record.get("targets", [])]
    return [owner["deadline"] for owner in owners if "deadline" in owner]


def test_only_known_fields_and_none_empty() -> None:
    programme, project = sorted((set(fields.split()) for fields in FIELDS), key=lambda fields: "name" in fields)
    for is_programme, record in records():
        assert set(record) <= (programme if is_programme else project), record["uid"]
        assert all(value not in (None, "", [], False) for value in record.values()), record["uid"]


def test_only_known_words() -> None:
    for is_programme, record in records():
        if not is_programme:
            Kind(record["kind"])
            assert Nature(record.get("nature", "新建")) is not Nature.UNSTATED
        assert UnitKind(units()[record["unit"]]["kind"]) is not UnitKind.CITY, record["uid"]


def test_names_stand_alone() -> None:
    for is_programme, record in records():
        if not is_programme:
            assert not record["name"].endswith(TAILS), record["uid"]
            assert not set(record["name"]) & set("。；,;:[] "), record["uid"]
            assert record["name"] not in record.get("aliases", [])


def test_targets_are_taken_apart() -> None:
    for _, record in records():
        for target in record.get("targets", []):
            assert set(target) <= {"text", "comparator", "low", "high", "unit", "base", "deadline"}
            assert (Comparator(target["comparator"]) is Comparator.RANGE) == ("high" in target)
            assert 0 < target["low"] < target.get("high", target["low"] + 1)
            printed = target["text"].translate(str.maketrans("一三", "13"))
            assert re.search(rf"(?<![\d.]){target['low']:g}(?!\d)", printed), target


def test_deadlines_are_the_last_day_of_the_printed_year() -> None:
    assert deadlines()
    for deadline in deadlines():
        assert set(deadline) == {"text", "day", "precision"}
        year = re.search(r"(\d{4})年", deadline["text"])
        assert year
        assert deadline["day"] == date(int(year[1]), 12, 31)
        assert Precision(deadline["precision"]) is Precision.YEAR


def test_plans_carry_what_is_printed() -> None:
    plans = [plan.record for plan in read_plans(SEED)]
    assert [plan["short"] for plan in plans] == ["长春", "永吉", "昌乐", "泗阳", "蛟河"]
    assert [(plan.get("number"), str(plan.get("issued_on"))) for plan in plans] == [
        (None, "None"),
        ("永政办发〔2023〕28号", "2023-05-30"),
        (None, "None"),
        (None, "2022-09-08"),
        ("蛟政办发〔2018〕31号", "2018-12-10"),
    ]


def test_units_hang_together() -> None:
    listed = content("units.yaml")["units"]
    assert len(units()) == len({unit["uid"] for unit in listed}) == len(listed)
    assert [unit["position"] for unit in listed] == list(range(1, len(listed) + 1))
    for unit in listed:
        kind = UnitKind(unit["kind"])
        assert ("code" in unit) == (kind in {UnitKind.CITY, UnitKind.COUNTY})
        assert re.fullmatch(r"\d{6}", unit.get("code", "000000"))
        assert ("parent" in unit) == (kind is not UnitKind.CITY)
        assert unit.get("parent", "长春市") in units()
        if kind is UnitKind.COUNTY:
            assert unit["code"][:4] == units()[unit["parent"]]["code"][:4]


def test_no_code_is_given_twice() -> None:
    listed = content("units.yaml")["units"]
    codes = [unit["code"] for unit in listed if "code" in unit]
    codes += [former["code"] for unit in listed for former in unit.get("former", []) if "code" in former]
    assert len(codes) == len(set(codes))
    former = {old["code"]: unit["name"] for unit in listed for old in unit.get("former", []) if "code" in old}
    assert former == {"220181": "九台区", "220123": "九台区", "220381": "公主岭市"}


@pytest.mark.parametrize("zone", ["高新区", "空港"])
def test_the_new_area_contains_its_zones(zone: str) -> None:
    assert units()[zone]["parent"] == "长春新区"
    assert units()["长春新区"]["parent"] == "长春市"


def test_money_sources_have_two_levels() -> None:
    listed = {source["name"]: source for source in content("money_sources.yaml")["money_sources"]}
    assert [source["position"] for source in listed.values()] == list(range(1, len(listed) + 1))
    for source in listed.values():
        assert "parent" not in listed.get(source.get("parent"), {})
        assert source.get("parent", "其他") in listed


def test_templates_weigh_a_hundred() -> None:
    templates = content("templates.yaml")["templates"]
    assert [template["key"] for template in templates] == [
        "construction",
        "renovation",
        "equipment",
        "information",
        "training",
        "accreditation",
        "screening",
    ]
    for template in templates:
        assert sum(item["weight"] for item in template["items"]) == 100
        roles = [Role(item["role"]) for item in template["items"] if "role" in item]
        assert len(roles) == len(set(roles))
        assert {Role.APPROVED, Role.START} <= set(roles)
        assert {Role.ACCEPTED, Role.IN_USE, Role.ATTAINED} & set(roles)
