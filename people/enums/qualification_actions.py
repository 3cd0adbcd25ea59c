"""What the log says of qualifications, registrations and supervision: of each action its name and what was done."""

from django.utils.translation import gettext_lazy as _

QUALIFICATION_ACTIONS = {
    "people.claim_qualification": (_("Claim a qualification"), _("Qualification claimed")),
    "people.record_level": (_("Take a level from a roster"), _("Level taken from a roster")),
    "people.correct_qualification": (_("Correct a qualification"), _("Qualification corrected")),
    "people.withdraw_qualification": (_("Withdraw a qualification"), _("Qualification withdrawn")),
    "people.verify_qualification": (_("Verify a qualification"), _("Qualification verified")),
    "people.refuse_qualification": (_("Refuse a qualification"), _("Qualification refused")),
    "people.open_evidence": (_("Open evidence"), _("Evidence of a qualification opened")),
    "people.add_registration": (_("Add a registration"), _("Registration added")),
    "people.confirm_registration": (_("Confirm a registration"), _("Registration confirmed")),
    "people.remove_registration": (_("Remove a registration"), _("Registration removed")),
    "people.record_exam_result": (_("Record an examination result"), _("Examination result recorded")),
    "people.remove_exam_result": (_("Remove an examination result"), _("Examination result removed")),
    "people.load_level_rules": (_("Load rules about levels"), _("Rule about levels loaded")),
    "people.appoint_supervisor": (_("Appoint a supervisor"), _("Supervisor appointed")),
    "people.end_appointment": (_("End an appointment"), _("Appointment of a supervisor ended")),
    "people.add_supervision_pair": (_("Add a supervised person"), _("Supervised person added")),
    "people.end_supervision_pair": (_("End a supervision"), _("Supervision ended")),
    "people.record_supervision": (_("Enter a supervision meeting"), _("Supervision meeting entered")),
    "people.confirm_supervision": (_("Confirm a supervision meeting"), _("Supervision meeting confirmed")),
    "people.decline_supervision": (_("Decline a supervision meeting"), _("Supervision meeting declined")),
    "people.export_eligibility": (_("Export who is eligible"), _("List of who is eligible exported")),
}
