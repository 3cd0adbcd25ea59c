"""The posts of one organisation: listed with the share, opened, ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from wagtail.admin.widgets.button import HeaderButton

from ..desk.pages import DeskPage
from ..models import Organisation, Post
from ..selectors.posts import posts_of, share_of
from ..services.posts import end_post, open_post
from .about_organisation import AboutOrganisation, OrganisationAction
from .fields import day_field


class PostsPage(AboutOrganisation, DeskPage):
    template_name = "people/desk/posts.html"
    page_title = pgettext_lazy("menu", "Posts")
    header_icon = "list-ul"

    def get_page_subtitle(self) -> str:
        return self.organisation.name

    def above(self) -> list[dict[str, Any]]:
        return self.crumbs(self.way)

    def get_header_buttons(self) -> list[Any]:
        url = reverse("organisations:open_post", args=[self.organisation.pk])
        return [HeaderButton(_("Open a post"), url=url, icon_name="plus")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        facts: dict[str, Any] = {
            "posts": posts_of(self.organisation, today),
            "share": share_of(self.organisation, today),
        }
        return super().get_context_data(**facts, **kwargs)


class PostForm(forms.Form):
    title = forms.CharField(max_length=80, strip=False, label=gettext_lazy("title of the post"))
    is_professional = forms.BooleanField(required=False, initial=True, label=gettext_lazy("professional post"))
    is_social_work = forms.BooleanField(
        required=False,
        label=gettext_lazy("social-work post"),
        help_text=gettext_lazy("Always a professional post; counted towards the policy's share."),
    )
    places = forms.IntegerField(min_value=1, max_value=10_000, initial=1, label=pgettext_lazy("post", "places"))
    valid_from = day_field(gettext_lazy("valid from"))


class OfPosts(OrganisationAction):
    def above(self) -> list[dict[str, Any]]:
        return [*super().above(), {"url": posts_url(self.organisation), "label": pgettext("menu", "Posts")}]

    def get_success_url(self) -> str:
        return posts_url(self.organisation)


class OpenPost(OfPosts):
    page_title = gettext_lazy("Open a post")
    header_icon = "plus"
    form_class = PostForm
    submit_button_label = gettext_lazy("Open the post")

    def act(self, form: forms.Form) -> str:
        facts: dict[str, Any] = {"organisation": self.organisation, "by": self.viewer, "at": timezone.now()}
        post = open_post(**facts, **form.cleaned_data)
        return _("Post opened: %(title)s.") % {"title": post.title}


class EndPostForm(forms.Form):
    valid_to = day_field(gettext_lazy("Last day"), help_text=gettext_lazy("This day still counts."))


class EndPost(OfPosts):
    page_title = gettext_lazy("End a post")
    header_icon = "minus"
    form_class = EndPostForm
    submit_button_label = gettext_lazy("End the post")
    is_harmful = True

    @cached_property
    def post_ended(self) -> Post:
        found = Post.objects.visible_to(self.viewer).select_related("organisation")
        try:
            return found.get(pk=self.kwargs["post"], organisation=self.organisation)
        except Post.DoesNotExist:
            raise Http404 from None

    @property
    def explanation(self) -> str:
        return _("%(title)s, %(places)d places.") % {"title": self.post_ended.title, "places": self.post_ended.places}

    def act(self, form: forms.Form) -> str:
        end_post(post=self.post_ended, valid_to=form.cleaned_data["valid_to"], by=self.viewer, at=timezone.now())
        return _("The post ends.")


def posts_url(organisation: Organisation) -> str:
    return reverse("organisations:posts", args=[organisation.pk])
