"""Screens of 设置."""

from __future__ import annotations

from collections.abc import Callable

from tests.shots.stage import NARROW, SCALED, Screen, Stage
from tracker.domain.curves import JILIN_POINTS
from tracker.domain.custom import CustomColumn, CustomKind
from tracker.services import curves, custom, sources
from tracker.ui.pages.settings import SettingsPage
from tracker.ui.settings.here import HereSection
from tracker.ui.settings.lights import LightsSection
from tracker.ui.settings.own_columns import OwnColumnsSection
from tracker.ui.settings.section import Section
from tracker.ui.settings.sources import SourcesSection
from tracker.ui.settings.templates import TemplatesSection
from tracker.ui.settings.units import UnitsSection


def _at(part: str) -> Callable[[Stage], Section]:
    """Return what shows a section."""

    def show(stage: Stage) -> Section:
        stage.context.open_page("settings", part)
        stage.settle()
        page = stage.window.pages.current
        if not isinstance(page, SettingsPage) or page.current is None:
            raise TypeError(page)
        return page.current

    return show


def _zone(stage: Stage) -> None:
    """Show 长春新区 and how it counts."""
    section = _at("units")(stage)
    if isinstance(section, UnitsSection):
        line = next(one for one in section.model.rows() if one.unit.name == "长春新区")
        section.table.select_key(line.unit.id)
        section.store_field(line.unit, "name", "长春新区（长东北）")


def _new_unit(stage: Stage) -> None:
    """Show the form of a new unit with a code that is taken."""
    section = _at("units")(stage)
    if isinstance(section, UnitsSection):
        section.add.click()
        fields = section.form.new.form.fields
        fields["name"].put("德惠市")
        fields["code"].put("220183")
        section.form.new.submit()


def _new_source(stage: Stage) -> None:
    """Show the form of a new 子来源."""
    section = _at("sources")(stage)
    if isinstance(section, SourcesSection):
        section.add_below.click()


def _own_template(stage: Stage) -> None:
    """Show a copied template whose weights do not add up to 100."""
    section = _at("templates")(stage)
    if isinstance(section, TemplatesSection):
        section.copy.click()
        section.new.form.fields["title"].put("乡镇卫生院标准化建设")
        section.new.submit()
        section.items.drop.click()
        section.items.table.select_key(section.items.model.rows()[-2].id)
        section.items.drop.click()


def _reader(stage: Stage) -> None:
    """Show the section to somebody who may only read."""
    stage.open_again()
    _at("units")(stage)


def _refused(stage: Stage) -> None:
    """Show a refused code in the table, and a very long name."""
    section = _at("units")(stage)
    if isinstance(section, UnitsSection):
        rows = {line.unit.name: (place, line) for place, line in enumerate(section.model.rows())}
        section.store_field(
            rows["农安县"][1].unit, "name", "农安县卫生健康局（含农安县合隆经济开发区和各乡镇卫生院、村卫生室）"
        )
        place, line = rows["榆树市"]
        section.table.select_key(line.unit.id)
        section.model.setData(section.model.index(place, 1), "22018")


def _no_sources(stage: Stage) -> None:
    """Show the list without anything in it."""
    section = _at("sources")(stage)
    if isinstance(section, SourcesSection):
        for row in reversed(section.model.rows()):
            section.store(f"删除资金来源：{row.name}", sources.remove, row.id)


def _new_template(stage: Stage) -> None:
    """Show the form of a copied template."""
    section = _at("templates")(stage)
    if isinstance(section, TemplatesSection):
        section.copy.click()


def _compact(stage: Stage) -> None:
    """Show the list of projects with low rows."""
    section = _at("here")(stage)
    if isinstance(section, HereSection):
        section.form.fields["rows"].put("compact")
        section.leave()
    stage.page("projects")


def _lights(stage: Stage) -> None:
    """Look at the other shipped set, and wait for the counts."""
    section = _at("lights")(stage)
    if isinstance(section, LightsSection):
        section.chooser.setCurrentIndex(1)
        section.chooser.activated.emit(1)
        stage.settle()


def _curves(stage: Stage) -> None:
    """Give all units the Jilin curve, and one another."""
    tasks = stage.context.tasks
    tasks.write("添加序时曲线：全部单位", curves.set_curve, None, dict(JILIN_POINTS), 2026)
    tasks.write("添加序时曲线", curves.set_curve, 1, {3: 100, 6: 400, 9: 750}, 2026)
    _at("curves")(stage)


def _columns(stage: Stage) -> None:
    """Show three columns and the form of a fourth."""
    rows = (
        CustomColumn("c1", "专班", CustomKind.CHOICE, ("一专班", "二专班", "三专班")),
        CustomColumn("c2", "床位数", CustomKind.NUMBER),
        CustomColumn("c3", "备案日期", CustomKind.DATE),
    )
    stage.context.tasks.write("添加自定义栏", custom.save_columns, rows)
    section = _at("columns")(stage)
    if isinstance(section, OwnColumnsSection):
        section.add.click()


SETTINGS_SCREENS = [
    Screen("设置-填报与签字", _at("reporting")),
    Screen("设置-填报与签字-窄", _at("reporting"), size=NARROW),
    Screen("设置-灯规则", _lights),
    Screen("设置-灯规则-1366屏125%", _lights, size=SCALED),
    Screen("设置-灯规则-窄", _lights, size=NARROW),
    Screen("设置-序时曲线", _curves),
    Screen("设置-序时曲线-窄", _curves, size=NARROW),
    Screen("设置-没有曲线", _at("curves")),
    Screen("设置-自定义栏", _columns),
    Screen("设置-自定义栏-窄", _columns, size=NARROW),
    Screen("设置-没有自定义栏", _at("columns")),
    Screen("设置-没有来源", _no_sources, file="fresh"),
    Screen("设置-新模板-窄", _new_template, size=NARROW),
    Screen("项目-紧凑", _compact),
    Screen("设置-只读", _reader),
    Screen("设置-代码有误", _refused),
    Screen("设置-代码有误-窄", _refused, size=NARROW),
    Screen("设置-资金来源", _at("sources")),
    Screen("设置-新来源-窄", _new_source, size=NARROW),
    Screen("设置-节点模板", _at("templates")),
    Screen("设置-自己的模板", _own_template),
    Screen("设置-自己的模板-1366屏125%", _own_template, size=SCALED),
    Screen("设置-自己的模板-窄", _own_template, size=NARROW),
    Screen("设置-上报单位", _zone),
    Screen("设置-上报单位-深色", _at("units"), dark=True),
    Screen("设置-上报单位-1366屏125%", _at("units"), size=SCALED),
    Screen("设置-上报单位-窄", _zone, size=NARROW),
    Screen("设置-新单位", _new_unit),
    Screen("设置-本机与文件", _at("here")),
    Screen("设置-本机与文件-窄", _at("here"), size=NARROW),
]
