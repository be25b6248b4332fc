"""The plans' own texts, which the product does not carry: where they lie, and whether they fit the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tracker.domain.ledger import find_box, missing_words, plan_words
from tracker.queries.coverage import CoveredBox, CoveredPlan
from tracker.ui.settings_store import SettingsStore

_KEY = "coverage.text."
_LARGEST = 20_000_000  # bytes; a plan's text has some hundred thousand
_NAMED = 2  # words named of those a text does not have


@dataclass(frozen=True)
class PlanText:
    """A plan's text as far as it fits: the words of each box by uid; ``fault`` says what does not fit, "" if all."""

    path: Path
    boxes: dict[str, str]
    fault: str

    def clause(self, box: CoveredBox, start: int, end: int) -> str | None:
        """Return the printed words of a clause."""
        found = self.boxes.get(box.uid)
        return None if found is None else found[start:end].replace("\n", "")


class PlanTexts:
    """Reads each text once until another one is named."""

    def __init__(self, config: SettingsStore) -> None:
        """*config* remembers the files."""
        self._config = config
        self._read: dict[str, PlanText] = {}

    def path(self, plan: CoveredPlan) -> Path | None:
        """Return the file the user named for a plan."""
        kept = self._config.text(_KEY + plan.uid)
        return Path(kept) if kept else None

    def set_path(self, plan: CoveredPlan, path: Path) -> None:
        """Take a file for a plan."""
        self._config.set(_KEY + plan.uid, str(path))
        self._read.pop(plan.uid, None)

    def text(self, plan: CoveredPlan) -> PlanText | None:
        """Return a plan's text, None where none was named; one that cannot be read says so."""
        path = self.path(plan)
        if path is None:
            return None
        if plan.uid not in self._read:
            self._read[plan.uid] = _read(path, plan)
        return self._read[plan.uid]

    def forget(self) -> None:
        """Read the files again when they are next asked for."""
        self._read.clear()


def _read(path: Path, plan: CoveredPlan) -> PlanText:
    """Read a file and hold its boxes against the ledger."""
    try:
        if path.stat().st_size > _LARGEST:
            return PlanText(path, {}, f"“{path.name}”太大，不像规划的文本文件，请另选。")
        words = plan_words(path.read_bytes())
    except OSError:
        return PlanText(path, {}, f"读不到“{path.name}”，文件可能已移走，请重新指定。")
    found, faults = {}, []
    for box in plan.boxes:
        if box.ledger is None:
            continue
        text = find_box(words, box.ledger)
        if text is None:
            faults.append(_fault(words, box))
        else:
            found[box.uid] = text
    if faults and not found:
        return PlanText(path, {}, f"“{path.name}”里找不到这个规划的任何专栏，请核对是不是这份文件（纯文本）。")
    return PlanText(path, found, "".join(faults))


def _fault(words: str, box: CoveredBox) -> str:
    """Say where a text differs from what was read into the ledger."""
    if box.ledger is None:
        return ""
    name = f"{box.label or '专栏'}“{box.title}”"
    gone = list(islice(missing_words(words, box.ledger), _NAMED + 1))
    if not gone:
        return f"{name}的文字与登记时不同，各条点到的名称都还在。"
    named = "、".join(f"第 {place} 条“{text}”" for place, text in gone[:_NAMED])
    more = "等" if len(gone) > _NAMED else ""
    return f"{name}的文字与登记时不同：找不到{named}{more}。"
