"""批复文件 in words: the kinds that are offered, and what the name of a file says about the paper in it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import NamedTuple

# Kinds of paper that are offered; any other word may be typed.
TYPES = (
    "立项批复",
    "可研批复",
    "初设及概算批复",
    "资金下达文件",
    "年度计划文件",
    "调整批复",
    "验收文件",
    "现场照片",
    "其他",
)
PHOTO = "现场照片"
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"})
# The first that is found in a file's name decides: 调整 before what is adjusted, 概算 before 可研.
_MARKS = (
    ("调整", "调整批复"),
    ("概算", "初设及概算批复"),
    ("初步设计", "初设及概算批复"),
    ("初设", "初设及概算批复"),
    ("可研", "可研批复"),
    ("可行性研究", "可研批复"),
    ("立项", "立项批复"),
    ("项目建议书", "立项批复"),
    ("下达", "资金下达文件"),
    ("年度计划", "年度计划文件"),
    ("验收", "验收文件"),
)
_NUMBER = re.compile(r"([\u4e00-\u9fff]{2,14})\s*[〔\[【(（](20\d\d)[〕\]】)）]\s*(\d{1,5})\s*号")


class Guess(NamedTuple):
    """What the name of a file says about the paper in it; the user may change all of it."""

    title: str
    number: str | None
    type: str | None


def guess(file_name: str) -> Guess:
    """Read a file's name.

    >>> guess("长发改审批[2024]156号 可研批复.pdf")
    Guess(title='长发改审批[2024]156号 可研批复', number='长发改审批〔2024〕156号', type='可研批复')
    >>> guess("IMG_0012.JPG")
    Guess(title='IMG_0012', number=None, type='现场照片')
    """
    path = PurePath(file_name)
    number = _NUMBER.search(path.stem)
    kind = next((kind for mark, kind in _MARKS if mark in path.stem), None)
    if kind is None and path.suffix.lower() in PICTURES:
        kind = PHOTO
    written = f"{number[1]}〔{number[2]}〕{number[3]}号" if number else None
    return Guess(path.stem.strip() or file_name, written, kind)
