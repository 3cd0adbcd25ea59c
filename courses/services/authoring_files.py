"""Images and documents that frozen editions show are kept for ever."""

from __future__ import annotations

from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from .. import contents
from ..models import EditionFile, LessonEdition


@transaction.atomic
def keep_files_of(*, edition: LessonEdition) -> None:
    """Note what a new edition shows, so that nobody can remove it."""
    images = get_image_model().objects.filter(pk__in=contents.image_ids(edition.body))
    documents = get_document_model().objects.filter(pk__in=contents.document_ids(edition.body))
    EditionFile.objects.bulk_create(
        [
            *(EditionFile(edition=edition, image=image) for image in images),
            *(EditionFile(edition=edition, document=document) for document in documents),
        ]
    )
