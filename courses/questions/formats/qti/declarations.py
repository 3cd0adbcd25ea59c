"""What an item declares: right answers, their scores, and how they are worked out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from xml.etree.ElementTree import Element

from ....enums.question_faults import QuestionNote
from ..found import Parsed
from ..moodle.item import decimal
from ..tree import children, descendants, first, flag, local, text_of

STANDARD = ("match_correct", "map_response", "map_response_point", "cc2_match", "cc2_match_basic", "cc2_map_response")
RULES = {
    *("responseProcessing", "responseCondition", "responseIf", "responseElse", "responseElseIf", "match", "variable"),
    *("correct", "setOutcomeValue", "baseValue", "mapResponse", "isNull", "not", "and", "or", "sum", "gt", "gte"),
    *(
        "equal",
        "stringMatch",
        "member",
        "contains",
        "exitResponse",
        "lt",
        "lte",
        "null",
        "lookupOutcomeValue",
        "default",
    ),
}


@dataclass(frozen=True)
class Response:
    """`correct` values in their order; `mapped`: value to score; `is_case_sensitive` of the mapped ones."""

    identifier: str
    cardinality: str
    base: str
    correct: list[str] = field(default_factory=list)
    mapped: dict[str, Decimal] = field(default_factory=dict)
    most: Decimal | None = None
    is_case_sensitive: bool = True
    is_by_area: bool = False

    @property
    def total(self) -> Decimal:
        """What a wholly right answer scores by the mapping."""
        if self.most is not None and self.most > 0:
            return self.most
        positive = [score for score in self.mapped.values() if score > 0]
        if not positive:
            return Decimal(0)
        return max(positive) if self.cardinality == "single" else sum(positive, Decimal(0))


def responses_of(item: Element) -> dict[str, Response]:
    found = {}
    for declaration in children(item, "responseDeclaration"):
        response = _response(declaration)
        found[response.identifier] = response
    return found


def uses_mapping(item: Element, parsed: Parsed) -> bool:
    """Whether answers score by their mapping; scoring rules of the item's own are noted."""
    processing = first(item, "responseProcessing")
    if processing is None:
        return False
    template = (processing.get("template") or processing.get("templateLocation") or "").rpartition("/")[2].lower()
    template = template.removesuffix(".xml")
    if template:
        if template not in STANDARD:
            parsed.note(QuestionNote.PROCESSING)
        return "map" in template
    names = {local(element) for element in processing.iter()} - {""}
    if names - RULES:
        parsed.note(QuestionNote.PROCESSING)
    return "mapResponse" in names


def points_of(item: Element) -> Decimal | None:
    """The highest score that the item says it gives."""
    for outcome in children(item, "outcomeDeclaration"):
        name = (outcome.get("identifier") or "").upper()
        value = text_of(first(first(outcome, "defaultValue"), "value"))
        given = outcome.get("normalMaximum", "") if name == "SCORE" else value if name == "MAXSCORE" else ""
        if (number := decimal(given)) and number > 0:
            return number
    return None


def _response(declaration: Element) -> Response:
    mapping = first(declaration, "mapping")
    mapped, sensitive = {}, []
    for entry in children(mapping, "mapEntry") if mapping is not None else []:
        score = decimal(entry.get("mappedValue", ""))
        if score is not None:
            mapped[" ".join(entry.get("mapKey", "").split())] = score
            sensitive.append(flag(entry.get("caseSensitive"), otherwise=True))
    correct = first(declaration, "correctResponse")
    values = [text_of(value).strip() for value in children(correct, "value")] if correct is not None else []
    return Response(
        declaration.get("identifier", ""),
        declaration.get("cardinality", "single"),
        declaration.get("baseType", "identifier"),
        values,
        mapped,
        decimal(mapping.get("upperBound", "")) if mapping is not None else None,
        all(sensitive),
        any(True for _ in descendants(declaration, "areaMapping")),
    )
