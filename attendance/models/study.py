"""Evidence of online study, and the projections computed from it (hours.md, section 1).

Evidence: StudySession (opening and fence), StudyBeat, PresenceCheck, QuizAttempt. Projections: StudyClock and
StudyProgress, which `rebuild_study` computes again from the evidence. Windows are `[a, b)` in milliseconds
since 1970, coverage is `[a, b)` in milliseconds of the edition's timeline.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import LessonEdition

from ..enums import BeatMode, CheckKind, CheckResult, FenceReason


class StudyPolicy(models.Model):
    """The numbers of the time rules. A new row takes effect for sessions opened from its instant on."""

    effective_at = models.DateTimeField(_("effective at"), unique=True)
    beat_seconds = models.PositiveIntegerField(default=15)
    gap_seconds = models.PositiveIntegerField(default=45)
    eps_seconds = models.PositiveIntegerField(default=2)
    offline_outage_seconds = models.PositiveIntegerField(default=600)
    offline_day_seconds = models.PositiveIntegerField(default=1800)
    speed_limit_percent = models.PositiveIntegerField(default=150)
    day_cap_seconds = models.PositiveIntegerField(default=8 * 3600)
    idle_pause_seconds = models.PositiveIntegerField(default=300)
    session_max_seconds = models.PositiveIntegerField(default=6 * 3600)
    check_min_seconds = models.PositiveIntegerField(default=360)
    check_max_seconds = models.PositiveIntegerField(default=1080)
    check_answer_seconds = models.PositiveIntegerField(default=90)
    misses_per_day = models.PositiveIntegerField(default=3)

    class Meta:
        verbose_name = _("study policy")
        verbose_name_plural = _("study policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(check_max_seconds__gte=F("check_min_seconds")),
                name="policy_check_range",
            ),
            models.CheckConstraint(condition=Q(beat_seconds__gte=1), name="policy_beat_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.effective_at:%Y-%m-%d}"


class StudyClock(models.Model):
    """One row a learner: the lock every call of that learner takes, and the instant that never steps back.

    `days` is `{civil date: [window ms, offline ms]}`; `misses` are instants of missed checks in ms; `busy` are
    the windows in which the learner was signed in to a class; the last two days are kept. `check_after_ms` is
    drawn at random; a check is due when `unchecked_ms` reaches it.
    """

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        primary_key=True,
        related_name="study_clock",
    )
    last_ms = models.BigIntegerField(default=0)
    epoch = models.PositiveIntegerField(default=0)
    tick = models.PositiveBigIntegerField(default=0)
    days = models.JSONField(default=dict)
    misses = models.JSONField(default=list)
    busy = models.JSONField(default=list)
    unchecked_ms = models.PositiveBigIntegerField(default=0)
    check_after_ms = models.PositiveBigIntegerField(default=0)
    open_check = models.ForeignKey("PresenceCheck", models.SET_NULL, null=True, related_name="+")
    # The account was merged into another one: nothing is counted for it any more (attendance.services.merging).
    is_closed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("study clock")

    def __str__(self) -> str:
        return f"clock of {self.learner_id}"


class StudySessionQuerySet(models.QuerySet["StudySession"]):
    def whole(self) -> StudySessionQuerySet:
        """With everything a beat asks for; the rest of the session, its lesson and its policy are read when used."""
        return self.select_related("progress").defer("strides", "digest", "device", "nonce")


class StudySession(models.Model):
    """A stretch of study on one page of one device. At most one is live for a person.

    `terms` are the numbers of the policy and of the lesson as they stood when it was opened (see attendance.state).
    Once its beats are 30 days old they are compacted into `strides` (see attendance.services.compaction), with the
    SHA-256 of what was removed in `digest`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="study_sessions")
    edition = models.ForeignKey(LessonEdition, models.PROTECT, related_name="study_sessions")
    progress = models.ForeignKey("StudyProgress", models.PROTECT, related_name="sessions")
    policy = models.ForeignKey(StudyPolicy, models.PROTECT, related_name="+")
    terms = models.JSONField()
    device = models.CharField(max_length=64)
    nonce = models.CharField(max_length=64)
    epoch = models.PositiveIntegerField()
    signed_in_at = models.DateTimeField()
    opened_tick = models.PositiveBigIntegerField()
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    active_at = models.DateTimeField()
    last_seq = models.PositiveIntegerField(default=0)
    outage_ms = models.PositiveIntegerField(default=0)
    fenced_tick = models.PositiveBigIntegerField(null=True)
    fenced_at = models.DateTimeField(null=True)
    frozen_to = models.DateTimeField(null=True)
    fence_reason = models.CharField(max_length=12, choices=FenceReason.choices, blank=True)
    strides = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True)

    objects = StudySessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("study session")
        constraints = [
            models.UniqueConstraint(fields=["learner", "epoch"], name="study_session_epoch_unique"),
            models.UniqueConstraint(fields=["learner", "nonce"], name="study_session_nonce_unique"),
            models.UniqueConstraint(
                fields=["learner"],
                condition=Q(fenced_at__isnull=True),
                name="study_session_one_live",
            ),
            models.CheckConstraint(condition=Q(last_at__gte=F("opened_at")), name="study_session_in_order"),
            models.CheckConstraint(
                condition=Q(
                    fenced_at__isnull=True,
                    fence_reason="",
                    frozen_to__isnull=True,
                    fenced_tick__isnull=True,
                )
                | (
                    Q(
                        fenced_at__isnull=False,
                        frozen_to__isnull=False,
                        fenced_tick__isnull=False,
                    )
                    & ~Q(fence_reason="")
                ),
                name="study_session_fence_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)


class StudyBeat(models.Model):
    """One report of the player, with the answer it was given. Never changed; kept 30 days."""

    session = models.ForeignKey(StudySession, models.PROTECT, related_name="beats")
    seq = models.PositiveIntegerField()
    tick = models.PositiveBigIntegerField()
    payload_hash = models.CharField(max_length=64)
    ranges = models.JSONField()
    mode = models.CharField(max_length=8, choices=BeatMode.choices)
    received_at = models.DateTimeField()
    answer = models.JSONField()

    class Meta:
        verbose_name = _("study beat")
        constraints = [models.UniqueConstraint(fields=["session", "seq"], name="study_beat_once")]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.seq}"


class PresenceCheck(models.Model):
    """A question the server asked during study. `options` are texts; `correct` is the index of the right one."""

    session = models.ForeignKey(StudySession, models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=CheckKind.choices)
    options = models.JSONField(default=list)
    correct = models.PositiveSmallIntegerField(default=0)
    asked_tick = models.PositiveBigIntegerField()
    due_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    settled_tick = models.PositiveBigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, choices=CheckResult.choices, blank=True)

    class Meta:
        verbose_name = _("presence check")
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="presence_check_number_unique"),
            models.UniqueConstraint(
                fields=["session"],
                condition=Q(result=""),
                name="presence_check_one_open",
            ),
            models.CheckConstraint(condition=Q(answer_by__gte=F("due_at")), name="presence_check_in_order"),
            models.CheckConstraint(
                condition=Q(result="", settled_tick__isnull=True) | (~Q(result="") & Q(settled_tick__isnull=False)),
                name="presence_check_settled_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}/{self.number}"


class QuizAttempt(models.Model):
    """Answers handed in, and the server's marking. Never changed."""

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="quiz_attempts")
    edition = models.ForeignKey(LessonEdition, models.PROTECT, related_name="quiz_attempts")
    number = models.PositiveIntegerField()
    tick = models.PositiveBigIntegerField()
    answers = models.JSONField()
    correct_count = models.PositiveIntegerField()
    question_count = models.PositiveIntegerField()
    is_passed = models.BooleanField()
    handed_in_at = models.DateTimeField()

    class Meta:
        verbose_name = _("quiz attempt")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "edition", "number"],
                name="quiz_attempt_number_unique",
            ),
            models.CheckConstraint(
                condition=Q(correct_count__lte=F("question_count")),
                name="quiz_attempt_count_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"


class StudyProgress(models.Model):
    """Projection: what a learner has studied of one edition.

    `pending_*` came since the last passed check; a passed check moves it to the confirmed part, a missed one
    drops it. `posted_seconds` is what the ledger holds for the edition's content, over all its editions.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="study_progress")
    edition = models.ForeignKey(LessonEdition, models.PROTECT, related_name="study_progress")
    coverage = models.JSONField(default=list)
    windows = models.JSONField(default=list)
    pending_coverage = models.JSONField(default=list)
    pending_windows = models.JSONField(default=list)
    not_counted = models.JSONField(default=dict)
    position_ms = models.PositiveIntegerField(default=0)
    quiz_passed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    posted_seconds = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField()

    class Meta:
        verbose_name = _("study progress")
        constraints = [models.UniqueConstraint(fields=["learner", "edition"], name="study_progress_once")]

    def __str__(self) -> str:
        return f"{self.learner_id}/{self.edition_id}"
