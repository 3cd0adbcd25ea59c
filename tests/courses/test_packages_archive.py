"""What a zip may hold to be accepted as a package; hostile ones are made here, byte by byte."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import PackageFault
from courses.errors import PackageRefused
from courses.packages import archive as rules
from courses.packages.archive import look_through
from courses.packages.names import folded
from courses.packages.reading import read_package
from tests.factories.packages import manifest_12, package_12, package_2004, zipped

MB = 1024 * 1024
GOOD = package_12().getvalue()
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def fault_of(file: io.BytesIO, *, whole: bool = False) -> PackageFault | None:
    """Why a file is refused by its directory alone, or, with `whole`, once every entry is read."""
    try:
        archive = look_through(file)
        for entry in archive.entries if whole else ():
            with archive.open(entry) as stream:
                while stream.read(MB):
                    pass
    except PackageRefused as refusal:
        return refusal.fault
    return None


def patched(file: io.BytesIO, change: Callable[[bytearray], None]) -> io.BytesIO:
    content = bytearray(file.getvalue())
    change(content)
    return io.BytesIO(bytes(content))


def put(content: bytearray, mark: bytes, offset: int, kind: str, value: int) -> None:
    """A field of the last record that begins with `mark`."""
    struct.pack_into(kind, content, content.rindex(mark) + offset, value)


def with_entry(name: str, content: bytes = b"x", **facts: int) -> io.BytesIO:
    info = zipfile.ZipInfo("index.html")
    info.filename = name
    for key, value in facts.items():
        setattr(info, key, value)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, content)
    return file


def test_packages_of_both_standards_are_accepted() -> None:
    for file in (package_12(), package_2004()):
        assert fault_of(file, whole=True) is None
        assert read_package(file).files


@pytest.mark.parametrize(
    "name",
    [
        *("../evil.html", "a/../../evil.html", "/etc/evil.html", "C:/evil.html", "c:evil.html", "a\\..\\evil.html"),
        *("a//b.html", "./a.html", "a/./b.html", "..", "a\nb.html", "a\x1b[2J.html", "a\u2028b.html", "x" * 501),
    ],
)
def test_name_that_leads_out_or_is_none_is_refused(name: str) -> None:
    assert fault_of(with_entry(name)) == PackageFault.NAME


def test_name_cut_at_nul_is_looked_at_whole() -> None:
    """zipfile itself would say `good.html`."""
    hidden = io.BytesIO(with_entry("good.htmlQ.exe").getvalue().replace(b"good.htmlQ.exe", b"good.html\0.exe"))
    assert fault_of(hidden) == PackageFault.NAME


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
@pytest.mark.parametrize("system", [0, 3])
def test_link_or_device_is_refused_whatever_made_it(kind: int, system: int) -> None:
    file = with_entry("a.html", b"/etc/passwd", external_attr=(kind | 0o777) << 16, create_system=system)
    assert fault_of(file) == PackageFault.LINK


@pytest.mark.parametrize(
    "names",
    [
        ("a.html", "A.HTML"),
        (unicodedata.normalize("NFC", "é.html"), unicodedata.normalize("NFD", "é.html")),
        ("straße.html", "STRASSE.html"),
        ("a", "a/b.html"),
        ("A/", "a"),
    ],
)
def test_name_that_is_there_twice_is_refused(names: tuple[str, str]) -> None:
    assert fault_of(zipped(dict.fromkeys(names, "x"))) == PackageFault.TWICE


def test_folders_that_differ_in_capitals_alone_are_one() -> None:
    assert fault_of(zipped({"Img/a.png": "x", "img/b.png": "x"})) is None


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_encrypted_entry_is_refused(flag: int) -> None:
    file = patched(zipped({"a.html": "x"}), lambda content: put(content, CENTRAL, 8, "<H", flag))
    assert fault_of(file) == PackageFault.ENCRYPTED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compression_is_refused(method: int) -> None:
    assert fault_of(zipped({"a.html": "x" * 100}, method=method)) == PackageFault.METHOD


def test_bomb_is_refused_by_its_ratio_alone_and_in_pieces() -> None:
    assert fault_of(zipped({"a.html": b"\0" * (2 * MB)})) == PackageFault.BOMB
    assert fault_of(zipped({f"{number}.html": b"\0" * MB for number in range(12)})) == PackageFault.BOMB


def test_zip_in_a_zip_is_one_small_file_and_never_opened() -> None:
    inner = zipped({"a.html": b"\0" * (4 * MB)}).getvalue()
    read = read_package(zipped({"imsmanifest.xml": manifest_12(), "index.html": "x", "bomb.zip": inner}))
    assert read.left_out == ["bomb.zip"]


def test_size_is_limited_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    file = zipped({"a.html": b"x" * 700, "b.html": b"y" * 700}, method=zipfile.ZIP_STORED)
    assert fault_of(file) is None
    monkeypatch.setattr(rules, "MAX_TOTAL", 1_500)
    assert fault_of(zipped({"a.html": b"x" * 900, "b.html": b"y" * 900})) == PackageFault.TOO_LARGE
    monkeypatch.setattr(rules, "MAX_TOTAL", 1_000)
    assert fault_of(file) == PackageFault.TOO_LARGE


def test_header_that_lies_about_its_size_is_found_while_reading() -> None:
    """It says 100 bytes and unpacks to 8 MB; it says more than there is; its checksum is another's."""
    bomb = zipped({"a.html": b"\0" * (8 * MB)})

    def say(size: int) -> Callable[[bytearray], None]:
        def change(content: bytearray) -> None:
            put(content, CENTRAL, 24, "<L", size)
            put(content, LOCAL, 22, "<L", size)

        return change

    tracemalloc.start()
    assert fault_of(patched(bomb, say(100)), whole=True) == PackageFault.DAMAGED
    assert tracemalloc.get_traced_memory()[1] < 3 * MB
    tracemalloc.stop()
    small = zipped({"a.html": b"abc"})
    assert fault_of(patched(small, say(5)), whole=True) == PackageFault.DAMAGED
    wrong = patched(small, lambda content: put(content, CENTRAL, 16, "<L", 7))
    assert fault_of(wrong, whole=True) == PackageFault.DAMAGED


def test_entries_that_share_their_bytes_are_refused() -> None:
    """Two names of one packed text; and a first entry that says it is as long as all that follow."""

    def same_place(content: bytearray) -> None:
        put(content, CENTRAL, 42, "<L", 0)

    text = zipped({"a.html": bytes(range(256)) * 20, "b.html": bytes(range(256)) * 20})
    assert fault_of(patched(text, same_place)) == PackageFault.BOMB

    def swallow(content: bytearray) -> None:
        first = content.index(CENTRAL)
        struct.pack_into("<L", content, first + 20, first - 60)

    assert fault_of(patched(text, swallow)) == PackageFault.BOMB


def test_too_many_entries_are_refused_before_they_are_listed() -> None:
    assert fault_of(zipped({f"{number}.txt": "" for number in range(2_001)})) == PackageFault.TOO_MANY
    few = zipped({"a.html": "x"})
    for offset, kind, value in ((8, "<H", 65_535), (10, "<H", 65_535), (12, "<L", 400 * MB)):
        file = patched(few, lambda content, at=(offset, kind, value): put(content, END, *at))
        tracemalloc.start()
        assert fault_of(file) == PackageFault.TOO_MANY
        assert tracemalloc.get_traced_memory()[1] < MB
        tracemalloc.stop()


def test_archive_in_the_larger_form_is_refused() -> None:
    """Its own counts would be believed over those that were looked at."""
    file = zipped({"a.html": "x"}).getvalue()
    place = file.rindex(END)
    locator = b"PK\x06\x07" + bytes(16)
    assert fault_of(io.BytesIO(file[:place] + locator + file[place:])) == PackageFault.TOO_MANY


@pytest.mark.parametrize("content", [b"", b"PK", b"<html>" + b"x" * 99, b"PK\x05\x06" + bytes(18), b"\0" * 70_000])
def test_file_that_is_no_zip_is_refused(content: bytes) -> None:
    assert fault_of(io.BytesIO(content)) == PackageFault.NOT_ZIP


def test_page_with_a_zip_behind_it_is_refused() -> None:
    assert fault_of(io.BytesIO(b"<html>" + package_12().getvalue())) == PackageFault.NOT_ZIP


def test_chinese_names_without_a_sign_of_their_encoding_are_read() -> None:
    raw = zipped({"1234.html": "x"}).getvalue().replace(b"1234", "走访".encode("gb18030"))
    assert [entry.path for entry in look_through(io.BytesIO(raw)).entries] == ["走访.html"]


def test_litter_of_operating_systems_is_passed_over() -> None:
    file = zipped({"imsmanifest.xml": "x", "__MACOSX/._a": "x", ".DS_Store": "x", "img/Thumbs.db": "x"})
    assert [entry.path for entry in look_through(file).entries] == ["imsmanifest.xml"]


@given(st.data())
def test_damaged_archive_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))
    fault_of(io.BytesIO(bytes(content)), whole=True)
    fault_of(io.BytesIO(bytes(content[:cut])), whole=True)


@given(st.text(max_size=40))
def test_folding_is_stable(text: str) -> None:
    assert folded(folded(text)) == folded(text) == folded(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize("fault", list(PackageFault))
def test_each_refusal_is_a_sentence_that_names_what_is_meant(fault: PackageFault) -> None:
    refusal = PackageRefused(fault, name="img/\x1b[2J\u202ex.png")
    sentence = refusal.fields["file"]
    assert str(refusal.detail) == sentence
    assert sentence.isprintable()
    assert "%" not in sentence
    assert ("x.png" in sentence) == ("%(name)s" in str(fault.label))
