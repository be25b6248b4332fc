"""The chart of completion: its numbers, what is drawn of them, and Chinese on every machine."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from tests.reports.office import END, HOSPITAL, start_the_hospital
from tracker.domain.errors import InputError
from tracker.domain.figures import Rate
from tracker.queries.criteria import Criteria
from tracker.reports import fonts
from tracker.reports.chart_data import (
    ChartChoice,
    ChartSource,
    CompletionChart,
    Measure,
    completion_chart,
    gather_chart,
    tooltip,
)
from tracker.reports.charts import chart_figure, needed_height, save_chart
from tracker.reports.quarterly import QuarterlyReport
from tracker.store.database import Database

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def source(db: Database, office: dict[str, int]) -> ChartSource:
    """The sums of the small office at the end of 2026Q3."""
    return gather_chart(db.read, Criteria(), END)


def values(chart: CompletionChart) -> dict[str, Fraction | None]:
    """The bars' values by unit, in their order."""
    return {bar.label: bar.value for bar in chart.bars}


def words(figure: Figure) -> list[str]:
    """Every text in a figure."""
    return [text.get_text() for text in figure.findobj(Text) if isinstance(text, Text) and text.get_text()]


def test_the_mean_is_of_projects_with_milestones(source: ChartSource) -> None:
    """德惠市 has two projects, one with milestones (25 %); 长春新区 has one, nothing reached: zero, not 未填报."""
    chart = completion_chart(source, ChartChoice())
    assert values(chart) == {"德惠市": Fraction(1, 4), "长春新区": Fraction(0), "南关区": None, "高新区": None}
    assert chart.whole.value == Fraction(1, 8)
    assert chart.mean_label == "全部项目平均 12.5%"
    assert [bar.count_text for bar in chart.bars] == ["2 项，未填 1", "1 项", "1 项，未填 1", "1 项，未填 1"]


def test_the_weighted_value_weighs_by_known_investment(source: ChartSource) -> None:
    chart = completion_chart(source, ChartChoice(Measure.WEIGHTED))
    hospital, small = 3000_000_000, 4_000
    assert chart.whole.value == Fraction(hospital, 4 * (hospital + small))
    assert chart.whole.known == 2
    assert "没有设置节点或未填总投资" in chart.notes[0]


def test_counts_by_state_join_the_words_of_both_kinds(
    db: Database, source: ChartSource, office: dict[str, int]
) -> None:
    db.write("开工", start_the_hospital, office[HOSPITAL], date(2026, 9, 1))
    chart = completion_chart(gather_chart(db.read, Criteria(), END), ChartChoice(Measure.STATES))
    assert {bar.label: bar.states_text for bar in chart.bars} == {
        "德惠市": "在建 1，未填 1",
        "长春新区": "前期 1",
        "南关区": "未填 1",
        "高新区": "未填 1",
    }
    assert chart.mean_label == ""
    assert sum(sum(bar.states) for bar in chart.bars) == chart.whole.projects == 5


def test_the_order_is_by_value_with_the_unfilled_last_or_the_units_own(source: ChartSource) -> None:
    assert list(values(completion_chart(source, ChartChoice()))) == ["德惠市", "长春新区", "南关区", "高新区"]
    own = completion_chart(source, ChartChoice(by_value=False))
    assert list(values(own)) == ["德惠市", "南关区", "长春新区", "高新区"]


def test_title_and_notes_say_what_is_shown(db: Database, source: ChartSource) -> None:
    chart = completion_chart(source, ChartChoice())
    assert chart.title == "2026年1—9月各上报单位节点完成率（项目平均）"
    assert chart.subtitle == "截至 2026年9月30日，单位：%"
    assert "3 项没有设置节点，不计入" in chart.notes[0]
    assert chart.notes[1] == "长春新区只含本级项目，高新区单列，不重复计。"
    narrow = completion_chart(gather_chart(db.read, Criteria(text="德惠"), END, "“德惠”"), ChartChoice())
    assert narrow.subtitle.endswith("范围：“德惠”")
    assert narrow.mean_label.startswith("所选项目平均")


def test_the_tooltip_tells_the_change_since_last_quarter(db: Database, office: dict[str, int]) -> None:
    db.write("开工", start_the_hospital, office[HOSPITAL], date(2026, 9, 1))
    chart = completion_chart(gather_chart(db.read, Criteria(), END), ChartChoice())
    assert tooltip(chart.bars[0], chart) == (
        "德惠市　100.0%",
        "2 项：在建 1，未填 1",
        "未填 1 项；比上季 +75.0 百分点",
        "单击查看这 2 项",
    )


def test_the_report_and_the_screen_draw_the_same_chart(report: QuarterlyReport, source: ChartSource) -> None:
    for measure in Measure:
        choice = ChartChoice(measure, change=True)
        assert completion_chart(report.chart, choice) == completion_chart(source, choice)


def test_the_picture_says_values_counts_mean_and_what_is_missing(source: ChartSource) -> None:
    drawn = words(chart_figure(completion_chart(source, ChartChoice())).figure)
    for expected in ("25.0", "0.0", "未填报", "2 项，未填 1", "全部项目平均 12.5%", "项目数", "100%", "德惠市"):
        assert expected in drawn
    assert drawn.count("未填报") == 2
    plain = words(chart_figure(completion_chart(source, ChartChoice(mean=False, counts=False))).figure)
    assert not {"全部项目平均 12.5%", "2 项，未填 1", "项目数"} & set(plain)


def test_a_click_finds_the_bar_it_falls_on(source: ChartSource) -> None:
    picture = chart_figure(completion_chart(source, ChartChoice()), (900, 600))
    tops = [region.top for region in picture.regions]
    assert len(tops) == 4
    for region in picture.regions:
        found = picture.bar_at((region.top + region.bottom) / 2)
        assert found is region.bar
    assert picture.bar_at(tops[0] - 1) is None
    assert picture.bar_at(picture.regions[-1].bottom + 1) is None


def test_the_strip_of_a_bar_is_where_the_bar_is_drawn(source: ChartSource) -> None:
    """The pixels of the longest bar lie inside its strip."""
    picture = chart_figure(completion_chart(source, ChartChoice()), (900, 600), dpi=96)
    canvas = picture.figure.canvas
    canvas.draw()
    pixels = canvas.buffer_rgba()  # type: ignore[attr-defined]  # an Agg canvas, as chart_figure makes
    blue = [y for y in range(600) if tuple(memoryview(pixels)[y, 110 + 0, c] for c in range(3)) == (0x5F, 0x93, 0xCC)]
    first = picture.regions[0]
    assert blue
    assert first.top < min(blue) < max(blue) < first.bottom


def wide(source: ChartSource, count: int) -> CompletionChart:
    """A chart of many units."""
    group = replace(source.whole, node_mean=Rate(Fraction(1, 3), 1))
    units = tuple(replace(group, key=number, label=f"第{number}个很长很长的上报单位名称") for number in range(count))
    return completion_chart(replace(source, units=units), ChartChoice())


def test_every_bar_keeps_22_pixels_however_many_there_are(source: ChartSource) -> None:
    chart = wide(source, 60)
    assert needed_height(chart, 900) > 60 * 22
    picture = chart_figure(chart, (900, 400))
    steps = {round(region.bottom - region.top, 6) for region in picture.regions}
    assert steps == {22}


def test_an_empty_chart_says_so(source: ChartSource) -> None:
    picture = chart_figure(wide(source, 0))
    assert "没有符合条件的项目" in words(picture.figure)
    assert picture.regions == ()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf"])
def test_charts_are_saved_by_their_ending(source: ChartSource, tmp_path: Path, suffix: str) -> None:
    chart = completion_chart(source, ChartChoice())
    first = save_chart(tmp_path / f"图{suffix}", chart)
    again = save_chart(tmp_path / f"又{suffix}", chart)
    assert first.message == ""
    assert first.path.read_bytes() == again.path.read_bytes()
    if suffix == ".png":
        assert imread(first.path).shape[1] == pytest.approx(1000 / 96 * 200, abs=1)
    if suffix == ".svg":
        assert "<text" not in first.path.read_text("utf-8")


def test_another_ending_is_refused(source: ChartSource, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="PNG、SVG 或 PDF"):
        save_chart(tmp_path / "图.bmp", completion_chart(source, ChartChoice()))


@pytest.fixture
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail on any warning or log line of matplotlib."""
    with caplog.at_level(logging.INFO, "matplotlib"), warnings.catch_warnings():
        warnings.simplefilter("error")
        yield
    assert not caplog.records


def test_no_glyph_is_missing_whatever_a_unit_is_called(source: ChartSource, quiet: None, tmp_path: Path) -> None:
    """A character no font here has becomes 〓; a “$” starts no formula."""
    unit = replace(source.units[0], label="㐀𠮷镇 $x_1$ №5 −3\n🏥\x07")
    chart = completion_chart(replace(source, units=(unit,)), ChartChoice(change=True))
    picture = chart_figure(chart)
    picture.figure.canvas.draw()
    save_chart(tmp_path / "图.svg", chart)
    assert any("〓〓镇 $x_1$ №5 −3" in text for text in words(picture.figure))


def test_every_text_uses_the_shipped_font(source: ChartSource) -> None:
    from matplotlib import font_manager

    figure = chart_figure(completion_chart(source, ChartChoice())).figure
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        found = font_manager.findfont(text.get_fontproperties())
        assert Path(found).name == "NotoSansSC-GBK.otf"


STALE = """{{"__class__": "FontManager", "_version": "{version}", "_FontManager__default_weight": "normal",
"default_size": null, "defaultFamily": {{"ttf": "DejaVu Sans", "afm": "Helvetica"}}, "afmlist": [], "ttflist": [
{{"__class__": "FontEntry", "fname": "/gone/NotoSansSC-Regular.otf", "index": 0, "name": "Noto Sans SC",
"style": "normal", "variant": "normal", "weight": 400, "stretch": "normal", "size": "scalable"}}]}}"""
DRAW = """
import sys, warnings
from pathlib import Path
warnings.simplefilter("error")
from datetime import date
from tracker.reports.chart_data import ChartChoice, ChartSource, completion_chart, nothing
from tracker.reports.charts import save_chart
from dataclasses import replace
from fractions import Fraction
from tracker.domain.figures import Rate
group = replace(nothing(), key=1, label="德惠市", projects=1, node_mean=Rate(Fraction(1, 2), 1))
source = ChartSource(date(2026, 9, 30), group, (group,), {}, ())
save_chart(Path(sys.argv[1]), completion_chart(source, ChartChoice()))
"""


def draw_elsewhere(target: Path, **environment: str) -> bytes:
    """Draw a chart in a fresh process with another environment; it must not say anything."""
    command = [sys.executable, "-c", DRAW, str(target)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(target.parent), **environment}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return target.read_bytes()


def test_a_stale_or_unwritable_font_cache_changes_nothing(tmp_path: Path) -> None:
    from matplotlib.font_manager import FontManager

    for name in ("stale", "plain"):
        (tmp_path / name).mkdir()
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    cache = STALE.format(version=FontManager.__version__)
    (tmp_path / "stale" / f"fontlist-v{FontManager.__version__}.json").write_text(cache, encoding="utf-8")
    plain = draw_elsewhere(tmp_path / "plain" / "图.png", MPLCONFIGDIR="", XDG_DATA_HOME=str(tmp_path / "plain"))
    stale = draw_elsewhere(tmp_path / "图1.png", MPLCONFIGDIR=str(tmp_path / "stale"))
    nowhere = draw_elsewhere(
        tmp_path / "图2.png", MPLCONFIGDIR=str(tmp_path / "file" / "x"), XDG_DATA_HOME=str(tmp_path / "file")
    )
    assert plain == stale == nowhere


def test_characters_are_replaced_only_where_no_font_has_them() -> None:
    assert fonts.drawable("德惠市第二医院") == "德惠市第二医院"
    assert fonts.drawable("一行\n两行\t三") == "一行 两行 三"
    assert fonts.drawable("𠮷\ufeff\x00") == "〓"
