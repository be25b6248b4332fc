"""How comparisons and start rates are named and explained, the same in the dialog and in the workbook."""

from __future__ import annotations

from tracker.domain.comparisons import Compared, before, begins_year, last_year
from tracker.domain.money import format_percent
from tracker.domain.periods import ReportPeriod
from tracker.domain.start_rates import NamedRate, StartRates

_NOT_COMPUTABLE = "—"


def bases(period: ReportPeriod) -> str:
    """Return what is compared with what: ``2026年第三季度：环比 2026年第二季度，同比 2025年第三季度``."""
    return f"{period.label}：环比{before(period).label}，同比{last_year(period).label}"


def rate_words(rate: NamedRate) -> str:
    """Return a rate with its terms: ``开工率 80.8%（已开工 206 ÷ 本年计划开工 255）``; “—” on a base of zero."""
    value = _NOT_COMPUTABLE if rate.value is None else f"{format_percent(rate.value)}%"
    return f"{rate.name} {value}（{rate.terms}）"


def start_words(rates: StartRates) -> tuple[str, str]:
    """Return 开工率 by both of its bases, and 完工率 by both, a sentence each."""
    return (
        f"{rate_words(rates.start_of_planned)}；{rate_words(rates.start_of_under_way)}。",
        f"{rate_words(rates.finish_of_all)}；{rate_words(rates.finish_of_planned)}。",
    )


def why_missing(compared: Compared) -> str:
    """Return why a growth is “—”, or how many projects it rests on."""
    if not compared.projects:
        return "没有两期都已填报完成投资的项目，无法比较"
    if compared.growth is None:
        zero = "为零" if compared.base_fen == 0 else "为负（累计数有核减）"
        return f"按两期都已填报的 {compared.projects} 项比较；基期{zero}，无法计算增幅"
    return f"按两期都已填报的 {compared.projects} 项比较"


def definitions(period: ReportPeriod) -> tuple[str, ...]:
    """Return how each figure is made, for the notes."""
    own, earlier = period.word, period.previous_word
    growth = (
        f"{own}完成＝年初至今完成－至{earlier}末年初至今完成；环比＝（{own}－{earlier}）÷{earlier}，"
        "同比＝（年初至今－上年同期）÷上年同期。金额只加两期都已填报的项目，缺一期的不参加比较。"
    )
    first = f"{period.label}是本年第一期，年度计划重新起算，完成率不与{earlier}比。" if begins_year(period) else ""
    return (
        growth,
        f"完成率＝年初至今完成÷年度计划投资；完成率的差是百分点，不是百分数。{first}",
        "“—”是基期没有填报、为零或为负，无法计算。开工率、完工率各有两种分母，引用时请写明分母。",
    )
