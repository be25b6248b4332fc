"""Damage made-up plan text, ledger or seed, and see the recomputation find it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.catalogue import recompute
from tracker.domain.clauses import digest, normalise, split

TEXT = """某某县卫生规划
科普宣传专栏办得好。
[bookmark: _Toc1]专栏 1 强基工程
（一）医院建设工程。推进甲医院扩建、乙医院异地新建项目建设。
 完善工作机制。
正文
	专栏2　培训工程

（一）培训工程。每年培训骨干 30 人。再次推进甲医院扩建。
"""
BOXES = [
    (3, 5, ["-标题", "xx-p1=医院建设工程", "xx-1=甲医院扩建", "xx-2=乙医院异地新建", "-政策性表述"]),
    (7, 9, ["-标题", "xx-p2=培训工程", "xx-3=培训骨干", "xx-1=甲医院扩建"]),
]
SEED = """plan: {uid: plan-x, title: 某某县卫生规划, short: 某某, position: 1}
boxes:
- uid: box-x-1
  number: 1
  label: 专栏1
  title: 强基工程
  programmes:
  - uid: xx-p1
    title: 医院建设工程
    projects:
    - {uid: xx-1, name: 甲医院扩建}
    - {uid: xx-2, name: 乙医院异地新建}
- uid: box-x-2
  number: 2
  label: 专栏2
  title: 培训工程
  programmes:
  - uid: xx-p2
    title: 培训工程
    projects:
    - {uid: xx-3, name: 骨干培训}
    - see: xx-1
"""


def ledger() -> str:
    """Write the ledger that fits the text."""
    lines = ["plan 900 plan-x"]
    for number, (first, last, verdicts) in enumerate(BOXES, 1):
        text = normalise("\n".join(TEXT.split("\n")[first - 1 : last]))
        lines.append(f"box {number} box-x-{number} lines {first}-{last} length {len(text)} sha {digest(text)}")
        clauses = zip(split(text), verdicts, strict=True)
        lines += [f"{clause.start}-{clause.end} {verdict}" for clause, verdict in clauses]
    return "\n".join(lines) + "\n"


@dataclass
class Case:
    """The three files, and the folder they are written to."""

    folder: Path
    text: str
    ledger: str
    seed: str

    def arguments(self) -> list[str]:
        """Write the files and return what the script is called with."""
        for name, content in (("plans/900_x.txt", self.text), ("x.ledger", self.ledger), ("x.yaml", self.seed)):
            (self.folder / name).parent.mkdir(exist_ok=True)
            (self.folder / name).write_text(content, "utf-8")
        return [str(self.folder / "plans"), "--seed", str(self.folder), "--ledgers", str(self.folder)]


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path, TEXT, ledger(), SEED)


def test_what_fits_is_counted(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert recompute.main(case.arguments()) == 0
    assert capsys.readouterr().out == "某某：专栏 2，工程 2，项目 3，计数条目 3，语句 9\n"


def swap(where: str, old: str, new: str) -> Callable[[Case], None]:
    """Return a damage: one replacement in one file."""

    def damage(case: Case) -> None:
        content = getattr(case, where)
        assert old in content
        setattr(case, where, content.replace(old, new, 1))

    return damage


DAMAGES = {
    "a changed word": (swap("text", "甲医院扩建", "甲医院改建"), "专栏1：原文已变"),
    "a lost clause": (swap("text", " 完善工作机制。\n", "\n"), "39-46 原文没有这样的一句"),
    "a shifted line": (swap("text", "某某县", "\n某某县"), "专栏2：原文已变"),
    "a new box": (swap("text", "正文", "专栏3 新的工程"), "第6行有专栏标题"),
    "another length": (swap("ledger", "length 3", "length 1"), "专栏2：原文已变"),
    "another hash": (swap("ledger", " sha ", " sha 00000000"), "第2行：既不是"),
    "another offset": (swap("ledger", "0-8 -标题", "0-7 -标题"), "0-8 这一句台账没有"),
    "an open clause": (swap("ledger", " -政策性表述", ""), "这一句没有结论"),
    "a wrong name": (swap("ledger", "=乙医院异地新建", "=乙医院迁建"), "句中没有“乙医院迁建”（xx-2）"),
    "an unknown uid": (swap("ledger", "xx-2=", "xx-9="), "台账写了 xx-9，目录里没有"),
    "an entry of another box": (swap("ledger", "xx-p2=培训工程", "xx-p2=培训工程 xx-2=培训"), "xx-2，不在这个专栏"),
    "an entry without a clause": (
        swap("seed", "    - {uid: xx-2", "    - {uid: xx-4, name: 丙医院新建}\n    - {uid: xx-2"),
        "条目 xx-4（丙医院新建）没有对应的语句",
    ),
    "a programme without a clause": (swap("ledger", "xx-p2=培训工程", "-标题"), "条目 xx-p2（培训工程）没有对应的语句"),
    "a second source without a clause": (swap("ledger", "xx-1=甲医院扩建\n", "-重复\n"), "条目 xx-1（甲医院扩建）没有"),
    "a lost entry": (swap("seed", "    - {uid: xx-3, name: 骨干培训}\n", ""), "台账写了 xx-3，目录里没有"),
    "a box of another number": (swap("seed", "number: 2", "number: 3"), "专栏不一致"),
    "another plan": (swap("ledger", "plan-x", "plan-y"), "plan-y：目录和台账只有一处有这个规划"),
    "a missing text": (swap("ledger", "plan 900", "plan 901"), "应有一个以 901 开头的文件，找到 0 个"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(case: Case, capsys: pytest.CaptureFixture[str], name: str) -> None:
    damage, told = DAMAGES[name]
    damage(case)
    assert recompute.main(case.arguments()) == 1
    assert told in capsys.readouterr().out


def test_every_fault_is_listed(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("an open clause", "a wrong name", "a box of another number"):
        DAMAGES[name][0](case)
    assert recompute.main(case.arguments()) == 1
    assert capsys.readouterr().out.endswith("共 3 处不一致。\n")


def test_it_runs_as_a_script_from_anywhere(case: Case, tmp_path: Path) -> None:
    DAMAGES["a changed word"][0](case)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | {"PYTHONUTF8": "1"}
    command = [sys.executable, str(Path(recompute.__file__)), *case.arguments()]
    done = subprocess.run(
        command, cwd=tmp_path, env=env, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (1, "")
    assert "原文已变" in done.stdout
