"""What is offered, what frozen editions hold of it, and who takes part."""

from .banks import KnowledgePoint, KnowledgePointOfQuestion, Question, QuestionBank, QuestionVersion
from .editions import LessonEdition
from .enrolment import Enrolment
from .media import LessonMedia
from .pages import CourseIndexPage, CoursePage, LessonPage, QuietStreamField

__all__ = [
    "CourseIndexPage",
    "CoursePage",
    "Enrolment",
    "KnowledgePoint",
    "KnowledgePointOfQuestion",
    "LessonEdition",
    "LessonMedia",
    "LessonPage",
    "Question",
    "QuestionBank",
    "QuestionVersion",
    "QuietStreamField",
]
