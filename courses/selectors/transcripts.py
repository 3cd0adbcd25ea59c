"""Reading what is said in a recording."""

from __future__ import annotations

from ..models import LessonMedia
from ..transcripts import MOST_BYTES, Passage, cues, passages_of, plain_passages


def transcript_of(recording: LessonMedia) -> list[Passage]:
    """From the captions, with times; without them, or where they cannot be read, the plain transcript."""
    return (passages_of(cues(_captions(recording))) if recording.captions else []) or plain_passages(
        recording.transcript
    )


def _captions(recording: LessonMedia) -> str:
    try:
        with recording.captions.open("rb") as file:
            return str(file.read(MOST_BYTES).decode("utf-8-sig", errors="replace"))
    except OSError:
        return ""  # the file is gone: the player's own captions are missing as well
