"""Certificate numbers `ZJ26-XXXX-XXXX-C`: eight random characters and a check character.

The alphabet is Crockford's base 32 (no I, L, O, U). The check character is a sum over GF(2^5), polynomial
x^5 + x^2 + 1, in which the character at place i from the right (the check character is place 0) weighs 2^i.
All weights and all sums of two neighbouring or next-but-one weights differ from zero, therefore no wrong
character and no swap of two characters one or two places apart passes.
"""

from __future__ import annotations

import secrets
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
VALUES = {character: value for value, character in enumerate(ALPHABET)}
LOOK_ALIKE = str.maketrans("OIL", "011")
BODY_LENGTH = 8
HEAD_LENGTHS = range(3, 9)
LONGEST_TYPED = 64


def draw_body() -> str:
    """Forty random bits as eight characters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(BODY_LENGTH))


def compose(prefix: str, year: int, body: str) -> str:
    """The number as printed. `prefix` is two to six characters of the alphabet, `year` a civil year."""
    head = f"{prefix}{year % 100:02d}"
    if len(head) not in HEAD_LENGTHS or len(body) != BODY_LENGTH or not all(c in VALUES for c in head + body):
        raise ValueError("prefix and body must be made of the base-32 alphabet")
    return f"{head}-{body[:4]}-{body[4:]}-{check_character(head + body)}"


def check_character(payload: str) -> str:
    """The character that makes the weighted sum of `payload` and itself zero."""
    return ALPHABET[_weighted_sum(payload + "0")]


def canonical(typed: str) -> str | None:
    """The number as printed, from what a person typed; None when it cannot be a number.

    Forgiven: case, full width, spaces, dashes of any kind or none, O for 0, I and L for 1.
    """
    if len(typed) > LONGEST_TYPED:
        return None
    folded = unicodedata.normalize("NFKC", typed).upper()
    kept = "".join(character for character in folded if not _is_gap(character)).translate(LOOK_ALIKE)
    head, body, check = kept[: -BODY_LENGTH - 1], kept[-BODY_LENGTH - 1 : -1], kept[-1:]
    if len(head) not in HEAD_LENGTHS or not all(character in VALUES for character in kept):
        return None
    if not head[-2:].isdigit() or _weighted_sum(kept) != 0:
        return None
    return f"{head}-{body[:4]}-{body[4:]}-{check}"


def _is_gap(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Cf", "Zs", "Pc"} or character in "−."


def _weighted_sum(characters: str) -> int:
    total, weight = 0, 1
    for character in reversed(characters):
        total ^= _product(VALUES[character], weight)
        weight = _product(weight, 2)
    return total


def _product(left: int, right: int) -> int:
    """Product in GF(2^5)."""
    result = 0
    while right:
        if right & 1:
            result ^= left
        left = (left << 1) ^ (0b100101 if left & 0b10000 else 0)
        right >>= 1
    return result
