"""What the log says of files of questions: the action's name, what it is called, what was done."""

from django.utils.translation import gettext_lazy as _

QUESTION_IMPORT_ACTIONS = {
    "courses.upload_questions": (_("Upload a file of questions"), _("File of questions uploaded")),
    "courses.correct_imported_question": (_("Correct a question of a file"), _("Question of a file corrected")),
    "courses.import_questions": (_("Import questions"), _("Questions imported")),
    "courses.undo_question_import": (_("Undo an import of questions"), _("Import of questions undone")),
    "courses.cancel_question_import": (_("Cancel an import of questions"), _("Import of questions cancelled")),
    "courses.export_questions": (_("Export questions"), _("Questions exported")),
}
