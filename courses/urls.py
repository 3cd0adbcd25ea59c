from django.urls import path, re_path

from .views import evaluations, notes, recordings, talk

urlpatterns = [
    re_path(
        r"^recordings/(?P<pk>\d+)/(?P<part>file|captions|poster)/$",
        recordings.recording,
        name="recording",
    ),
    path("recordings/<int:pk>/transcript/", recordings.transcript, name="transcript"),
    path("talk/lessons/<uuid:lesson>/", talk.lesson_questions, name="lesson-questions"),
    path("talk/questions/<int:pk>/", talk.lesson_question, name="lesson-question"),
    re_path(
        r"^talk/questions/(?P<pk>\d+)/(?P<decision>hide|show)/$",
        talk.decide_about_question,
        name="lesson-question-decide",
    ),
    re_path(
        r"^talk/answers/(?P<pk>\d+)/(?P<decision>endorse|unendorse|hide)/$",
        talk.decide_about_answer,
        name="lesson-answer-decide",
    ),
    path("my/notes/", notes.notes, name="my-notes"),
    path("my/notes/lessons/<uuid:lesson>/", notes.keep, name="note-keep"),
    path("my/notes/<int:pk>/remove/", notes.remove, name="note-remove"),
    path("e/<slug:code>/", evaluations.evaluation, name="evaluation"),
]
