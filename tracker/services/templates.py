"""Milestone templates as the office keeps them. Projects that took one over keep what they have."""

from __future__ import annotations

import secrets

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain import inputs
from tracker.domain.errors import InputError, NotFound
from tracker.domain.kinds import Role
from tracker.services.order import renumber
from tracker.store.tables import Project, Template, TemplateItem

HEAVIEST = 1000


def create(session: Session, title: str, copy_of: int | None = None) -> int:
    """Add a template at the end of the list, with the milestones of another where one is named; return its id."""
    row = Template(key=f"own-{secrets.token_hex(8)}", title=_free_title(session, title, None), position=0)
    rows = list(session.scalars(select(Template).order_by(Template.position, Template.id)))
    copied = [] if copy_of is None else _items(session, _template(session, copy_of).id)
    session.add(row)
    renumber([*rows, row])
    session.flush()
    session.add_all(
        TemplateItem(template_id=row.id, position=at, title=item.title, role=item.role, weight=item.weight)
        for at, item in enumerate(copied, start=1)
    )
    return row.id


def rename(session: Session, template_id: int, title: str) -> None:
    """Give a template another title."""
    row = _template(session, template_id)
    row.title = _free_title(session, title, row.id)


def move(session: Session, template_id: int, to_position: int) -> None:
    """Move a template to a place in the list (counted from 1)."""
    row = _template(session, template_id)
    rows = list(session.scalars(select(Template).order_by(Template.position, Template.id)))
    rows.remove(row)
    rows.insert(max(to_position - 1, 0), row)
    renumber(rows)


def remove(session: Session, template_id: int) -> None:
    """Remove a template; refused while projects name it as theirs, for they would no longer say where they stand."""
    row = _template(session, template_id)
    if count := session.scalar(select(func.count()).where(Project.template_key == row.key)):
        raise InputError(f"模板“{row.title}”正用于 {count} 个项目，不能删除。可以改名，或先给这些项目换模板。")
    session.delete(row)


def add_item(
    session: Session,
    template_id: int,
    title: str,
    role: Role | str | None = None,
    weight: object = 0,
    position: int | None = None,
) -> int:
    """Add a milestone at a place in a template (counted from 1), at its end without one; return its id."""
    row = _template(session, template_id)
    items = _items(session, row.id)
    item = TemplateItem(template_id=row.id, position=len(items) + 1)
    for field, value in (("title", title), ("role", role), ("weight", weight)):
        _set(item, field, value)
    session.add(item)
    if position is not None:
        items.insert(max(position - 1, 0), item)
        renumber(items)
    session.flush()
    return item.id


def edit_item(session: Session, item_id: int, field: str, value: object) -> None:
    """Change one field of a template's milestone: title, role, weight (0–1000)."""
    _set(_item(session, item_id), field, value)


def move_item(session: Session, item_id: int, to_position: int) -> None:
    """Move a milestone to a place in its template (counted from 1)."""
    item = _item(session, item_id)
    items = _items(session, item.template_id)
    items.remove(item)
    items.insert(max(to_position - 1, 0), item)
    renumber(items)


def remove_item(session: Session, item_id: int) -> None:
    """Remove a milestone from its template."""
    item = _item(session, item_id)
    items = _items(session, item.template_id)
    items.remove(item)
    session.delete(item)
    renumber(items)


def _template(session: Session, template_id: int) -> Template:
    """Return a template; raises NotFound where there is none."""
    row = session.get(Template, template_id)
    if row is None:
        raise NotFound("没有这个节点模板，可能已被删除，请换一个。")
    return row


def _item(session: Session, item_id: int) -> TemplateItem:
    """Return a template's milestone; raises NotFound where there is none."""
    row = session.get(TemplateItem, item_id)
    if row is None:
        raise NotFound
    return row


def _items(session: Session, template_id: int) -> list[TemplateItem]:
    """Return a template's milestones in their order."""
    found = select(TemplateItem).where(TemplateItem.template_id == template_id)
    return list(session.scalars(found.order_by(TemplateItem.position, TemplateItem.id)))


def _set(item: TemplateItem, field: str, value: object) -> None:
    """Check and set one field."""
    if field == "title":
        item.title = inputs.required_text(value, "节点", field, inputs.LONGEST_LINE)
    elif field == "role":
        item.role = inputs.word(value, Role, "统计口径", field)
    elif field == "weight":
        item.weight = inputs.whole(value, "权重", field, HEAVIEST) or 0
    else:
        raise ValueError(f"a template's milestone has no field {field}")


def _free_title(session: Session, title: str, own_id: int | None) -> str:
    """Return a title no other template has."""
    word = inputs.required_text(title, "模板名称", "title", inputs.LONGEST_LINE)
    taken = select(Template.id).where(Template.title == word, Template.id.is_distinct_from(own_id))
    if session.scalar(taken) is not None:
        raise InputError(f"已有节点模板“{word}”，未保存。请换一个名称。", "title")
    return word
