"""The command ``tracker`` as an office or a script uses it: started as a program of its own, without a screen."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tracker.domain.kinds import MoneyKind
from tracker.queries.projects import find_uid
from tracker.reports.listing_out import width
from tracker.services.projects import NewProject, create
from tracker.store.database import create_file, open_file
from tracker.store.migrate import HEAD
from tracker.store.seed import seed_new_file

ROOT = Path(__file__).parent.parent
KEYS = {
    *("uid", "name", "aliases", "kind", "nature", "unit", "unit_code", "plan", "sources", "is_programme", "counted"),
    *("targets", "deadline", "state", "related", "note"),
}
SOURCE_KEYS = {"plan", "box", "box_label", "box_title", "programme_no", "programme"}
TARGET_KEYS = {"text", "comparator", "low", "high", "unit", "base", "deadline"}
# Runs the command in this interpreter and then tells which of the screen's modules came along.
NO_QT = (
    "import sys; from tracker.cli import main; code = main(sys.argv[1:]); "
    "print(code, [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6', 'tracker.ui'))])"
)


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with the shipped catalogue, made once; copy it."""
    path = tmp_path_factory.mktemp("seeded") / "台账.db"
    create_file(path)
    database = open_file(path, who="测试员")
    seed_new_file(database)
    database.close()
    return path


@pytest.fixture
def file(seeded: Path, tmp_path: Path) -> Path:
    """This test's own copy, in a folder as offices name them."""
    path = tmp_path / "项目办 资料" / "台账.db"
    path.parent.mkdir()
    shutil.copyfile(seeded, path)
    return path


@pytest.fixture(scope="module")
def font_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for matplotlib: looking through the machine's fonts takes longer than drawing."""
    return tmp_path_factory.mktemp("matplotlib")


@pytest.fixture
def home(tmp_path: Path, font_cache: Path) -> dict[str, str]:
    """The environment of a user who has never started the program, on a machine without a screen."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    folders = {name: str(tmp_path / "home" / name) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA")}
    return kept | folders | {"PYTHONPATH": str(ROOT), "MPLCONFIGDIR": str(font_cache)}


def run(home: dict[str, str], *words: str | Path, code: str | None = None) -> subprocess.CompletedProcess[bytes]:
    start = ["-c", code] if code else ["-m", "tracker"]
    command = [sys.executable, "-W", "error", *start, *map(str, words)]
    return subprocess.run(command, env=home, capture_output=True, check=False, timeout=120)


def listed(home: dict[str, str], file: Path, *words: str) -> list[dict[str, Any]]:
    done = run(home, "list", "--db", file, "--format", "json", *words)
    assert (done.returncode, done.stderr) == (0, b"")
    found: list[dict[str, Any]] = json.loads(done.stdout.decode("utf-8"))
    return found


def refused(done: subprocess.CompletedProcess[bytes]) -> str:
    """Return the one line of a command that ended with 1."""
    assert done.returncode == 1
    (line,) = done.stderr.decode("utf-8").splitlines()
    return line


def test_json_has_every_entry_under_the_agreed_names(home: dict[str, str], file: Path) -> None:
    found = listed(home, file)
    assert len(found) > 400
    assert len({entry["uid"] for entry in found}) == len(found)
    assert all(set(entry) >= KEYS for entry in found)
    assert all(set(source) == SOURCE_KEYS for entry in found for source in entry["sources"])
    assert all(set(target) == TARGET_KEYS for entry in found for target in entry["targets"])
    assert all(isinstance(source["box"], int) for entry in found for source in entry["sources"])
    assert {entry["kind"] for entry in found} == {"建设类", "能力类"}
    headings = [entry for entry in found if not entry["counted"]]
    assert headings
    assert all(entry["is_programme"] for entry in headings)
    assert all(entry["state"] is None for entry in found)  # a fresh catalogue knows of no progress


def test_one_project_in_json(home: dict[str, str], file: Path) -> None:
    (entry,) = listed(home, file, "--text", "dhcrb")
    assert entry["name"].startswith("德惠市传染病医院")
    assert (entry["unit"], entry["unit_code"], entry["kind"]) == ("德惠市", "220183", "建设类")
    assert entry["plan"] == entry["sources"][0]["plan"]
    assert (entry["counted"], entry["is_programme"]) == (True, False)


def test_targets_are_numbers_in_their_own_unit(home: dict[str, str], file: Path) -> None:
    numbers = [
        number
        for entry in listed(home, file)
        for target in entry["targets"]
        for number in (target["low"], target["high"])
    ]
    assert any(isinstance(number, int) for number in numbers)
    assert all(number is None or isinstance(number, int | float) for number in numbers)


def test_csv_opens_in_excel_and_says_the_same(home: dict[str, str], file: Path) -> None:
    done = run(home, "list", "--db", file, "--format", "csv", "--unit", "德惠市")
    assert done.stdout.startswith(b"\xef\xbb\xbf")
    assert b"\r\r\n" not in done.stdout
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig"))))
    assert [row["编号"] for row in rows] == [entry["uid"] for entry in listed(home, file, "--unit", "220183")]
    assert {row["上报单位"] for row in rows} == {"德惠市"}


def test_unknown_not_applicable_and_zero_look_different(home: dict[str, str], file: Path) -> None:
    database = open_file(file, who="测试员")
    for number, fen in ((12, 0), (32, None), (52, 1_234_500)):
        project_id = database.read(find_uid, f"cc-{number:03}")
        assert project_id is not None
        database.write("总投资", builders.investment, project_id, fen)
        database.write("完成", builders.figure, project_id, date(2026, 9, 30), fen, MoneyKind.DONE)
    database.close()
    done = run(home, "list", "--db", file, "--format", "csv", "--unit", "德惠市", "--quarter", "2026Q3")
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(done.stdout.decode("utf-8-sig")))}
    wanted = {"cc-012": "0.00", "cc-032": "/", "cc-052": "1.23"}
    assert {uid: rows[uid]["总投资(万元)"] for uid in wanted} == wanted
    assert {uid: rows[uid]["累计完成投资(万元)"] for uid in wanted} == wanted
    assert [row["总投资(万元)"] for uid, row in rows.items() if uid not in wanted] == [""] * (len(rows) - 3)
    earlier = run(home, "list", "--db", file, "--format", "csv", "--unit", "德惠市", "--quarter", "2026Q2")
    before = {row["编号"]: row for row in csv.DictReader(io.StringIO(earlier.stdout.decode("utf-8-sig")))}
    assert before["cc-052"]["累计完成投资(万元)"] == ""
    for day, amount in (("2026-09-29", ""), ("2026.10.17", "1.23")):
        then = run(home, "list", "--db", file, "--format", "csv", "--unit", "德惠市", "--as-of", day)
        found = {row["编号"]: row for row in csv.DictReader(io.StringIO(then.stdout.decode("utf-8-sig")))}
        assert found["cc-052"]["累计完成投资(万元)"] == amount


def test_the_table_is_aligned_in_a_terminal(home: dict[str, str], file: Path) -> None:
    done = run(home, "list", "--db", file, "--unit", "德惠市")
    head, rule, *rows, last = done.stdout.decode("utf-8").splitlines()
    starts = [width(head[: head.index(title)]) for title in ("上报单位", "类别", "专栏", "状态")]
    for row, unit in ((row, "德惠市 ") for row in rows):
        assert width(row[: row.rindex(unit)]) == starts[0]
        assert "未填" in row
    assert set(rule) == {"-", " "}
    assert last.startswith(f"共 {len(rows)} 行，计 {len(rows)} 个项目")


FILTERS = [
    (("--plan", "长春"), lambda entry: any("长春" in source["plan"] for source in entry["sources"])),
    (("--box", "长春2"), lambda entry: any((s["box"], s["plan"][:2]) == (2, "长春") for s in entry["sources"])),
    (("--kind", "能力类"), lambda entry: entry["kind"] == "能力类"),
    (("--nature", "新建", "--nature", "迁建"), lambda entry: entry["nature"] in ("新建", "迁建")),
    (("--unit", "德惠市", "--unit", "农安县"), lambda entry: entry["unit"] in ("德惠市", "农安县")),
    (("--unit", "九台市"), lambda entry: entry["unit"] == "九台区"),
    (("--unit", "泗阳县", "--kind", "建设类"), lambda e: (e["unit"], e["kind"]) == ("泗阳县", "建设类")),
    (("--state", "未填"), lambda entry: True),
]


@pytest.mark.parametrize(("words", "meets"), FILTERS, ids=[" ".join(words) for words, _ in FILTERS])
def test_filters_choose_what_the_list_of_all_would(
    home: dict[str, str], file: Path, words: tuple[str, ...], meets: Any
) -> None:
    everything = listed(home, file)
    assert [entry["uid"] for entry in listed(home, file, *words)] == [e["uid"] for e in everything if meets(e)] != []


def test_with_below_takes_the_units_below(home: dict[str, str], file: Path) -> None:
    alone = listed(home, file, "--unit", "长春市")
    below = {entry["unit"] for entry in listed(home, file, "--unit", "长春市", "--with-below")}
    assert not alone
    assert {"长春市本级", "德惠市", "九台区"} <= below
    assert "泗阳县" not in below


@pytest.mark.parametrize("made", [("list", "--format", "json"), ("export", "季报.xlsx"), ("chart", "图.svg")])
def test_a_file_that_does_not_exist_is_made_and_said(
    home: dict[str, str], tmp_path: Path, made: tuple[str, ...]
) -> None:
    path = tmp_path / "新 建" / "台账.db"
    words = [word if not word.endswith((".xlsx", ".svg")) else str(tmp_path / word) for word in made]
    done = run(home, words[0], "--db", path, *words[1:])
    assert done.returncode == 0
    assert done.stderr.decode("utf-8").splitlines() == [f"没有数据文件，已新建并载入规划目录：{path}"]
    assert run(home, "check", "--db", path).returncode == 0
    assert not run(home, words[0], "--db", path, *words[1:]).stderr


def test_export_and_chart_write_what_they_are_asked_for(home: dict[str, str], file: Path, tmp_path: Path) -> None:
    for name, start in (("季报.xlsx", b"PK"), ("图.png", b"\x89PNG"), ("图.svg", b"<?xml"), ("图.pdf", b"%PDF")):
        command = "export" if name.endswith(".xlsx") else "chart"
        done = run(home, command, "--db", file, "--quarter", "2026Q3", "--unit", "德惠市", tmp_path / name)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode("utf-8").strip() == str(tmp_path / name)
        assert (tmp_path / name).read_bytes().startswith(start)


@pytest.mark.parametrize(
    "words",
    [
        ["list", "--format", "json"],
        ["list"],
        ["check"],
        ["export", "季报.xlsx"],
        ["chart", "图.png"],
    ],
    ids=lambda words: words[0],
)
def test_no_command_brings_the_screen_along(home: dict[str, str], file: Path, tmp_path: Path, words: list[str]) -> None:
    out = [str(tmp_path / word) if "." in word else word for word in words[1:]]
    done = run(home, words[0], "--db", file, *out, code=NO_QT)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "0 []", done.stderr.decode("utf-8")


def test_the_variable_names_the_file_and_the_option_overrules_it(
    home: dict[str, str], file: Path, tmp_path: Path
) -> None:
    home["TRACKER_DB"] = str(file)
    assert str(file) in run(home, "check").stdout.decode("utf-8")
    assert "找不到数据文件" in refused(run(home, "check", "--db", tmp_path / "无.db"))
    assert str(file) in run(home | {"TRACKER_DB": "无.db"}, "--db", file, "check").stdout.decode("utf-8")


def remember(home: dict[str, str], path: Path) -> None:
    code = "import sys, pathlib; from tracker.store.location import remember; remember(pathlib.Path(sys.argv[1]))"
    assert run(home, path, code=code).returncode == 0


def test_a_remembered_file_that_is_gone_is_never_replaced(home: dict[str, str], file: Path, tmp_path: Path) -> None:
    remember(home, file)
    assert str(file) in run(home, "check").stdout.decode("utf-8")
    file.rename(file.with_name("别处.db"))
    for words in (["list"], ["export", str(tmp_path / "a.xlsx")], ["chart", str(tmp_path / "a.png")], ["check"]):
        line = refused(run(home, *words))
        assert str(file) in line
        assert "--db" in line
    assert not file.exists()


def test_check_makes_nothing(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "无.db"
    assert refused(run(home, "check", "--db", path)) == f"找不到数据文件：{path}"
    assert not path.exists()
    assert "找不到数据文件" in refused(run(home, "check"))


def test_check_says_what_is_there(home: dict[str, str], file: Path) -> None:
    before = file.read_bytes()
    done = run(home, "check", "--db", file)
    text = done.stdout.decode("utf-8")
    assert (done.returncode, done.stderr) == (0, b"")
    for words in ("完整性检查通过", "引用完整", f"结构版本 {HEAD}", "触发器齐全", "5 个规划", "个工程标题"):
        assert words in text
    assert "有误" not in text
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("DROP TRIGGER log_project_u", "缺少 1 个触发器（log_project_u）"),
        ("UPDATE alembic_version SET version_num = '0000'", "结构版本是 0000"),
        ("DELETE FROM plan", "引用的 plan 不存在"),
        ("DELETE FROM setting", "还没有载入规划目录"),
    ],
)
def test_check_finds_what_is_wrong(home: dict[str, str], file: Path, damage: str, words: str) -> None:
    connection = sqlite3.connect(file)
    guards = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    if not damage.startswith("DROP"):
        connection.execute(damage)
    for name, sql in guards:
        if not damage.endswith(name):
            connection.execute(sql)
    connection.commit()
    connection.close()
    done = run(home, "check", "--db", file)
    assert "处问题" in refused(done)
    assert words in done.stdout.decode("utf-8")


def test_check_finds_a_spoiled_file(home: dict[str, str], file: Path) -> None:
    pages = bytearray(file.read_bytes())
    for start in range(40 * 4096, len(pages) - 4096, 50 * 4096):
        pages[start : start + 4096] = b"\x55" * 4096
    file.write_bytes(pages)
    done = run(home, "check", "--db", file)
    refused(done)
    assert "损坏" in (done.stdout + done.stderr).decode("utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["list", "--unit", "火星"], "没有上报单位“火星”。可选："),
        (["list", "--plan", "吉林"], "没有规划“吉林”。可选：长春、"),
        (["list", "--kind", "建设"], "没有类别“建设”。可选：建设类、能力类。"),
        (["export", "季报.doc"], "季报只能存为 .xlsx 文件"),
        (["chart", "图.gif"], "图表只能存为 PNG、SVG 或 PDF"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_word_is_one_clear_line(
    home: dict[str, str], file: Path, tmp_path: Path, words: list[str], sentence: str
) -> None:
    out = [str(tmp_path / word) if "." in word else word for word in words[1:]]
    assert sentence in refused(run(home, words[0], "--db", file, *out))


def test_a_file_of_something_else_is_refused_and_left_alone(home: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "别的.db"
    path.write_text("这不是数据库" * 200, "utf-8")
    before = path.read_bytes()
    for command in ("list", "check"):
        assert "不是专栏项目台账的数据文件" in refused(run(home, command, "--db", path))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "words",
    [
        ["frob"],
        ["list", "--format", "xml"],
        ["export"],
        ["chart", "--measure", "x", "a.png"],
        ["list", "--quarter", "3"],
        ["list", "--as-of", "昨天"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2(home: dict[str, str], words: list[str]) -> None:
    done = run(home, *words)
    assert done.returncode == 2
    assert not done.stdout
    assert "用法不对" in done.stderr.decode("utf-8")


def test_help_and_version(home: dict[str, str]) -> None:
    text = run(home, "--help").stdout.decode("utf-8")
    assert all(command in text for command in ("list", "export", "chart", "check"))
    assert run(home, "--version").stdout.decode("utf-8").startswith("tracker ")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")
def test_without_a_screen_the_window_is_refused_in_words(home: dict[str, str]) -> None:
    assert "没有可用的屏幕" in refused(run(home))


def test_listing_leaves_the_file_to_whoever_is_editing_it(home: dict[str, str], file: Path) -> None:
    database = open_file(file, who="测试员")
    unit = database.write("单位", builders.unit, "德惠市").result
    assert database.read_only_reason is None
    assert len(listed(home, file)) > 400
    done = database.write("新建", create, NewProject("德惠市新项目", "建设类", unit))
    assert done.action_id is not None
    database.close()
    assert [entry["name"] for entry in listed(home, file, "--text", "德惠市新项目")] == ["德惠市新项目"]


def test_a_reader_that_stops_early_is_no_error(home: dict[str, str], file: Path) -> None:
    command = [sys.executable, "-m", "tracker", "list", "--db", str(file), "--format", "csv"]
    with subprocess.Popen(command, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.read(3)
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait(60) == 0
