"""The filter's buttons: 规划专栏, 上报单位, 类别, 建设性质, 状态, each a tree to tick with counts, and 更多."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal

from tracker.queries.choices import Choices, PlanChoice, WordChoice
from tracker.queries.criteria import Criteria
from tracker.ui.cells import UNFILLED
from tracker.ui.projects.choice_tree import ChoiceTree, Node
from tracker.ui.projects.filter_button import NOTHING_YET, BaseButton, Read
from tracker.ui.projects.more_button import MoreButton
from tracker.ui.projects.popup import Popup
from tracker.ui.projects.sources import ticked, with_ticked
from tracker.ui.projects.unit_nodes import grouping, unit_nodes

__all__ = ["NOTHING_YET", "BaseButton", "FilterButton", "FilterButtons"]


class FilterButton(BaseButton):
    """One button with a popup to tick in. Subclasses say what there is to tick and what ticks mean."""

    def __init__(self, title: str, read: Read, *, joined: bool = False) -> None:
        """Make a button; *read* gives the choices, counted by a filter, whenever the popup opens."""
        super().__init__(title, read)
        self.popup = Popup(self, ChoiceTree(title, joined=joined))
        self.popup.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.popup.tree.ticked.connect(self._ticked)
        self.popup.none.clicked.connect(self._nothing)
        self.popup.closed.connect(self.dress)
        self.dress()

    # --- What a subclass says ---

    def nodes(self) -> list[Node]:
        """Return what there is to tick, from :attr:`choices`."""
        raise NotImplementedError

    def keys(self) -> Iterable[int | str]:
        """Return what :attr:`criteria` tick."""
        raise NotImplementedError

    def criteria_with(self, keys: Sequence[int | str]) -> Criteria:
        """Return :attr:`criteria` with these ticks."""
        raise NotImplementedError

    def others(self) -> Criteria:
        """Return :attr:`criteria` without this button's own condition: what the counts are counted by."""
        return self.criteria_with(())

    # --- The button ---

    def open(self) -> None:
        """Show what there is to tick."""
        self.choices = self._read(self.others())
        self.fill()
        self.popup.open_below(self)

    def fill(self) -> None:
        """Show the choices with their counts and ticks."""
        self.popup.tree.fill(self.nodes(), self.keys())

    def _ticked(self, keys: list[int | str]) -> None:
        """Turn ticks into a filter."""
        self.choose(self.criteria_with(keys))

    def _nothing(self) -> None:
        """Take all ticks away and close."""
        self.choose(self.criteria_with(()))
        self.popup.hide()


class SourceButton(FilterButton):
    """规划 → 专栏 → 工程."""

    def __init__(self, read: Read) -> None:
        """Make the button."""
        super().__init__("规划专栏", read, joined=True)

    def nodes(self) -> list[Node]:
        """Return the plans with their boxes and programmes."""
        return [_plan(plan) for plan in self.choices.plans]

    def keys(self) -> Iterable[int | str]:
        """Return the programmes the filter lets through."""
        return ticked(self.criteria, self.choices)

    def criteria_with(self, keys: Sequence[int | str]) -> Criteria:
        """Return the filter for these programmes."""
        return with_ticked(self.criteria, frozenset(key for key in keys if isinstance(key, int)), self.choices)

    def others(self) -> Criteria:
        """Leave all three levels out."""
        return replace(self.criteria, plan_ids=(), box_ids=(), programme_ids=())


def _plan(plan: PlanChoice) -> Node:
    """Return a plan's line; one without boxes says so."""
    boxes = tuple(
        Node(
            None,
            f"{box.label} {box.title}",
            box.count,
            tuple(Node(one.id, f"{one.no}{one.title}", one.count) for one in box.programmes),
        )
        for box in plan.boxes
    )
    return Node(None, plan.title, plan.count, boxes, note="" if boxes else "无专栏")


class UnitButton(FilterButton):
    """上报单位, exactly or with those below."""

    def __init__(self, read: Read) -> None:
        """Make the button."""
        super().__init__("上报单位", read)
        self.popup.switch.show()
        self.popup.switch.setToolTip("打开后，选“长春市”也包括它下面的各区县；合计时每个项目只算一次")
        self.popup.switch.toggled.connect(self._switched)

    def open(self) -> None:
        """Show the units as the switch has them counted."""
        self._set_switch(self.criteria.with_below)
        super().open()

    def fill(self) -> None:
        """Show all units, for there are few."""
        super().fill()
        self.popup.tree.expandAll()

    def nodes(self) -> list[Node]:
        """Return the units under their cities."""
        return unit_nodes(self.choices.units, with_below=self.popup.switch.isChecked())

    def keys(self) -> Iterable[int | str]:
        """Return the chosen units."""
        return self.criteria.unit_ids

    def criteria_with(self, keys: Sequence[int | str]) -> Criteria:
        """Return the filter for these units."""
        ids = tuple(key for key in keys if isinstance(key, int))
        return replace(self.criteria, unit_ids=ids, with_below=bool(ids) and self.popup.switch.isChecked())

    def others(self) -> Criteria:
        """Leave the units out, and with them 含下辖."""
        return replace(self.criteria, unit_ids=(), with_below=False)

    def _ticked(self, keys: list[int | str]) -> None:
        """A unit that only groups others is meant with those below: turn the switch on for it."""
        if grouping(self.choices.units) & set(keys) - set(self.criteria.unit_ids) and not self.popup.switch.isChecked():
            self._set_switch(True)
        super()._ticked(keys)

    def _switched(self, on: bool) -> None:
        """Count the units with or without those below."""
        self.choose(replace(self.criteria, with_below=on and bool(self.criteria.unit_ids)))
        self.fill()

    def _set_switch(self, on: bool) -> None:
        """Show the switch as the filter has it."""
        self.popup.switch.blockSignals(True)
        self.popup.switch.setChecked(on)
        self.popup.switch.blockSignals(False)


class WordButton(FilterButton):
    """A closed list of words: 类别, 建设性质, 状态."""

    def __init__(self, title: str, field: str, words: Callable[[Choices], Iterable[WordChoice]], read: Read) -> None:
        """Make the button for a *field* of Criteria."""
        self._field = field
        self._words = words
        super().__init__(title, read)

    def nodes(self) -> list[Node]:
        """Return the words; those no project has stand in the list all the same, with 0."""
        return [Node(one.word, one.word or UNFILLED, one.count) for one in self._words(self.choices)]

    def keys(self) -> Iterable[int | str]:
        """Return the chosen words."""
        return self._chosen()

    def _chosen(self) -> tuple[str, ...]:
        """Return the words in the filter."""
        found = getattr(self.criteria, self._field)
        return tuple(str(word) for word in found)

    def criteria_with(self, keys: Sequence[int | str]) -> Criteria:
        """Return the filter for these words."""
        words = tuple(str(key) for key in keys)
        if self._field == "kinds":
            return replace(self.criteria, kinds=words)
        if self._field == "natures":
            return replace(self.criteria, natures=words)
        return replace(self.criteria, states=words)


class FilterButtons(QObject):
    """All six buttons, kept to one filter. ``chosen`` carries the Criteria the user has made."""

    chosen = Signal(object)

    def __init__(self, read: Read, parent: QObject) -> None:
        """Make the buttons."""
        super().__init__(parent)
        self.buttons: tuple[BaseButton, ...] = (
            SourceButton(read),
            UnitButton(read),
            WordButton("类别", "kinds", lambda choices: choices.kinds, read),
            WordButton("建设性质", "natures", lambda choices: choices.natures, read),
            WordButton("状态", "states", lambda choices: choices.states, read),
            MoreButton(read),
        )
        for button in self.buttons:
            button.chosen.connect(self._chosen)

    def set_criteria(self, criteria: Criteria) -> None:
        """Show a filter in all buttons."""
        for button in self.buttons:
            button.set_criteria(criteria)

    def _chosen(self, criteria: Criteria) -> None:
        """Pass a filter on and show it in the others too."""
        self.set_criteria(criteria)
        self.chosen.emit(criteria)
