"""复制汇报: what is known about one project, as one sentence and as one paragraph.

Only known facts are said. What is 未填 is neither mentioned nor shown as 0; where nothing at all is known the sentence
says which facts are missing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.domain.dates import chinese_day
from tracker.domain.figures import Figures, ratio
from tracker.domain.kinds import STATES_WITH_REASON, Nature
from tracker.domain.money import format_percent, format_wan
from tracker.domain.quarters import span_label

_STOPS = "。．.；;，,、 \n"


@dataclass(frozen=True)
class ProblemFact:
    """An open problem: what it is, which level has to coordinate, who acts, until when."""

    description: str
    level: str | None = None
    owner: str | None = None
    deadline: date | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a briefing may say, as of a date. Texts and dates are None, lists empty, where nothing is entered.

    ``done_on`` and the like are the month ends the cumulative figures were entered for. ``inside`` counts the
    projects of a heading.
    """

    name: str
    as_of: date
    figures: Figures
    unit: str = ""
    kind: str = ""
    nature: str = ""
    source: str = ""
    counted: bool = True
    inside: int = 0
    content: str | None = None
    builder: str | None = None
    owner_dept: str | None = None
    owner: str | None = None
    arrived_on: date | None = None
    done_on: date | None = None
    paid_on: date | None = None
    progress: str | None = None
    progress_on: date | None = None
    next_steps: str | None = None
    state_since: date | None = None
    state_reason: str | None = None
    deadline_text: str | None = None
    problems: tuple[ProblemFact, ...] = ()


def sentence(facts: Facts) -> str:
    """Return one sentence: 总投资, 累计完成 and its share, 形象进度, the next milestone, problems."""
    if not facts.counted:
        return _heading(facts)
    parts = [_state(facts), _invested(facts), _done(facts), _percent(facts), _next(facts), _troubles(facts)]
    return f"{facts.name}：{_joined(parts) or _missing(facts)}。"


def paragraph(facts: Facts) -> str:
    """Return one paragraph: who and what, the money, the year, the works, the next milestone, problems, next steps."""
    if not facts.counted:
        return _heading(facts)
    said = [
        _joined([_people(facts), _labelled("建设内容及规模", facts.content)]),
        _joined([_state(facts), _invested(facts), _year(facts)]),
        _cumulative(facts),
        _joined([_works(facts), _next(facts)]),
    ]
    known = any(said[1:])
    said += [_troubles(facts), _labelled("下步安排", facts.next_steps)]
    if not known:
        said.append(_missing(facts))
    return f"{facts.name}{_origin(facts)}。" + "".join(f"{part}。" for part in said if part)


def _joined(parts: list[str]) -> str:
    """Join what is said with commas."""
    return "，".join(part for part in parts if part)


def _clean(text: str) -> str:
    """Return a typed text ready to stand inside a sentence: one line, no stop at its end."""
    return "；".join(line.strip(_STOPS) for line in text.strip(_STOPS).splitlines() if line.strip(_STOPS))


def _labelled(label: str, text: str | None) -> str:
    """Return a typed text behind its label."""
    return f"{label}：{_clean(text)}" if text and _clean(text) else ""


def _money(fen: int) -> str:
    """Return an amount with its unit."""
    return f"{format_wan(fen)}万元"


def _share(top: int | None, bottom: int | None, words: str) -> str:
    """Return a share in brackets, nothing where it cannot be computed."""
    share = ratio(top, bottom)
    return "" if share is None else f"（{words}{format_percent(share)}%）"


def _state(facts: Facts) -> str:
    """Return a state that changes how all else is read: 停工, 停止, 取消, 移交."""
    state = facts.figures.state
    if state not in STATES_WITH_REASON:
        return ""
    since = f"{chinese_day(facts.state_since)}起" if facts.state_since else "已"
    reason = f"（{_clean(facts.state_reason)}）" if facts.state_reason and _clean(facts.state_reason) else ""
    return f"{since}{state}{reason}"


def _invested(facts: Facts) -> str:
    """Return 总投资."""
    fen = facts.figures.investment_fen
    return "" if fen is None else f"总投资{_money(fen)}"


def _done(facts: Facts) -> str:
    """Return 累计完成投资 with its date and its share of 总投资."""
    fen = facts.figures.done_fen
    return "" if fen is None else f"{_to(facts.done_on or facts.as_of)}累计完成投资{_money(fen)}{_of_investment(facts)}"


def _of_investment(facts: Facts) -> str:
    """Return the share of 累计完成投资 in 总投资."""
    return _share(facts.figures.done_fen, facts.figures.investment_fen, "占")


def _cumulative(facts: Facts) -> str:
    """Return 到位, 完成投资 and 支付; a date is said once for the figures that share it."""
    figures = facts.figures
    lines = (
        (facts.arrived_on, "资金累计到位", figures.arrived_fen, ""),
        (facts.done_on, "累计完成投资", figures.done_fen, _of_investment(facts)),
        (facts.paid_on, "累计支付", figures.paid_fen, _share(figures.paid_fen, figures.arrived_fen, "占到位资金的")),
    )
    said, last = [], None
    for entered, words, fen, share in lines:
        if fen is None:
            continue
        day = entered or facts.as_of
        said.append(f"{'' if day == last else _to(day)}{words}{_money(fen)}{share}")
        last = day
    return _joined(said)


def _to(day: date) -> str:
    """Return up to when a figure counts."""
    return f"截至{chinese_day(day)}"


def _year(facts: Facts) -> str:
    """Return 年度计划投资, and what of it is done."""
    plan, done = facts.figures.year_plan_fen, facts.figures.year_done_fen
    planned = "" if plan is None else f"{facts.as_of.year}年计划投资{_money(plan)}"
    share = _share(done, plan, "占年度计划的")
    return _joined([planned, "" if done is None else f"{span_label(facts.as_of)}完成投资{_money(done)}{share}"])


def _percent(facts: Facts) -> str:
    """Return 形象进度 in percent, with its date where that is another than that of the money."""
    percent, on = facts.figures.percent, facts.figures.percent_on
    if percent is None:
        return ""
    said = facts.figures.done_fen is not None and facts.done_on == on
    return f"{'' if said or on is None else _to(on)}形象进度{percent}%"


def _works(facts: Facts) -> str:
    """Return 形象进度 in words and percent."""
    percent = _percent(facts)
    if not (facts.progress and _clean(facts.progress)):
        return percent
    words = _clean(facts.progress)
    if not percent:
        since = _to(facts.progress_on) if facts.progress_on else ""
        return f"{since}形象进度：{words}"
    return f"{percent}（{words}）"


def _next(facts: Facts) -> str:
    """Return the next milestone with the day it is held to, and by how many days it is late."""
    figures = facts.figures
    if figures.nodes and figures.nodes == figures.nodes_met:
        return "各节点已全部完成"
    if figures.next_title is None:
        return ""
    if figures.next_due is None:
        return f"下一节点{figures.next_title}"
    late = (facts.as_of - figures.next_due).days
    overdue = f"，已逾期{late}天" if late > 0 else ""
    return f"下一节点{figures.next_title}（{chinese_day(figures.next_due)}{overdue}）"


def _troubles(facts: Facts) -> str:
    """Return the open problems."""
    said = []
    for problem in facts.problems:
        notes = [
            f"需{problem.level}协调" if problem.level and problem.level != "本单位" else "",
            f"责任单位（人）{problem.owner}" if problem.owner else "",
            f"{chinese_day(problem.deadline)}前解决" if problem.deadline else "",
        ]
        note = _joined(notes)
        said.append(_clean(problem.description) + (f"（{note}）" if note else ""))
    return f"存在问题：{'；'.join(said)}" if said else ""


def _people(facts: Facts) -> str:
    """Return who builds and who answers for it."""
    pairs = (("建设单位", facts.builder), ("责任单位", facts.owner_dept), ("责任人", facts.owner))
    return _joined([f"{label}{_clean(value)}" for label, value in pairs if value and _clean(value)])


def _origin(facts: Facts) -> str:
    """Return unit, kind, 建设性质, source and printed deadline in brackets."""
    nature = "" if facts.nature == Nature.UNSTATED else facts.nature
    printed = f"规划时限{_clean(facts.deadline_text)}" if facts.deadline_text and _clean(facts.deadline_text) else ""
    inner = _joined([facts.unit, facts.kind, nature, facts.source, printed])
    return f"（{inner}）" if inner else ""


def _missing(facts: Facts) -> str:
    """Return which of the usual facts are 未填; those that are 不适用 are not missing."""
    figures = facts.figures
    missing = [
        *(["总投资"] if figures.investment_fen is None and not figures.investment_na else []),
        *(["累计完成投资"] if figures.done_fen is None and not figures.done_na else []),
        *(["形象进度"] if figures.percent is None and not figures.percent_na else []),
        *(["节点"] if not figures.nodes else []),
    ]
    return f"{'、'.join(missing)}均未填报" if len(missing) > 1 else f"{''.join(missing)}未填报"


def _heading(facts: Facts) -> str:
    """Return the sentence for a heading, whose projects report for themselves."""
    return f"{facts.name}：工程标题，下含 {facts.inside} 个项目，分别填报。"
