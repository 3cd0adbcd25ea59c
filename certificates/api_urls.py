from django.urls import path

from . import api

urlpatterns = [
    path("certificates/verify/", api.Verify.as_view(), name="certificate-verify-api"),
    path("certificates/<str:token>/", api.ByToken.as_view(), name="certificate-token-api"),
]
