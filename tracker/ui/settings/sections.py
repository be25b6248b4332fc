"""The sections of 设置 in the order of their list; a new one is one import and one line here."""

from __future__ import annotations

from tracker.ui.settings.curves import CurvesSection
from tracker.ui.settings.here import HereSection
from tracker.ui.settings.lights import LightsSection
from tracker.ui.settings.own_columns import OwnColumnsSection
from tracker.ui.settings.reporting import ReportingSection
from tracker.ui.settings.section import Section
from tracker.ui.settings.sources import SourcesSection
from tracker.ui.settings.templates import TemplatesSection
from tracker.ui.settings.units import UnitsSection

SECTIONS: tuple[type[Section], ...] = (
    UnitsSection,
    SourcesSection,
    TemplatesSection,
    ReportingSection,
    LightsSection,
    CurvesSection,
    OwnColumnsSection,
    HereSection,
)
