"""拆分下达: one batch on a 打捆 project, amount by amount to its parts, with what is left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QWidget

from tracker.domain.errors import InputError
from tracker.domain.money import format_wan, parse_wan
from tracker.queries.bundles import Batch, Bundle
from tracker.ui.fields import ComboBox
from tracker.ui.forms import Field, Label, button, vbox
from tracker.ui.messages import Sheet

_WIDTH = 520
_MOST_SHOWN = 8  # parts beside each other would be too tall for a small screen: the list scrolls
Save = Callable[[int, dict[int, int]], object]


class SplitDialog(Sheet):
    """``save`` (batch id, project id → 分) stores the split or raises InputError, shown below the list."""

    def __init__(self, parent: QWidget, bundle: Bundle, save: Save) -> None:
        """Begin with the newest batch and its present split."""
        super().__init__(parent, "拆分下达到子项目", width=_WIDTH)
        self._bundle, self._save = bundle, save
        self.batch = ComboBox()
        self.batch.setAccessibleName("下达批次")
        for one in bundle.batches:
            self.batch.addItem(_told(one), one.id)
        self.fields = {part.project_id: QLineEdit() for part in bundle.parts}
        rows = [Field(f"{part.name}（{part.unit}）", self.fields[part.project_id]) for part in bundle.parts]
        for row in rows:
            row.collapse()
        self._rows = dict(zip(self.fields, rows, strict=True))
        self.left = Label("", wrap=True)
        self.wrong = Label("", "red", wrap=True)
        self.wrong.hide()
        content = QWidget()
        content.setLayout(vbox(*rows, None, spacing=6, margins=(0, 0, 8, 0)))
        self.body.addWidget(
            Label(
                "打捆计看这批下达本身，拆分计看分给各子项目的数。单位：万元，可写“1.2亿”；空着为不分。",
                "text2",
                wrap=True,
            )
        )
        self.body.addWidget(Field("下达批次", self.batch))
        self.body.addWidget(_scrolled(content, len(rows)), 1)
        self.body.addWidget(self.left)
        self.body.addWidget(self.wrong)
        self.let_body_grow()
        self.foot.addWidget(button("取消", run=self.reject))
        self.take = button("保存拆分", primary=True, run=self.store)
        self.take.setDefault(True)
        self.foot.addWidget(self.take)
        self.batch.activated.connect(self._show)
        for field in self.fields.values():
            field.textChanged.connect(self._count)
        self._show()

    @property
    def chosen(self) -> Batch:
        """The batch that is split."""
        return self._bundle.batches[max(self.batch.currentIndex(), 0)]

    def _show(self) -> None:
        """Show the split of the chosen batch."""
        for project_id, field in self.fields.items():
            fen = self.chosen.parts.get(project_id)
            field.setText("" if fen is None else format_wan(fen).replace(",", ""))
        self._count()

    def _amounts(self) -> dict[int, int]:
        """Return what is typed; raises InputError naming the project whose amount is none."""
        found = {}
        for project_id, field in self.fields.items():
            self._rows[project_id].set_error(None)
            try:
                fen = parse_wan(field.text())
            except InputError as error:
                self._rows[project_id].set_error(str(error))
                raise
            if fen is not None:
                found[project_id] = fen
        return found

    def _count(self) -> None:
        """Say what is left of the batch."""
        self.wrong.hide()
        try:
            amounts = self._amounts()
        except InputError:
            self.left.setText("")
            return
        left = self.chosen.amount_fen - sum(amounts.values())
        told = f"本批 {format_wan(self.chosen.amount_fen)} 万元，已分 {format_wan(sum(amounts.values()))} 万元"
        self.left.set_ink("red" if left < 0 else "text2")
        rest = f"超出 {format_wan(-left)} 万元" if left < 0 else f"还剩 {format_wan(left)} 万元未分"
        self.left.setText(f"{told}，{rest}。")

    def store(self) -> None:
        """Store the split and close, or say what is wrong."""
        try:
            self._save(self.chosen.id, self._amounts())
        except InputError as error:
            if not any(row.error for row in self._rows.values()):
                self.wrong.setText(str(error))
                self.wrong.show()
        else:
            self.accept()


def _told(batch: Batch) -> str:
    """Return a batch in words."""
    parts = (str(batch.on), batch.source or "不分来源", f"{format_wan(batch.amount_fen)} 万元", batch.number or "")
    return "  ".join(part for part in parts if part)


def _scrolled(content: QWidget, rows: int) -> QWidget:
    """Return the list of parts, scrolling where there are many."""
    if rows <= _MOST_SHOWN:
        return content
    from tracker.ui.settings.section import scrolling

    area = scrolling(content)
    area.setMinimumHeight(260)
    return area
