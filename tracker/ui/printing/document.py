"""What is printed, as plain values: a title, and blocks one below the other. Nothing here knows of pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.ui.cells import Light


@dataclass(frozen=True)
class Column:
    """A column of a printed table; ``share`` is its part of the width beside the others'."""

    title: str
    share: float
    align: str = "left"  # left, right or center
    unit: str = ""


@dataclass(frozen=True)
class Row:
    """A row of finished texts; a ``strong`` one is a total or a group, ``lights`` draws shapes by place of the cell."""

    cells: tuple[str, ...]
    strong: bool = False
    lights: tuple[tuple[int, Light], ...] = ()


@dataclass(frozen=True)
class Table:
    """A table whose headings are repeated on every page it goes on to. Texts wrap; no column is ever cut."""

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    title: str = ""
    empty: str = "没有内容"


@dataclass(frozen=True)
class Facts:
    """Labels with their values, two pairs a line; a ``wide`` one has the line to itself."""

    pairs: tuple[tuple[str, str], ...]
    wide: tuple[str, ...] = ()
    title: str = ""


@dataclass(frozen=True)
class Text:
    """A paragraph, such as a note or the sentence of a light."""

    text: str
    small: bool = False
    title: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture as PNG, fitted into the width and what is left of the page."""

    png: bytes


@dataclass(frozen=True)
class SignOff:
    """The line people sign on: label and name, empty where it is filled in by hand."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a page of its own, under a title."""

    title: str
    left: str = ""
    right: str = ""


Block = Table | Facts | Text | Picture | SignOff | NewPage


@dataclass(frozen=True)
class Document:
    """Something to print. ``left`` and ``right`` stand under the title: 填报单位, 截至 and 单位."""

    title: str
    blocks: tuple[Block, ...]
    left: str = ""
    right: str = ""
    landscape: bool = True
