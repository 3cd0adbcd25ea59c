"""What question banks refuse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.errors import Refusal


class BankNameTaken(Refusal):
    code = "bank_name_taken"
    status = 409

    def __init__(self) -> None:
        sentence = str(_("This organisation has a bank of this name. Open that one, or choose another name."))
        super().__init__(sentence, fields={"name": sentence})


class QuestionFaulty(Refusal):
    """`faults` are those that block: `courses.questions.checking.Fault`."""

    code = "question_faulty"
    status = 422

    def __init__(self, faults: Sequence[Any]) -> None:
        sentences = dict.fromkeys(fault.sentence for fault in faults)
        super().__init__(" ".join(sentences))
        self.faults = faults


class QuestionChanged(Refusal):
    """Somebody else saved a version in between."""

    code = "question_changed"
    status = 409

    def __init__(self) -> None:
        super().__init__(
            _(
                "Somebody else has changed this question since you opened it. Nothing of yours is saved yet. "
                "Look at the newest version in another window, then save again to put yours on top of it."
            )
        )
