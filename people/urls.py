"""Addresses of allauth and of Wagtail's admin that are answered here; include before both."""

from django.urls import path
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access

from .views import evidence, my_exams, my_qualifications, my_registrations, my_supervision
from .views.admin_account import AdminAccountView, AdminEntrance, shut
from .views.entrance import applying, claim, phone_sign_in, register, waiting
from .views.privacy import asking, closing, notice, own_corrections, own_data

urlpatterns = [
    path("accounts/phone/", phone_sign_in.AskSignInCode.as_view(), name="account-phone"),
    path("accounts/phone/code/", phone_sign_in.EnterSignInCode.as_view(), name="account-phone-code"),
    path("accounts/claim/", claim.AskClaimCode.as_view(), name="account-claim"),
    path("accounts/claim/code/", claim.EnterClaimCode.as_view(), name="account-claim-code"),
    path("accounts/claim/password/", claim.FirstPassword.as_view(), name="first-password"),
    path("accounts/register/", register.AskRegisterCode.as_view(), name="account-register"),
    path("accounts/register/code/", register.EnterRegisterCode.as_view(), name="account-register-code"),
    path("accounts/join/", applying.ChooseOrganisation.as_view(), name="join"),
    path("accounts/join/<int:organisation>/", applying.Apply.as_view(), name="join-apply"),
    path("accounts/waiting/", waiting.waiting, name="waiting"),
    path("accounts/waiting/withdraw/", waiting.withdraw, name="waiting-withdraw"),
    # One address per person, kept by HR: no list of one's own.
    path("accounts/email/", RedirectView.as_view(url="/my/profile/")),
    # One door for everybody, with its limits on wrong passwords.
    path("manage/login/", AdminEntrance.as_view()),
    # Wagtail's trial pages: an error 500 on demand has no place in an installation.
    path("manage/failwhale/", shut),
    path("manage/test404/", shut),
    path("manage/account/", require_admin_access(AdminAccountView.as_view())),
    path("my/qualifications/", my_qualifications.my_qualifications, name="my-qualifications"),
    path("my/qualifications/new/", my_qualifications.add_qualification, name="my-qualification-add"),
    path("my/qualifications/<int:pk>/", my_qualifications.correct_own_qualification, name="my-qualification-correct"),
    path(
        "my/qualifications/<int:pk>/withdraw/",
        my_qualifications.WithdrawQualification.as_view(),
        name="my-qualification-withdraw",
    ),
    path(
        "my/qualifications/<int:pk>/registrations/new/",
        my_registrations.AddRegistration.as_view(),
        name="my-registration-add",
    ),
    path(
        "my/registrations/<int:pk>/remove/",
        my_registrations.RemoveRegistration.as_view(),
        name="my-registration-remove",
    ),
    path("my/exams/new/", my_exams.AddExamResult.as_view(), name="my-exam-add"),
    path("my/exams/<int:pk>/remove/", my_exams.RemoveExamResult.as_view(), name="my-exam-remove"),
    path("my/supervision/", my_supervision.my_supervision, name="my-supervision"),
    path("my/supervision/new/", my_supervision.AddMeeting.as_view(), name="my-meeting-add"),
    path("my/supervision/<int:pk>/correct/", my_supervision.CorrectMeeting.as_view(), name="my-meeting-correct"),
    path("my/supervision/<int:pk>/confirm/", my_supervision.confirm_own_meeting, name="my-meeting-confirm"),
    path("my/supervision/<int:pk>/decline/", my_supervision.DeclineMeeting.as_view(), name="my-meeting-decline"),
    # For the person and for whoever decides, at one address.
    path("qualifications/<int:pk>/evidence/", evidence.evidence_file, name="evidence-file"),
    path("qualifications/<int:pk>/evidence/picture/", evidence.evidence_picture, name="evidence-picture"),
    path("my/profile/show/", own_data.show_own_numbers, name="my-numbers"),
    path("my/profile/accesses/", own_data.own_accesses, name="my-accesses"),
    path("my/corrections/", own_corrections.own_corrections, name="my-corrections"),
    path("my/corrections/code/", asking.ProvePhone.as_view(), name="my-correction-code"),
    path("my/corrections/new/<slug:field>/", asking.AskForCorrection.as_view(), name="my-correction-ask"),
    path(
        "my/corrections/<int:pk>/withdraw/",
        own_corrections.withdraw_own_correction,
        name="my-correction-withdraw",
    ),
    path("my/closing/", closing.CloseAccount.as_view(), name="my-account-close"),
    path("my/closing/keep/", closing.KeepAccount.as_view(), name="my-account-keep"),
    path("privacy/", notice.privacy_notice, name="privacy-notice"),
    path("privacy/<int:version>/accept/", notice.accept_privacy_notice, name="privacy-notice-accept"),
]
