"""What imsmanifest.xml says, and what it may not say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.enums import PackageFault, PackageVersion
from courses.errors import PackageRefused
from courses.packages.manifest import Manifest, read_manifest
from courses.packages.names import folded
from courses.packages.reading import read_package
from tests.factories.packages import NAMESPACES_12, SCO_12, manifest_12, manifest_2004, package_2004, zipped

FILES = {folded(path): path for path in ("index.html", "a b.html", "Page/One.html", "走访.html", "clip.mp4")}


def read(text: str | bytes, files: dict[str, str] = FILES) -> Manifest:
    content = text.encode() if isinstance(text, str) else text
    return read_manifest(content, lambda path: files.get(folded(path)))


def fault_of(text: str | bytes) -> PackageFault | None:
    try:
        read(text)
    except PackageRefused as refusal:
        return refusal.fault
    return None


@pytest.mark.parametrize(
    ("stated", "version"),
    [
        ("CAM 1.3", PackageVersion.SCORM_2004_2),
        ("2004 2nd Edition", PackageVersion.SCORM_2004_2),
        ("2004 3rd Edition", PackageVersion.SCORM_2004_3),
        ("2004 4th Edition", PackageVersion.SCORM_2004_4),
    ],
)
def test_edition_of_2004_is_recognised(stated: str, version: PackageVersion) -> None:
    assert read(manifest_2004({"一": "index.html"}, edition=stated)).version == version


def test_standard_is_recognised_without_a_statement() -> None:
    told = "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
    assert read(manifest_12()).version == PackageVersion.SCORM_12
    assert read(manifest_12().replace(told, "")).version == PackageVersion.SCORM_12
    bare = manifest_2004({"一": "index.html"})
    bare = bare[: bare.index("<metadata>")] + bare[bare.index("</metadata>") + len("</metadata>") :]
    assert read(bare).version == PackageVersion.SCORM_2004_2


def test_several_parts_come_in_order_with_what_is_said_of_them() -> None:
    manifest = read_package(package_2004()).manifest
    assert [(part.title, part.path, part.query) for part in manifest.parts] == [
        ("认识案主", "one.html", "?n=1"),
        ("评估", "frames.html", "?n=2"),
        ("计划", "three.html", "?n=3"),
    ]
    first = manifest.parts[0]
    assert (first.headings, first.passing, first.data, first.reports) == (["单元一"], "0.8", "从这里开始", True)
    assert manifest.has_sequencing


def test_mark_that_passes_is_read_of_version_12() -> None:
    part = read(manifest_12(extra="<adlcp:masteryscore>80</adlcp:masteryscore>")).parts[0]
    assert (part.identifier, part.title, part.mastery) == ("I1", "第一部分", "80")


@pytest.mark.parametrize(
    ("href", "path", "query"),
    [
        ("index.html?lang=zh&amp;x=1#top", "index.html", "?lang=zh&x=1#top"),
        ("a%20b.html", "a b.html", ""),
        ("./page/../index.html", "index.html", ""),
        ("PAGE\\one.HTML", "Page/One.html", ""),
        ("%E8%B5%B0%E8%AE%BF.html", "走访.html", ""),
    ],
)
def test_address_leads_to_the_file_however_it_is_written(href: str, path: str, query: str) -> None:
    part = read(manifest_12(href)).parts[0]
    assert (part.path, part.query) == (path, query)


@pytest.mark.parametrize(
    ("href", "fault"),
    [
        ("https://example.org/x.html", PackageFault.LAUNCH_ELSEWHERE),
        ("//example.org/x.html", PackageFault.LAUNCH_ELSEWHERE),
        ("javascript:alert(1)", PackageFault.LAUNCH_ELSEWHERE),
        ("data:text/html,x", PackageFault.LAUNCH_ELSEWHERE),
        ("../index.html", PackageFault.LAUNCH_MISSING),
        ("missing.html", PackageFault.LAUNCH_MISSING),
        ("clip.mp4", PackageFault.LAUNCH_KIND),
    ],
)
def test_part_that_cannot_be_opened_is_refused(href: str, fault: PackageFault) -> None:
    assert fault_of(manifest_12(href)) == fault


def test_manifest_in_a_chinese_encoding_is_read() -> None:
    text = manifest_12(title="邻里互助").replace("UTF-8", "GB2312")
    assert read(text.encode("gb18030")).title == "邻里互助"


def test_identifier_used_twice_still_names_each_part() -> None:
    text = manifest_2004({"一": "index.html", "二": "index.html"}).replace('identifier="I2"', 'identifier="I1"')
    assert [part.identifier for part in read(text).parts] == ["I1", "I1#2"]


BOMB = '<!DOCTYPE m [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", PackageFault.MANIFEST_BROKEN),
        ("<manifest", PackageFault.MANIFEST_BROKEN),
        (f"{BOMB}<manifest>&b;</manifest>", PackageFault.MANIFEST_BROKEN),
        (f"{OUTSIDE}<manifest>&a;</manifest>", PackageFault.MANIFEST_BROKEN),
        ("<manifest>" + " " * (2 * 1024 * 1024) + "</manifest>", PackageFault.MANIFEST_BROKEN),
        ('<?xml version="1.0" encoding="x-none"?><manifest/>', PackageFault.MANIFEST_BROKEN),
        ("<html/>", PackageFault.NOT_SCORM),
        ('<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"/>', PackageFault.NOT_SCORM),
        (f"<manifest {NAMESPACES_12} adlcp:x='1'/>", PackageFault.NOTHING_TO_OPEN),
        (manifest_2004({f"第{n}讲": "index.html" for n in range(201)}), PackageFault.TOO_MANY_PARTS),
        (manifest_12(extra="<item>" * 30 + "</item>" * 30), PackageFault.MANIFEST_BROKEN),
    ],
)
def test_manifest_that_cannot_be_used_is_refused(text: str, fault: PackageFault) -> None:
    assert fault_of(text) == fault


def test_manifest_of_many_thousand_levels_is_refused_or_read() -> None:
    deep = "<x>" * 100_000 + "</x>" * 100_000
    assert fault_of(manifest_12().replace("</manifest>", f"{deep}</manifest>")) is None
    assert fault_of(manifest_12(extra="<item>" * 50_000 + "</item>" * 50_000)) == PackageFault.MANIFEST_BROKEN


def test_manifest_in_the_only_folder_is_found_and_in_a_lower_one_not() -> None:
    files = {"imsmanifest.xml": manifest_12(), "index.html": SCO_12}
    read_one = read_package(zipped({f"课程/{name}": text for name, text in files.items()}))
    assert read_one.top_folder == "课程/"
    assert [path for path, _ in read_one.files] == ["imsmanifest.xml", "index.html"]
    for others in (
        {f"a/b/{name}": text for name, text in files.items()},
        {"a/imsmanifest.xml": "x", "b/index.html": "x"},
    ):
        with pytest.raises(PackageRefused) as refusal:
            read_package(zipped(others))
        assert refusal.value.fault == PackageFault.NO_MANIFEST


PIECES = st.sampled_from(
    [*("<item identifierref='R1' identifier='I'>", "</item>", "<title>", "</title>", "<resources>", "&amp;", "é")]
)


@given(st.lists(PIECES, max_size=12), st.text(max_size=30))
def test_any_manifest_is_read_or_refused(pieces: list[str], text: str) -> None:
    fault_of(manifest_12(extra="".join(pieces)))
    fault_of(manifest_12(text.replace('"', "")))
    fault_of(text)
