"""What is logged about privacy: the action's name, what is done, what was done."""

from django.utils.translation import gettext_lazy as _

PRIVACY_ACTIONS = {
    "people.merge_people": (_("Put two accounts together"), _("Two accounts put together")),
    "people.reveal": (_("Show a full number"), _("Full number shown")),
    "people.ask_for_correction": (_("Ask for a correction"), _("Correction asked for")),
    "people.withdraw_correction": (_("Take a correction back"), _("Correction taken back")),
    "people.apply_correction": (_("Correct a person's data"), _("Person's data corrected")),
    "people.refuse_correction": (_("Refuse a correction"), _("Correction refused")),
    "people.ask_to_close": (_("Ask to close the account"), _("Closing of the account asked for")),
    "people.keep_account": (_("Keep the account"), _("Account kept after all")),
    "people.close_account": (_("Close the account"), _("Account closed")),
    "people.accept_notice": (_("Accept the privacy notice"), _("Privacy notice accepted")),
    "people.export_own_data": (_("Export one's own data"), _("Own data exported")),
}
