"""The field's words about learning content."""

from .banks import BankKind, Difficulty, MultipleScoring
from .packages import PackageFault, PackageVersion
from .words import Category, Modality, QuestionKind, ServiceField, Tier

__all__ = [
    "BankKind",
    "Category",
    "Difficulty",
    "Modality",
    "MultipleScoring",
    "PackageFault",
    "PackageVersion",
    "QuestionKind",
    "ServiceField",
    "Tier",
]
