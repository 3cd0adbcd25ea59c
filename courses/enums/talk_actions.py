"""Names of what is logged about talk: what is done, and what was done."""

from django.utils.translation import gettext_lazy as _

TALK_ACTIONS = {
    "courses.take_endorsement_back": (_("Take an endorsement back"), _("Endorsement taken back")),
    "courses.hide_question": (_("Hide a question"), _("Question hidden")),
    "courses.show_question_again": (_("Show a question again"), _("Question shown again")),
    "courses.hide_answer": (_("Hide an answer"), _("Answer hidden")),
    "courses.escalate_question": (_("Pass a question on"), _("Question passed on")),
    "courses.announce": (_("Announce something"), _("Announced")),
    "courses.withdraw_announcement": (_("Withdraw an announcement"), _("Announcement withdrawn")),
}
