"""What people type about people."""

from .accounts import PersonCreationForm, PersonEditForm

__all__ = ["PersonCreationForm", "PersonEditForm"]
