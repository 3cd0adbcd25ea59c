"""The parts of a package: items of the manifest's outline, each with the file it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..enums.packages import PackageFault
from ..errors import PackageRefused
from .launching import Launch, launch_of
from .manifest_xml import attribute, child, children, local, one_line, text_in

DEEPEST = 20
LONGEST_DATA = 64_000
Find = Callable[[str], str | None]


@dataclass(frozen=True)
class Part:
    """Something to open. `reports` is false for an asset, which is looked at and says nothing.

    `path` is a file of the archive, `query` what is added to it, with its `?` or `#`. `headings` stand above it in
    the outline. `mastery` (1.2) and `passing` (2004, -1 to 1) are the marks that pass; `data` is handed to the part.
    """

    identifier: str
    title: str
    path: str
    query: str
    reports: bool
    headings: list[str]
    mastery: str = ""
    passing: str = ""
    threshold: str = ""
    data: str = ""


@dataclass(frozen=True)
class Resource:
    launch: Launch | PackageRefused
    is_sco: bool


def resources_of(root: Element, find: Find) -> dict[str, Resource]:
    """By identifier; those without an address are left out. Where one leads nowhere, it says so when it is used."""
    found: dict[str, Resource] = {}
    base = attribute(root, "base")
    for holder in children(root, "resources"):
        for element in children(holder, "resource"):
            address = attribute(element, "href")
            if not address:
                continue
            bases = (base, attribute(holder, "base"), attribute(element, "base"))
            is_sco = attribute(element, "scormtype").lower() == "sco"
            launch: Launch | PackageRefused
            try:
                launch = launch_of(bases, address, find)
            except PackageRefused as refusal:
                launch = refusal
            found.setdefault(attribute(element, "identifier"), Resource(launch, is_sco))
    return found


def parts_of(above: Element, resources: dict[str, Resource], headings: list[str], depth: int) -> Iterator[Part]:
    if depth > DEEPEST:
        raise PackageRefused(PackageFault.MANIFEST_BROKEN)
    for item in children(above, "item"):
        title = text_in(item, "title") or one_line(attribute(item, "identifier"))
        resource = resources.get(attribute(item, "identifierref"))
        if resource is not None and attribute(item, "isvisible").lower() != "false":
            yield _part(item, title, resource, headings)
        yield from parts_of(item, resources, [*headings, title], depth + 1)


def _part(item: Element, title: str, resource: Resource, headings: list[str]) -> Part:
    launch = _opened(resource)
    return Part(
        identifier=one_line(attribute(item, "identifier"), 200),
        title=title,
        path=launch.path,
        query=launch.with_parameters(one_line(attribute(item, "parameters"), 500)),
        reports=resource.is_sco,
        headings=headings,
        mastery=text_in(item, "masteryscore")[:20],
        passing=_passing(item),
        threshold=_threshold(item),
        data=_data(item),
    )


def _opened(resource: Resource) -> Launch:
    if isinstance(resource.launch, PackageRefused):
        raise resource.launch
    return resource.launch


def _passing(item: Element) -> str:
    """`minNormalizedMeasure` of the primary objective, where success is decided by it."""
    for primary in (element for one in children(item, "sequencing") for element in one.iter()):
        if local(primary.tag) == "primaryobjective" and attribute(primary, "satisfiedbymeasure").lower() == "true":
            return text_in(primary, "minnormalizedmeasure")[:20] or "1.0"
    return ""


def _threshold(item: Element) -> str:
    found = child(item, "completionthreshold")
    if found is None:
        return ""
    return (attribute(found, "minprogressmeasure") or one_line(found.text or ""))[:20]


def _data(item: Element) -> str:
    found = child(item, "datafromlms")
    return (found.text or "")[:LONGEST_DATA] if found is not None else ""


def part_without_outline(resources: dict[str, Resource]) -> list[Part]:
    """A manifest without an outline: its first SCO, else its first page."""
    ordered = sorted(resources.items(), key=lambda pair: not pair[1].is_sco)
    for identifier, resource in ordered[:1]:
        launch = _opened(resource)
        return [Part(one_line(identifier, 200), launch.path, launch.path, launch.query, resource.is_sco, [])]
    return []


def named_apart(parts: list[Part]) -> list[Part]:
    """Identifiers name what learners have done: where a manifest uses one twice or none, the place is added."""
    seen: set[str] = set()
    named = []
    for number, part in enumerate(parts, 1):
        name = part.identifier
        while not name or name in seen:
            name = f"{name}#{number}"
        seen.add(name)
        named.append(Part(**{**vars(part), "identifier": name}))
    return named
