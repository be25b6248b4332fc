"""概况: every fact of a project, edited in place; where it comes from; what belongs to it."""

from __future__ import annotations

import re

from tracker.domain import project_code
from tracker.domain.changes import Changes
from tracker.domain.dates import format_day
from tracker.domain.errors import SameName
from tracker.domain.kinds import Kind, Level, Nature, UnitKind
from tracker.queries.choices import units
from tracker.queries.detail import Detail
from tracker.queries.settings import office
from tracker.services import projects
from tracker.ui.cells import UNFILLED
from tracker.ui.context import AppContext, Link
from tracker.ui.detail.bundle_box import BundleBox
from tracker.ui.detail.form import FieldGrid, Form
from tracker.ui.detail.origins import Origins
from tracker.ui.detail.own_columns import OwnColumns
from tracker.ui.detail.state_box import StateBox
from tracker.ui.detail.tab import Tab
from tracker.ui.forms import vbox

_SEPARATORS = re.compile(r"[；;\n]+")
_PRECISION_WORDS = {"年": "按年末推定", "季": "按季末推定", "月": "按月末推定"}


class FactsTab(Tab):
    """The facts."""

    wants = Changes.PROJECTS | Changes.UNITS | Changes.CATALOGUE | Changes.MILESTONES | Changes.SETTINGS | Changes.MONEY
    for_headings = True

    def __init__(self, context: AppContext) -> None:
        """Make the form and the sections under it."""
        super().__init__(context)
        self.form = Form(self._save, self)
        self.form.changed.connect(self.wrong_changed)
        self._units_known = False
        self._leader = projects.EDITABLE["leader"]
        context.tasks.changed.connect(self._forget_units)
        self.grid = FieldGrid(tight=True)
        self._add_fields()
        self.own = OwnColumns(self)
        self.own.changed.connect(self.wrong_changed)
        self.state = StateBox(self)
        self.bundle = BundleBox(self)
        self.origins = Origins(context)
        self.page.setLayout(
            vbox(self.grid, 12, self.own, 12, self.state, 6, self.bundle, self.origins, None, margins=(12, 10, 12, 12)),
        )

    def forms(self) -> tuple[Form, ...]:
        """Return the form of the program's fields and that of the office's own."""
        return (self.form, self.own.form)

    def rest(self) -> None:
        """Fold the question for another state."""
        self.state.fold()

    def _add_fields(self) -> None:
        """Make the fields in the order people read them."""
        f, words = self.form, projects.EDITABLE
        none = [("", UNFILLED)]
        self._unit = f.choice("unit_id", words["unit_id"], ())
        self.grid.add(f.line("name", words["name"]), f.line("aliases", "别名", "几个别名之间用“；”分开"), span=0)
        self.grid.add(
            f.choice("kind", words["kind"], [(word, word) for word in Kind]),
            f.choice("nature", words["nature"], [(word, word) for word in Nature]),
            self._unit,
            f.choice("level", words["level"], none + [(word, word) for word in Level]),
        )
        self.grid.add(
            f.line("code", words["code"]),
            f.line("place", words["place"]),
            f.text("content", words["content"]),
            span=0,
        )
        self.grid.add(
            *(f.line(key, words[key]) for key in ("builder", "owner_dept", "owner", "leader")),
            f.day("planned_start", words["planned_start"]),
            f.day("planned_finish", words["planned_finish"]),
            f.line("deadline_text", words["deadline_text"], "照规划原文填写"),
            f.day("deadline_day", words["deadline_day"]),
        )
        self.grid.add(f.text("note", words["note"], lines=2), span=0)

    def load(self, project: Detail) -> None:
        """Show the facts."""
        self._offer_units()
        plain = ("name", "kind", "nature", "code", "level", "place", "content", "builder", "owner_dept", "owner")
        values = {key: getattr(project, key) or "" for key in (*plain, "leader", "deadline_text", "note")}
        values |= {key: format_day(getattr(project, key)) for key in ("planned_start", "planned_finish")}
        values |= {"unit_id": str(project.unit_id), "aliases": "；".join(project.aliases)}
        values["deadline_day"] = format_day(project.deadline_day)
        self.form.show_row(project.project_id, values)
        self.form.set_read_only(self.blocked)
        kept = self.context.tasks.read(office)
        self.form.fields["leader"].set_label(kept.leader_label)
        self._leader = kept.leader_label
        self.own.show_project(kept.custom, project, self.blocked)
        self._hint(project)
        self.state.show_project(project)
        self.bundle.show_project(project)
        self.origins.show_project(project)

    def _hint(self, project: Detail) -> None:
        """Say under the fields what is worth a second look."""
        fields = self.form.fields
        notes = project_code.check(project.code or "").notes
        fields["code"].set_hint("；".join(notes), "amber_text" if notes else "text3")
        inferred = project.unit_inferred
        fields["unit_id"].set_hint("规划没有写明，由项目名称推定，请核对" if inferred else "", "amber_text")
        fields["deadline_day"].set_hint(_PRECISION_WORDS.get(project.deadline_precision or "", ""))

    def _offer_units(self) -> None:
        """Fill the list of units, once and after each change of them."""
        if self._units_known:
            return
        # A unit that only groups others has no projects of its own.
        found = [unit for unit in self.context.tasks.read(units) if unit.kind != UnitKind.CITY]
        self._unit.set_choices([(str(unit.id), unit.name) for unit in found])
        self._units_known = True

    def _forget_units(self, changes: Changes, _action_id: int) -> None:
        """Read the units again when they have changed."""
        if changes & Changes.UNITS:
            self._units_known = False

    # --- Storing ---

    def _save(self, key: str, text: str) -> None:
        """Store one field."""
        if key == "aliases":
            self.store("修改别名", projects.set_aliases, self.project_id, _SEPARATORS.split(text))
            return
        try:
            self._store_field(key, text, meant=False)
        except SameName as error:
            self._ask_same_name(key, text, str(error))
            raise

    def _store_field(self, key: str, text: str, *, meant: bool) -> None:
        """Store one field of the project's own row."""
        value = int(text) if key == "unit_id" and text else text
        what = f"修改{self._leader if key == 'leader' else projects.EDITABLE[key]}"
        self.store(what, projects.edit, self.project_id, key, value, same_name_meant=meant)

    def _ask_same_name(self, key: str, text: str, sentence: str) -> None:
        """Ask whether the same name is meant."""

        def use_it() -> None:
            self.ask.dismiss()
            self._store_field(key, text, meant=True)
            self.form.revert(key)

        self.ask.offer(sentence, Link("仍用此名称", use_it), give_up=lambda: self.form.revert(key))
