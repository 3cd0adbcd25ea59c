"""The field's words about people and organisations (docs/glossary.md)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    PROVINCE = "province", _("province")
    CITY = "city", _("city")
    COUNTY = "county", _("county or district")
    TOWNSHIP = "township", _("township or sub-district")
    COMMUNITY = "community", _("community")
    VILLAGE = "village", _("village")
    BUREAU = "bureau", _("civil-affairs bureau")
    STATION = "station", _("social-work station")
    AGENCY = "agency", _("social-work agency")
    INSTITUTION = "institution", _("public institution")
    CHARITY = "charity", _("charity")
    MASS = "mass", _("mass organisation")
    ZONE = "zone", _("development zone or other unit at township level")


class CodeSystem(TextChoices):
    DIVISION = "division", _("statistical division code")
    USCC = "uscc", _("unified social credit code")


class Role(TextChoices):
    LEARNER = "learner", _("learner")
    TRAINER = "trainer", _("trainer")
    ASSESSOR = "assessor", _("hours assessor")
    HR = "hr", _("HR officer")
    ADMINISTRATOR = "administrator", _("administrator")


# Each has a django.contrib.auth Group of the same name, which opens Wagtail's admin.
STAFF_ROLES = (Role.TRAINER, Role.ASSESSOR, Role.HR, Role.ADMINISTRATOR)
OVERSEEING_ROLES = (Role.HR, Role.ADMINISTRATOR)
# Those that oversee nobody: an HR officer gives no other.
HR_MAY_GRANT = (Role.LEARNER, Role.TRAINER)


class WorkerCategory(TextChoices):
    COMMUNITY = "community", _("full-time community worker")
    AGENCY = "agency", _("social worker in an agency")
    INSTITUTION = "institution", _("social-work post in a public institution")
    STATION = "station", _("social-work station staff")
    VOLUNTEER = "volunteer", _("grid worker or volunteer leader")
    OFFICIAL = "official", _("civil-affairs or related official")
    MASS = "mass", _("mass-organisation staff")
    MANAGER = "manager", _("institution manager")
    SUPERVISOR = "supervisor", _("supervisor")
    TEACHER = "teacher", _("teacher")
    VERIFIER = "verifier", _("HR verification officer")
