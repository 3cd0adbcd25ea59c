"""What arrives as a recording: measured, checked and made ready on the server, never believed."""

from .captions import check_captions
from .faststart import index_first
from .measuring import Measured, measure
from .posters import make_poster, shrink_poster

__all__ = ["Measured", "check_captions", "index_first", "make_poster", "measure", "shrink_poster"]
