"""Why a file, or a question in it, is refused; what is doubtful; and what the product cannot keep."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class QuestionFileFault(TextChoices):
    """The whole file cannot be used."""

    EMPTY = "qfile_empty", _("The file is empty. Choose the file with your questions.")
    BIG = "qfile_big", _("The file is larger than 32 MB. Split it, or take pictures and sound out of it.")
    UNKNOWN = (
        "qfile_unknown",
        _("None of the formats that can be read: xlsx, csv, Word text or docx, GIFT, Moodle XML, Aiken, QTI 2."),
    )
    RENAMED = "qfile_renamed", _("The name says .%(suffix)s, but the content is something else. Save the file again.")
    OLD = (
        "qfile_old",
        _("This is an old .xls or .doc file, or one with a password. Save it as .xlsx or .docx without a password."),
    )
    MACROS = "qfile_macros", _("The file holds macros. Save it as .xlsx or .docx without macros.")
    EXTERNAL = "qfile_external", _("The workbook takes data from other files. Paste the values into a new workbook.")
    BOMB = "qfile_bomb", _("The file unpacks to far more data than questions have. Paste them into a new file.")
    BROKEN = (
        "qfile_broken",
        _("The file is damaged or built in an unusual way. Open it and save it again."),
    )
    ARCHIVE = (
        "qfile_archive",
        _("The package breaks the rules for archives: strange, double or leading-out names, links or passwords."),
    )
    ENTITIES = (
        "qfile_entities",
        _("The file defines entities or takes in other files, which no question tool does. Export it again."),
    )
    XML = "qfile_xml", _("The XML is broken at line %(line)s. Export the file again, or correct that line.")
    DEEP = "qfile_deep", _("The elements of the file lie deeper in each other than any question tool writes.")
    ENCODING = "qfile_encoding", _("The characters of this file cannot be read. Save it as UTF-8 or GB18030.")
    BINARY = "qfile_binary", _("This is no text. Save the questions as .xlsx, .csv, .docx or .txt.")
    NO_HEADER = (
        "qfile_no_header",
        _("No headings were found in the first 15 rows: at least those of question and answer are needed."),
    )
    NOTHING = "qfile_nothing", _("No question was found in the file.")
    MANY = "qfile_many", _("The file has more than 100,000 questions. Split it into several files.")
    COLUMNS = "qfile_columns", _("The file has more than 200 columns. Keep the columns of the questions only.")
    CELL = "qfile_cell", _("A cell or a line holds more than 100,000 characters. No question is that long.")
    GAP = "qfile_gap", _("There is data below more than 1,000 empty rows. Remove the empty rows.")
    NO_MANIFEST = "qfile_no_manifest", _("The package has no imsmanifest.xml: it is no QTI package.")
    QTI_1 = (
        "qfile_qti1",
        _("This is QTI 1.x (old Blackboard, Canvas or Moodle exports). Export as QTI 2.1, Moodle XML or GIFT instead."),
    )
    QTI_3 = "qfile_qti3", _("This is QTI 3, which is not read yet. Export as QTI 2.1 or 2.2 instead.")
    MOODLE_BACKUP = (
        "qfile_moodle_backup",
        _("This is a Moodle course backup. In Moodle open the question bank, Export, and choose Moodle XML."),
    )
    STOPPED = "qfile_stopped", _("The file could not be read to its end. Send it to the operator of this site.")


class QuestionFault(TextChoices):
    """The question is refused."""

    KIND = "q_kind", _("The kind of question is not known: %(word)s.")
    KIND_MISSING = "q_kind_missing", _("What kind of question this is cannot be told.")
    KIND_UNSUPPORTED = "q_kind_unsupported", _("This product has no questions of the kind “%(kind)s”.")
    STEM = "q_stem", _("The question has no text.")
    OPTIONS = "q_options", _("A choice needs at least two options.")
    OPTION_EMPTY = "q_option_empty", _("Option %(letter)s is empty, or holds a picture only.")
    OPTIONS_MANY = "q_options_many", _("There are more than 50 options.")
    ANSWER_MISSING = "q_answer_missing", _("The answer is missing.")
    ANSWER_UNREAD = "q_answer_unread", _("The answer cannot be read: %(answer)s.")
    ANSWER_OUTSIDE = "q_answer_outside", _("The answer %(letter)s has no option.")
    ANSWER_SEVERAL = "q_answer_several", _("One answer is asked for, but several are given. Make it several answers.")
    NO_RIGHT_ANSWER = "q_no_right_answer", _("No option earns the full points.")
    NOTHING_EARNS = "q_nothing_earns", _("No option earns anything.")
    BLANKS = "q_blanks", _("The question has %(blanks)s blanks, but answers for %(answers)s.")
    PAIRS = "q_pairs", _("Matching needs at least two pairs.")
    PAIR = "q_pair", _("A pair cannot be read: %(pair)s. Write it as left -> right.")
    ORDER = "q_order", _("The order has to name each of the items once.")
    POINTS = "q_points", _("The points are no number greater than 0 and at most 1,000: %(points)s.")
    SHARE = "q_share", _("A share of the points cannot be read: %(share)s.")
    NUMBER = "q_number", _("The number cannot be read: %(number)s.")
    CASE_PARTS = "q_case_parts", _("The case has no questions.")
    CASE_UNKNOWN = "q_case_unknown", _("No case has this label: %(label)s. A row of the kind case has to carry it.")
    CASE_KIND = "q_case_kind", _("A case cannot hold another case.")
    BRACES = "q_braces", _("The braces of the answer do not match: { and } have to stand once each.")
    LINE = "q_line", _("Line %(line)s is neither question, option nor answer: %(text)s")
    LONG = "q_long", _("The text is longer than 20,000 characters.")
    CUSTOM_SCORING = "q_custom_scoring", _("The answer is worked out by a program of the file, which cannot be kept.")
    SEVERAL_INTERACTIONS = "q_interactions", _("The interactions of this item cannot be put into one question.")
    NO_INTERACTION = "q_no_interaction", _("The item asks nothing.")
    ITEM_XML = "q_item_xml", _("The XML of this item is broken at line %(line)s.")
    ITEM_MISSING = "q_item_missing", _("The manifest names this item, but the package does not hold it.")
    CLOZE = "q_cloze", _("A blank of this cloze text cannot be read: %(blank)s")
    UNREAD = "q_unread", _("The question cannot be read: its parts contradict each other.")


class QuestionDoubt(TextChoices):
    """The question is taken, but somebody should look."""

    DOUBLE_IN_FILE = "doubt_double_in_file", _("The same question stands at %(place)s already.")
    DOUBLE_IN_BANK = "doubt_double_in_bank", _("The bank has this question already.")
    DIFFICULTY = "doubt_difficulty", _("This difficulty is not known, medium is taken: %(word)s.")
    SETTING = "doubt_setting", _("This setting is not known and is left out: %(word)s.")
    KIND_GUESSED = "doubt_kind_guessed", _("The kind was not given. It was told from options and answer: %(kind)s.")
    ANSWER_TWO_WAYS = (
        "doubt_two_ways",
        _("The answer %(answer)s can be read as a number or as an option's text: the text was taken."),
    )


class QuestionNote(TextChoices):
    """What the file says about a question and the product cannot keep, or keeps in another way."""

    NAME = "note_name", _("The question's name is not kept: %(name)s")
    FORMATTING = "note_formatting", _("Formatting is lost, the text is kept: %(elements)s.")
    TEXT_FORMAT = "note_text_format", _("The text was written as %(format)s: its signs stay as they are.")
    LINKS = "note_links", _("Links are lost, their texts are kept: %(links)s.")
    IMAGES = "note_images", _("Pictures are not kept: %(names)s.")
    MEDIA = "note_media", _("Sound, video or embedded objects are not kept: %(names)s.")
    TABLE = "note_table", _("A table became lines of text.")
    MATH = "note_math", _("Mathematics is kept as source text only.")
    SCRIPT = "note_script", _("Scripts and styles were removed.")
    FEEDBACK = "note_feedback", _("Feedback to single answers is not kept: %(count)s texts.")
    COMBINED_FEEDBACK = "note_combined_feedback", _("Feedback for right, partly right and wrong answers is not kept.")
    HINTS = "note_hints", _("Hints are not kept: %(count)s.")
    PENALTY = "note_penalty", _("The penalty for further tries is not kept: %(penalty)s.")
    NEGATIVE = "note_negative", _("Marks below zero for a wrong choice are not kept: it earns nothing.")
    HIDDEN = "note_hidden", _("The question was hidden in its system; it is imported as a usable one.")
    IDNUMBER = "note_idnumber", _("Its identifier is not kept: %(id)s.")
    CATEGORY = "note_category", _("The category became knowledge points: %(path)s.")
    CATEGORY_INFO = "note_category_info", _("The description of the category is not kept.")
    NUMBERING = "note_numbering", _("The style of numbering the options is not kept: %(style)s.")
    INSTRUCTION = "note_instruction", _("The instruction shown above the options is not kept.")
    UNITS = "note_units", _("Units of measurement are not kept, the number alone is asked for: %(units)s.")
    ANY_ANSWER = "note_any_answer", _("An answer that takes everything is not kept: it only gave feedback.")
    ATTACHMENTS = "note_attachments", _("Attachments to the answer cannot be handed in.")
    TEMPLATE = "note_template", _("The text that stands in the answer field at first is not kept.")
    RESPONSE_FORMAT = "note_response_format", _("The answer is plain text here; the file asked for: %(format)s.")
    WORD_LIMIT = "note_word_limit", _("Limits in words are not kept: %(limits)s.")
    ALL_OR_NOTHING = "note_all_or_nothing", _("Scored as all or nothing.")
    CLOZE_CASE = "note_cloze_case", _("A text with blanks of several kinds became a case with %(count)s questions.")
    CLOZE_CHOICES = "note_cloze_choices", _("Drop-down and drag places became questions with one answer: %(count)s.")
    BLANK_MARKS = "note_blank_marks", _("The blanks had different marks; here each counts the same.")
    ORDER_SCORING = "note_order_scoring", _("Partial marks for an order are not kept: %(scoring)s.")
    ORDER_SELECTION = "note_order_selection", _("Showing only some of the items is not kept: all are shown.")
    NO_SHUFFLE_PARTS = "note_no_shuffle", _("A fixed order of the rows is not kept: the right side is mixed.")
    FIXED_OPTIONS = "note_fixed_options", _("Single options held in place are not kept: the options keep their order.")
    POINTS_ROUNDED = "note_points_rounded", _("The points were rounded: %(given)s became %(kept)s.")
    POINTS_ZERO = "note_points_zero", _("The question earned no points; here it earns 1.")
    WEIGHT_ROUNDED = "note_weight_rounded", _("A share below one percent or above the whole was not kept: %(share)s.")
    DESCRIPTION = "note_description", _("This is a text without a question: it is left out.")
    RANDOM = "note_random", _("This only draws other questions at random: it is left out. Exams here draw by tag.")
    TAGS_CUT = "note_tags_cut", _("Knowledge points longer than 100 characters were cut.")
    COMMENT = "note_comment", _("A comment in the file is not kept.")
    EXTRA = "note_extra", _("The file says more about this question than can be kept: %(fields)s.")
    EXTRA_OPTIONS = "note_extra_options", _("Options that the kind of question does not need are left out.")
    UNKNOWN_COLUMNS = "note_unknown_columns", _("Columns that are not known are not kept: %(columns)s.")
    FORMULA = "note_formula", _("A cell held a formula: its text is taken as it is.")
    LONE_EXPLANATION = "note_lone", _("Lines before the first question are not kept: %(text)s")
    MODAL = "note_modal", _("Feedback that opens after the answer is not kept: %(count)s texts.")
    RUBRIC_BLOCK = (
        "note_rubric_block",
        _("Instructions for graders or candidates outside of the question are not kept."),
    )
    STIMULUS = "note_stimulus", _("Shared material was put in front of the question.")
    STIMULUS_MISSING = "note_stimulus_missing", _("Shared material is missing in the package: %(name)s.")
    TEMPLATES = "note_templates", _("Random values of the item are not kept.")
    TIME = "note_time", _("Time limits and adaptive behaviour of the item are not kept.")
    STYLE = "note_style", _("Style sheets are not kept.")
    TEST = "note_test", _("The file also describes a test, its sections and rules: only the questions are taken.")
    PROCESSING = (
        "note_processing",
        _("Scoring rules of the item's own are not kept: the right answer is the one that the item declares."),
    )
    ALL_RIGHT_SCORING = "note_all_right", _("The item scores all or nothing; here right parts earn their share.")
    LIMIT_CHOICES = "note_limit_choices", _("A limit to the number of choices is not kept: %(limit)s.")
    MATCH_SCORING = "note_match_scoring", _("Single scores of pairs are not kept: all pairs count the same.")
    SPELLING = "note_spelling", _("How the text is compared is not kept: %(how)s.")
    DOCUMENT = "note_document", _("Comments, deleted text, footnotes or text boxes of the document are not kept.")
    SECTION_POINTS = "note_section_points", _("The points come from the heading: %(points)s.")
    KIND_TOLD = "note_kind_told", _("The kind was told from options and answer: %(kind)s.")
    SHORT_AS_ESSAY = "note_short_as_essay", _("Because of its marking scheme it became an essay.")
    WRONG_ANSWERS = "note_wrong_answers", _("Answers listed as wrong are not kept: %(answers)s.")
    BOTH_STARS = (
        "note_both_stars",
        _("A star that stands for itself beside one that stands for any text: both stand for any."),
    )
    ANSWER_IN_STEM = "note_answer_in_stem", _("The answer stood in the brackets of the question: %(answer)s.")
    ANSWER_AT_END = "note_answer_at_end", _("The answer stood at the end of the file: %(answer)s.")
    ANSWERS_UNUSED = "note_answers_unused", _("Answers at the end of the file that belong to no question: %(answers)s.")
    SHEET = "note_sheet", _("A sheet without headings is left out: the %(number)s. one.")


class QuestionLoss(TextChoices):
    """What a format cannot say of a question that is exported; those of `LEFT_OUT` are not in the file at all."""

    KIND = "loss_kind", _("This kind of question is not in the file: %(kind)s.")
    SEVERAL_BLANKS = "loss_several_blanks", _("Questions with several blanks are not in the file.")
    MIXED_ANSWERS = "loss_mixed", _("One blank takes numbers and texts: the question is not in the file.")
    TEXT = "loss_text", _("The text holds signs that this format cannot write: the question is not in the file.")
    DIFFICULTY = "loss_difficulty", _("The difficulty is not in the file.")
    POINTS = "loss_points", _("The points are not in the file.")
    RUBRIC = "loss_rubric", _("The marking scheme is not in the file.")
    REFERENCE = "loss_reference", _("The model answer is not in the file.")
    MOST_CHARACTERS = "loss_most", _("The limit of characters is not in the file.")
    SHUFFLE = "loss_shuffle", _("That the options keep their order is not in the file.")
    ALL = "loss_all", _("All or nothing became a share for each right option.")
    SHORT = "loss_short", _("A short text marked by a person became one that is marked by comparing.")
    SHORT_ESSAY = "loss_short_essay", _("A short text without accepted answers became an essay.")
    MATCH_CASE = "loss_match_case", _("That capital letters count is not in the file.")
    ANY_ORDER = "loss_any_order", _("That blanks may be answered in any order is not in the file.")


LEFT_OUT = frozenset({QuestionLoss.KIND, QuestionLoss.SEVERAL_BLANKS, QuestionLoss.MIXED_ANSWERS, QuestionLoss.TEXT})
