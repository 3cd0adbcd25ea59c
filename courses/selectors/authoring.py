"""Reading what authors work on."""

from __future__ import annotations

from .. import contents
from ..models import LessonPage, TextModule


def blocks_of(page: LessonPage) -> contents.Blocks:
    """A lesson's blocks as freezing keeps them: plain values, each text module with the text it has now."""
    body = page.body.get_prep_value()
    wanted = contents.module_ids(body)
    modules = dict(TextModule.objects.filter(pk__in=wanted).values_list("pk", "body")) if wanted else {}
    return contents.with_modules(body, modules)
