"""Search keys: what a typed word is looked up as, and the text a name is found by.

A name is found by its pinyin and by its initials in every reading of its polyphones, with the suffixes 市县区省 said or
left out, and by its characters with those suffixes and all punctuation left out. All of it is one text column that is
searched with LIKE. Every combination of readings would explode, so the column holds overlapping stretches instead: any
``_WINDOW`` neighbouring characters stand together in some stretch in every combination of theirs, and a whole name
stands there once in its usual reading.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations, product
from math import prod

Options = tuple[str, ...]
Spelling = Callable[[str], Options]

_SUFFIXES = frozenset("市县区省")
_WINDOW = 8
# A window with more combinations than this is narrowed, down to _LEAST characters ...
_ROOMY = 600
_LEAST = 6
# ... and below that only for names no person would type: this bounds the size of the column.
_CROWDED = 8_000
# A character used in this many words of the dictionary has every reading that anybody uses among them.
_COMMON = 10
# Up to this many suffixes in one name are left out in every combination.
_MANY_SUFFIXES = 3
# What is left of a typed word without its suffixes must still say something: 长春市 is not looked up as 长春.
_SHORTEST = 3
# Place names whose usual reading the dictionary does not know.
_PLACES = {"朝阳": "chao yang", "单县": "shan xian", "长寿": "chang shou"}


def search_forms(word: str) -> Options:
    """Return the forms in which a typed word may stand in a name: as meant, as typed, and without inner suffixes.

    >>> search_forms("ＤＥ"), search_forms("德惠市医院"), search_forms("县医院"), search_forms("  ")
    (('DE', 'ＤＥ'), ('德惠市医院', '德惠医院'), ('县医院',), ())
    """
    typed = word.strip()
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not plain:
        return ()
    # Only behind two characters, where a place may end: 县医院 must not find every 医院.
    bare = plain[:2] + "".join(char for char in plain[2:] if char not in _SUFFIXES)
    forms = [plain, typed, *([bare] if len(bare) >= _SHORTEST else [])]
    return tuple(dict.fromkeys(forms))


def key_form(word: str) -> str:
    """Return a typed word as it may stand in the search keys; empty where it holds neither letter nor digit.

    >>> key_form("Xi’An"), key_form("lü"), key_form("“120”急救"), key_form("、")
    ('xian', 'lv', '120急救', '')
    """
    return _plain(word).replace("ü", "v")


def search_keys(*names: str) -> str:
    """Return the text by which all *names* of one thing are found; it begins with the usual reading of the first.

    A space parts the keys. A typed word never holds one, so it cannot match across two names.
    """
    text = ""
    for name in dict.fromkeys(names):
        for key in _keys_of(name):
            if key not in text:
                text += f" {key}"
    return text[1:]


def _plain(text: str) -> str:
    """Return *text* in half width and lower case, letters, digits and characters only."""
    return "".join(char for char in unicodedata.normalize("NFKC", text).lower() if char.isalnum())


def _keys_of(name: str) -> Iterator[str]:
    """Yield the keys of one name, its usual reading first."""
    plain = _plain(name)
    if not plain:
        return
    yield _usual(plain)
    for spell in (_readings, _initials):
        # The longest first: a shorter one may be part of it and need not be kept.
        yield from sorted(_stretches(_with_optional_suffixes(plain, spell)), key=len, reverse=True)
    yield from (variant for variant in _without_suffixes(plain) if variant != name)


def _without_suffixes(plain: str) -> Iterator[str]:
    """Yield a name with its suffixes left out: every choice of them, or none, one, all but one and all."""
    places = [at for at, char in enumerate(plain) if at and char in _SUFFIXES]
    for count in range(len(places) + 1):
        if len(places) > _MANY_SUFFIXES and 1 < count < len(places) - 1:
            continue
        for gone in combinations(places, count):
            yield "".join(char for at, char in enumerate(plain) if at not in gone)


def _with_optional_suffixes(plain: str, spell: Spelling) -> list[Options]:
    """Return how each character may be spelled; a suffix belongs to the character before it, said or left out."""
    spelled: list[Options] = []
    for char in plain:
        ways = spell(char)
        if char in _SUFFIXES and spelled:
            spelled[-1] = tuple(dict.fromkeys(a + b for a in spelled[-1] for b in ("", *ways)))
        else:
            spelled.append(ways)
    return spelled


def _stretches(spelled: list[Options]) -> list[str]:
    """Return few, long strings that hold every window of the name in every combination of spellings.

    The strings grow together from left to right. Those that agree on the last characters of their window need every
    spelling of the next one; as many go on as there are spellings, and only what is missing starts afresh.
    """
    width = _width(spelled)
    ends = {window: [*window] for window in product(*spelled[:width])}
    done: list[list[str]] = []
    for ways in spelled[width:]:
        alike: defaultdict[Options, list[list[str]]] = defaultdict(list)
        for window, stretch in ends.items():
            alike[window[1:]].append(stretch)
        ends = {}
        for tail, stretches in alike.items():
            for place, way in enumerate(ways):
                stretch = stretches[place] if place < len(stretches) else [*tail]
                stretch.append(way)
                ends[(*tail, way)] = stretch
            done += stretches[len(ways) :]
    return ["".join(stretch) for stretch in (*done, *ends.values())]


def _width(spelled: list[Options]) -> int:
    """Return the widest window that keeps the number of combinations within bounds."""
    counts = [len(ways) for ways in spelled]
    for width in range(_WINDOW, 1, -1):
        most = max(prod(counts[at : at + width]) for at in range(len(counts)))
        if most <= (_ROOMY if width > _LEAST else _CROWDED):
            return width
    return 1


@cache
def _readings(char: str) -> Options:
    """Return every reading of a character, as typed on a keyboard (绿 is lv); other characters stand for themselves.

    The dictionary of single characters has readings nobody says (市 fu, 能 xiong). Such a one is left out when the
    character is common and no word has it. A rare character keeps them all: its odd reading may be a place name's.
    """
    from pypinyin import Style, pinyin

    single = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    used = _used().get(char, Counter())
    known = [reading for reading in single if reading in used or used.total() < _COMMON]
    return tuple(dict.fromkeys(_as_typed([*known, *used] or single)))


def _as_typed(readings: Iterable[str]) -> Iterator[str]:
    """Yield readings as they are typed: 疟 is both nve and nue."""
    for reading in readings:
        yield reading
        if reading.endswith("ve"):
            yield f"{reading[:-2]}ue"


@cache
def _initials(char: str) -> Options:
    """Return the first letters of a character's readings."""
    return tuple(dict.fromkeys(reading[0] for reading in _readings(char)))


@cache
def _used() -> dict[str, Counter[str]]:
    """Return how many words of the dictionary use each reading of each character."""
    from pypinyin.contrib.tone_convert import to_normal
    from pypinyin.phrases_dict import phrases_dict

    toned: Counter[tuple[str, str]] = Counter()
    for word, readings in phrases_dict.items():
        toned.update((char, reading[0]) for char, reading in zip(word, readings, strict=False))
    plain = {reading: to_normal(reading) for _, reading in toned}
    used: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (char, reading), count in toned.items():
        used[char][plain[reading]] += count
    return used


@cache
def _places_taught() -> None:
    """Teach the library the place names it reads wrongly."""
    from pypinyin import load_phrases_dict

    load_phrases_dict({name: [[part] for part in reading.split()] for name, reading in _PLACES.items()})


def _usual(plain: str) -> str:
    """Return the usual reading of a whole name."""
    from pypinyin import lazy_pinyin

    _places_taught()
    return "".join(lazy_pinyin(plain))
