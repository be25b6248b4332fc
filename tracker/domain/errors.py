"""The errors a user can meet, in the user's words.

Anything that is not one of these is our bug and goes to the crash handler with its traceback.
"""

from __future__ import annotations


class TrackerError(Exception):
    """操作没有完成。"""

    def __init__(self, message: str = "") -> None:
        """Take the sentence the user reads; the class docstring is the default."""
        super().__init__(message or (type(self).__doc__ or "").strip())


class InputError(TrackerError):
    """输入的内容有误，未保存。

    ``field`` names the input that is wrong, so that a form can mark it; None where no single field is to blame.
    """

    def __init__(self, message: str, field: str | None = None) -> None:
        """Keep the field's name beside the sentence."""
        super().__init__(message)
        self.field = field


class ReasonNeeded(InputError):
    """这项修改需要写明原因。"""


class SameName(InputError):
    """同一上报单位里已有同名的项目。

    Asked about, not refused: the form shows the sentence with 仍要使用此名称, and calls again with *same_name_meant*.
    """


class SameCode(InputError):
    """另一个项目已用这个项目代码。

    Asked about, not refused: 父子 and 分期 projects may share one; the form calls again with *same_code_meant*.
    """


class NotFound(TrackerError):
    """要找的内容已不存在，可能已被撤销或合并。"""


class FileProblem(TrackerError):
    """数据文件无法打开。"""


class NewerFile(FileProblem):
    """数据文件由更新版本的程序建立，请先升级本程序再打开。"""


class ReadOnly(TrackerError):
    """当前以只读方式打开，不能修改。"""


class UndoBlocked(TrackerError):
    """这一步之后内容又有变化，无法撤销。"""


class SeedProblem(TrackerError):
    """目录文件有误。"""

    def __init__(self, file: str, line: int, what: str) -> None:
        """Name the file and the line (counted from 1) so that a reviewer can go there."""
        super().__init__(f"{file} 第 {line} 行：{what}")
        self.file = file
        self.line = line
