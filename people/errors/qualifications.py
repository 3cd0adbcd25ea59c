"""Refusals about qualifications and supervision."""

from __future__ import annotations

from .refusals import Refusal


class LevelHeld(Refusal):
    """One current qualification a person and level."""

    code = "level_held"
    status = 409


class CertificateNumberTaken(Refusal):
    """Says nothing about the holder: who may ask is not who may know."""

    code = "certificate_number_taken"
    status = 409


class QualificationDecided(Refusal):
    code = "qualification_decided"
    status = 409


class QualificationIncomplete(Refusal):
    code = "qualification_incomplete"


class ExamResultImpossible(Refusal):
    code = "exam_result_impossible"


class EvidenceGone(Refusal):
    code = "evidence_gone"
    status = 404


class RegistrationConfirmed(Refusal):
    code = "registration_confirmed"
    status = 409


class AppointmentOpen(Refusal):
    code = "appointment_open"
    status = 409


class AppointmentOver(Refusal):
    code = "appointment_over"
    status = 409


class SupervisorFull(Refusal):
    """As many people as the appointment allows are supervised already."""

    code = "supervisor_full"
    status = 409


class PairOpen(Refusal):
    code = "pair_open"
    status = 409


class MeetingOutOfRange(Refusal):
    """The day, the minutes or the topic of a supervision meeting are not possible."""

    code = "meeting_out_of_range"


class MeetingAnswered(Refusal):
    code = "meeting_answered"
    status = 409


class MeetingReplaced(Refusal):
    code = "meeting_replaced"
    status = 409
