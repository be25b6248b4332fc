"""How cells of a report look: 宋体 throughout, 黑体 for titles, number formats as in the forms of the field."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook


class Form(Enum):
    """What a cell holds."""

    TITLE = "标题"
    LEFT = "表左"
    MIDDLE = "表中"
    RIGHT = "表右"
    HEAD = "表头"
    TEXT = "文字"
    WORD = "词"
    MONEY = "金额"
    RATE = "百分比"
    POINTS = "百分点"
    COUNT = "项数"
    POINTS_WHOLE = "天数增减"
    DAY = "日期"
    NUMBER = "数"
    NOTE = "说明"
    GROUP = "组"


# Font sizes in points.
SIZES = dict.fromkeys(Form, 9.0) | {Form.TITLE: 18.0, Form.LEFT: 10.0, Form.MIDDLE: 10.0, Form.RIGHT: 10.0}
# Grounds and inks as RGB; “” is none. Chosen to stay readable on a grey printer.
TOTAL_GROUND, HEAD_GROUND, GROUP_GROUND = "E8EEF5", "F0F3F6", "F7F9FB"
GREY, RED, AMBER = "6B7783", "BE3228", "855700"
_FORMATS = {
    Form.MONEY: "#,##0.00;[Red]-#,##0.00",
    Form.RATE: "0.0",
    Form.POINTS: '+0.0;"−"0.0;0.0',
    Form.COUNT: "0",
    Form.POINTS_WHOLE: '+0;"−"0;0',
    Form.DAY: "yyyy-mm-dd",
}
_RIGHT = {Form.NUMBER, Form.MONEY, Form.RATE, Form.POINTS, Form.RIGHT}
_CENTRED = {Form.TITLE, Form.HEAD, Form.WORD, Form.DAY, Form.COUNT, Form.POINTS_WHOLE, Form.MIDDLE}
_WRAPPED = {Form.HEAD, Form.TEXT, Form.NOTE, Form.WORD}
_FRAMED = set(Form) - {Form.TITLE, Form.LEFT, Form.MIDDLE, Form.RIGHT, Form.NOTE}


@dataclass(frozen=True)
class Style:
    """How one cell looks: what it holds, bold or not, ground and ink."""

    form: Form
    strong: bool = False
    ground: str = ""
    ink: str = ""

    @property
    def name(self) -> str:
        """The name of the style inside the workbook."""
        return "-".join(part for part in ("台账", self.form.value, "粗" * self.strong, self.ground, self.ink) if part)

    @property
    def wraps(self) -> bool:
        """Whether long text goes on in the next line."""
        return self.form in _WRAPPED


def named_style(book: Workbook, style: Style) -> str:
    """Return the name of *style* in *book*, where it is made when first used."""
    if style.name not in book.named_styles:
        _make(book, style)
    return style.name


def _make(book: Workbook, style: Style) -> None:
    """Add a style to the workbook."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    side = Side(style="thin", color="8A96A3")
    where = "right" if style.form in _RIGHT else "center" if style.form in _CENTRED else "left"
    made = NamedStyle(name=style.name, hidden=True)
    made.font = Font(
        name="黑体" if style.form is Form.TITLE else "宋体",
        size=SIZES[style.form],
        bold=style.strong or style.form is Form.HEAD,
        color=f"FF{style.ink or '000000'}",
        charset=134,
    )
    made.alignment = Alignment(horizontal=where, vertical="center", wrap_text=style.wraps)
    made.number_format = _FORMATS.get(style.form, "General")
    if style.form is Form.GROUP:  # no lines across its text, which runs on over the empty cells beside it
        made.border = Border(top=side, bottom=side)
    elif style.form in _FRAMED:
        made.border = Border(left=side, right=side, top=side, bottom=side)
    ground = style.ground or (HEAD_GROUND if style.form is Form.HEAD else "")
    if ground:
        made.fill = PatternFill("solid", fgColor=f"FF{ground}")
    book.add_named_style(made)
