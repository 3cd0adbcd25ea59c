"""The page of one person at the desk. Every subject adds its part to SECTIONS and its actions to BUTTONS."""

from __future__ import annotations

from typing import Any

from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import DeskPage
from . import about_qualifications
from .about_person import AboutPerson, Button, Section, shown_name
from .person_parts import PERSON_BUTTONS, PERSON_SECTIONS
from .privacy.duplicates import merge_button
from .privacy.reveal import reveal_button
from .second_factor import second_factor_button

SECTIONS: list[Section] = [*PERSON_SECTIONS, about_qualifications.SECTION]
"""From the top of the page down."""

BUTTONS: list[Button] = [
    *PERSON_BUTTONS,
    about_qualifications.enter_button,
    second_factor_button,
    reveal_button,
    merge_button,
]
"""In the page's header; the order is each button's priority."""


class PersonPage(AboutPerson, DeskPage):
    template_name = "people/desk/person.html"
    header_icon = "user"

    def get_page_title(self) -> str:
        return shown_name(self.person)

    def get_page_subtitle(self) -> str:
        return ""

    def get_header_buttons(self) -> list[Any]:
        offered = [button(self.viewer, self.person) for button in BUTTONS]
        return sorted(button for button in offered if isinstance(button, HeaderButton))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parts = [(section.template, section.facts(self.viewer, self.person)) for section in SECTIONS]
        shown = [{"template": template, "facts": facts} for template, facts in parts if facts is not None]
        return super().get_context_data(sections=shown, **kwargs)
