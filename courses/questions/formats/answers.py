"""All spellings of an answer: letters in any width, case and order, numbers, words for right and wrong, texts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from .words import spellings, value_of

SEPARATORS = re.compile("[\\s,\uff0c\u3001;\uff1b|/\u00b7.\u3002+&\u548c\u53ca]+")
TEXT_SEPARATORS = ("\n", "|", "\uff1b", ";", "\u3001", "\uff0c", ",")
LETTERS = re.compile(r"[A-Z]+")
DIGITS = re.compile(r"[0-9]+")
LETTER_THEN_TEXT = re.compile("([A-Za-z])\\s*[.\u3001\uff0e\u3002:\uff1a)\uff09]\\s*(.+)", re.DOTALL)
WRAPPED = re.compile("[(\uff08\\[\u3010]\\s*(.*?)\\s*[)\uff09\\]\u3011]", re.DOTALL)
LONGEST = 2_000


@dataclass(frozen=True)
class Chosen:
    """`places` of the right options; `outside` names an answer without an option; `two_ways` was ambiguous."""

    places: tuple[int, ...] = ()
    outside: str = ""
    two_ways: bool = False

    @property
    def is_read(self) -> bool:
        return bool(self.places) or bool(self.outside)


def chosen(answer: str, options: Sequence[str]) -> Chosen:
    """Which options an answer means; `is_read` is false where that cannot be told."""
    answer = answer.strip()[:LONGEST]
    if found := WRAPPED.fullmatch(answer):
        answer = found[1]
    for word in spellings("option_word"):
        answer = answer.replace(word, "") if word in answer and answer not in options else answer
    by_letter = _by_letters(answer, options)
    if by_letter:
        return by_letter
    by_text = _by_texts(answer, options)
    by_number = _by_numbers(answer, len(options))
    if by_text:
        differs = by_number is not None and not by_number.outside and set(by_number.places) != set(by_text)
        return Chosen(by_text, two_ways=differs)
    return by_number or Chosen()


def truth(answer: str, options: Sequence[str] = ()) -> bool | None:
    """Right or wrong; where options are given they say what a letter means."""
    answer = answer.strip()[:LONGEST]
    if found := WRAPPED.fullmatch(answer):
        answer = found[1]
    if not (options and len(answer) == 1 and unicodedata.normalize("NFKC", answer).upper() in "AB"):
        if value_of("true", answer):
            return True
        if value_of("false", answer):
            return False
    named = options or ("true", "false")
    places = chosen(answer, named).places
    if len(places) != 1:
        return None
    text = named[places[0]]
    if value_of("true", text):
        return True
    return False if value_of("false", text) else None


def letter(place: int) -> str:
    """A is the first option; the 27th is AA."""
    return chr(65 + place) if place < 26 else chr(64 + place // 26) + chr(65 + place % 26)


def _by_letters(answer: str, options: Sequence[str]) -> Chosen | None:
    plain = unicodedata.normalize("NFKC", answer).upper()
    joined = SEPARATORS.sub("", plain)
    if not LETTERS.fullmatch(joined) or len(joined) > 60:
        return _letter_with_text(answer, options)
    parts = [part for part in SEPARATORS.split(plain) if part]
    if len(options) > 26 and all(len(part) <= 2 for part in parts):
        places = tuple(dict.fromkeys(map(_place, parts)))
    else:
        places = tuple(dict.fromkeys(ord(one) - 65 for one in joined))
    outside = [letter(place) for place in places if place >= len(options)]
    if not outside:
        return Chosen(places)
    return None if _by_texts(answer, options) else Chosen(outside=", ".join(outside))


def _place(letters: str) -> int:
    return ord(letters) - 65 if len(letters) == 1 else (ord(letters[0]) - 64) * 26 + ord(letters[1]) - 65


def _letter_with_text(answer: str, options: Sequence[str]) -> Chosen | None:
    """As in "C. three years", where the text is that of option C."""
    found = LETTER_THEN_TEXT.fullmatch(answer)
    if not found:
        return None
    place = ord(unicodedata.normalize("NFKC", found[1]).upper()[0]) - 65
    if place < len(options) and _same(found[2]) == _same(options[place]):
        return Chosen((place,))
    return None


def _by_texts(answer: str, options: Sequence[str]) -> tuple[int, ...]:
    known = {_same(text): place for place, text in reversed(list(enumerate(options))) if text.strip()}
    if (place := known.get(_same(answer))) is not None:
        return (place,)
    for separator in TEXT_SEPARATORS:
        parts = [part for part in answer.split(separator) if part.strip()]
        if len(parts) > 1 and all(_same(part) in known for part in parts):
            return tuple(dict.fromkeys(known[_same(part)] for part in parts))
    return ()


def _by_numbers(answer: str, count: int) -> Chosen | None:
    plain = unicodedata.normalize("NFKC", answer)
    parts = [part for part in SEPARATORS.split(plain) if part]
    if not parts or not all(DIGITS.fullmatch(part) and part.isascii() and len(part) <= 20 for part in parts):
        return None
    if len(parts) == 1 and int(parts[0]) > count and len(set(parts[0])) == len(parts[0]):
        parts = list(parts[0])
    numbers = tuple(dict.fromkeys(int(part) for part in parts))
    outside = [str(number) for number in numbers if not 1 <= number <= count]
    if outside:
        return Chosen(outside=", ".join(outside))
    return Chosen(tuple(number - 1 for number in numbers))


def _same(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(".\u3002")
