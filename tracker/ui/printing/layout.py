"""Lays a document out onto pages: boxes of text, lines and shapes at places, in units of 1/96 inch.

Nothing is painted here, so pages can be counted before the first one is drawn: “第 1 页 共 3 页”.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QRectF

from tracker.ui.cells import Light
from tracker.ui.printing.document import Block, Column, Document, Facts, NewPage, Picture, Row, SignOff, Table, Text
from tracker.ui.printing.paper import (
    HEAD,
    PAD,
    SMALL,
    TEXT,
    TITLE,
    Sheet,
    font,
    line_height,
    text_height,
    text_width,
    wrapped,
)

_GAP = 10.0
_FOOT = 22.0  # the page number's line
_PICTURE_LEAST = 240.0  # a picture is not squeezed below this: it goes to the next page
_LABEL_SHARE = 0.13  # the part of a line a fact's label takes
_LIGHT = 14.0
_LEAST = 28.0  # no column is narrower: two characters
_SQUEEZED = 0.4  # the part of its share that a column of texts keeps beside wide numbers
_HEAD_LINES = 1.7  # a heading wraps into two lines that are not equally full
_WIDEST = 120.0  # a number is never given more than this, unless its share is more
_WORDS = 80.0  # a text as short as this is not wrapped
_SPREAD = 2.5  # how many times its share a column of long texts may take from the others
_TELL_EVERY = 200
Tell = Callable[[int, int], object]


@dataclass(frozen=True)
class Words:
    """A text in a box; ``ground`` fills the box, ``frame`` draws its edges."""

    box: QRectF
    text: str
    size: int = TEXT
    align: str = "left"
    strong: bool = False
    grey: bool = False
    ground: bool = False
    frame: bool = False
    light: Light | None = None
    middle: bool = True


@dataclass(frozen=True)
class Drawn:
    """A picture in a box."""

    box: QRectF
    png: bytes


Mark = Words | Drawn


@dataclass
class Page:
    """What stands on one page."""

    marks: list[Mark] = field(default_factory=list)


class Layout:
    """Fills pages from the top; a block that does not fit goes on to the next."""

    def __init__(self, sheet: Sheet, tell: Tell | None = None) -> None:
        """Lay out for a sheet; *tell* (rows done, rows in all) may raise to stop."""
        inner = sheet.inner()
        self.width, self.height = inner.width(), inner.height() - _FOOT
        self._tell = tell
        self.pages: list[Page] = [Page()]
        self._y = 0.0

    @property
    def _room(self) -> float:
        """How much of the page is left."""
        return self.height - self._y

    def _new_page(self) -> None:
        """Go on at the top of the next page."""
        self.pages.append(Page())
        self._y = 0.0

    def _put(self, mark: Mark) -> None:
        """Put a mark on the present page."""
        self.pages[-1].marks.append(mark)

    def lay_out(self, document: Document) -> list[Page]:
        """Return the pages of a document."""
        self._title(document.title, document.left, document.right)
        for block in document.blocks:
            self._block(block)
        return self.pages

    def _title(self, title: str, left: str, right: str) -> None:
        """Write the title in the middle and what stands under it at both sides."""
        if title:
            high = text_height(title, self.width, font(TITLE, strong=True)) + PAD
            self._put(Words(QRectF(0, self._y, self.width, high), title, TITLE, "center", strong=True))
            self._y += high + PAD
        if left or right:
            high = text_height("单", self.width, font(TEXT)) + PAD
            box = QRectF(0, self._y, self.width, high)
            self._put(Words(box, left))
            self._put(Words(box, right, align="right"))
            self._y += high + PAD

    def _block(self, block: Block) -> None:
        """Lay one block out."""
        match block:
            case Table():
                self._table(block)
            case Facts():
                self._facts(block)
            case Text():
                self._text(block)
            case Picture():
                self._picture(block)
            case SignOff():
                self._sign_off(block)
            case NewPage():
                self._new_page()
                self._title(block.title, block.left, block.right)

    def _heading(self, title: str, least: float) -> None:
        """Write a block's own title, on the next page where *least* more would not fit under it."""
        high = text_height(title, self.width, font(HEAD, strong=True)) + PAD if title else 0.0
        if self._room < high + least and self._y > 0:
            self._new_page()
        if title:
            self._put(Words(QRectF(0, self._y, self.width, high), title, HEAD, strong=True))
            self._y += high

    # --- Tables ---

    def _table(self, table: Table) -> None:
        """Lay a table out; its headings stand on every page it reaches."""
        widths = widths_of(table, self.width)
        head = _head_height(table.columns, widths)
        first = row_height(table.rows[0], widths) if table.rows else 0.0
        self._heading(table.title, min(head + first, self.height / 3))
        self._heads(table.columns, widths, head)
        total = len(table.rows)
        for place, row in enumerate(table.rows):
            if self._tell is not None and place % _TELL_EVERY == 0:
                self._tell(place, total)
            for piece in pieces(row, widths, self.height - head):
                high = row_height(piece, widths)
                if self._room < high:
                    self._new_page()
                    self._heads(table.columns, widths, head)
                self._row(piece, table.columns, widths, high)
        if not total:
            high = text_height(table.empty, self.width, font(TEXT)) + 2 * PAD
            box = QRectF(0, self._y, self.width, high)
            self._put(Words(box, table.empty, align="center", grey=True, frame=True))
            self._y += high
        self._y += _GAP

    def _heads(self, columns: Sequence[Column], widths: Sequence[float], high: float) -> None:
        """Write the headings."""
        x = 0.0
        for column, width in zip(columns, widths, strict=True):
            box = QRectF(x, self._y, width, high)
            self._put(Words(box, _head(column), SMALL, "center", strong=True, ground=True, frame=True))
            x += width
        self._y += high

    def _row(self, row: Row, columns: Sequence[Column], widths: Sequence[float], high: float) -> None:
        """Write one row."""
        x, lights = 0.0, dict(row.lights)
        for place, (column, width, text) in enumerate(zip(columns, widths, row.cells, strict=True)):
            box = QRectF(x, self._y, width, high)
            light = lights.get(place)
            self._put(Words(box, text, TEXT, column.align, row.strong, ground=row.strong, frame=True, light=light))
            x += width
        self._y += high

    # --- The other blocks ---

    def _facts(self, facts: Facts) -> None:
        """Write labels and values in a ruled grid."""
        self._heading(facts.title, 0.0)
        for line in _lines(facts):
            label = self.width * _LABEL_SHARE
            value = self.width / len(line) - label
            tall = [text_height(text, value - 2 * PAD, font(TEXT)) for _, text in line]
            tall += [text_height(name, label - 2 * PAD, font(SMALL)) for name, _ in line]
            high = max(tall) + 2 * PAD
            if self._room < high and self._y > 0:
                self._new_page()
            for place, (name, text) in enumerate(line):
                x = place * (label + value)
                box = QRectF(x, self._y, label, high)
                self._put(Words(box, name, SMALL, "center", ground=True, frame=True))
                self._put(Words(QRectF(x + label, self._y, value, high), text, frame=True))
            self._y += high
        self._y += _GAP

    def _text(self, block: Text) -> None:
        """Write a paragraph; a long one goes on line by line."""
        size = SMALL if block.small else TEXT
        self._heading(block.title, 0.0)
        for part in block.text.split("\n"):
            high = text_height(part, self.width, font(size)) + PAD
            if self._room < high and self._y > 0:
                self._new_page()
            box = QRectF(0, self._y, self.width, high)
            self._put(Words(box, part, size, grey=block.small, middle=False))
            self._y += high
        self._y += PAD

    def _picture(self, picture: Picture) -> None:
        """Give a picture what is left of the page."""
        if self._room < _PICTURE_LEAST and self._y > 0:
            self._new_page()
        self._put(Drawn(QRectF(0, self._y, self.width, self._room), picture.png))
        self._y = self.height

    def _sign_off(self, block: SignOff) -> None:
        """Write the line people sign on, kept together."""
        high = 2 * text_height("单", self.width, font(TEXT)) + PAD
        if self._room < high and self._y > 0:
            self._new_page()
        width = self.width / max(len(block.parts), 1)
        for place, (label, name) in enumerate(block.parts):
            box = QRectF(place * width, self._y, width, high)
            self._put(Words(box, f"{label}：{name}"))
        self._y += high


def widths_of(table: Table, width: float) -> list[float]:
    """Return the columns' widths; together they are the page's, so that none is ever cut.

    Each gets what it cannot do without, then what it would need to wrap nothing, then its share of what is left. Where
    even the first is too much, all share the page and wrap.
    """
    shares = sum(column.share for column in table.columns) or 1.0
    fair = [width * column.share / shares for column in table.columns]
    both = [_needs(table, place, share) for place, share in enumerate(fair)]
    least, natural = sum(one for one, _ in both), sum(one for _, one in both)
    if least > width:
        return fair
    if natural > width:
        part = (width - least) / (natural - least)
        return [low + (high - low) * part for low, high in both]
    return [high + (width - natural) * share / width for (_, high), share in zip(both, fair, strict=True)]


def _needs(table: Table, place: int, fair: float) -> tuple[float, float]:
    """Return what a column cannot do without, and what it needs to wrap nothing but its heading.

    Numbers and short words stay on one line, headings on two; long texts may lose most of their share.
    """
    column = table.columns[place]
    small, used, strong = font(SMALL, strong=True), font(TEXT), font(TEXT, strong=True)
    head = max(text_width(column.title, small) / _HEAD_LINES, text_width(column.unit, small)) + 2 * PAD + 1
    texts = (text_width(row.cells[place], strong if row.strong else used) for row in table.rows)
    drawn = any(at == place for row in table.rows for at, _ in row.lights)
    need = max(texts, default=0.0) + 2 * PAD + 1 + (_LIGHT + PAD if drawn else 0.0)
    longest = max(fair, _WIDEST)
    if column.align != "left" or need <= _WORDS:
        need = min(need, longest)
        least = max(need, min(head, longest), _LEAST)
        return least, least
    least = max(fair * _SQUEEZED, min(head, fair))
    return least, max(least, min(need, fair * _SPREAD))


def _head(column: Column) -> str:
    """Return a heading with its unit below."""
    return f"{column.title}\n{column.unit}" if column.unit else column.title


def _head_height(columns: Sequence[Column], widths: Sequence[float]) -> float:
    """Return how tall the headings stand."""
    used = font(SMALL, strong=True)
    heights = (text_height(_head(column), width - 2 * PAD, used) for column, width in zip(columns, widths, strict=True))
    return max(heights, default=0.0) + 2 * PAD


def row_height(row: Row, widths: Sequence[float]) -> float:
    """Return how tall a row stands: its tallest text, wrapped."""
    used, lights = font(TEXT, strong=row.strong), dict(row.lights)
    heights = (
        text_height(text, width - 2 * PAD - (_LIGHT if place in lights else 0), used)
        for place, (text, width) in enumerate(zip(row.cells, widths, strict=True))
    )
    return max(heights, default=0.0) + PAD


def pieces(row: Row, widths: Sequence[float], most: float) -> list[Row]:
    """Return a row, or the parts of one that is taller than a page, each as tall as fits."""
    if row_height(row, widths) <= most:
        return [row]
    used, lights = font(TEXT, strong=row.strong), dict(row.lights)
    rooms = (width - 2 * PAD - (_LIGHT if place in lights else 0) for place, width in enumerate(widths))
    cells = [wrapped(text, room, used) for text, room in zip(row.cells, rooms, strict=True)]
    step = max(int((most - PAD) / line_height(used)), 1)
    return [
        replace(row, cells=tuple("\n".join(lines[start : start + step]) for lines in cells))
        for start in range(0, max(map(len, cells)), step)
    ]


def _lines(facts: Facts) -> Iterator[tuple[tuple[str, str], ...]]:
    """Put two pairs on a line, and one where it is wide or left over."""
    waiting: tuple[str, str] | None = None
    for pair in facts.pairs:
        if pair[0] in facts.wide:
            if waiting is not None:
                yield (waiting,)
                waiting = None
            yield (pair,)
        elif waiting is None:
            waiting = pair
        else:
            yield (waiting, pair)
            waiting = None
    if waiting is not None:
        yield (waiting,)
