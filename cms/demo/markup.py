"""The lesson files' small Markdown, strictly read: what is not in the grammar is refused, never guessed.

A line is one of: nothing; `## heading`; a paragraph, which may hold `**bold**`; `- item`; `1. item`, numbered from
1; `::: case TITLE`; `:::`, which closes the case. Paragraphs, lists and cases are parted by empty lines, except that
a list, a paragraph or a case may follow a heading directly. Cases hold paragraphs and lists only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape

ITEM = re.compile(r"(- |[0-9]+\. )(.*)")
CASE = "::: case "
CASE_END = ":::"
# Would mean something in full Markdown or HTML, and nothing here.
FOREIGN = re.compile(r"\s|#|>|\||```|\* |\+ |!\[|-|[0-9]+\)|:::|---")
FOREIGN_INSIDE = re.compile(r"<|`|\]\(|__")


class ContentError(Exception):
    """A demonstration file that cannot be read: names the file and the line."""

    def __init__(self, source: str, line: int, problem: str) -> None:
        super().__init__(f"{source}, line {line}: {problem}")


@dataclass(frozen=True)
class Text:
    """Running text as rich-text HTML: h2, p, ul, ol, b."""

    html: str


@dataclass(frozen=True)
class Case:
    title: str
    html: str


Block = Text | Case


def parse(body: str, *, source: str, first_line: int = 1) -> list[Block]:
    """Blocks of a lesson's text. Raises ContentError."""
    reader = _Reader(source)
    for number, line in enumerate(body.split("\n"), first_line):
        reader.take(line, number)
    return reader.finish()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.number = source, 0
        self.blocks: list[Block] = []
        self.html: list[str] = []
        self.items: list[str] = []
        self.mark = ""  # of the list that is open: "- " or "1. "
        self.after = "blank"  # kind of the line before
        self.case: tuple[str, int] | None = None

    def take(self, line: str, number: int) -> None:
        self.number = number
        if not line:
            self._close_list()
            self.after = "blank"
        elif line.startswith(CASE):
            self._open_case(line[len(CASE) :])
        elif line == CASE_END:
            self._close_case()
        elif line.startswith("## "):
            self._heading(line[3:])
        elif found := ITEM.fullmatch(line):
            self._item(found[1], found[2])
        else:
            self._paragraph(line)

    def finish(self) -> list[Block]:
        self._close_list()
        if self.case:
            raise ContentError(self.source, self.case[1], "this case is not closed with :::")
        self._flush()
        return self.blocks

    def _heading(self, text: str) -> None:
        if self.case:
            raise self._wrong("a case has no headings")
        self._stands_alone()
        self.html.append(f"<h2>{self._inline(text)}</h2>")
        self.after = "heading"

    def _paragraph(self, text: str) -> None:
        if FOREIGN.match(text):
            raise self._wrong("this is not in the grammar of lesson files")
        if self.after in {"item", "paragraph", "closed"}:
            raise self._wrong("leave an empty line before a new paragraph")
        self.html.append(f"<p>{self._inline(text)}</p>")
        self.after = "paragraph"

    def _item(self, mark: str, text: str) -> None:
        if self.after not in {"blank", "heading", "item"}:
            raise self._wrong("leave an empty line before a list")
        bullet = mark == "- "
        if self.items and bullet != (self.mark == "- "):
            raise self._wrong("leave an empty line between two lists")
        self.mark = mark
        if not bullet and mark != f"{len(self.items) + 1}. ":
            raise self._wrong(f"number {len(self.items) + 1} is expected here")
        self.items.append(f"<li>{self._inline(text)}</li>")
        self.after = "item"

    def _open_case(self, title: str) -> None:
        if self.case:
            raise self._wrong("a case cannot hold another case")
        self._stands_alone()
        self._flush()
        if not title.strip():
            raise self._wrong("a case needs a title")
        self.case, self.after = (title.strip(), self.number), "heading"

    def _close_case(self) -> None:
        if self.case is None:
            raise self._wrong("no case is open here")
        self._close_list()
        if not self.html:
            raise self._wrong("this case is empty")
        self.blocks.append(Case(self.case[0], "".join(self.html)))
        self.case, self.html, self.after = None, [], "closed"

    def _stands_alone(self) -> None:
        if self.after not in {"blank", "heading"}:
            raise self._wrong("leave an empty line before this")

    def _close_list(self) -> None:
        if self.items:
            name = "ul" if self.mark == "- " else "ol"
            self.html.append(f"<{name}>{''.join(self.items)}</{name}>")
            self.items = []

    def _flush(self) -> None:
        self._close_list()
        if self.html:
            self.blocks.append(Text("".join(self.html)))
            self.html = []

    def _inline(self, text: str) -> str:
        if not text.strip() or text != text.strip():
            raise self._wrong("text is missing, or has spaces at an end")
        if FOREIGN_INSIDE.search(text):
            raise self._wrong("HTML, code and links are not in the grammar of lesson files")
        parts = text.split("**")
        if len(parts) % 2 == 0:
            raise self._wrong("a ** has no partner")
        if any(not part.strip() for part in parts[1::2]):
            raise self._wrong("nothing stands between ** and **")
        return "".join(f"<b>{escape(part)}</b>" if odd % 2 else escape(part) for odd, part in enumerate(parts))

    def _wrong(self, problem: str) -> ContentError:
        return ContentError(self.source, self.number, problem)
