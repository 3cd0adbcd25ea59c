"""A GIFT file cut into its questions, and what comments and categories say about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

TAG = re.compile(r"\[tag:((?:\\.|[^\]\\\n])*)\]")
IDENTIFIER = re.compile(r"\[id:((?:\\.|[^\]\\\n])*)\]")
CATEGORY = "$CATEGORY:"
SIGNS = "~=#{}:"
FIRST_PLACEHOLDER = 0xFDD0
PLACEHOLDERS = {sign: chr(FIRST_PLACEHOLDER + place) for place, sign in enumerate((*SIGNS, "n", "\\"))}
SHOWN = {placeholder: "\n" if sign == "n" else sign for sign, placeholder in PLACEHOLDERS.items()}
NONCHARACTERS = re.compile("[\ufdd0-\ufdef]")
ESCAPED = re.compile(r"\\([~=#{}:n\\])")
RESTORED = re.compile("[" + "".join(SHOWN) + "]")


@dataclass
class Block:
    """`text` has placeholders for what was escaped; `line` is where it begins."""

    line: int
    text: str
    category: str = ""
    tags: list[str] = field(default_factory=list)
    identifier: str = ""
    has_comment: bool = False


def hidden(text: str) -> str:
    """With a placeholder for each escaped sign, so that only signs with a meaning are left."""
    return ESCAPED.sub(lambda found: PLACEHOLDERS[found[1]], NONCHARACTERS.sub("", text))


def shown(text: str) -> str:
    return RESTORED.sub(lambda found: SHOWN[found[0]], text)


def blocks(lines: list[str]) -> Iterator[Block]:
    """Questions are apart by empty lines; inside of braces an empty line ends nothing if they are closed behind it."""
    category = ""
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate([*lines, ""], start=1):
        if line.strip():
            waiting.append((number, line))
            continue
        if waiting and _is_open(waiting) and _closes_later(lines, number):
            continue
        if waiting:
            block = _block(waiting, category)
            waiting = []
            category = block.category
            if block.text:
                yield block


def _block(lines: list[tuple[int, str]], category: str) -> Block:
    block = Block(lines[0][0], "", category)
    kept: list[str] = []
    for number, line in lines:
        bare = line.strip()
        if bare.startswith("//"):
            _take_comment(block, bare)
        elif bare.upper().startswith(CATEGORY) and not kept:
            block.category = bare[len(CATEGORY) :].strip()
        else:
            if not kept:
                block.line = number
            kept.append(line)
    block.text = hidden("\n".join(kept)).strip()
    return block


def _take_comment(block: Block, comment: str) -> None:
    found = [re.sub(r"\\(.)", r"\1", tag).strip() for tag in TAG.findall(comment)]
    block.tags += [tag for tag in found if tag]
    identifiers = IDENTIFIER.findall(comment)
    block.identifier = identifiers[0].strip() if identifiers else block.identifier
    left = IDENTIFIER.sub("", TAG.sub("", comment)).strip("/ \t-=")
    # Moodle's own exports name each question in a comment.
    if left and not re.match(r"question: ?[0-9]+ +name:|name: ", left):
        block.has_comment = True


def _is_open(lines: list[tuple[int, str]]) -> bool:
    text = hidden("\n".join(line for _, line in lines if not line.strip().startswith("//")))
    return text.count("{") > text.count("}")


def _closes_later(lines: list[str], position: int) -> bool:
    """Whether the next sign of the two is a closing one; looked for in the following fifty lines."""
    for line in lines[position : position + 50]:
        for sign in hidden(line):
            if sign in "{}":
                return sign == "}"
    return False
