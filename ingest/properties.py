"""What files say about themselves: dates and names brought into one shape, placeholders left out."""

import re
from datetime import date, datetime

PLACEHOLDER = re.compile(
    r"""(?:document|dokument|presentation|präsentation|book|mappe|workbook|sheet|slide|folie|page|title|titel
    |untitled|unbenannt|unknown|new|neu|template|vorlage|normal|index|null|none|test|-)
    (?:[ _-]*(?:document|page|presentation|\(?\d+\)?))?
    |(?:powerpoint|word|excel)[ ]?(?:presentation|präsentation|document)?
    |microsoft[ ](?:word|powerpoint|excel)\b.*
    |.*\.(?:docx?|dotx?|pptx?|potx?|xlsx?|pdf|rtf|odt|indd|html?|tmp|md|tex|dvi|qxd)
    |\W*""",
    re.IGNORECASE | re.VERBOSE,
)
# Who programs and their templates name as author.
NO_AUTHOR = frozenset(
    "python-docx|openpyxl|xlsxwriter|steve canny|apache poi|admin|administrator|user|windows user|owner"
    "|microsoft office user|unknown|author|default|root|none|-".split("|")
)
PARTIAL_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")


def is_real_title(title: str) -> bool:
    """False for what a program writes when nobody wrote a title, such as "Document1"."""
    return PLACEHOLDER.fullmatch(title.strip()) is None


def real_author(author: str) -> str:
    """The author, "" when it is a program's or a template's name."""
    name = " ".join(author.split())
    return "" if name.casefold() in NO_AUTHOR else name


def iso_date(text: str) -> str:
    """A date as ISO 8601 to the second, "" when it is none; a year or a month alone stays one."""
    text = text.strip()
    if PARTIAL_DATE.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).replace(microsecond=0).isoformat()
    except ValueError:
        return ""
