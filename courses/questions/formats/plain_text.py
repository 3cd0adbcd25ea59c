"""Markup as plain text: line breaks, lists and entities stay, everything else is noted and goes."""

from __future__ import annotations

import re

from ...enums.question_faults import QuestionNote
from .found import Parsed
from .markup import Tag, has_markup, pieces

BLOCKS = {
    *("p", "div", "ul", "ol", "dl", "dt", "dd", "table", "tr", "blockquote", "pre", "section", "article", "header"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "figure", "figcaption", "caption", "hr", "center", "address", "fieldset"),
}
SILENT = {"html", "body", "span", "tbody", "thead", "tfoot", "colgroup", "col", "wbr", "nobr", "cite", "q", "figure"}
MATH = {*("mi", "mn", "mo", "mrow", "msup", "msub", "mfrac", "msqrt", "mtext", "semantics", "annotation", "mstyle")}
WITH_RULES = {"td", "th", "img", "li", "a"}
MEDIA = {"video", "audio", "iframe", "object", "embed", "svg", "canvas", "source", "track", "applet"}
MATH_SIGNS = re.compile(r"\\\(|\\\[|\$\$|\\begin\{|\\frac\b")
SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
BLANK_LINES = re.compile(r"\n{3,}")
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def tidy(text: str) -> str:
    """Without characters that cannot be stored, one kind of line end, no space at the ends of lines."""
    lines = DROPPED.sub("", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return BLANK_LINES.sub("\n\n", "\n".join(line.rstrip(" \t\xa0") for line in lines)).strip(" \t\n\xa0")


def from_html(text: str, parsed: Parsed, *, keep_lines: bool = False) -> str:
    """Plain text of HTML. `keep_lines`: a line end in the source is one in the text, as in Moodle's auto-format."""
    writer = _Writer(parsed, keep_lines=keep_lines)
    for piece in pieces(text):
        if isinstance(piece, str):
            writer.text(piece)
        else:
            writer.tag(piece)
    writer.finish()
    return tidy("".join(writer.parts))


def from_maybe_html(text: str, parsed: Parsed) -> str:
    """Text that may hold markup, with the line ends it has."""
    if has_markup(text) or "&" in text:
        return from_html(text, parsed, keep_lines=True)
    note_math(text, parsed)
    return tidy(text)


def note_math(text: str, parsed: Parsed) -> None:
    if MATH_SIGNS.search(text):
        parsed.note(QuestionNote.MATH)


class _Writer:
    def __init__(self, parsed: Parsed, *, keep_lines: bool) -> None:
        self.parsed = parsed
        self.keep_lines = keep_lines
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.formatting: set[str] = set()
        self.images: list[str] = []
        self.media: list[str] = []
        self.links: list[str] = []
        self.raised: list[dict[int, int]] = []
        self.pre = 0

    def text(self, text: str) -> None:
        if not (self.pre or self.keep_lines):
            text = SPACE.sub(" ", text)
            if not self.parts or self.parts[-1][-1:] in {"\n", " ", ""}:
                text = text.lstrip(" ")
        if self.raised:
            text = text.translate(self.raised[-1])
        if text:
            self.parts.append(text.replace("\xa0", " "))

    def tag(self, tag: Tag) -> None:
        match tag.name, tag.closes:
            case "br", _:
                self._break()
            case "ul" | "ol", closes:
                self._list(tag.name, closes=closes)
            case "sub" | "sup", closes:
                self._raise(LOWERED if tag.name == "sub" else RAISED, closes=closes)
            case "td" | "th", True:
                self.parts.append("  ")
            case "img", False:
                self._image(tag)
            case "li", False:
                self._item()
            case "a", False:
                self.links += [target] if (target := tag.attributes().get("href")) else []
            case name, closes if name in MEDIA:
                self.media += [] if closes else [_source(tag)]
            case name, _ if name not in WITH_RULES:
                self._other(tag)

    def finish(self) -> None:
        note = self.parsed.note
        if self.images:
            note(QuestionNote.IMAGES, names=", ".join(self.images[:10]))
        if self.media:
            note(QuestionNote.MEDIA, names=", ".join(map(_short, self.media[:10])))
        if self.links:
            note(QuestionNote.LINKS, links=", ".join(self.links[:10]))
        if self.formatting:
            note(QuestionNote.FORMATTING, elements=", ".join(sorted(self.formatting)))
        note_math("".join(self.parts), self.parsed)

    def _other(self, tag: Tag) -> None:
        name = tag.name
        if name in BLOCKS:
            self._break_if_needed()
        if name == "pre":
            self.pre = max(0, self.pre + (-1 if tag.closes else 1))
        if tag.closes:
            return
        if name == "table":
            self.parsed.note(QuestionNote.TABLE)
        elif name == "math" or name in MATH:
            self.parsed.note(QuestionNote.MATH)
        elif name in {"script", "style", "noscript", "template"}:
            self.parsed.note(QuestionNote.SCRIPT)
        elif (
            name == "hr"
            or (name not in SILENT and name not in BLOCKS)
            or name in {"h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
        ):
            self.formatting.add(name)
        if name in {"span", "p", "div"} and "style" in tag.rest[:2000].lower():
            self.formatting.add("style")

    def _image(self, tag: Tag) -> None:
        given = tag.attributes()
        self.images.append(_short(given.get("src", "")) or "img")
        if alternative := given.get("alt", "").strip():
            self.text(f"[{alternative}]")

    def _raise(self, table: dict[int, int], *, closes: bool) -> None:
        self.formatting.add("sub, sup")
        if not closes:
            self.raised.append(table)
        elif self.raised:
            self.raised.pop()

    def _list(self, name: str, *, closes: bool) -> None:
        self._break_if_needed()
        if closes and self.lists:
            self.lists.pop()
        elif not closes and len(self.lists) < 50:
            self.lists.append(0 if name == "ol" else None)

    def _item(self) -> None:
        self._break_if_needed()
        number = self.lists[-1] if self.lists else None
        if number is None:
            self.parts.append("- ")
        else:
            self.lists[-1] = number + 1
            self.parts.append(f"{number + 1}. ")

    def _break(self) -> None:
        self.parts.append("\n")

    def _break_if_needed(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self._break()


def _source(tag: Tag) -> str:
    given = tag.attributes()
    return given.get("src") or given.get("data") or tag.name


def _short(source: str) -> str:
    """A picture's name; one that lies in the text itself has none."""
    if source.startswith("data:"):
        return source.partition(";")[0][:40]
    return source.replace("@@PLUGINFILE@@/", "").rpartition("/")[2][:80]
