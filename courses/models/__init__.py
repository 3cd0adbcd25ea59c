"""What is offered, what frozen editions hold of it, and who takes part."""

from .assessments import EditionAssessment, HoursAssessment
from .attempts import ExamAnswer, ExamAttempt, ExamMark, ExamResult, ExtraTime, HandedInAnswer, PaperQuestion
from .authoring import EditionFile, TeachingUnit, TextModule
from .banks import KnowledgePoint, KnowledgePointOfQuestion, Question, QuestionBank, QuestionVersion
from .course_task import CourseTask
from .editions import LessonEdition
from .enrolment import Enrolment, EnrolmentRequest, EnrolmentTerms, Prerequisite
from .evaluations import CourseEvaluation, EvaluationLink
from .exams import Exam, ExamSection, ExamSectionQuestion
from .fields import QuietStreamField
from .lessons import ChapterPage, LessonPage
from .media import LessonMedia
from .notes import LessonNote
from .packages import EditionPackage, LessonPackage, PackageFile
from .pages import CourseIndexPage, CoursePage, CourseTag, TagOfCourse
from .programmes import CourseFigures, Programme, ProgrammeCourse
from .question_imports import ImportedQuestion, QuestionImport, QuestionImportFile
from .regulations import CitedRegulation, Regulation
from .talk import Announcement, LessonAnswer, LessonQuestion
from .workflow import HoursAssessmentTask, PublishTask, ReviewTask

__all__ = [
    "Announcement",
    "ChapterPage",
    "CitedRegulation",
    "CourseEvaluation",
    "CourseFigures",
    "CourseIndexPage",
    "CoursePage",
    "CourseTag",
    "CourseTask",
    "EditionAssessment",
    "EditionFile",
    "EditionPackage",
    "Enrolment",
    "EnrolmentRequest",
    "EnrolmentTerms",
    "EvaluationLink",
    "Exam",
    "ExamAnswer",
    "ExamAttempt",
    "ExamMark",
    "ExamResult",
    "ExamSection",
    "ExamSectionQuestion",
    "ExtraTime",
    "HandedInAnswer",
    "HoursAssessment",
    "HoursAssessmentTask",
    "ImportedQuestion",
    "KnowledgePoint",
    "KnowledgePointOfQuestion",
    "LessonAnswer",
    "LessonEdition",
    "LessonMedia",
    "LessonNote",
    "LessonPackage",
    "LessonPage",
    "LessonQuestion",
    "PackageFile",
    "PaperQuestion",
    "Prerequisite",
    "Programme",
    "ProgrammeCourse",
    "PublishTask",
    "Question",
    "QuestionBank",
    "QuestionImport",
    "QuestionImportFile",
    "QuestionVersion",
    "QuietStreamField",
    "Regulation",
    "ReviewTask",
    "TagOfCourse",
    "TeachingUnit",
    "TextModule",
]
