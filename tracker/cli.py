"""The command ``tracker``: list, export, chart, check; alone it opens the window.

Exit codes: 0 done, 1 one clear line on stderr, 2 wrong usage. Nothing here needs a screen or imports Qt, and the heavy
libraries are imported inside the commands that use them, so that ``tracker --help`` is quick.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tracker import __version__
from tracker.domain.dates import parse_day
from tracker.domain.errors import FileProblem, InputError, TrackerError
from tracker.domain.quarters import Quarter, default_quarter, parse_quarter

if TYPE_CHECKING:
    from tracker.queries.criteria import Criteria
    from tracker.queries.criteria_words import Words
    from tracker.store.database import Database
    from tracker.store.location import Location

DONE, FAILED, USAGE = 0, 1, 2
_MISSING = (
    "上次使用的数据文件不在了：{path}。它可能被移动，或在没有插上的 U 盘里；"
    "请用 --db 指明文件，或运行 tracker 在窗口中找回、新建。"
)
# What argparse says of a wrong command line, in the user's words.
_PHRASES = (
    (r"argument (.+?): ", r"\1 "),
    (r"invalid choice: (.+) \(choose from (.+)\)", r"没有 \1 这一项，可选：\2"),
    (r"the following arguments are required: (.+)", r"缺少 \1"),
    (r"unrecognized arguments: (.+)", r"不认识 \1"),
    (r"expected one argument", "后面要写一个值"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 不明确，可能是 \2"),
)


class _Parser(argparse.ArgumentParser):
    """An argument parser whose own words are Chinese too."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the command line and leave with 2."""
        for english, chinese in _PHRASES:
            message = re.sub(english, chinese, message)
        self.exit(USAGE, f"{self.format_usage()}用法不对：{message}\n")

    def format_usage(self) -> str:
        """Return the line that shows how the command is written."""
        return super().format_usage().replace("usage: ", "用法：", 1)

    def format_help(self) -> str:
        """Return the help text."""
        return super().format_help().replace("usage: ", "用法：", 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code; *argv* are the words after the program's name."""
    _speak_utf8()
    words = _parser().parse_args(argv)
    try:
        return _run(words)
    except TrackerError as error:
        return _fail(str(error))
    except BrokenPipeError:
        # The reader (head, more) has seen enough; the interpreter must not complain when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _fail("已中断。")
    except Exception as error:  # noqa: BLE001 - the last door: one line for the user, the rest in the log
        return _fail(_crashed(error))


def _run(words: argparse.Namespace) -> int:
    """Do what the command says."""
    commands = {"list": _list, "export": _export, "chart": _chart, "check": _check}
    return commands[words.command](words) if words.command else _open_window(words)


def _fail(sentence: str) -> int:
    """Print one line on stderr and return 1."""
    print(" ".join(sentence.split("\n")), file=sys.stderr)
    return FAILED


def _crashed(error: Exception) -> str:
    """Note a mistake of ours in the log and return the line for the user."""
    from tracker.app import write_crash

    log = write_crash("".join(traceback.format_exception(error)))
    where = f"，详情记在 {log}" if log else ""
    return f"程序出错，没有完成（{type(error).__name__}：{error}）{where}。"


def _speak_utf8() -> None:
    """Write UTF-8 whatever the system's code page is, and line ends as they are given."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")


# --- The words ------------------------------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = _Parser(prog="tracker", description="专栏项目台账。不带命令时打开窗口。", add_help=False)
    options = _options(parser)
    options.add_argument("--version", action="version", version=f"tracker {__version__}", help="显示版本")
    options.add_argument("--db", type=Path, metavar="文件", help="数据文件；不写则用 TRACKER_DB 或上次使用的文件")
    options.add_argument("--smoke", action="store_true", help="打开窗口后随即关闭，用来检查安装")
    commands = parser.add_subparsers(dest="command", metavar="命令", title="命令", parser_class=_Parser)
    _, options = _command(commands, "list", "列出项目，含工程标题", filtered=True)
    _add_as_of(options)
    options.add_argument("--format", choices=("table", "csv", "json"), default="table", help="输出格式，默认 table")
    export, _ = _command(commands, "export", "导出季报工作簿", filtered=True)
    export.add_argument("out", type=Path, metavar="OUT.xlsx", help="写到哪个文件")
    chart, options = _command(commands, "chart", "画各上报单位完成情况图", filtered=True)
    _add_as_of(options)
    options.add_argument(
        "--measure",
        choices=("mean", "weighted", "states"),
        default="mean",
        help="mean 节点完成率均值（默认），weighted 按总投资加权，states 按状态计数",
    )
    chart.add_argument("out", type=Path, metavar="OUT.png", help="写到哪个文件：.png、.svg 或 .pdf")
    _command(commands, "check", "检查数据文件是否完好，不作任何改动", filtered=False)
    return parser


def _options(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """Add the option for help, and return the group it stands in."""
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示本说明")
    return options


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, what: str, *, filtered: bool
) -> tuple[argparse.ArgumentParser, argparse._ArgumentGroup]:
    """Add a command with the options that all have; return it and the group they stand in."""
    parser = commands.add_parser(name, help=what, description=what, add_help=False)
    options = _options(parser)
    # Not given here, the value from before the command stands.
    options.add_argument("--db", type=Path, metavar="文件", default=argparse.SUPPRESS, help="数据文件")
    if filtered:
        options.add_argument("--quarter", type=_quarter, metavar="2026Q3", help="季度，默认为最近结束的一个")
        _add_filters(parser)
    return parser, options


def _add_filters(parser: argparse.ArgumentParser) -> None:
    """Add the conditions of the list; each may be given several times."""
    group = parser.add_argument_group("筛选（同一项可写多次，满足其一即可）")
    several = (
        ("plan", "规划", "简称，如 长春"),
        ("box", "专栏", "规划简称加序号，如 长春2"),
        ("unit", "上报单位", "名称或行政区划代码"),
        ("kind", "类别", "建设类 或 能力类"),
        ("nature", "建设性质", "如 新建"),
        ("state", "状态", "如 在建；未填 为没有状态的"),
        ("level", "级别", "如 省重点；未填 为没有级别的"),
    )
    for name, metavar, what in several:
        group.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=what)
    group.add_argument("--with-below", action="store_true", help="上报单位含下辖")
    group.add_argument("--text", default="", metavar="文字", help="名称、别名、拼音或首字母，如 dhcrb")


def _add_as_of(options: argparse._ArgumentGroup) -> None:
    """Add the option to read figures as of any day; with a quarter as well, the day holds."""
    options.add_argument("--as-of", type=_day, metavar="2026-08-31", help="截至哪一天；写了它就不看 --quarter")


def _day(text: str) -> date:
    """Read a day for argparse."""
    try:
        day = parse_day(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
    if day is None:
        raise argparse.ArgumentTypeError("日期是空的，请写成 2026-08-31 的样子。")
    return day


def _quarter(text: str) -> Quarter:
    """Read a quarter for argparse."""
    try:
        return parse_quarter(text)
    except InputError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _words(words: argparse.Namespace) -> Words:
    """Return the filter in words."""
    from tracker.queries.criteria_words import Words

    return Words(
        text=words.text,
        plans=tuple(words.plan),
        boxes=tuple(words.box),
        units=tuple(words.unit),
        with_below=words.with_below,
        kinds=tuple(words.kind),
        natures=tuple(words.nature),
        states=tuple(words.state),
        levels=tuple(words.level),
    )


# --- The file -------------------------------------------------------------------------------------------------------


def _located(words: argparse.Namespace) -> Location:
    """Return where the data file is; raises FileProblem where the one used last is gone."""
    from tracker.store import location

    found = location.find(words.db)
    if found.kind is location.Kind.REMEMBERED and not found.path.is_file():
        raise FileProblem(_MISSING.format(path=found.path))
    return found


@contextmanager
def _opened(words: argparse.Namespace) -> Iterator[Database]:
    """Yield the file for reading, made and seeded first where there is none yet."""
    from tracker.store.database import open_file

    path = _located(words).path
    if not path.is_file():
        _make(path)
    # Opened to write for a moment: that upgrades an older file, and rolls back what a crash or a pulled plug left.
    open_file(path).close()
    database = open_file(path, read_only=True)
    try:
        yield database
    finally:
        database.close()


def _make(path: Path) -> None:
    """Make a data file with the catalogue in it."""
    from tracker.store.seed import make_file

    make_file(path)
    print(f"没有数据文件，已新建并载入规划目录：{path}", file=sys.stderr)


def _criteria(database: Database, words: argparse.Namespace) -> Criteria:
    """Return the conditions of the list."""
    from tracker.queries.criteria_words import criteria_from

    return database.read(criteria_from, _words(words))


def _chosen_quarter(words: argparse.Namespace) -> Quarter:
    """Return the quarter asked for, else the last one that has ended by the user's own day."""
    return words.quarter or default_quarter(date.today())  # noqa: DTZ011 - a day of the office's calendar


def _chosen_day(words: argparse.Namespace) -> date:
    """Return the day asked for, else the last of the quarter."""
    return words.as_of or _chosen_quarter(words).end


# --- The commands ---------------------------------------------------------------------------------------------------


def _list(words: argparse.Namespace) -> int:
    """Print the list as of a day, as a rule the quarter's last."""
    from tracker.queries.listing import entries
    from tracker.reports import listing_out

    as_of = _chosen_day(words)
    with _opened(words) as database:
        found = database.read(entries, _criteria(database, words), as_of)
    if words.format == "json":
        text = listing_out.to_json(found)
    elif words.format == "csv":
        text = listing_out.to_csv(found)
    else:
        text = listing_out.to_table(found, as_of.isoformat())
    sys.stdout.write(text)
    sys.stdout.flush()
    return DONE


def _export(words: argparse.Namespace) -> int:
    """Write the quarterly workbook."""
    from tracker.queries.criteria_words import in_words
    from tracker.reports.excel_out import write_quarterly
    from tracker.reports.quarterly import gather

    with _opened(words) as database:
        criteria = _criteria(database, words)
        report = gather(database.read, criteria, _chosen_quarter(words), in_words(_words(words)))
    _tell(write_quarterly(words.out, report).path, words.out)
    return DONE


def _chart(words: argparse.Namespace) -> int:
    """Write the chart of completion by reporting unit."""
    from tracker.queries.criteria_words import in_words
    from tracker.reports.chart_data import ChartChoice, Measure, completion_chart, gather_chart
    from tracker.reports.charts import save_chart

    measures = {"mean": Measure.MEAN, "weighted": Measure.WEIGHTED, "states": Measure.STATES}
    with _opened(words) as database:
        criteria = _criteria(database, words)
        source = gather_chart(database.read, criteria, _chosen_day(words), in_words(_words(words)))
    chart = completion_chart(source, ChartChoice(measure=measures[words.measure]))
    _tell(save_chart(words.out, chart).path, words.out)
    return DONE


def _tell(written: Path, wanted: Path) -> None:
    """Print where a file went, and on stderr why it did not go where it was meant to."""
    if written != wanted:
        print(f"“{wanted.name}”正被其他程序打开，已另存为“{written.name}”。", file=sys.stderr)
    print(written)


def _check(words: argparse.Namespace) -> int:
    """Say whether the file is whole; 1 where anything is wrong with it."""
    from tracker.store.check import check_file

    path = _located(words).path
    findings = check_file(path)
    print(f"数据文件：{path}")
    for finding in findings:
        print(f"[{'有误' if finding.fault else '正常'}] {finding.text}")
    faults = sum(finding.fault for finding in findings)
    return _fail(f"检查发现 {faults} 处问题，见上。") if faults else DONE


def _open_window(words: argparse.Namespace) -> int:
    """Open the window, where there is a screen."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in names):
        raise FileProblem("没有可用的屏幕，不能打开窗口。list、export、chart、check 不需要屏幕，见 tracker --help。")
    from tracker.app import main as open_window

    argv = ["--db", str(words.db)] if words.db else []
    return open_window(argv, smoke=words.smoke)


if __name__ == "__main__":
    sys.exit(main())
