from django.urls import re_path

from . import views

urlpatterns = [
    re_path(
        r"^recordings/(?P<pk>\d+)/(?P<part>file|captions|poster)/$",
        views.recording,
        name="recording",
    ),
]
