"""The sections of 设置 in the order of their list; a new one is one import and one line here."""

from __future__ import annotations

from tracker.ui.settings.here import HereSection
from tracker.ui.settings.section import Section

SECTIONS: tuple[type[Section], ...] = (HereSection,)
