"""One-time codes by text message: the whole of what other modules call."""

from .asking import AskedCode, ask_again, ask_code
from .confirming import confirm_code
from .tidying import clear_away

__all__ = ["AskedCode", "ask_again", "ask_code", "clear_away", "confirm_code"]
