"""QTI read: one item as XML, or a package as a zip file."""

from __future__ import annotations

import posixpath
from dataclasses import replace
from urllib.parse import unquote
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from people.errors import Malformed
from people.rosters.archives import UNREADABLE, open_archive, open_entry

from ....enums.question_faults import QuestionFault, QuestionFileFault, QuestionNote
from ....enums.question_imports import PlaceKind, QuestionFormat
from ....errors.question_imports import FileUnusable
from ..escaped import escape
from ..file_text import unusable
from ..found import MOST_QUESTIONS, Parsed, Reading, at
from ..layout_read import BETWEEN_TAGS, tags_of
from ..plain_text import tidy
from ..tree import children, descendants, first, local, read_tree, text_of
from .body import plain_of
from .item import read_item

MANIFEST = "imsmanifest.xml"
LARGEST_ITEM = 8 * 1024 * 1024
LARGEST_MANIFEST = 32 * 1024 * 1024
OLD, NEW = ("questestinterop",), ("qti-assessment-item", "qti-assessment-test")


def read_qti(content: bytes) -> Reading:
    """Raises FileUnusable, nothing else."""
    if not content.startswith(b"PK"):
        return _single(read_tree(content))
    try:
        with open_archive(content) as archive:
            return _package(archive)
    except Malformed as refusal:
        problem = unusable(refusal)
        if problem.fault == QuestionFileFault.BROKEN:
            raise FileUnusable(QuestionFileFault.ARCHIVE) from None
        raise problem from None


def refuse_versions(root: Element) -> None:
    name = local(root)
    if name in OLD:
        raise FileUnusable(QuestionFileFault.QTI_1)
    if name in NEW:
        raise FileUnusable(QuestionFileFault.QTI_3)


def _single(root: Element) -> Reading:
    refuse_versions(root)
    reading = Reading(QuestionFormat.QTI)
    items = [root] if local(root) == "assessmentItem" else list(descendants(root, "assessmentItem"))
    if not items:
        raise FileUnusable(QuestionFileFault.NOTHING)
    reading.questions = [read_item(item, number) for number, item in enumerate(items[:MOST_QUESTIONS], start=1)]
    return reading


def _package(archive: ZipFile) -> Reading:
    names = {name.lower(): name for name in archive.namelist()}
    if "moodle_backup.xml" in names:
        raise FileUnusable(QuestionFileFault.MOODLE_BACKUP)
    manifests = sorted((name for name in names if posixpath.basename(name) == MANIFEST), key=lambda n: n.count("/"))
    reading = Reading(QuestionFormat.QTI)
    if not manifests:
        raise FileUnusable(QuestionFileFault.NO_MANIFEST)
    base = posixpath.dirname(names[manifests[0]])
    manifest = read_tree(_bytes(archive, names[manifests[0]], LARGEST_MANIFEST))
    types = {resource: (resource.get("type") or "").lower() for resource in descendants(manifest, "resource")}
    items = [resource for resource, kind in types.items() if "item_xmlv2p" in kind]
    if not items:
        _refuse_types(list(types.values()))
    if any("test_xmlv2p" in kind for kind in types.values()):
        reading.note(QuestionNote.TEST)
    if len(items) > MOST_QUESTIONS:
        raise FileUnusable(QuestionFileFault.MANY)
    for number, resource in enumerate(items, start=1):
        reading.questions.append(_item(archive, names, base, resource, number))
    return reading


def _refuse_types(types: list[str]) -> None:
    if any("xmlv3p" in kind for kind in types):
        raise FileUnusable(QuestionFileFault.QTI_3)
    if any("xmlv1p" in kind or "associatedcontent" in kind for kind in types):
        raise FileUnusable(QuestionFileFault.QTI_1)
    raise FileUnusable(QuestionFileFault.NOTHING)


def _item(archive: ZipFile, names: dict[str, str], base: str, resource: Element, number: int) -> Parsed:
    href = resource.get("href") or next((one.get("href", "") for one in children(resource, "file")), "")
    name = _path(names, base, href)
    missing = at(PlaceKind.NAME, f"{number} {href}")
    if not name:
        missing.fault(QuestionFault.ITEM_MISSING)
        return missing
    try:
        root = read_tree(_bytes(archive, name, LARGEST_ITEM))
        refuse_versions(root)
    except FileUnusable as problem:
        missing.fault(QuestionFault.ITEM_XML, line=problem.named.get("line", "1"))
        return missing
    if local(root) != "assessmentItem":
        missing.fault(QuestionFault.NO_INTERACTION)
        return missing
    material, absent = _material(archive, names, posixpath.dirname(name), root)
    parsed = read_item(root, number, material)
    if material:
        parsed.note(QuestionNote.STIMULUS)
    if absent:
        parsed.note(QuestionNote.STIMULUS_MISSING, name=absent)
    tags = _keywords(resource, parsed)
    if parsed.draft is not None and tags:
        parsed.draft = replace(parsed.draft, tags=tags)
    return parsed


def _material(archive: ZipFile, names: dict[str, str], base: str, item: Element) -> tuple[str, str]:
    """Shared material of an item, and the name of one that is missing."""
    texts: list[str] = []
    for reference in children(item, "assessmentStimulusRef"):
        href = reference.get("href", "")
        name = _path(names, base, href)
        try:
            root = read_tree(_bytes(archive, name, LARGEST_ITEM)) if name else None
        except FileUnusable:
            root = None
        if root is None:
            return "", href or "?"
        texts.append(plain_of(first(root, "stimulusBody"), at(PlaceKind.NAME, "")))
    return "\n\n".join(texts), ""


def _keywords(resource: Element, parsed: Parsed) -> tuple[str, ...]:
    found = [" ".join(tidy(text_of(one)).split()) for one in descendants(resource, "keyword")]
    return tags_of("\n".join(escape(tag, BETWEEN_TAGS) for tag in found if tag), parsed)


def _path(names: dict[str, str], base: str, href: str) -> str:
    """The entry that a reference names; empty for one outside of the package."""
    path = posixpath.normpath(posixpath.join(base, unquote(href.partition("#")[0].partition("?")[0])))
    return names.get(path.lower(), "") if href and not path.startswith("..") else ""


def _bytes(archive: ZipFile, name: str, limit: int) -> bytes:
    try:
        with open_entry(archive, name, limit=limit) as stream:
            return stream.read()
    except UNREADABLE:
        raise FileUnusable(QuestionFileFault.BROKEN) from None
