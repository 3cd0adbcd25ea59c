"""Words of Wagtail's admin that trainers and HR officers meet daily and Wagtail has no Chinese for: ours has it.

Nothing imports this: the strings stand here so that they are collected into the catalogue and stay in it.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

WORDS = [
    gettext_noop("Search all pages…"),
    gettext_noop("Go to the first error"),
    gettext_noop("Wagtail %(current_version)s editor guide"),
    gettext_noop("No %(model_name)s match your query."),
    gettext_noop("Save your changes before leaving"),
    gettext_noop("Actions (footer)"),
]
COUNTS = [
    ngettext_lazy(
        '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Pages <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Image <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Images <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '%(total)s Document <span class="w-sr-only">created in %(site_name)s</span>',
        '%(total)s Documents <span class="w-sr-only">created in %(site_name)s</span>',
    ),
    ngettext_lazy(
        '<span>%(total)s</span> Media file <span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
        '<span>%(total)s</span> Media files <span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
    ),
]
