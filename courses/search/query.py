"""What the index is asked: tokens that must all be there, in one of several ways."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelsearch.query import PlainText

from .abbreviations import spellings
from .tokens import query_tokens

# No text has it: asks for nothing where a query holds nothing to look for.
NOTHING = "xznothing"


class Ways(PlainText):
    """Finds what holds, for one of `ways`, a token of each of its groups: any(all(any(tokens)))."""

    def __init__(self, ways: Iterable[Sequence[Sequence[str]]]) -> None:
        super().__init__("")
        self.ways = [way for way in ways if way] or [[[NOTHING]]]

    def written(self, *, quote: str, both: str, either: str, after: str = "") -> str:
        """In a database's own words; tokens are letters and digits, so that nothing has to be escaped.

        `after` stands behind the last token of each way, for a search while somebody types.
        """
        return either.join(f"({self._way(way, quote, both, either, after)})" for way in self.ways)

    @staticmethod
    def _way(way: Sequence[Sequence[str]], quote: str, both: str, either: str, after: str) -> str:
        groups = [[f"{quote}{token}{quote}" for token in group] for group in way]
        groups[-1] = [f"{token}{after}" for token in groups[-1]]
        return both.join(f"({either.join(group)})" for group in groups)


def ways_of(text: str) -> list[list[list[str]]]:
    """A query as somebody types it, with the field's abbreviations in all their forms."""
    return [[[token] for token in query_tokens(spelling)] for spelling in spellings(text)]
