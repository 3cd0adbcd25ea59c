"""The field's words about learning content (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Category(TextChoices):
    """What a credited hour is about: the ledger's categories."""

    VALUES = "values", _("values and ethics")
    LAW = "law", _("policies and law")
    THEORY = "theory", _("theory and methods")
    PRACTICE = "practice", _("practice")
    SUPERVISION = "supervision", _("supervision")
    DIGITAL = "digital", _("digital skills")


class Modality(TextChoices):
    """How a credited hour was earned."""

    ON_DEMAND = "on_demand", _("online on demand")
    LIVE = "live", _("online live")
    CLASSROOM = "classroom", _("in class")
    SUPERVISED = "supervised", _("under supervision")
    EXTERNAL = "external", _("recognised outside training")


class ServiceField(TextChoices):
    """The 17 service fields of the national plan 2011-2020."""

    WELFARE = "welfare", _("social welfare")
    RELIEF = "relief", _("social assistance")
    POVERTY = "poverty", _("poverty alleviation")
    CHARITY = "charity", _("charity")
    COMMUNITY = "community", _("community building")
    FAMILY = "family", _("marriage and family")
    MENTAL = "mental", _("mental health")
    DISABILITY = "disability", _("disability rehabilitation")
    EDUCATION = "education", _("educational guidance")
    EMPLOYMENT = "employment", _("employment assistance")
    WORKERS = "workers", _("employee assistance")
    CRIME = "crime", _("crime prevention")
    DRUGS = "drugs", _("drug control and recovery")
    CORRECTIONS = "corrections", _("corrections and support")
    POPULATION = "population", _("population and family planning")
    EMERGENCY = "emergency", _("emergency response")
    CULTURE = "culture", _("mass culture")


class Tier(TextChoices):
    FRONTLINE = "frontline", _("front-line workers")
    OFFICIAL = "official", _("officials")
    SUPERVISOR = "supervisor", _("supervisors")
    MANAGER = "manager", _("managers")


class QuestionKind(TextChoices):
    SINGLE = "single", _("one answer")
    MULTIPLE = "multiple", _("several answers")
    TRUE_FALSE = "truefalse", _("true or false")
