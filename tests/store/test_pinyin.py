"""Search keys: every reading, every window, suffixes said or left out."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import builders
from tracker.queries.criteria import _has_word
from tracker.store import keys
from tracker.store.database import Database
from tracker.store.pinyin import key_form, search_forms, search_keys
from tracker.store.tables import Project, ProjectAlias

HOSPITAL = "德惠市传染病医院异地新建"
FOUND = [
    (HOSPITAL, ["dhcrb", "dhscrb", "dehui", "dehuishi", "DHCRB", "dehuichuanran", "dhcrbyy", "hcrb", "dehuishich"]),
    (HOSPITAL, ["德惠传染病", "德惠市传染病", "德惠传染病医院异地新建", "ｄｈｃｒｂ"]),
    ("长春市疾病预防控制中心扩建", ["changchun", "zhangchun", "cc", "zc", "ccsjb", "ccjb", "jbyfkzzx"]),
    ("昌乐县人民医院", ["cl", "changle", "changyue", "cy", "clrmyy", "clxrmyy", "昌乐人民医院"]),
    ("朝阳区中医院", ["cy", "zy", "chaoyang", "zhaoyang", "cyqzyy", "zyzyy", "朝阳中医院"]),
    ("重庆路社区卫生服务中心", ["chongqing", "zhongqing", "cql", "zql"]),
    ("单县医院行政楼", ["shanxian", "danxian", "sxyy", "dxyy", "xingzheng", "hangzheng", "单医院"]),
    ("绿园区疟疾防治", ["lvyuan", "LÜyuan", "nueji", "nveji"]),
    ("长春市“120”急救中心（二期）", ["120急救", "cc120jj", "“120”", "（二期）", "(二期)", "长春120"]),
    ("长春市二道区医院", ["长春二道区医院", "长春市二道医院", "长春二道医院", "ccedq", "ccsedyy"]),
    ("５Ｇ远程会诊 PCR实验室", ["5g", "pcr", "5G远程会诊PCR", "kuaizhen", "huizhen"]),
]


def name_found(name: str, word: str) -> bool:
    """Whether a word finds a name, as the list's condition does it."""
    key = key_form(word)
    return any(form in name for form in search_forms(word)) or bool(key and key in search_keys(name))


@pytest.mark.parametrize(("name", "word"), [(name, word) for name, words in FOUND for word in words])
def test_a_name_is_found(name: str, word: str) -> None:
    assert name_found(name, word)


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (HOSPITAL, "nmyy"),
        (HOSPITAL, "dehuixian"),
        ("吉林省医院", "吉林市医院"),  # the suffix was typed and is another one
        ("长春新区医院", "长春市"),
        ("德惠市医院", "市医院楼"),
        ("九台区医院", "县医院"),
        ("市立医院", "fuli"),  # a reading of 市 that no word has
    ],
)
def test_a_name_is_not_found(name: str, word: str) -> None:
    assert not name_found(name, word)


def test_forms_of_a_word() -> None:
    assert search_forms("  ") == search_forms("\u3000") == ()
    assert search_forms(" ｄｈ１ ") == ("dh1", "ｄｈ１")
    assert search_forms("德惠市传染病医院") == ("德惠市传染病医院", "德惠传染病医院")
    assert search_forms("长春市") == ("长春市",)


def test_a_word_never_matches_across_two_names() -> None:
    found = search_keys("德惠", "长春市", "农安")
    assert "huichang" not in found
    assert "hc" not in found
    assert "德惠长春" not in found
    assert key_form("hui chang") == "huichang"


def test_the_keys_begin_with_the_usual_reading() -> None:
    assert search_keys("朝阳区中医院", "别名").startswith("chaoyangquzhongyiyuan ")
    assert search_keys("长春市医院").startswith("changchunshiyiyuan ")
    assert search_keys() == search_keys("（）") == ""


# What a dictionary on paper gives, so that the test does not ask the library what the library says.
READINGS = {
    "长": ("chang", "zhang"),
    "乐": ("le", "yue", "lao"),
    "朝": ("chao", "zhao"),
    "重": ("zhong", "chong"),
    "单": ("dan", "shan", "chan"),
    "行": ("xing", "hang"),
    "传": ("chuan", "zhuan"),
    "会": ("hui", "kuai"),
    "都": ("du", "dou"),
    "参": ("can", "shen", "cen"),
    "春": ("chun",),
    "院": ("yuan",),
    "市": ("shi",),
    "县": ("xian",),
    "区": ("qu",),
}
SUFFIXES = "市县区"


@st.composite
def names_and_windows(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """Draw a name, and a window of it as full pinyin, initials and characters, some suffixes left out."""
    chars = draw(
        st.lists(st.sampled_from([char for char in READINGS if char not in SUFFIXES]), min_size=1, max_size=24)
    )
    for _ in range(draw(st.integers(0, 2))):
        chars.insert(draw(st.integers(0, len(chars))), draw(st.sampled_from(SUFFIXES)))
    name = "".join(chars)
    start = draw(st.integers(0, len(chars) - 1))
    window = chars[start : start + draw(st.integers(1, 6))]
    said = [char for char in window if char not in SUFFIXES or draw(st.booleans())]
    spelled = [draw(st.sampled_from(READINGS[char])) for char in said]
    return name, "".join(spelled), "".join(part[0] for part in spelled), "".join(said)


@settings(max_examples=400, deadline=None)
@given(names_and_windows())
def test_every_reading_of_every_window_is_found(drawn: tuple[str, str, str, str]) -> None:
    name, full, initials, said = drawn
    found = search_keys(name)
    assert full in found
    assert initials in found
    assert said in name or said in found


def test_the_keys_stay_small_and_are_made_quickly() -> None:
    names = [f"{place}{work}项目" for place in ("长春市", "德惠市", "昌乐县", "朝阳区") for work in _WORKS * 14]
    names = [f"{name}{number}" for number, name in enumerate(names)]
    search_keys("先读字典")
    started = time.perf_counter()
    made = [search_keys(name, "长春市本级") for name in names]
    assert len(names) > 550
    assert time.perf_counter() - started < 3
    assert sum(len(text.encode()) for text in made) / len(made) < 1500


def test_an_absurd_name_does_not_explode() -> None:
    assert len(search_keys("重单行长乐朝参会传都" * 6)) < 1_000_000


_WORKS = [
    "传染病医院异地新建",
    "疾病预防控制中心业务用房扩建",
    "社区卫生服务中心标准化规范化改造升级",
    "重大疫情救治基地和发热门诊综合楼建设",
    "中医药传承创新能力提升",
    "“互联网+医疗健康”信息平台",
    "单采血浆站行政区划调整",
    "突发公共卫生事件应急处置能力提升",
    "妇幼保健院和儿童医院合作共建",
    "医养结合示范区（县）创建",
]


# --- In a file -------------------------------------------------------------------------------------------------------


def prepare(session: Session) -> None:
    """Two projects with keys, one with an alias."""
    first = builders.project(session, HOSPITAL)
    second = builders.project(session, "县中医院住院楼", in_unit="昌乐县")
    session.add(ProjectAlias(project_id=second, text="中医院病房楼"))
    session.flush()
    keys.refill_units(session, [builders.unit(session, name) for name in ("德惠市", "昌乐县")])
    assert first != second


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("dhcrb", {HOSPITAL}),
        ("德惠传染病", {HOSPITAL}),
        ("bingfang", {"县中医院住院楼"}),
        ("changyue", {"县中医院住院楼"}),
        ("昌乐", {"县中医院住院楼"}),
        ("zyyzyl", {"县中医院住院楼"}),
        ("中医院昌乐", set()),
        ("%", set()),
        ("_", set()),
        ("、", set()),
    ],
)
def test_the_list_finds_by_keys(db: Database, word: str, found: set[str]) -> None:
    db.write("准备", prepare)
    with db.reading() as session:
        assert set(session.scalars(select(Project.name).where(_has_word(word)))) == found


def test_keys_are_written_only_where_they_differ(db: Database) -> None:
    db.write("准备", prepare)
    ids = db.read(lambda session: list(session.scalars(select(Project.id))))
    assert db.write("再来", keys.refill, ids).action_id is None
