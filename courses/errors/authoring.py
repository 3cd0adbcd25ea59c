"""Refusals of authoring."""

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal


class CourseTitleTaken(Refusal):
    code = "course_title_taken"
    status = 409

    def __init__(self) -> None:
        sentence = str(_("This organisation has a course of this title. Open that one, or choose another title."))
        super().__init__(sentence, fields={"title": sentence})
