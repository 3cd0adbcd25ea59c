from django.urls import path

from .views import exams, own_exams, taking_part
from .views import own_hours as views

urlpatterns = [
    path("my/exams/", own_exams.my_exams, name="my-exams"),
    path("my/exams/<uuid:key>/", own_exams.before, name="exam-before"),
    path("my/exams/<uuid:key>/begin/", own_exams.begin, name="exam-begin"),
    path("my/exams/attempts/<uuid:pk>/<int:position>/", exams.question, name="exam-question"),
    path("my/exams/attempts/<uuid:pk>/<int:position>/save/", exams.autosave, name="exam-save"),
    path("my/exams/attempts/<uuid:pk>/here/", exams.take_here, name="exam-here"),
    path("my/exams/attempts/<uuid:pk>/check/", exams.check, name="exam-check"),
    path("my/exams/attempts/<uuid:pk>/hand-in/", exams.hand_in, name="exam-hand-in"),
    path("my/exams/attempts/<uuid:pk>/result/", own_exams.result, name="exam-result"),
    path("my/courses/<uuid:key>/ask/", taking_part.ask, name="course-ask"),
    path("my/courses/<uuid:key>/take-back/", taking_part.withdraw, name="course-withdraw"),
    path("my/courses/<uuid:key>/leave/", taking_part.leave_course, name="course-leave"),
    path("my/hours/", views.my_hours, name="my-hours"),
    path("my/study/<int:edition>/quiz/", views.quiz, name="quiz-hand-in"),
    path("my/study/quiz/<int:pk>/", views.quiz_result, name="quiz-result"),
]
