"""Everything static/js/player.js says, in the reader's language. `{m}`, `{s}` and the like are filled in there."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from attendance.enums import NotCounted


def reasons() -> dict[str, str]:
    """Why time was not counted and what to do, by reason code; `{time}` is how much."""
    return {
        NotCounted.GAP: _("{time}: nothing arrived from your device for a while. Study this part again."),
        NotCounted.DAY_CAP: _("{time}: beyond the daily limit of eight hours. Go on tomorrow."),
        NotCounted.IN_CLASS: _("{time}: you were signed in to a class then, and the class counts. Nothing to do."),
        NotCounted.IDLE: _("{time}: nothing was played or read. Play the recording or scroll through the text."),
        NotCounted.REPEATED: _("{time}: this content was already counted. Go on with a part you have not studied."),
        NotCounted.CHECK_MISSED: _("{time}: a presence check was missed. You can study this part again now."),
        NotCounted.PAUSED: _("{time}: three checks were missed today. Sign out and in again, then go on."),
    }


def player_texts() -> dict[str, object]:
    return {
        "reasons": reasons(),
        # Translators: a length of time; {m} minutes, {s} seconds.
        "minutes": _("{m} min {s} s"),
        "doing_playing": _("Recording time: playing"),
        "doing_reading": _("Recording time: reading"),
        "doing_nothing": _("Not recording. Play the recording, or scroll through the text."),
        "doing_stopped": _("Not recording."),
        "offline": _("Network lost. Time studied is kept on this device and sent later."),
        "unopened": _("The server cannot be reached, so time is not recorded yet. Trying again by itself."),
        "superseded": _("Another device is playing; time is not counted here."),
        "go_on_here": _("Go on here"),
        "signed_out": _("You are signed out. Time studied is kept on this device; sign in to send it."),
        "sign_in": _("Sign in"),
        "renewed": _("This lesson was just renewed. Reload the page to study the new edition."),
        "reload": _("Reload"),
        # Translators: {place} is a place in the recording, such as 12:35.
        "going_on": _("Going on at {place}, where you stopped."),
        "going_on_elsewhere": _("You got to {place} on another device or in another browser; going on from there."),
        "from_the_start": _("Play from the beginning"),
        "seen_elsewhere": _("You got to {place} on another device. Go on from there?"),
        "go_on_at": _("Go on at {place}"),
        "note_not_kept": _("The note is not kept yet: the network is missing or you are signed out. It stays here."),
        "note_deleted": _("The note is deleted."),
        "speed": _("This is faster than time can be counted. The speed was set back to the highest that counts."),
        # Translators: {where} is a place such as 12:05–12:20 or "reading part"; {why} is a full sentence.
        "lost": _("Not counted: {where}. {why} Please study this part again."),
        "lost_elsewhere": _("A part of another lesson that you studied offline was not counted. {why}"),
        "reading_part": _("a part of the reading time"),
        "too_early": _("More was reported than can have been studied in the time that had passed."),
        "finished": _("Lesson finished: {m} minutes confirmed"),
        "check_passed": _("Presence confirmed. Thank you, go on."),
        "check_missed": _(
            "The presence check was not passed, so the part since the last check is not counted. "
            "You can study it again now."
        ),
        "presence_title": _("Are you there?"),
        "presence_which": _("Which lesson are you studying?"),
        "presence_confirm": _("Please confirm that you are still studying."),
        "presence_here": _("I am here"),
        "presence_time": _("Please answer within {s} seconds."),
        "presence_offline": _("The answer did not get through. Please choose again."),
        "presence_wrong": _(
            "That was not the right answer. The part since the last check is not counted; you can study it again now."
        ),
        "presence_late": _(
            "The time to answer is over. The part since the last check is not counted; you can study it again now."
        ),
    }


def script() -> str:
    """The texts as a script of their own: it is kept by the browser, the page is not."""
    return f"window.Study = Object.assign(window.Study || {{}}, {{ texts: {json.dumps(player_texts())} }});\n"


def version() -> str:
    """Of the script in the language of the page."""
    return _version(get_language() or "")


@lru_cache(maxsize=16)
def _version(language: str) -> str:
    return f"{language}-{hashlib.sha256(script().encode()).hexdigest()[:12]}"
