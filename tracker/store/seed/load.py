"""Lay the shipped catalogue into a file, and tell whether the file has it."""

from __future__ import annotations

import json
from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.deeds import Deed
from tracker.paths import bundled
from tracker.store.database import Database
from tracker.store.seed.model import Catalogue
from tracker.store.seed.read import folder_digest, read_catalogue
from tracker.store.seed.threeway import UpdateReport, update
from tracker.store.seed.work import LOADING, SETTING, UPDATING
from tracker.store.tables import Setting

Progress = Callable[[str, int, int], None]


def load(session: Session, catalogue: Catalogue) -> None:
    """Lay a catalogue into a file that has none; a file that has one is left alone."""
    if stored_digest(session) is None:
        update(session, catalogue)


def seed_new_file(db: Database, progress: Progress | None = None) -> None:
    """Lay the shipped catalogue into a new file as one action that undo does not go behind; safe to run twice."""
    if db.read(stored_digest) is None:
        catalogue = _read(LOADING, progress)
        db.write(Deed(LOADING, barrier=True), load, catalogue)
        _tell(progress, LOADING, 2)


def update_file(db: Database, progress: Progress | None = None) -> UpdateReport:
    """Take the shipped catalogue into a file that has another."""
    catalogue = _read(UPDATING, progress)
    report = db.write(Deed(UPDATING, barrier=True), update, catalogue).result
    _tell(progress, UPDATING, 2)
    return report


def needs_update(session: Session) -> bool:
    """Whether the shipped catalogue is another than the file's. Cheap: the files are hashed, not read."""
    return stored_digest(session) != folder_digest(bundled("seed"))


def stored_digest(session: Session) -> str | None:
    """Return the digest of the catalogue the file has, None before the first."""
    text = session.scalar(select(Setting.value).where(Setting.key == SETTING))
    return str(json.loads(text)) if text is not None else None


def catalogue_digest(catalogue: Catalogue) -> str:
    """Return the digest of the files a catalogue was read from."""
    return catalogue.digest


def _read(what: str, progress: Progress | None) -> Catalogue:
    """Read the shipped catalogue, before the file is locked for writing."""
    _tell(progress, what, 0)
    catalogue = read_catalogue(bundled("seed"))
    _tell(progress, what, 1)
    return catalogue


def _tell(progress: Progress | None, what: str, step: int) -> None:
    """Report a step of two."""
    if progress is not None:
        progress(what, step, 2)
