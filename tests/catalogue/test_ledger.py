"""The ledger and the catalogue, as far as they can be held against each other without the plans' text."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.catalogue import recompute
from tests.catalogue.seedfile import Entry, PlanSeed, read_plans
from tracker.domain.ledger import BoxLedger, LedgerError, PlanLedger
from tracker.store.ledger import read_ledger, read_ledgers

SEED = Path(__file__).parents[2] / "seed"
PART_SHARE = 0.45  # of a part's characters that its entry's words must contain, in their order
NAME_SHARE = 0.4  # of a name's characters, its place left out, that its parts must contain
PLACE = re.compile(r"^(?:长春市|(?:永吉|昌乐|泗阳)县)")
UID = re.compile(r"(?:cc|yj|cl|sy)-(?:p\d{2}|\d{3})")


@cache
def ledgers() -> list[PlanLedger]:
    return read_ledgers(SEED / "ledger")


@cache
def seeds() -> list[PlanSeed]:
    return read_plans(SEED)


@cache
def entries() -> dict[str, Entry]:
    return {entry.uid: entry for plan in seeds() for entry in plan.entries}


@cache
def by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in entries().values() if not entry.is_programme}


@cache
def parts() -> dict[str, list[str]]:
    """Return for each entry the words of the clauses that name it."""
    found: dict[str, list[str]] = {}
    for plan in ledgers():
        for box in plan.boxes:
            for verdict in box.verdicts:
                for part in verdict.parts:
                    found.setdefault(part.uid, []).append(part.text)
    return found


def boxes() -> list[BoxLedger]:
    return [box for plan in ledgers() for box in plan.boxes]


def shared(one: str, other: str) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for char in one:
        before = 0
        for at, same in enumerate(other, 1):
            before, row[at] = row[at], before + 1 if char == same else max(row[at], row[at - 1])
    return row[-1]


def names_part(entry: Entry, part: str) -> bool:
    """Tell whether the words of an entry contain enough of a part."""
    words = list(entry.names)
    for target in entry.record.get("targets", []):
        words += [target["text"], target.get("base", "")]
    return max(shared(part, word) for word in words) >= PART_SHARE * len(part)


def named_by_parts(entry: Entry, found: list[str]) -> bool:
    """Tell whether the parts of an entry, taken together, contain enough of its name."""
    bare = PLACE.sub("", entry.name)
    return shared(bare, "".join(found)) >= NAME_SHARE * len(bare)


# --- Ledger and seed -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("box", boxes(), ids=lambda box: box.uid)
def test_the_clauses_cover_the_box_and_each_has_a_verdict(box: BoxLedger) -> None:
    edges = [(verdict.start, verdict.end) for verdict in box.verdicts]
    assert [start for start, _ in edges] == [0, *(end for _, end in edges[:-1])]
    assert edges[-1][1] == box.length
    assert all(start < end for start, end in edges)
    assert all(bool(verdict.parts) != bool(verdict.reason) for verdict in box.verdicts)


def test_ledger_and_seed_name_the_same_plans_boxes_and_entries() -> None:
    by_uid = {seed.uid: seed for seed in seeds()}
    assert {plan.uid for plan in ledgers()} == set(by_uid)
    assert [fault for plan in ledgers() for fault in recompute.seed_faults(plan, by_uid[plan.uid])] == []


def test_no_two_boxes_overlap() -> None:
    for plan in ledgers():
        lines = [line for box in plan.boxes for line in (box.first_line, box.last_line)]
        assert lines == sorted(lines)


def test_an_entry_is_named_by_its_clauses() -> None:
    strange = [(uid, part) for uid, found in parts().items() for part in found if not names_part(entries()[uid], part)]
    assert strange == []
    assert [uid for uid, found in parts().items() if not named_by_parts(entries()[uid], found)] == []


def test_a_clause_of_another_entry_is_noticed() -> None:
    wards, clinic = by_name()["长春市传染病医院改建"], by_name()["九台区中医院异地新建"]
    assert not names_part(clinic, parts()[wards.uid][0])
    assert not named_by_parts(wards, parts()[by_name()["长春市卫生应急物资储备库建设"].uid])
    assert not names_part(by_name()["永吉县艾滋病防治"], "结核病")
    assert not named_by_parts(by_name()["双阳区智慧医疗项目"], ["双阳区"])


def test_uids_are_given_once() -> None:
    given = Counter(
        record["uid"]
        for plan in seeds()
        for box in plan.boxes
        for programme in box["programmes"]
        for record in (programme, *programme.get("projects", []))
        if "see" not in record
    )
    assert [uid for uid, times in given.items() if times > 1] == []
    assert [uid for uid in given if not UID.fullmatch(uid)] == []
    assert len({plan.uid for plan in seeds()} | {str(box["uid"]) for plan in seeds() for box in plan.boxes}) == 5 + 29


def test_names_are_given_once() -> None:
    names = Counter(entry.name for entry in entries().values() if not entry.is_programme)
    assert [name for name, times in names.items() if times > 1] == []


def test_related_projects_name_each_other() -> None:
    for entry in entries().values():
        for uid in entry.record.get("related", []):
            assert entry.uid in entries()[uid].record["related"]
            assert entry.uid != uid


# --- What the plans are known to contain -----------------------------------------------------------------------------


def test_totals() -> None:
    found = {}
    for plan in seeds():
        programmes = [entry for entry in plan.entries if entry.is_programme]
        counted = sum(entry.counted for entry in plan.entries)
        found[plan.record["short"]] = (len(plan.boxes), len(programmes), len(plan.entries) - len(programmes), counted)
    assert found == {
        "长春": (7, 43, 242, 242),
        "永吉": (6, 25, 56, 62),
        "昌乐": (8, 26, 67, 73),
        "泗阳": (8, 8, 99, 99),
        "蛟河": (0, 0, 0, 0),
    }
    assert sum(programmes for _, programmes, _, _ in found.values()) == 102
    assert sum(counted for *_, counted in found.values()) == 476


def test_box_labels() -> None:
    labels = {plan.record["short"]: [box["label"] for box in plan.boxes] for plan in seeds()}
    assert labels["长春"] == ["专栏1", "专栏2", "专栏3", "专栏4", "专栏5", "专栏6", "专栏6"]
    assert labels["昌乐"] == ["专栏1", "专栏2", "专栏3", "", "", "专栏6", "专栏7", "专栏8"]
    assert labels["蛟河"] == []


def test_the_three_works_of_the_infectious_disease_hospital_are_related() -> None:
    works = [by_name()[f"长春市传染病医院{work}"] for work in ("改建", "扩建", "设备设施升级")]
    for work in works:
        assert set(work.record["related"]) == {other.uid for other in works} - {work.uid}
    assert [work.record.get("nature") for work in works] == ["改建", "扩建", None]


def test_nine_community_health_centres() -> None:
    found = {
        entry.name.removesuffix("社区卫生服务中心改造维修"): entry.record["unit"]
        for entry in by_name().values()
        if entry.name.endswith("社区卫生服务中心改造维修")
    }
    others = ["净月永兴街道", "净月彩织街道", "净月德正街道", "净月福祉街道", "净月博硕街道", "净月街道"]
    assert found == {
        "朝阳区红旗": "朝阳区",
        "宽城区欣园": "宽城区",
        "空港经济开发区兴港街道": "空港",
    } | dict.fromkeys(others, "净月高新区")


def test_two_works_stand_outside_changchun() -> None:
    outside = {entry.name: entry.record["unit"] for entry in by_name().values() if "吉林市本级" in entry.record["unit"]}
    outside |= {entry.name: entry.record["unit"] for entry in by_name().values() if "通化" in entry.record["unit"]}
    assert outside == {"吉林小白山医养健康产业园建设": "吉林市本级", "通化中医药健康养生小镇建设": "通化市本级"}


def test_five_fever_clinics() -> None:
    clinics = {entry.name for entry in by_name().values() if entry.name.endswith("发热门诊新建")}
    hospitals = ["泗阳医院", "泗阳县中医院", "泗阳县康达医院", "泗阳县仁慈医院", "泗阳县中西医结合医院"]
    assert clinics == {f"{hospital}发热门诊新建" for hospital in hospitals}


def test_relocations() -> None:
    moved = {entry.name for entry in by_name().values() if entry.record.get("nature") == "迁建"}
    assert moved == {
        "永吉县中医院异地新建",
        "德惠市传染病医院异地新建",
        "德惠市妇幼保健计划生育服务中心异地新建",
        "宽城区医院异地建设",
        "双阳区医院异地新建",
        "公主岭市中心医院异地新建",
        "公主岭市第三人民医院异地新建",
        "九台区中医院异地新建",
        "二道区中医院迁建",
    }


def test_deadlines_are_the_printed_ones() -> None:
    found = Counter(
        (PLACE.match(entry.name) or re.match("泗阳", entry.name) or [""])[0] + entry.record["deadline"]["text"]
        for entry in entries().values()
        if "deadline" in entry.record
    )
    assert found == {"永吉县到2022年末": 1, "昌乐县到2025年": 2, "泗阳县到2025年": 15, "泗阳县2022年底": 3}
    treated = by_name()["泗阳县第一人民医院定点救治医院改造"].record["deadline"]
    assert (treated["text"], str(treated["day"]), treated["precision"]) == ("2022年底", "2022-12-31", "年")
    # In the same sentence, but not governed by it.
    assert "deadline" not in by_name()["泗阳县康达医院发热门诊新建"].record


def test_six_numbers_of_one_sentence() -> None:
    names = ["人员学历提升", "人员高级职称晋升", "人员业务进修", "人才柔性引进"]
    found = [by_name()[f"泗阳县卫生{name}"] for name in names]
    found.append(by_name()["泗阳县名医工作室、博士站打造"])
    found.append(by_name()["泗阳县二级及以上医疗机构医学类硕士及以上毕业生引进"])
    assert [entry.record["targets"][0]["low"] for entry in found] == [150, 240, 400, 40, 10, 50]


# --- Reading a ledger ------------------------------------------------------------------------------------------------

HEAD = "plan 900 plan-a\nbox 1 box-a-1 lines 2-3 length 9 sha 0123456789abcdef\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "没有 plan 行"),
        ("box 1 box-a-1 lines 2-3 length 9 sha 0123456789abcdef\n", "第1行"),
        ("plan 900 plan-a\n0-4 -标题\n", "第2行"),
        (HEAD + "# 注\n\n0-4 标题\n", "第5行"),
        (HEAD + "0-4 a-1=\n", "第3行"),
        (HEAD + "0:4 a-1=甲\n", "第3行"),
        (HEAD + "plan 901 plan-b\n", "第3行"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "a.ledger"
    path.write_text(text, "utf-8")
    with pytest.raises(LedgerError, match=r"^a\.ledger") as caught:
        read_ledger(path)
    assert told in str(caught.value)
