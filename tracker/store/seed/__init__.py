"""The shipped catalogue: read, laid into an empty file, and taken into a file the user has worked in."""

from __future__ import annotations

from tracker.store.seed.load import catalogue_digest, load, needs_update, seed_new_file, stored_digest, update_file
from tracker.store.seed.model import Catalogue
from tracker.store.seed.new_file import make_file
from tracker.store.seed.read import folder_digest, read_catalogue
from tracker.store.seed.threeway import UpdateReport, update
from tracker.store.seed.work import LOADING, UPDATING

__all__ = [
    "LOADING",
    "UPDATING",
    "Catalogue",
    "UpdateReport",
    "catalogue_digest",
    "folder_digest",
    "load",
    "make_file",
    "needs_update",
    "read_catalogue",
    "seed_new_file",
    "stored_digest",
    "update",
    "update_file",
]
