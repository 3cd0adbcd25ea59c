"""Opening a part of a package, and keeping what it reports. Nothing here writes an hour or a second of one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid

from django.db import IntegrityError, transaction

from courses.models import LessonPackage
from people.models import User

from ..errors import OtherPayload, PackageOpenElsewhere, UnknownRun
from ..models import PackageCommit, PackageRun
from ..package_claims import State, claims_of

MOST_ROWS = 1_000
OPENED = ("launch", "last_seq", "last_hash", "opened_at")
CLAIMED = ("state", "completion", "success", "score_raw", "score_max", "score_scaled", "location", "claimed_seconds")
REPORTED = ("last_seq", "last_hash", "touched_at", "commit_count", *CLAIMED)


@transaction.atomic
def open_run(*, package: LessonPackage, part: str, nonce: uuid.UUID, by: User, at: dt.datetime) -> PackageRun:
    """The learner's run of a part, opened anew: what was opened before may report no more.

    The same nonce again is the same opening. Raises UnknownRun for a part the package does not have.
    """
    if package.part(part) is None:
        raise UnknownRun
    run = _locked_or_new(package, part, nonce, by, at)
    if run.launch != nonce:
        run.launch, run.last_seq, run.last_hash, run.opened_at = nonce, 0, "", at
        run.save(update_fields=OPENED)
    return run


def _locked_or_new(package: LessonPackage, part: str, nonce: uuid.UUID, by: User, at: dt.datetime) -> PackageRun:
    own = PackageRun.objects.select_for_update().filter(learner=by, package=package, part=part)
    run = own.first()
    if run is not None:
        return run
    facts = _facts_of_absorbed(package, part, by)
    try:
        with transaction.atomic():
            return PackageRun.objects.create(
                learner=by, package=package, part=part, launch=nonce, opened_at=at, touched_at=at, **facts
            )
    except IntegrityError:
        return own.get()  # opened twice at the same moment


def _facts_of_absorbed(package: LessonPackage, part: str, by: User) -> dict[str, object]:
    """Where an account that was put together with this one stood."""
    before = PackageRun.objects.filter(learner__merged_into=by, package=package, part=part).order_by("-touched_at")
    return next(iter(before.values(*CLAIMED)), {})


@transaction.atomic
def record_commit(
    *, run_id: uuid.UUID, launch: uuid.UUID, seq: int, state: State, by: User, at: dt.datetime
) -> PackageRun:
    """Keep one report. The same one again changes nothing, and one that was overtaken by a later one neither.

    Raises UnknownRun, PackageOpenElsewhere (another opening has taken over), OtherPayload and BadPackageState.
    """
    locked = PackageRun.objects.select_for_update(of=("self",)).select_related("package")
    run = locked.filter(pk=run_id, learner=by).first()
    if run is None:
        raise UnknownRun
    if run.launch != launch:
        raise PackageOpenElsewhere
    claims = claims_of(state, is_2004=run.package.version != "1.2")
    digest = hashlib.sha256(json.dumps(state, sort_keys=True).encode()).hexdigest()
    if seq <= run.last_seq:
        _refuse_other(run, seq, digest)
        return run
    if run.commit_count < MOST_ROWS:
        PackageCommit.objects.create(
            run=run,
            launch=launch,
            seq=seq,
            state_hash=digest,
            completion=claims.completion,
            success=claims.success,
            score_raw=claims.score_raw,
            score_scaled=claims.score_scaled,
            claimed_seconds=claims.seconds,
            received_at=at,
        )
    run.last_seq, run.last_hash, run.state, run.touched_at = seq, digest, state, at
    run.completion, run.success, run.location = claims.completion, claims.success, claims.location
    run.score_raw, run.score_max, run.score_scaled = claims.score_raw, claims.score_max, claims.score_scaled
    run.claimed_seconds, run.commit_count = claims.seconds, run.commit_count + 1
    run.save(update_fields=REPORTED)
    return run


def _refuse_other(run: PackageRun, seq: int, digest: str) -> None:
    """Under one number there is one report."""
    row = PackageCommit.objects.filter(run=run, launch=run.launch, seq=seq).first()
    stored = row.state_hash if row else run.last_hash if seq == run.last_seq else digest
    if stored != digest:
        raise OtherPayload
