from django.urls import path

from . import api

urlpatterns = [
    path("study/sessions/", api.Sessions.as_view(), name="study-sessions"),
    path("study/sessions/<uuid:pk>/beats/", api.Beats.as_view(), name="study-beats"),
    path(
        "study/sessions/<uuid:pk>/checks/<int:check>/",
        api.Checks.as_view(),
        name="study-checks",
    ),
    path("study/sessions/<uuid:pk>/close/", api.Close.as_view(), name="study-close"),
    path("me/hours/", api.MyHours.as_view(), name="my-hours-api"),
    path("me/hours/<int:pk>/", api.MyEntry.as_view(), name="my-entry-api"),
]
