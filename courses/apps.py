from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self) -> None:
        from people.services.roles import register_group_keeper
        from people.services.tree import register_change_follower

        from . import receivers  # noqa: F401  the receiver needs loaded models
        from .services.authoring_groups import follow_change, keep_author_groups

        register_group_keeper(keep_author_groups)
        register_change_follower(follow_change)
