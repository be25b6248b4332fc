"""What a check of the data file says: what was looked at, and the way out where it is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """What helps; the words are those of a button or of a sentence."""

    NONE = ""
    BACKUP = "请停止填报，用“文件 → 打开”改用最近的备份，并保留这个文件备查。"
    CALL = "请用“文件 → 交一份副本”留底，并把本结果发给维护人员。"
    REOPEN = "用“文件 → 打开”重新打开这个文件，程序会先留副本再升级。"
    CATALOGUE = "按窗口上方的提示更新目录；没有提示时重新打开文件。"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in words; ``fault`` where it is not as it should be, ``way`` what helps."""

    text: str
    fault: bool = False
    way: Way = Way.NONE
