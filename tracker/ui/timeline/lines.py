"""Which lines the timeline has: one per project, and below an unfolded one a line for each of its milestones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tracker.queries.lights import ProjectLight
from tracker.queries.timeline import TimelineEntry, TimelineNode, TimelineRow

PAGE = 60  # projects fetched together; a screen shows fewer
_KEPT = 3_000  # fetched projects that are remembered


@dataclass(frozen=True)
class Line:
    """One line: a project (``node`` None), or the milestone at a place of it."""

    project_id: int
    node: int | None = None


@dataclass(frozen=True)
class Fetched:
    """A project as it is painted."""

    row: TimelineRow
    light: ProjectLight | None

    def node(self, line: Line) -> TimelineNode | None:
        """Return the milestone of a line; None for a project's own, or where it has gone meanwhile."""
        place = line.node
        return self.row.nodes[place] if place is not None and place < len(self.row.nodes) else None


Load = Callable[[Sequence[int]], Sequence[Fetched]]


class Lines:
    """The lines in order. Rows are fetched *PAGE* at a time as they are painted."""

    def __init__(self, load: Load) -> None:
        """Begin empty; *load* reads some projects, leaving out those that are gone."""
        self._load = load
        self._entries: tuple[TimelineEntry, ...] = ()
        self._places: dict[int, int] = {}
        self._open: set[int] = set()
        self._lines: list[Line] = []
        self._tops: dict[int, int] = {}
        self._fetched: dict[int, Fetched | None] = {}

    def set_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other projects, or the same ones read again; what is unfolded stays so."""
        self._entries = tuple(entries)
        self._places = {entry.project_id: place for place, entry in enumerate(self._entries)}
        self._fetched.clear()
        self._lay_out()

    def __len__(self) -> int:
        return len(self._lines)

    def __getitem__(self, place: int) -> Line:
        return self._lines[place]

    @property
    def projects(self) -> tuple[int, ...]:
        """The ids of the projects, in order."""
        return tuple(self._places)

    def place_of(self, line: Line) -> int | None:
        """Return where a line stands; that of its project where it is folded away; None where the project is gone."""
        top = self._tops.get(line.project_id)
        if top is None or line.node is None or line.project_id not in self._open:
            return top
        return top + 1 + line.node if line.node < self._entries[self._places[line.project_id]].nodes else top

    def fetched(self, project_id: int) -> Fetched | None:
        """Return a project, reading those around it too; None where it is gone."""
        if project_id not in self._fetched and (place := self._places.get(project_id)) is not None:
            start = place - place % PAGE
            missing = [entry.project_id for entry in self._entries[start : start + PAGE]]
            if len(self._fetched) > _KEPT:
                self._fetched.clear()
            # One that is gone is remembered too: it would be read again at every paint.
            self._fetched |= dict.fromkeys(missing) | {found.row.project_id: found for found in self._load(missing)}
        return self._fetched.get(project_id)

    # --- Folding ---

    def is_open(self, project_id: int) -> bool:
        """Tell whether a project's milestones have lines of their own."""
        return project_id in self._open

    def has_nodes(self, project_id: int) -> bool:
        """Tell whether there is anything to unfold."""
        place = self._places.get(project_id)
        return place is not None and self._entries[place].nodes > 0

    @property
    def all_open(self) -> bool:
        """Whether every project that has milestones is unfolded."""
        return bool(self._open) and all(not entry.nodes or entry.project_id in self._open for entry in self._entries)

    def toggle(self, project_id: int) -> None:
        """Unfold a project or fold it again."""
        if self.has_nodes(project_id):
            self._open ^= {project_id}
            self._lay_out()

    def open_all(self, *, unfold: bool) -> None:
        """Unfold or fold every project."""
        self._open = {entry.project_id for entry in self._entries if entry.nodes} if unfold else set()
        self._lay_out()

    def _lay_out(self) -> None:
        """Make the list of lines."""
        self._lines, self._tops = [], {}
        for entry in self._entries:
            self._tops[entry.project_id] = len(self._lines)
            self._lines.append(Line(entry.project_id))
            if entry.project_id in self._open:
                self._lines += [Line(entry.project_id, place) for place in range(entry.nodes)]
