"""The forms of a page, read from its HTML, and filled in the way a person might."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TODAY = "2026-05-20"
BY_TYPE = {
    "date": TODAY,
    "email": "someone@example.org",
    "number": "1",
    "tel": "19000009999",
    "url": "https://example.org/",
}
TEXT = "核对名单之用一二三"


@dataclass
class Form:
    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def filled(self) -> dict[str, list[str]]:
        return {name: values for name, values in self.fields.items() if values}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = given.get("method", "").lower() == "post"
            self.form = Form(given.get("action", "")) if is_post else None
            if self.form:
                self.forms.append(self.form)
        if self.form is None or not (name := given.get("name") or self.select):
            return
        values = self.form.fields.setdefault(name, [])
        match tag:
            case "input":
                self._input(given, values)
            case "button":
                values[:] = [given.get("value", "")] if "value" in given else values
            case "textarea":
                values[:] = [TEXT]
            case "select":
                self.select = name
            case "option":
                is_first = not values and given.get("value")
                if is_first or "selected" in given:
                    values[:] = [given.get("value", "")]

    def _input(self, given: dict[str, str], values: list[str]) -> None:
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in given or (kind == "radio" and not values):
                values.append(given.get("value", "on"))
        elif kind not in {"file", "submit"}:
            values[:] = [given.get("value") or ("" if kind == "hidden" else BY_TYPE.get(kind, TEXT))]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        if tag == "select":
            self.select = ""


def forms_of(page: str) -> list[Form]:
    """Those that are sent by POST."""
    reader = _Reader()
    reader.feed(page)
    return reader.forms
