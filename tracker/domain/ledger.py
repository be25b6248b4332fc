"""The clause ledger: for every clause of every box, which entries it names or why it names none.

A ledger is one plain text file per plan, read line by line (``#`` starts a comment line)::

    plan 001 plan-changchun
    box 1 box-changchun-1 lines 30-37 length 538 sha 8ef50153173198fd
    0-18 -标题
    18-37 cc-p01=现代化疾病预防控制体系建设工程
    37-65 cc-001=多点触发预警网络 cc-002=重大传染疾病监测预警系统

``001`` is how the name of the plan's text file begins. ``lines`` are that file's lines, counted from 1. Length and sha
(``clauses.digest``) are those of the box's normalised text, and the numbers in front of a clause are offsets in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.clauses import digest, normalise

_PLAN = re.compile(r"plan (\S+) (\S+)")
_BOX = re.compile(r"box (\d+) (\S+) lines (\d+)-(\d+) length (\d+) sha ([0-9a-f]{16})")
_CLAUSE = re.compile(r"(\d+)-(\d+)(?: (.*))?")


class LedgerError(Exception):
    """A ledger file cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Part:
    """The words of a clause that name one entry."""

    uid: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """What became of one clause: entries, or a reason for none. With neither it is still open."""

    start: int
    end: int
    parts: tuple[Part, ...]
    reason: str


@dataclass(frozen=True)
class BoxLedger:
    """One box: where its text stands, what that text hashes to, and its clauses."""

    number: int
    uid: str
    first_line: int
    last_line: int
    length: int
    sha: str
    verdicts: tuple[Verdict, ...]

    @property
    def uids(self) -> set[str]:
        """The entries that some clause of this box names."""
        return {part.uid for verdict in self.verdicts for part in verdict.parts}


@dataclass(frozen=True)
class PlanLedger:
    """One plan: how its text file is called, and its boxes."""

    prefix: str
    uid: str
    boxes: tuple[BoxLedger, ...]


def _verdict(words: re.Match[str]) -> Verdict:
    """Read the line of one clause."""
    said = (words[3] or "").strip()
    start, end = int(words[1]), int(words[2])
    if said.startswith("-"):
        return Verdict(start, end, (), said[1:])
    parts = []
    for pair in said.split():
        uid, sign, text = pair.partition("=")
        if not (uid and sign and text):
            message = f"“{pair}”不是“uid=名称”"
            raise LedgerError(message)
        parts.append(Part(uid, text))
    return Verdict(start, end, tuple(parts), "")


class _Reader:
    """Collects the boxes of one file, line by line."""

    def __init__(self) -> None:
        self.plan: tuple[str, str] | None = None
        self.heads: list[re.Match[str]] = []
        self.verdicts: list[list[Verdict]] = []

    def take(self, line: str) -> None:
        """Take one line that is neither empty nor a comment."""
        if words := _PLAN.fullmatch(line):
            if self.plan:
                raise LedgerError("一个文件只能有一行 plan")
            self.plan = (words[1], words[2])
        elif words := _BOX.fullmatch(line):
            if not self.plan:
                raise LedgerError("plan 行应在 box 行之前")
            self.heads.append(words)
            self.verdicts.append([])
        elif words := _CLAUSE.fullmatch(line):
            if not self.heads:
                raise LedgerError("box 行应在语句行之前")
            self.verdicts[-1].append(_verdict(words))
        else:
            raise LedgerError("既不是 plan、box，也不是语句行")

    def boxes(self) -> tuple[BoxLedger, ...]:
        """Return what was collected."""
        return tuple(
            BoxLedger(int(head[1]), head[2], int(head[3]), int(head[4]), int(head[5]), head[6], tuple(verdicts))
            for head, verdicts in zip(self.heads, self.verdicts, strict=True)
        )


def parse_ledger(name: str, content: str) -> PlanLedger:
    """Read the text of one ledger file; *name* is for the message of what is wrong."""
    reader = _Reader()
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            reader.take(line.strip())
        except LedgerError as error:
            raise LedgerError(f"{name} 第{number}行：{error}") from None
    if not reader.plan:
        raise LedgerError(f"{name}：没有 plan 行")
    return PlanLedger(*reader.plan, reader.boxes())


# --- The plan's own words, which the product does not carry ---


def plan_words(content: bytes) -> str:
    r"""Return a plan's text file normalised as its boxes are; UTF-8, else the encoding of Chinese Windows.

    >>> plan_words("专栏 1 甲\n\n乙。".encode("gb18030"))
    '专栏1甲\n乙。'
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    return normalise(text)


def find_box(words: str, box: BoxLedger) -> str | None:
    """Return a box's normalised text out of the plan's, wherever it stands; None where the ledger's is not there."""
    at = 0
    while 0 <= at <= len(words) - box.length:
        found = words[at : at + box.length]
        if digest(found) == box.sha:
            return found
        following = words.find("\n", at)
        at = following + 1 if following >= 0 else -1
    return None


def missing_words(words: str, box: BoxLedger) -> Iterator[tuple[int, str]]:
    """Yield the clauses, counted from 1, and their named words that a plan's text does not have any more."""
    bare = words.replace("\n", "")
    for place, verdict in enumerate(box.verdicts, 1):
        for part in verdict.parts:
            if part.text not in bare:
                yield place, part.text
