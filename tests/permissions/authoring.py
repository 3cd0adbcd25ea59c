"""What authors of one organisation work with, besides its pages."""

from __future__ import annotations

from courses.models import TextModule
from people.models import Organisation


def text_module_of(organisation: Organisation) -> dict[str, object]:
    module = TextModule.objects.create(organisation=organisation, title="保密承诺", body="<p>守口如瓶。</p>")
    return {"text_module": module.pk, "text_revision": module.save_revision().pk}
