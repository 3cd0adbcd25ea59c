"""SCORM packages made on the fly, with parts that look for their interface the way the standard's own example does."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from itertools import count
from typing import Any

from django.utils import timezone

from courses.models import LessonPackage
from courses.services.packages import upload_package
from people.models import Organisation, User

_numbers = count(1)
NAMESPACES_12 = (
    'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
)
NAMESPACES_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"'
    ' xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
FINDER = """
function findAPI(win, name) {
  var tries = 0;
  while (win[name] == null && win.parent != null && win.parent != win) {
    if (++tries > 7) return null;
    win = win.parent;
  }
  return win[name];
}
"""
SCO_12 = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>走访</title><script>"
    + FINDER
    + """
var API = findAPI(window, "API");
window.told = { found: API != null, init: API && API.LMSInitialize("") };
told.location = API.LMSGetValue("cmi.core.lesson_location");
told.entry = API.LMSGetValue("cmi.core.entry");
told.suspended = API.LMSGetValue("cmi.suspend_data");
told.name = API.LMSGetValue("cmi.core.student_name");
var begun = API.LMSGetValue("cmi.core.lesson_status") !== "not attempted";
if (!begun) API.LMSSetValue("cmi.core.lesson_status", "incomplete");
function finish() {
  API.LMSSetValue("cmi.core.score.max", "100");
  API.LMSSetValue("cmi.core.score.raw", "85");
  API.LMSSetValue("cmi.core.lesson_location", "page-3");
  API.LMSSetValue("cmi.suspend_data", "看过:1,2,3");
  API.LMSSetValue("cmi.core.session_time", "10:00:00");
  API.LMSSetValue("cmi.core.lesson_status", "passed");
  API.LMSSetValue("cmi.core.exit", "suspend");
  document.getElementById("said").textContent = "committed " + API.LMSCommit("");
}
window.addEventListener("pagehide", function () { API.LMSFinish(""); });
</script></head><body><h1>独居老人探访</h1><button onclick="finish()">完成</button><p id="said"></p></body></html>"""
)
SCO_2004 = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><script>"
    + FINDER
    + """
var API = findAPI(window, "API_1484_11");
window.told = { found: API != null, init: API && API.Initialize("") };
told.location = API.GetValue("cmi.location");
told.entry = API.GetValue("cmi.entry");
told.data = API.GetValue("cmi.launch_data");
told.passing = API.GetValue("cmi.scaled_passing_score");
told.query = location.search;
function finish() {
  API.SetValue("cmi.location", "7");
  API.SetValue("cmi.score.scaled", "0.9");
  API.SetValue("cmi.success_status", "passed");
  API.SetValue("cmi.completion_status", "completed");
  API.SetValue("cmi.session_time", "PT10H");
  API.SetValue("cmi.exit", "suspend");
  API.Terminate("");
}
</script></head><body><h1>案例分析</h1><button onclick="finish()">完成</button></body></html>"""
)
FRAMES = "<!DOCTYPE html><html><body><iframe src='inner.html' style='width:100%;height:90vh'></iframe></body></html>"


def manifest_12(href: str = "index.html", *, title: str = "走访实务", extra: str = "") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M{next(_numbers)}" version="1" {NAMESPACES_12}>
  <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>{title}</title>
    <item identifier="I1" identifierref="R1"><title>第一部分</title>{extra}</item>
  </organization></organizations>
  <resources><resource identifier="R1" type="webcontent" adlcp:scormtype="sco" href="{href}">
    <file href="{href}"/></resource></resources>
</manifest>"""


def manifest_2004(pages: Mapping[str, str], *, edition: str = "2004 4th Edition", title: str = "案例课") -> str:
    """`pages`: title of a part to its address. The parts stand under one heading, with rules of order."""
    items = "".join(
        f"""<item identifier="I{number}" identifierref="R{number}" parameters="?n={number}"><title>{name}</title>
        <adlcp:dataFromLMS>从这里开始</adlcp:dataFromLMS>
        <imsss:sequencing><imsss:objectives><imsss:primaryObjective satisfiedByMeasure="true" objectiveID="P">
        <imsss:minNormalizedMeasure>0.8</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
        <imsss:sequencingRules/></imsss:sequencing></item>"""
        for number, name in enumerate(pages, 1)
    )
    resources = "".join(
        f'<resource identifier="R{number}" type="webcontent" adlcp:scormType="sco" href="{href}"/>'
        for number, href in enumerate(pages.values(), 1)
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="M{next(_numbers)}" {NAMESPACES_2004}>
  <metadata><schema>ADL SCORM</schema><schemaversion>{edition}</schemaversion></metadata>
  <organizations default="O"><organization identifier="O"><title>{title}</title>
    <item identifier="C1"><title>单元一</title>{items}</item>
  </organization></organizations>
  <resources>{resources}</resources>
</manifest>"""


def zipped(files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def package_12(**more: str | bytes) -> io.BytesIO:
    """One part of SCORM 1.2. Further files by their names."""
    return zipped({"imsmanifest.xml": manifest_12(), "index.html": SCO_12, **more})


def package_2004() -> io.BytesIO:
    """Three parts of SCORM 2004, of which the second has a frame of its own that looks for the interface."""
    pages = {"认识案主": "one.html", "评估": "frames.html", "计划": "three.html"}
    files = {"one.html": SCO_2004, "frames.html": FRAMES, "inner.html": SCO_2004, "three.html": SCO_2004}
    return zipped({"imsmanifest.xml": manifest_2004(pages), **files})


def make_package(
    *, organisation: Organisation, by: User, file: io.BytesIO | None = None, title: str = ""
) -> LessonPackage:
    return upload_package(
        file=file or package_12(),
        file_name="package.zip",
        title=title,
        organisation=organisation,
        by=by,
        at=timezone.now(),
    )


def package_block(package: LessonPackage) -> dict[str, Any]:
    """The block of a lesson's body as it is stored."""
    return {"type": "package", "value": package.pk, "id": f"00000000-0000-4000-8000-{next(_numbers):012}"}
