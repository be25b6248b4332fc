"""What is typed, cleared and pasted in the list: each deed one action, wrong input refused with its sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from tracker.domain import warnings
from tracker.domain.custom import KEYS
from tracker.domain.deeds import Done
from tracker.domain.errors import InputError
from tracker.domain.kinds import Level, Nature
from tracker.domain.money import Amount, format_wan, parse_wan
from tracker.domain.pasting import INVESTMENT, MONEY, PASTED, YEAR_PLAN
from tracker.domain.project_fields import LABELS
from tracker.queries.projects import ListRow
from tracker.queries.settings import office
from tracker.services import custom, money, paste, projects
from tracker.services.paste import PasteItem, PastePreview, Start
from tracker.ui.context import AppContext, Link
from tracker.ui.dialogs import paste_preview
from tracker.ui.tasks import stored

TITLES = {INVESTMENT: "总投资", YEAR_PLAN: "年度计划投资"} | LABELS
CHOICES: dict[str, Sequence[str]] = {"nature": tuple(Nature), "level": ("", *Level)}
_NA = ("/", "／", "不适用")
Cells = Sequence[tuple[int, str]]


class ListEditing(QObject):
    """Writes what happens to the list's cells."""

    def __init__(self, context: AppContext, window: QWidget) -> None:
        """Ask and tell over *window*."""
        super().__init__(window)
        self._context = context
        self._window = window

    # --- One cell ---

    def commit(self, row: ListRow, key: str, text: str) -> None:
        """Store what was typed into a cell; raises InputError where it cannot be stored.

        Where the list shows a closed quarter's copy, it shows the file from then on: what was typed must be seen.
        """
        signed = self._context.source is not None
        self._commit(row, key, text)
        if signed:
            self._context.closed.choose(corrected=True)

    def _commit(self, row: ListRow, key: str, text: str) -> None:
        """Store what was typed into a cell."""
        deed = f"修改{self._title(key)}：{row.name}"
        if key in KEYS:
            stored(self._context.tasks.write(deed, custom.set_value, [row.project_id], key, text))
            return
        if key not in MONEY:
            stored(self._context.tasks.write(deed, projects.edit, row.project_id, key, text))
            return
        amount = Amount(na=True) if text.strip() in _NA else Amount(parse_wan(text))
        before = row.figures.investment_fen if key == INVESTMENT else row.figures.year_plan_fen
        self._set_amount(deed, row.project_id, key, amount)
        self._doubt(row, key, amount.fen, before)

    def _title(self, key: str) -> str:
        """Return what the office calls a column."""
        kept = self._context.tasks.read(office)
        own = {column.key: column.label for column in kept.custom} | {"leader": kept.leader_label}
        return own.get(key) or TITLES.get(key, key)

    def _set_amount(self, deed: str, project_id: int, key: str, amount: Amount) -> None:
        """Store an amount."""
        tasks = self._context.tasks
        if key == INVESTMENT:
            stored(tasks.write(deed, money.set_investment, project_id, amount))
        else:
            stored(tasks.write(deed, money.set_year_plan, project_id, self._year, amount))

    def _doubt(self, row: ListRow, key: str, now: int | None, before: int | None) -> None:
        """Ask about 元 taken for 万元, and offer the amount that was meant."""
        meant = warnings.taken_for_wan(now, before)
        if meant is None or now is None or before is None:
            return
        title = TITLES[key]
        sentence = (
            f"{row.name}：{title}填入的 {format_wan(now)} 是原数的 {now // before:,} 倍，像是把元当成了万元。"
            f"折合 {format_wan(meant)} 万元，是否改用？"
        )
        run = partial(self._take, f"修改{title}：{row.name}", row.project_id, key, Amount(meant))
        self._context.notify(sentence, Link(f"改为 {format_wan(meant)}", run), tone="warning")

    def _take(self, deed: str, project_id: int, key: str, amount: Amount) -> None:
        """Store the amount that was meant."""
        try:
            self._set_amount(deed, project_id, key, amount)
        except InputError as error:
            self._context.notify(str(error), tone="error")
            return
        self._context.notify(f"已改为 {format_wan(amount.fen or 0)} 万元。")

    @property
    def _year(self) -> int:
        """The year whose 年度计划 the list shows."""
        return self._context.period.as_of.year

    # --- Many cells ---

    def clear(self, cells: Cells, row_of: Callable[[int], ListRow | None]) -> None:
        """Set cells to 未填, as one action."""
        items = [
            PasteItem(0, 0, project_id, row.name, key, self._title(key), "", "", _nothing(key), self._year_of(key))
            for project_id, key in cells
            if (row := row_of(project_id)) is not None
        ]
        if not items:
            return
        what = f"清除{items[0].label}：" + (items[0].project if len(items) == 1 else f"{len(items)} 个项目")
        done = self._write(what, items)
        if done is not None and done.action_id is not None and len(items) > 1:
            self._context.notify(f"已把 {len(items)} 个项目的“{items[0].label}”改为未填。可一次撤销（Ctrl+Z）。")

    def _year_of(self, key: str) -> int | None:
        """Return the year of an amount, for 年度计划 only."""
        return self._year if key == YEAR_PLAN else None

    def paste(self, text: str, start: Start | None) -> None:
        """Show what the clipboard would change and write what is accepted."""
        if self._context.tasks.read_only:
            self._context.notify(f"{self._context.tasks.read_only} 没有粘贴。", tone="warning")
            return
        try:
            preview = self._context.tasks.read(paste.preview, text, self._year, start)
        except InputError as error:
            self._context.notify(str(error), tone="warning")
            return
        if not (preview.items or preview.unmatched):
            self._context.notify(_nothing_to_write(preview), tone="warning")
            return
        accepted = paste_preview.accepted(self._window, preview)
        if accepted:
            self._apply(accepted, preview)

    def _apply(self, accepted: Sequence[PasteItem], preview: PastePreview) -> None:
        """Write the accepted cells and say what came of it."""
        rows = len({item.project_id for item in accepted})
        if self._write(f"粘贴：{len(accepted)} 处，{rows} 个项目", accepted) is None:
            return
        left = len(preview.items) - len(accepted) + len(preview.unmatched)
        rest = f"；{left} 处未写入" if left else ""
        self._context.notify(f"已写入 {len(accepted)} 处修改，涉及 {rows} 个项目{rest}。可一次撤销（Ctrl+Z）。")

    def _write(self, what: str, items: Sequence[PasteItem]) -> Done[int] | None:
        """Write cells as one action; what no longer fits is told in a strip."""
        try:
            return self._context.tasks.write(what, paste.apply, items)
        except InputError as error:
            self._context.notify(str(error), tone="error")
            return None


def pasteable(keys: Sequence[str]) -> tuple[str | None, ...]:
    """Return column keys as a paste takes them: None where a column cannot be pasted into."""
    return tuple(key if key in PASTED or key in KEYS else None for key in keys)


def _nothing(key: str) -> str | Amount:
    """Return 未填 for a column."""
    return Amount() if key in MONEY else ""


def _nothing_to_write(preview: PastePreview) -> str:
    """Return why a paste comes to nothing."""
    if preview.unchanged:
        return f"粘贴的 {preview.unchanged} 处与现在相同，没有要写入的内容。"
    return "这里的列不能粘贴。请先点到要填的列（如总投资、责任单位），或在 Excel 中连同标题行和项目名称一起复制。"
