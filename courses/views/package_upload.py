"""A package comes in. One that is too large never reaches the disk."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from people.models import User

from ..enums.packages import PackageFault
from ..forms.packages import PackageForm
from ..models import LessonPackage
from ..packages.archive import MAX_TOTAL
from ..services.packages import upload_package
from .desk import ActionView
from .package_desk import to_list

OTHER_FIELDS = 1024 * 1024


class SizeFirst(FileUploadHandler):
    """By what the request says of its own length, which the server holds it to."""

    is_too_large = False

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **more: Any) -> None:  # noqa: N803
        self.is_too_large = content_length > MAX_TOTAL + OTHER_FIELDS

    def new_file(self, *facts: Any, **more: Any) -> None:
        super().new_file(*facts, **more)
        if self.is_too_large:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class UploadPackage(ActionView):
    """Reached through `upload`, which looks at the size first."""

    page_title = gettext_lazy("Upload a package")
    header_icon = "upload"
    form_class = PackageForm
    submit_button_label = gettext_lazy("Check and upload")
    explanation = gettext_lazy(
        "Interactive lessons made with an authoring tool. The file is checked before anything of it is kept. "
        "Their score and completion are stored; time inside them credits nothing."
    )
    size_first: Any = None
    package: LessonPackage

    def above(self) -> list[dict[str, Any]]:
        return [to_list()]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "viewer": self.request.user}

    def form_invalid(self, form: forms.Form) -> Any:
        if self.size_first is not None and self.size_first.is_too_large:
            form.errors.pop("file", None)
            form.add_error("file", str(PackageFault.TOO_LARGE.label))
        return super().form_invalid(form)

    def act(self, form: forms.Form) -> str:
        file = form.cleaned_data["file"]
        self.package = upload_package(
            file=file.file,
            file_name=file.name,
            title=form.cleaned_data["title"],
            organisation=form.cleaned_data["organisation"],
            by=cast(User, self.request.user),
            at=timezone.now(),
        )
        return _("The package is here. Choose it in the content of a lesson.")

    def get_success_url(self) -> str:
        return reverse("packages:detail", args=[self.package.pk])


# The check against forged forms reads the fields, and with them the file: it comes after the handler is set.
@csrf_exempt
def upload(request: HttpRequest) -> HttpResponseBase:
    """UploadPackage, told whether a file was left out for its size."""
    size_first = SizeFirst(request)
    request.upload_handlers.insert(0, size_first)
    view: Any = csrf_protect(UploadPackage.as_view(size_first=size_first))
    answer: HttpResponseBase = view(request)
    return answer
