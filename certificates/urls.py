from django.urls import path

from .views import files, own, paper, public

urlpatterns = [
    path("my/certificates/", own.certificate_list, name="certificate-list"),
    path("my/certificates/issue/", own.certificate_issue, name="certificate-issue"),
    path("my/certificates/<uuid:pk>/", own.certificate_detail, name="certificate-detail"),
    path("my/certificates/<uuid:pk>/pdf/", paper.certificate_pdf, name="certificate-pdf"),
    path("my/certificates/<uuid:pk>/image/", paper.certificate_picture, name="certificate-picture"),
    path("v/<str:token>", public.scan, name="certificate-scan"),
    path("v/<str:token>/image", public.scan_picture, name="certificate-scan-picture"),
    path("verify/", public.verify, name="certificate-verify"),
    path("verify/file/", files.verify_file, name="certificate-verify-file"),
]
