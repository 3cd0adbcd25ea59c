from django.urls import re_path

from .views import recordings

urlpatterns = [
    re_path(
        r"^recordings/(?P<pk>\d+)/(?P<part>file|captions|poster)/$",
        recordings.recording,
        name="recording",
    ),
]
