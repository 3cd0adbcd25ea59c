"""What the log says of question banks: the action's name, what it is called, what was done."""

from django.utils.translation import gettext_lazy as _

BANK_ACTIONS = {
    "courses.create_bank": (_("Create a question bank"), _("Question bank created")),
    "courses.rename_bank": (_("Rename a question bank"), _("Question bank renamed")),
    "courses.add_question": (_("Add a question"), _("Question added")),
    "courses.revise_question": (_("Change a question"), _("Question changed")),
    "courses.retire_question": (_("Retire a question"), _("Question retired")),
    "courses.restore_question": (_("Restore a question"), _("Question restored")),
}
