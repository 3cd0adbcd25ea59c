"""Recordings of every kind for tests, written by the library that reads them."""

from __future__ import annotations

import io
from functools import cache

import av
from PIL import Image

from courses.recordings import index_first


@cache
def video(
    *,
    codec: str = "libx264",
    seconds: int = 8,
    size: tuple[int, int] = (64, 36),
    pixels: str = "yuv420p",
    is_index_first: bool = False,
) -> bytes:
    """An MP4 file without sound, two pictures a second, a key picture every four seconds."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=2)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.gop_size = 8
        for number in range(seconds * 2):
            picture = Image.new("RGB", size, (number * 7 % 256, 60, 120))
            picture.paste((250, 250, 250), (number % (size[0] // 2), 4, number % (size[0] // 2) + 8, 12))
            container.mux(stream.encode(av.VideoFrame.from_image(picture).reformat(format=pixels)))
        container.mux(stream.encode())
    moved = index_first(out, io.BytesIO) if is_index_first else None
    return moved.read() if moved else out.getvalue()


def cut(content: bytes, percent: int) -> bytes:
    """The first part of a file, as when a copy broke off."""
    return content[: len(content) * percent // 100]
