"""Recompute the ledger from the plans' own text and hold it against the seed.

``recompute.py FOLDER`` prints every difference and returns 1, or prints what it counted and returns 0.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # as a script it would find its own folder only

from tests.catalogue.seedfile import PlanSeed, read_plans
from tracker.domain.clauses import Clause, digest, normalise, split
from tracker.domain.ledger import BoxLedger, LedgerError, PlanLedger
from tracker.store.ledger import read_ledgers

ROOT = Path(__file__).resolve().parents[2]
# A printed heading: 专栏 and a number at the start of a line, after bookmarks. In running text 专栏 has neither.
_HEADING = re.compile(r"专栏\d")


def box_text(lines: list[str], box: BoxLedger) -> str:
    """Return the normalised text of a box."""
    return normalise("\n".join(lines[box.first_line - 1 : box.last_line]))


def clause_faults(text: str, box: BoxLedger) -> Iterator[str]:
    """Compare the clauses of a box with its ledger."""
    real = {(clause.start, clause.end): clause for clause in split(text)}
    written = {(verdict.start, verdict.end): verdict for verdict in box.verdicts}
    for start, end in sorted(real.keys() - written.keys()):
        yield f"{start}-{end} 这一句台账没有"
    for start, end in sorted(written.keys() - real.keys()):
        yield f"{start}-{end} 原文没有这样的一句"
    for key in sorted(real.keys() & written.keys()):
        verdict = written[key]
        if not verdict.parts and not verdict.reason:
            yield f"{key[0]}-{key[1]} 这一句没有结论"
        for part in verdict.parts:
            if part.text not in _bare(real[key]):
                yield f"{key[0]}-{key[1]} 句中没有“{part.text}”（{part.uid}）"


def _bare(clause: Clause) -> str:
    """Return the words of a clause without line ends."""
    return clause.text.replace("\n", "")


def box_faults(lines: list[str], box: BoxLedger) -> Iterator[str]:
    """Compare one box with the plan's text."""
    text = box_text(lines, box)
    if (len(text), digest(text)) != (box.length, box.sha):
        yield f"原文已变：长 {len(text)}、摘要 {digest(text)}，台账是 {box.length}、{box.sha}"
    yield from clause_faults(text, box)


def heading_faults(lines: list[str], plan: PlanLedger) -> Iterator[str]:
    """Find printed headings that no box begins with."""
    begun = {box.first_line for box in plan.boxes}
    for number, line in enumerate(lines, 1):
        if _HEADING.match(normalise(line)) and number not in begun:
            yield f"第{number}行有专栏标题，台账没有从这里开始的专栏"


def text_faults(folder: Path, plan: PlanLedger) -> Iterator[str]:
    """Compare one plan's ledger with its text."""
    files = sorted(folder.glob(f"{plan.prefix}*"))
    if len(files) != 1:
        yield f"应有一个以 {plan.prefix} 开头的文件，找到 {len(files)} 个"
        return
    lines = files[0].read_text("utf-8").split("\n")
    for box in plan.boxes:
        for fault in box_faults(lines, box):
            yield f"专栏{box.number}：{fault}"
    yield from heading_faults(lines, plan)


def seed_faults(plan: PlanLedger, seed: PlanSeed) -> Iterator[str]:
    """Compare one plan's ledger with its entries, both ways and box by box."""
    listed = {str(box["uid"]): int(box["number"]) for box in seed.boxes}
    written = {box.uid: box.number for box in plan.boxes}
    if listed != written:
        yield f"专栏不一致：目录 {listed}，台账 {written}"
    known = {entry.uid for entry in seed.entries}
    for box in plan.boxes:
        due = {entry.uid: entry.name for entry in seed.entries if box.uid in entry.boxes}
        for uid in sorted(due.keys() - box.uids):
            yield f"专栏{box.number}：条目 {uid}（{due[uid]}）没有对应的语句"
        for uid in sorted(box.uids - due.keys()):
            where = "不在这个专栏" if uid in known else "目录里没有"
            yield f"专栏{box.number}：台账写了 {uid}，{where}"


def all_faults(folder: Path, ledgers: list[PlanLedger], seeds: list[PlanSeed]) -> Iterator[str]:
    """Compare everything with everything."""
    by_uid = {seed.uid: seed for seed in seeds}
    for uid in sorted(by_uid.keys() ^ {plan.uid for plan in ledgers}):
        yield f"{uid}：目录和台账只有一处有这个规划"
    for plan in ledgers:
        found = list(text_faults(folder, plan))
        if plan.uid in by_uid:
            found += seed_faults(plan, by_uid[plan.uid])
        yield from (f"{plan.uid}：{fault}" for fault in found)


def counts(ledgers: list[PlanLedger], seeds: list[PlanSeed]) -> Iterator[str]:
    """Say what was compared, plan by plan."""
    clauses = {plan.uid: sum(len(box.verdicts) for box in plan.boxes) for plan in ledgers}
    for seed in seeds:
        programmes = [entry for entry in seed.entries if entry.is_programme]
        counted = sum(entry.counted for entry in seed.entries)
        yield (
            f"{seed.record['short']}：专栏 {len(seed.boxes)}，工程 {len(programmes)}，"
            f"项目 {len(seed.entries) - len(programmes)}，计数条目 {counted}，语句 {clauses[seed.uid]}"
        )


def main(arguments: list[str] | None = None) -> int:
    """Read, compare, print."""
    parser = argparse.ArgumentParser(description="由规划原文重算目录并比对")
    parser.add_argument("folder", type=Path, help="规划原文所在的文件夹")
    parser.add_argument("--seed", type=Path, default=ROOT / "seed")
    parser.add_argument("--ledgers", type=Path, default=ROOT / "seed" / "ledger")
    given = parser.parse_args(arguments)
    try:
        ledgers, seeds = read_ledgers(given.ledgers), read_plans(given.seed)
    except LedgerError as error:
        print(error)
        return 1
    found = list(all_faults(given.folder, ledgers, seeds))
    for line in found or counts(ledgers, seeds):
        print(line)
    if found:
        print(f"共 {len(found)} 处不一致。")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
