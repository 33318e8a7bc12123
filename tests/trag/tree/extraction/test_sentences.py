import time

import pytest

from tests.trag.tree.extraction.documents import passage, said


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The Payroll Section is part of the Finance Division.", {"Payroll Section < Finance Division"}),
        (
            "Since May the Payroll Section reports directly to the Finance Division, as planned before.",
            set(),  # "planned" leaves a doubt
        ),
        ("The Audit Unit reports to the Office of the Director.", {"Audit Unit < Office of the Director"}),
        ("The Audit Unit is a small unit within the Legal Office.", {"Audit Unit < Legal Office"}),
        (
            "The Finance Division consists of the Payroll Section, the Treasury Section and the Tax Unit.",
            {
                "Payroll Section < Finance Division",
                "Treasury Section < Finance Division",
                "Tax Unit < Finance Division",
            },
        ),
        ("The Finance Division includes staff and the Tax Unit.", set()),
        ("The Tax Unit is headed by Dr. Ana Ruíz-Lind.", {"Ana Ruíz-Lind, Head: Tax Unit"}),
        ("Claims go to the Travel Unit, led by Bo Ek.", {"Bo Ek, Lead: Travel Unit"}),
        ("Ana Ruíz chairs the Ethics Committee.", {"Ana Ruíz, Chair: Ethics Committee"}),
        (
            "Ana Ruíz, Deputy Director of the Finance Division, signs.",
            {"Ana Ruíz, Deputy Director: Finance Division"},
        ),
        ("The Head of the Tax Unit is Bo Ek.", {"Bo Ek, Head: Tax Unit"}),
        ("Write to the Head of the Tax Unit, Bo Ek.", {"Bo Ek, Head: Tax Unit"}),
        (
            "The Tax Unit (TU) is part of the Finance Division.",
            {"Tax Unit < Finance Division", "Tax Unit = TU"},
        ),
    ],
)
def test_a_sentence_that_says_how_things_are_is_read(sentence: str, found: set[str]) -> None:
    assert said(passage(sentence)) == found


@pytest.mark.parametrize(
    "sentence",
    [
        "The Payroll Section was part of the Finance Division.",
        "The Payroll Section is no longer part of the Finance Division.",
        "The Payroll Section is not part of the Finance Division.",
        "Is the Payroll Section part of the Finance Division?",
        "The Payroll Section should be part of the Finance Division.",
        "If the Payroll Section is part of the Finance Division, it signs.",
        "The former Payroll Section is part of the Finance Division.",
        "Claims are part of the Finance Division budget.",
        "The Head of the Tax Unit, who signs, is on leave.",
        "Every section is part of a division.",
        "The Chair is elected by the Ethics Committee.",
        "Training is part of the Safety Unit Handbook.",
    ],
)
def test_what_was_may_be_or_is_asked_is_left_out(sentence: str) -> None:
    assert said(passage(sentence)) == set()


def test_a_short_form_alone_makes_no_unit() -> None:
    assert said(passage("He once spoke to the Oversight Committee (OC) of the city.")) == set()


def test_a_sentence_broken_over_lines_is_one() -> None:
    text = "Claims go to the\nTravel Unit, headed\nby Bo Ek."
    assert said(passage(text)) == {"Bo Ek, Head: Travel Unit"}


@pytest.mark.parametrize(
    "text",
    [
        "The " * 30_000,
        "Finance Division consists of " + "the Tax Unit, " * 5_000,
        "A" * 100_000,
        "is part of " * 20_000,
        " (" * 50_000,
        "Head of " * 20_000,
        "\n \t" * 50_000,
        "- " * 50_000,
        "| " * 50_000,
        "Special Interest Groups " * 8_000 + "(SIGs)",
        "1.1.1." * 20_000,
        "Dr. " * 30_000,
        "@a " * 30_000,
        ", and " * 20_000,
        "Ana Ruíz, " * 10_000,
    ],
)
def test_hostile_text_takes_no_time(text: str) -> None:
    started = time.process_time()
    said(passage(text, text[:2_000], "Finance Division", "Sections"), passage(f"The Tax Unit {text}"))
    assert time.process_time() - started < 2
