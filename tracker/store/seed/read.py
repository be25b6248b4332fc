"""The seed folder, read and checked as a whole."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tracker.domain.errors import FileProblem
from tracker.store.seed import lists, plans
from tracker.store.seed.lists import Claims
from tracker.store.seed.model import Catalogue, EntrySeed, PlanSeed, Ref
from tracker.store.seed.nodes import Keys, Record, parse

# The key that tells what a file holds; each but the plans' comes in one file.
_PLAN = "plan"
_NEEDED = ("units", "money_sources", "templates")
_RETIRED = "retired"


def read_catalogue(folder: Path) -> Catalogue:
    """Read every YAML file of a folder; raises SeedProblem with the file and line of the first thing that is wrong."""
    files = _files_by_key(folder)
    claims = Claims()
    units = lists.units(_single(files, "units"), claims)
    context = plans.Context({unit.name: unit.uid for unit in units}, claims)
    read = sorted((plans.plan(file, context) for file in files[_PLAN]), key=lambda plan: plan.position)
    entries = _checked_entries(read)
    withdrawn = [lists.retired(file.expect(Keys(_RETIRED)), entries) for file in files[_RETIRED]]
    return Catalogue(
        units=units,
        money_sources=lists.money_sources(_single(files, "money_sources"), claims),
        templates=lists.templates(_single(files, "templates"), claims),
        plans=tuple(read),
        retired=withdrawn[0] if withdrawn else {},
        digest=folder_digest(folder),
    )


def folder_digest(folder: Path) -> str:
    """Return a digest of the files' names and words, without reading their meaning."""
    digest = hashlib.sha256()
    for path in _paths(folder):
        # A checkout on Windows may have other line ends; the catalogue is the same.
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _paths(folder: Path) -> list[Path]:
    """Return the catalogue's files in a fixed order."""
    return sorted(folder.glob("*.yaml"), key=lambda path: path.name)


def _files_by_key(folder: Path) -> dict[str, list[Record]]:
    """Parse the files and sort them by what they hold; each kind but the plans comes once."""
    found: dict[str, list[Record]] = {key: [] for key in (*_NEEDED, _RETIRED, _PLAN)}
    for path in _paths(folder):
        record = parse(path)
        key = next((key for key in found if key in record), None)
        if key is None:
            raise record.place.problem("看不出这是哪一种目录文件")
        if found[key] and key != _PLAN:
            raise record.place.problem(f"“{key}”已在 {found[key][0].place.file} 里")
        found[key].append(record)
    missing = [key for key in (*_NEEDED, _PLAN) if not found[key]]
    if missing:
        raise FileProblem(f"目录文件夹“{folder}”不完整，缺少：{'、'.join(missing)}。")
    return found


def _single(files: dict[str, list[Record]], key: str) -> list[Record]:
    """Return the records of a file that holds one list."""
    return files[key][0].expect(Keys(key)).records(key)


def _checked_entries(read: list[PlanSeed]) -> dict[str, EntrySeed]:
    """Return all entries by uid, once every mention of one has been found good."""
    programmes = [programme for plan in read for programme in plan.programmes()]
    inside = [entry for programme in programmes for entry in programme.inside if isinstance(entry, EntrySeed)]
    entries = {entry.uid: entry for entry in (*(programme.entry for programme in programmes), *inside)}
    for entry in entries.values():
        for ref in entry.related:
            _known(ref, entries)
            if ref.uid == entry.uid:
                raise ref.place.problem("“related”指向了自己")
    for programme in programmes:
        named = {programme.uid} | {entry.uid for entry in programme.inside if isinstance(entry, EntrySeed)}
        for mention in (inside for inside in programme.inside if isinstance(inside, Ref)):
            _known(mention, entries)
            if not entries[mention.uid].counted:
                raise mention.place.problem(f"“{mention.uid}”是工程标题，不是项目")
            if mention.uid in named:
                raise mention.place.problem(f"“{mention.uid}”在这项工程里已经写过")
            named.add(mention.uid)
    return entries


def _known(ref: Ref, entries: dict[str, EntrySeed]) -> None:
    """Refuse the mention of an entry that is not there."""
    if ref.uid not in entries:
        raise ref.place.problem(f"没有 uid 为“{ref.uid}”的项目")
