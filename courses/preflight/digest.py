"""What matters for the hours of a lesson, and its fingerprint: as long as it stays, nobody assesses them again."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from ..reading_time import CHARACTERS_A_MINUTE
from .facts import LessonFacts


def hours_facts(facts: LessonFacts) -> dict[str, Any]:
    """Plain values. Reading counts in whole minutes, rounded: a corrected word is no other length."""
    return {
        "recording": facts.recording.sha256 if facts.recording else "",
        "recording_ms": facts.recording.length_ms if facts.recording else 0,
        "reading_minutes": (facts.characters + CHARACTERS_A_MINUTE // 2) // CHARACTERS_A_MINUTE,
        "claimed_minutes": facts.claimed_minutes,
        "category": facts.category,
        "modality": facts.modality,
        "quiz": facts.quiz_key,
    }


def hours_digest(facts: LessonFacts) -> str:
    """SHA-256 over the canonical JSON of `hours_facts`."""
    return canonical_digest(hours_facts(facts))


def canonical_digest(value: Any) -> str:
    """SHA-256 over JSON with sorted keys and no spaces; what JSON has no word for stands as its text."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
