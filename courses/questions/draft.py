"""A question on its way into a bank: what forms and importers produce, and `add_question` writes.

What a learner may see (`content`) and what tells the answer (`key`) are apart from the first, so that no page can show
the key by mistake. All text is plain text with line breaks; ids are short strings unique in the question. By kind:

- single: content `{"options": [{"id", "text"}], "shuffle": bool}`, key `{"correct": [id]}`, and
  `"weights": {id: percent}` if other options earn something
- multiple: the same content, key `{"correct": [id, ...], "scoring": MultipleScoring}`, `"weights"` only
  where it scores so
- truefalse: content `{}`, key `{"correct": bool}`
- fill: content `{"blanks": n, "any_order": bool}`; the stem holds `____` n times, or none and the one blank
  stands below; key `{"blanks": [[accepted, ...], ...], "match_case": bool}`
- matching: content `{"left": [{"id", "text"}], "right": [{"id", "text"}]}`, right may hold more, in an order that tells
  nothing; key `{"pairs": {left id: right id}}`
- ordering: content `{"items": [{"id", "text"}]}`, in an order that tells nothing; key `{"order": [id, ...]}`
- short: content `{"most_characters": n}`, key `{"accepted": [accepted, ...], "reference": text}`; an answer that
  is not accepted is marked by a person
- essay: content `{"most_characters": n}`, key `{"rubric": [{"id", "text", "centipoints"}], "reference": text}`;
  marked by a person
- case: the stem is the case; content `{"parts": [{"id", "kind", "stem", "centipoints", "content"}]}`,
  key `{"parts": {id: {"key", "explanation"}}}`

`accepted` is `{"text": str, "percent": 1..100}` with `*` as a wildcard only if `"wildcard": true`, or
`{"number": "3.14", "tolerance": "0.01", "percent": 1..100}` (decimal strings). Answers, by kind: single, multiple
`[id, ...]`; truefalse `true` or `false`; fill `[text, ...]`; matching `{left id: right id}`; ordering `[id, ...]`;
short, essay text; case `{part id: answer}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..enums import BankKind, Difficulty

WHOLE_POINT = 100


@dataclass(frozen=True)
class QuestionDraft:
    """`centipoints` are hundredths of a point; for a case the sum of its parts."""

    kind: BankKind
    stem: str
    content: dict[str, Any]
    key: dict[str, Any]
    explanation: str = ""
    difficulty: Difficulty = Difficulty.MEDIUM
    centipoints: int = WHOLE_POINT
    tags: tuple[str, ...] = field(default=())
