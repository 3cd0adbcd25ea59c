"""Names of organisations as people write them: without the city, with another word for the same kind of body."""

from __future__ import annotations

from .words import plain_word, words


def stem(name: str) -> str:
    """A name without the word for what kind of body it is, which is written in many ways."""
    plain = plain_word(name).replace(" ", "")
    for office, short in words("office").items():
        if plain.endswith(office):
            return plain.removesuffix(office) + short
    ending = _ending("body", plain)
    return plain.removesuffix(ending)


def body_of(name: str) -> str:
    """`urban`, `village`, or nothing where the name does not say."""
    return words("body").get(_ending("body", plain_word(name).replace(" ", "")), "")


def _ending(kind: str, plain: str) -> str:
    return next((word for word in words(kind) if plain.endswith(word) and len(plain) > len(word)), "")


def is_named(official: str, name: str) -> bool:
    """People leave out the word for city, county or district."""
    return stem(name) in {stem(official), official.removesuffix(_ending("area", official))}
