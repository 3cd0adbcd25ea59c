"""The PDF file around a page: PDF/A-2b marks, metadata, and dates that come from the caller."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from types import SimpleNamespace

from PIL import ImageCms
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from . import typefaces
from .xmp import metadata

PRODUCER = "Bainian"


def open_canvas(
    buffer: io.BytesIO, *, size: tuple[float, float], number: str, title: str, author: str, at: dt.datetime
) -> Canvas:
    """A canvas whose bytes depend on its arguments and on what is drawn, on nothing else.

    The number stands uncompressed in the metadata, so that a rewritten file can still be matched.
    """
    typefaces.ready()
    canvas = Canvas(
        buffer,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        pdfVersion=(1, 7),
        initialFontName=typefaces.SERIF,
        lang="zh-CN",
    )
    document = canvas._doc
    document._timeStamp = _stamp(at)
    document.info.producer = document.info.creator = PRODUCER
    canvas.setTitle(title)
    canvas.setAuthor(author)
    canvas.setSubject(number)
    canvas.setKeywords(number)
    catalog = document.Catalog
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]
    catalog.OutputIntents = pdfdoc.PDFArray([_output_intent(document)])
    catalog.Metadata = document.Reference(
        metadata(number=number, title=title, author=author, producer=PRODUCER, at=at), "xmpMetadata"
    )
    return canvas


def _stamp(at: dt.datetime) -> SimpleNamespace:
    offset = int((at.utcoffset() or dt.timedelta()).total_seconds())
    return SimpleNamespace(
        t=at.timestamp(),
        lt=at.timetuple(),
        YMDhms=at.timetuple()[:6],
        dhh=offset // 3600,
        dmm=offset % 3600 // 60,
        tzname=at.tzname(),
        datetime=at,
        asctime=at.ctime(),
    )


def _output_intent(document: pdfdoc.PDFDocument) -> pdfdoc.PDFDictionary:
    profile = pdfdoc.PDFStream(content=_srgb())
    profile.filters = [pdfdoc.PDFZCompress]
    profile.dictionary["N"] = 3
    return pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile, "iccSRGB"),
        }
    )


@cache
def _srgb() -> bytes:
    """An sRGB profile. Its header carries the time of making and a digest: both are blanked to keep bytes equal."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07ea 0001 0001 0000 0000 0000")
    profile[84:100] = bytes(16)
    return bytes(profile)
