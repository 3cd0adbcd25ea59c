from django.urls import path

from . import api
from .views import package_runs

urlpatterns = [
    path("study/sessions/", api.Sessions.as_view(), name="study-sessions"),
    path("study/sessions/<uuid:pk>/beats/", api.Beats.as_view(), name="study-beats"),
    path(
        "study/sessions/<uuid:pk>/checks/<int:check>/",
        api.Checks.as_view(),
        name="study-checks",
    ),
    path("study/sessions/<uuid:pk>/close/", api.Close.as_view(), name="study-close"),
    path("packages/runs/", package_runs.Runs.as_view(), name="package-runs"),
    path("packages/runs/<uuid:pk>/commits/", package_runs.Commits.as_view(), name="package-commits"),
    path("me/hours/", api.MyHours.as_view(), name="my-hours-api"),
    path("me/hours/<int:pk>/", api.MyEntry.as_view(), name="my-entry-api"),
]
