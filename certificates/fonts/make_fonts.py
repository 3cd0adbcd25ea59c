"""Make the font files of this folder from the two npm packages named in README.md.

    npm pack @expo-google-fonts/noto-serif-sc@0.4.3 @expo-google-fonts/noto-sans-sc@0.4.3
    python make_fonts.py noto-serif-sc.tgz noto-sans-sc.tgz

Only characters are dropped, with the layout tables and hints that reportlab does not read: outlines stay as they are.
"""

from __future__ import annotations

import io
import sys
import tarfile
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SIGNS = [
    (0x20, 0x7E),
    (0xA0, 0xFF),
    (0x391, 0x3C9),
    (0x2010, 0x205E),
    (0x20A0, 0x20BF),
    (0x2100, 0x22FF),
    (0x2460, 0x24FF),
    (0x25A0, 0x25FF),
    (0x3000, 0x303F),
    (0x3220, 0x33FF),
    (0xFE10, 0xFE4F),
    (0xFF00, 0xFFEF),
]
IDEOGRAPHS = [(0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)]
DROPPED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "STAT", "DSIG", "meta"]


def within(ranges: list[tuple[int, int]]) -> set[int]:
    return {code for first, last in ranges for code in range(first, last + 1)}


def gb2312() -> set[int]:
    """The characters of the double-byte set GB 2312-80."""
    pairs = (bytes((high, low)) for high in range(0xA1, 0xF8) for low in range(0xA1, 0xFF))
    return {ord(character) for pair in pairs for character in pair.decode("gb2312", "ignore")}


def subset(source: bytes, wanted: set[int], target: Path) -> None:
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.drop_tables += DROPPED
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted & set(font.getBestCmap()))
    subsetter.subset(font)
    font.save(target)
    sys.stdout.write(f"{target.name}: {len(font.getBestCmap())} characters, {target.stat().st_size} bytes\n")


def main(serif: str, sans: str) -> None:
    whole, basic = within(SIGNS) | within(IDEOGRAPHS), within(SIGNS) | gb2312()
    wanted = (
        (serif, "400Regular/NotoSerifSC_400Regular.ttf", whole),
        (serif, "700Bold/NotoSerifSC_700Bold.ttf", whole),
        (sans, "400Regular/NotoSansSC_400Regular.ttf", basic),
    )
    for package, member, characters in wanted:
        with tarfile.open(package) as archive:
            stream = archive.extractfile(f"package/{member}")
            if stream is None:
                raise SystemExit(f"{package}: {member} is missing")
            subset(stream.read(), characters, HERE / Path(member).name)
    for package, name in ((serif, "OFL-NotoSerifSC.txt"), (sans, "OFL-NotoSansSC.txt")):
        with tarfile.open(package) as archive:
            licence = archive.extractfile("package/LICENSE_FONT")
            if licence:
                (HERE / name).write_bytes(licence.read())


if __name__ == "__main__":
    main(*sys.argv[1:3])
