"""What a PDF says about itself."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ingest.blocks import Properties

DATE = re.compile(
    r"^\s*(?:D:)?(?P<year>\d{4})(?P<month>\d\d)?(?P<day>\d\d)?(?P<hour>\d\d)?(?P<minute>\d\d)?(?P<second>\d\d)?"
    r"(?:(?P<sign>[-+Z])(?:(?P<hours>\d\d)'?(?P<minutes>\d\d)?)?)?"
)


def properties_of(pdf: Any) -> Properties:
    """Title, author, dates and number of pages of a pypdfium2 document."""
    return Properties(
        title=" ".join(pdf.get_metadata_value("Title").split()),
        author=" ".join(pdf.get_metadata_value("Author").split()),
        created=iso_date(pdf.get_metadata_value("CreationDate")),
        modified=iso_date(pdf.get_metadata_value("ModDate")),
        pages=len(pdf),
    )


def iso_date(written: str) -> str:
    """A PDF's date (D:20240131120000+01'00') as ISO 8601, as exact as it is; "" if it is none."""
    found = DATE.match(written)
    if not found:
        return ""
    fields = {name: int(found[name] or default) for name, default in DEFAULTS.items()}
    try:
        moment = datetime(**fields, tzinfo=_zone(found))
    except ValueError:
        return ""
    return moment.isoformat() if found["hour"] else moment.date().isoformat()


DEFAULTS = {"year": 0, "month": 1, "day": 1, "hour": 0, "minute": 0, "second": 0}


def _zone(found: re.Match[str]) -> timezone | None:
    if not found["sign"]:
        return None
    if found["sign"] == "Z" or not found["hours"]:
        return UTC
    away = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-away if found["sign"] == "-" else away)
