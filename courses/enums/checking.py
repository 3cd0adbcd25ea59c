"""What can be wrong with a question, and what somebody should look at."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DraftFault(TextChoices):
    """Why a question cannot be asked as it is; those in `DOUBTS` are only pointed out."""

    STEM = "stem", _("Write the question.")
    LONG = "long", _("The text is longer than 20,000 characters. Shorten it.")
    CONTROL = "control", _("The text holds invisible control characters. Type it again.")
    POINTS = "points", _("A question earns more than 0 points.")
    POINTS_MANY = "points_many", _("A question earns at most 1,000 points.")
    TAG = "tag", _("A knowledge point has at most 100 characters, none of them invisible.")
    UNREADABLE = "unreadable", _("The parts of the question contradict each other. Write it again.")
    FEW = "few", _("Give at least two.")
    MANY = "many", _("Give at most 50.")
    EMPTY_OPTION = "empty_option", _("One of them is empty. Write something, or leave it out.")
    NO_ANSWER = "no_answer", _("Say which answer is right.")
    ANSWER_OUTSIDE = "answer_outside", _("The right answer names an option that is not there.")
    SEVERAL_RIGHT = "several_right", _("One answer is asked for, but several are marked as right.")
    BLANKS = "blanks", _("Give the answers for each blank: as many as there are ____ in the question, or one.")
    NUMBER = "number", _("This is no number. Write it like 3.14.")
    PERCENT = "percent", _("A share is more than 0 and at most 100 percent.")
    SAME_BLANKS = (
        "same_blanks",
        _("In any order each blank needs an answer of its own; two have only the same one."),
    )
    TWINS = "twins", _("Two of them read the same, so that nobody can tell which one is meant.")
    PAIRS = "pairs", _("Each line on the left needs its partner on the right.")
    ORDER = "order", _("The order has to name each item once.")
    RUBRIC_SUM = "rubric_sum", _("The points of the marking scheme do not add up to those of the question.")
    CRITERION = "criterion", _("Each line of the marking scheme needs a text and more than 0 points.")
    MOST_CHARACTERS = "most_characters", _("The longest answer is between 1 and 20,000 characters.")
    PARTS = "parts", _("A case needs at least one question, and has at most 50.")
    CASE_IN_CASE = "case_in_case", _("A case cannot hold another case.")
    SUM_OF_PARTS = "sum_of_parts", _("The points of a case are those of its questions together.")
    ONE_RIGHT = "one_right", _("Several answers may be chosen, but only one is right. Is that meant?")
    ALL_RIGHT = "all_right", _("Every option is right. Is that meant?")
    EQUAL_OPTIONS = "equal_options", _("Two of them read the same.")
    FIXED_PLACE = (
        "fixed_place",
        _("An option speaks of the others, as “all of the above” does, but options are shuffled. Keep their order."),
    )
    NO_REFERENCE = "no_reference", _("There is neither a reference answer nor a marking scheme to mark by.")
    NOTHING_WHOLE = "nothing_whole", _("No answer earns the full points. Is that meant?")


DOUBTS = frozenset(
    {
        *(DraftFault.ONE_RIGHT, DraftFault.ALL_RIGHT, DraftFault.EQUAL_OPTIONS, DraftFault.NOTHING_WHOLE),
        *(DraftFault.FIXED_PLACE, DraftFault.NO_REFERENCE),
    }
)
