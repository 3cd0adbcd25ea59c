"""What imsmanifest.xml says: which standard, and which parts are opened in which order (SCORM CAM 1.2 and 1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ..enums.packages import PackageFault, PackageVersion
from ..errors import PackageRefused
from .manifest_xml import attribute, child, children, local, namespaces, read_tree, text_in
from .parts import Find, Part, named_apart, part_without_outline, parts_of, resources_of

MOST_PARTS = 200


@dataclass(frozen=True)
class Manifest:
    """`has_sequencing`: it holds rules of order, which are not carried out: learners choose freely."""

    version: PackageVersion
    title: str
    parts: list[Part]
    has_sequencing: bool


def read_manifest(content: bytes, find: Find) -> Manifest:
    """`find` gives the archive's own spelling of a path, or None. Raises PackageRefused."""
    root = read_tree(content)
    if local(root.tag) != "manifest":
        raise PackageRefused(PackageFault.NOT_SCORM)
    version = _version(root)
    resources = resources_of(root, find)
    organisation = _organisation(root)
    parts = list(parts_of(organisation, resources, [], 0)) if organisation is not None else []
    parts = parts or part_without_outline(resources)
    if len(parts) > MOST_PARTS:
        raise PackageRefused(PackageFault.TOO_MANY_PARTS)
    if not parts:
        raise PackageRefused(PackageFault.NOTHING_TO_OPEN)
    title = text_in(organisation, "title") if organisation is not None else ""
    rules = {"sequencingrules", "rolluprules", "limitconditions", "prerequisites"}
    has_rules = any(local(element.tag) in rules for element in root.iter())
    return Manifest(version, title or parts[0].title, named_apart(parts), has_rules)


def _version(root: Element) -> PackageVersion:
    about = child(root, "metadata")
    stated = text_in(about, "schemaversion").lower() if about is not None else ""
    schema = text_in(about, "schema").lower() if about is not None else ""
    spaces = " ".join(namespaces(root)).lower()
    if "scorm" not in schema and "adlcp" not in spaces:
        raise PackageRefused(PackageFault.NOT_SCORM)
    if "2004 4th" in stated:
        return PackageVersion.SCORM_2004_4
    if "2004 3rd" in stated:
        return PackageVersion.SCORM_2004_3
    if "1.3" in stated or "2004" in stated or (not stated and "adlcp_v1p3" in spaces):
        return PackageVersion.SCORM_2004_2
    return PackageVersion.SCORM_12


def _organisation(root: Element) -> Element | None:
    """The one named as default, else the first."""
    holder = child(root, "organizations")
    if holder is None:
        return None
    default = attribute(holder, "default")
    all_of_them = list(children(holder, "organization"))
    return next((one for one in all_of_them if attribute(one, "identifier") == default), next(iter(all_of_them), None))
