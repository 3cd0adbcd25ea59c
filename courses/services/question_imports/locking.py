"""The guards of every step: who may take it, and whether it can still be taken."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from people.models import User

from ...enums.question_imports import QuestionImportState
from ...errors.question_imports import ImportElsewhere
from ...models import QuestionImport
from ..banks import require_editor


def lock(of: QuestionImport, state: QuestionImportState, by: User | None) -> QuestionImport:
    """The import under lock, in the state that the step needs. Raises NotAllowed and ImportElsewhere."""
    require_editor(by, of.bank)
    rows = QuestionImport.objects.select_for_update(of=("self",)).select_related("bank")
    found: QuestionImport | None = rows.filter(pk=of.pk, state=state, purged_at=None).first()
    if found is None:
        raise ImportElsewhere(_("This import has moved on in the meantime. Open it again."))
    return found
