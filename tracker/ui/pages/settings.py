"""设置: the list of sections at the left, the chosen one at the right. The sections are in ``tracker.ui.settings``."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from tracker.domain.changes import Changes
from tracker.ui import theme
from tracker.ui.context import AppContext
from tracker.ui.forms import hbox
from tracker.ui.icons import icon
from tracker.ui.pages.page import Page
from tracker.ui.settings.section import Section
from tracker.ui.settings.sections import SECTIONS

_KEPT = "settings.section"  # the section shown last
_LIST, _LIST_NARROW = 172, 132


class SettingsPage(Page):
    """The lists an office edits and what belongs to this computer. A section is made when it is first shown."""

    has_figures = False

    def __init__(self, context: AppContext) -> None:
        """Make the list; it is filled with a section by the first :meth:`refresh`."""
        super().__init__(context, "设置")
        self.add_tools(None)
        self._made: dict[str, Section] = {}
        self._pending: dict[str, Changes] = {}
        self._width = 0
        self.list = QListWidget()
        self.list.setObjectName("sections")
        self.list.setAccessibleName("设置项")
        self.list.setIconSize(QSize(theme.Size.ICON, theme.Size.ICON))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in SECTIONS:
            item = QListWidgetItem(section.title, self.list)
            item.setToolTip(section.explanation)
        self.list.currentRowChanged.connect(self._chosen)
        self.list.itemActivated.connect(self._enter)
        self._stack = QStackedWidget()
        row = hbox(self.list, self._stack)
        row.setStretchFactor(self._stack, 1)
        self.setLayout(row)

    # --- What the window tells ---

    def refresh(self, changes: Changes) -> None:
        """Tell the shown section at once and the others when they are shown; the one shown last time comes first."""
        for key in self._pending:
            self._pending[key] |= changes
        if self.current is None:
            self.list.setCurrentRow(_place_of(self.context.config.text(_KEPT)) or 0)
        else:
            self._catch_up(self.current)

    def period_changed(self) -> None:
        """Let the sections that read the report period read again."""
        for key, section in self._made.items():
            if section.of_period:
                self._pending[key] = Changes.EVERYTHING
        if self.current is not None:
            self._catch_up(self.current)

    def narrow(self, width: int) -> None:
        """Give the list less room in a narrow window."""
        self._width = width
        self.list.setFixedWidth(_LIST_NARROW if width < theme.Size.FOLDED else _LIST)
        for section in self._made.values():
            section.narrow(width)

    def leave(self) -> int:
        """Store what is being edited in every section."""
        return sum(section.leave() for section in self._made.values())

    def panes(self) -> list[QWidget]:
        """Return the list and the first widget of the section."""
        home = self.current.home() if self.current is not None else None
        return [self.list] if home is None else [self.list, home]

    def escape(self) -> bool:
        """Esc leads from a section back to the list."""
        if self.list.hasFocus():
            return False
        self.list.setFocus()
        return True

    # --- Sections ---

    @property
    def current(self) -> Section | None:
        """The section that is shown."""
        section = self._stack.currentWidget()
        return section if isinstance(section, Section) else None

    def show_part(self, part: str) -> None:
        """Show a section by its key; an unknown one changes nothing."""
        place = _place_of(part)
        if place is not None:
            self.list.setCurrentRow(place)

    def _chosen(self, place: int) -> None:
        """Show the section at a place of the list, storing what is being typed in the one before."""
        if place < 0:
            return
        if self.current is not None:
            self.current.leave()
        wanted = SECTIONS[place]
        if wanted.key not in self._made:
            self._make(wanted)
        section = self._made[wanted.key]
        self._stack.setCurrentWidget(section)
        self.context.config.set(_KEPT, wanted.key)
        self._catch_up(section)

    def _enter(self, _item: QListWidgetItem) -> None:
        """Enter goes from the list into the section."""
        home = self.current.home() if self.current is not None else None
        if home is not None:
            home.setFocus()

    def _make(self, wanted: type[Section]) -> None:
        """Make a section; it reads everything when it is first shown."""
        section = wanted(self.context)
        self._made[wanted.key] = section
        self._pending[wanted.key] = Changes.EVERYTHING
        self._stack.addWidget(section)
        section.wrong_changed.connect(self._count_wrong)
        section.narrow(self._width)

    def _catch_up(self, section: Section) -> None:
        """Let a section read again if what it shows was touched meanwhile."""
        pending, self._pending[section.key] = self._pending[section.key], Changes.NOTHING
        if pending & section.wants:
            section.load()
        self._count_wrong()

    def _count_wrong(self) -> None:
        """Tell how many inputs are not stored, and mark their sections in the list."""
        for place, spec in enumerate(SECTIONS):
            wrong = self._made[spec.key].wrong if spec.key in self._made else 0
            item = self.list.item(place)
            item.setIcon(icon("error_circle", "red") if wrong else QIcon())
            item.setToolTip(f"{wrong} 处输入有误，未保存" if wrong else spec.explanation)
        self.wrong_changed.emit(sum(section.wrong for section in self._made.values()))


def _place_of(key: str) -> int | None:
    """Return where a section stands in the list."""
    return next((place for place, section in enumerate(SECTIONS) if section.key == key), None)
