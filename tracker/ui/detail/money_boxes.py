"""Forms that unfold in 资金: 总投资 with its stage and paper, a batch of 下达, an annual plan, splitting by source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from tracker.domain.dates import format_day, parse_day
from tracker.domain.errors import InputError
from tracker.domain.kinds import MoneyKind, Stage, YearCategory
from tracker.domain.money import Amount, format_wan, parse_wan
from tracker.domain.warnings import LABELS
from tracker.queries.choices import MoneySourceChoice
from tracker.queries.money import InvestmentLine, MoneySheet
from tracker.services import money as services
from tracker.ui.cells import UNFILLED
from tracker.ui.detail.entry import EntryBox, Values
from tracker.ui.detail.lists import clear
from tracker.ui.detail.money_cells import edit_amount, typed_amount
from tracker.ui.detail.paper_field import papers_of, take_day
from tracker.ui.detail.tab import Tab
from tracker.ui.forms import Label, hbox, link, set_blocked, vbox


def source_words(sources: Sequence[MoneySourceChoice]) -> list[tuple[str, str]]:
    """Return the 资金来源 as a list offers them, the second level indented."""
    return [("", "不分来源"), *((str(one.id), f"{'　' * one.depth}{one.name}") for one in sources)]


class InvestmentBox(EntryBox):
    """总投资 with stage, date and paper; the versions there are below."""

    def __init__(self, tab: Tab) -> None:
        """Belong to the tab 资金."""
        super().__init__("保存总投资", self._save)
        self._tab = tab
        f = self.form
        stages = [("", UNFILLED), *((word, word) for word in Stage)]
        self.grid.add(f.line("amount", "总投资（万元）"), f.choice("stage", "阶段", stages))
        self.grid.add(f.day("as_of", "批复日期", "新的日期另记一次，以前各期不变"))
        number = f.paper("document_number", "批复文号", partial(papers_of, tab))
        number.picked.connect(partial(take_day, f, "as_of"))
        self.grid.add(number, span=2)
        self.grid.add(f.line("note", "备注"))

    def start(self, sheet: MoneySheet) -> None:
        """Unfold with what is in force."""
        whole = [line for line in sheet.investments if line.source_id is None]
        last = whole[-1] if whole else None
        values = {"amount": edit_amount(sheet.investment), "stage": sheet.investment_stage or ""}
        if last is not None:
            values |= {"as_of": format_day(last.as_of), "note": last.note or ""}
            values["document_number"] = last.document_number or ""
        self.open_with("总投资的阶段和依据", values, "amount")
        self.set_blocked(self._tab.blocked)
        self.list_versions(sheet)

    def list_versions(self, sheet: MoneySheet) -> None:
        """List the versions, the newest first."""
        clear(self.more)
        whole = [line for line in sheet.investments if line.source_id is None]
        if len(whole) > 1:
            self.more.addWidget(Label("历次总投资", "text2"))
        for version in reversed(whole if len(whole) > 1 else []):
            remove = link("移除", run=partial(self._remove, version))
            set_blocked(remove, self._tab.blocked)
            line = hbox(Label(_investment_words(version), wrap=True), remove, spacing=4)
            line.setStretch(0, 1)
            self.more.addLayout(line)

    def _save(self, values: Values) -> None:
        """Store 总投资 as of its date."""
        amount = _amount(values["amount"], "amount")
        if amount.unknown:
            raise InputError("请填写总投资。要改成未填，请在上表的单元格里按 Delete。", "amount")
        details = services.InvestmentDetails(
            stage=values["stage"] or None,
            as_of=parse_day(values["as_of"]),
            document_number=values["document_number"] or None,
            note=values["note"] or None,
        )
        self._tab.store("填写总投资", services.set_investment, self._tab.project_id, amount, **details)

    def _remove(self, version: InvestmentLine) -> None:
        """Remove a version."""
        what = f"移除{version.as_of or '未注明日期'}的总投资"
        args = (self._tab.project_id, Amount())
        self._tab.attempt(what, services.set_investment, *args, as_of=version.as_of)


def _investment_words(line: InvestmentLine) -> str:
    """Return one version of 总投资 in words."""
    amount = "不适用" if line.amount.na else f"{format_wan(line.amount.fen or 0)} 万元"
    parts = [str(line.as_of or "未注明日期"), line.stage, amount, line.document_number, line.note]
    return "  ".join(part for part in parts if part)


class AllocationBox(EntryBox):
    """A new batch of 下达."""

    def __init__(self, tab: Tab) -> None:
        """Belong to the tab 资金."""
        super().__init__("添加批次", self._save)
        self._tab = tab
        f = self.form
        self._source = f.choice("source_id", "资金来源", ())
        self.grid.add(f.day("allocated_on", "下达日期"), f.line("amount_fen", "金额（万元）"))
        self.grid.add(self._source)
        number = f.paper("document_number", "下达文号", partial(papers_of, tab))
        number.picked.connect(partial(take_day, f, "allocated_on"))
        self.grid.add(number, span=2)
        self.grid.add(f.line("note", "备注"))

    def start(self, sources: Sequence[MoneySourceChoice]) -> None:
        """Unfold empty."""
        self._source.set_choices(source_words(sources))
        self.open_with("新的下达批次", {}, "allocated_on")
        self.set_blocked(self._tab.blocked)

    def _save(self, values: Values) -> None:
        """Store the batch."""
        amount, day = _amount(values["amount_fen"], "amount_fen"), parse_day(values["allocated_on"])
        if day is None:
            raise InputError("请填写下达日期。", "allocated_on")
        if amount.fen is None:
            raise InputError("请填写下达金额。", "amount_fen")
        source = int(values["source_id"]) if values["source_id"] else None
        number, note = values["document_number"] or None, values["note"] or None
        batch = services.AllocationInput(self._tab.project_id, amount.fen, day, source, number, note)
        self._tab.store(f"添加下达批次 {format_wan(amount.fen)} 万元", services.add_allocation, batch)


class PlanBox(EntryBox):
    """An annual plan, or its adjustment of a later day."""

    def __init__(self, tab: Tab) -> None:
        """Belong to the tab 资金."""
        super().__init__("保存年度计划", self._save)
        self._tab = tab
        f = self.form
        categories = [("", UNFILLED), *((word, word) for word in YearCategory)]
        self.grid.add(f.line("year", "年度"), f.line("amount", "计划投资（万元）"))
        self.grid.add(f.choice("category", "年度类别", categories), f.day("decided_on", "调整日期", "年初计划可以不填"))
        self.grid.add(f.line("note", "备注"), span=2)

    def start(self, year: int) -> None:
        """Unfold for a year."""
        self.open_with("年度计划", {"year": str(year)}, "amount")
        self.set_blocked(self._tab.blocked)

    def _save(self, values: Values) -> None:
        """Store the plan."""
        if not values["year"].isdecimal():
            raise InputError("年度要填四位数字，如 2026。", "year")
        amount = _amount(values["amount"], "amount")
        if amount.unknown:
            raise InputError("请填写计划投资。", "amount")
        year = int(values["year"])
        details = services.PlanDetails(note=values["note"] or None)
        if values["category"]:
            details["category"] = values["category"]
        if values["decided_on"]:
            details["decided_on"] = parse_day(values["decided_on"])
        self._tab.store(f"填写{year}年度计划", services.set_year_plan, self._tab.project_id, year, amount, **details)


class Splitter(QWidget):
    """Splits the figures of a period that are 不分来源, one kind after the other."""

    def __init__(self, tab: Tab) -> None:
        """Belong to the tab 资金."""
        super().__init__()
        self._tab = tab
        self._holder: QVBoxLayout = vbox()
        self.setLayout(self._holder)
        self.box: EntryBox | None = None

    def start(self, kinds: Sequence[tuple[MoneyKind, int]], sources: Sequence[tuple[int, str]], first: Values) -> None:
        """Ask for the parts of the first of *kinds* (with its sum in 分); *first* has texts by source id."""
        self.close_box()
        (kind, total), rest = kinds[0], kinds[1:]
        box = EntryBox("拆分", partial(self._save, kind, total))
        for source_id, name in sources:
            box.grid.add(box.form.line(str(source_id), name))
        left = Label("", "text2")
        box.more.addWidget(left)
        box.form.changed.connect(partial(_count, box, left, total))
        self._holder.addWidget(box)
        self.box = box
        box.open_with(f"把{LABELS[kind]} {format_wan(total)} 万元拆分到各来源（万元）", first)
        box.set_blocked(self._tab.blocked)
        _count(box, left, total)
        box.closed.connect(partial(self._closed, kind, rest, sources))
        self._tab.reveal(box)

    def close_box(self) -> None:
        """Give up."""
        clear(self._holder)
        self.box = None

    def _save(self, kind: MoneyKind, total: int, values: Values) -> None:
        """Store the parts."""
        parts = {int(key): _amount(text, key) for key, text in values.items()}
        end = self._tab.context.period.as_of
        what = f"按来源拆分{LABELS[kind]} {format_wan(total)} 万元"
        self._tab.store(what, services.split_by_source, self._tab.project_id, kind, end, parts)
        self._done = kind

    _done: MoneyKind | None = None

    def _closed(
        self, kind: MoneyKind, rest: Sequence[tuple[MoneyKind, int]], sources: Sequence[tuple[int, str]]
    ) -> None:
        """Go on with the next kind after one was split."""
        done, self._done = self._done, None
        if done is kind and rest:
            self.start(rest, sources, {})


def _count(box: EntryBox, left: Label, total: int) -> None:
    """Say how much of a figure is not given to a source yet."""
    given = 0
    for field in box.form.fields.values():
        try:
            given += parse_wan(field.text) or 0
        except InputError:
            continue
    rest = total - given
    left.setText(
        "各来源合计与原数一致"
        if rest == 0
        else f"还差 {format_wan(rest)} 万元"
        if rest > 0
        else f"多出 {format_wan(-rest)} 万元"
    )
    left.set_ink("text2" if rest == 0 else "amber_text")


def _amount(text: str, key: str) -> Amount:
    """Read an amount in a form; the error names its field."""
    try:
        return typed_amount(text)
    except InputError as error:
        raise InputError(str(error), key) from None
