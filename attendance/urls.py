from django.urls import path

from .views import own_hours as views

urlpatterns = [
    path("my/hours/", views.my_hours, name="my-hours"),
    path("my/study/<int:edition>/quiz/", views.quiz, name="quiz-hand-in"),
    path("my/study/quiz/<int:pk>/", views.quiz_result, name="quiz-result"),
]
