"""Small sets of documents as organisations of several shapes write them: all they tell, and nothing else."""

import pytest

from tests.trag.tree.extraction.documents import lines, passage
from trag.tree.extraction import extract


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in rows)


UNIVERSITY = (
    passage(
        "The Faculty of Science comprises three departments: Physics, Chemistry and Marine Biology.",
        "About us",
        file="about.html",
    ),
    passage(
        "- Department of Physics (Head: Prof. Lena Aho)\n- Department of Chemistry, headed by Dr. Ravi Menon",
        "Faculty of Science",
        "Departments",
        file="science.md",
    ),
    passage(
        table(
            "Department | Faculty | Head",
            "History | Faculty of Arts | Omar Haddad",
            "Music | Faculty of Arts | Vacant",
        ),
        file="departments.csv",
    ),
    passage("Dr. Ines Prado, Dean, Faculty of Law", "Signed", file="letter.docx"),
    passage("The Faculty of Law, Dr. Prado and guests met on 3 May.", "News", file="news.md"),
)
MINISTRY = (
    passage(
        "The Directorate for Roads is divided into the following sections:\n"
        "1. Section for Bridges\n2. Section for Tunnels",
        "Organisation",
        file="decree.docx",
    ),
    passage(
        "The Section for Tolls is subordinate to the Directorate for Finance. "
        "The Section for Fees and the Section for Audits report to the Directorate for Finance.",
        "Reporting lines",
        file="lines.pdf",
    ),
    passage("The Section for Claims was attached to the Directorate for Finance.", "Past", file="lines.pdf"),
    passage("The Director of the Directorate for Roads is Ivo Marek.", "Heads", file="heads.txt"),
)
COMPANY = (
    passage(
        table(
            "Name | Job title | Department | Reports to",
            "Ana Wolf | Head of Payroll | Payroll Department | Bo Sand",
            "Bo Sand | Chief Financial Officer | Finance Department | Flo Lake",
        ),
        "Staff directory",
        file="staff.xlsx",
    ),
    passage(
        table("Department | Manager | Phone", "Human Resources | Cy Holm | 12", "Fleet | vacant | 13"),
        "Telephone list",
        file="phones.csv",
    ),
    passage(
        "Members: Ana Wolf (chair), Cy Holm (former chair), Eva Lund", "Works Council", file="council.md"
    ),
    passage(
        "The Fleet Team, the Tools Team and the Paint Team report to the Operations Department.",
        "Operations",
        file="operations.md",
    ),
)
TOLD = {
    "university": (
        UNIVERSITY,
        {
            "Physics < Faculty of Science",
            "Chemistry < Faculty of Science",
            "Marine Biology < Faculty of Science",
            "Department of Physics < Faculty of Science",
            "Department of Chemistry < Faculty of Science",
            "Lena Aho, Head: Department of Physics",
            "Ravi Menon, Head: Department of Chemistry",
            "History < Faculty of Arts",
            "Music < Faculty of Arts",
            "Omar Haddad, Head: History",
            "Ines Prado, Dean: Faculty of Law",
        },
    ),
    "ministry": (
        MINISTRY,
        {
            "Section for Bridges < Directorate for Roads",
            "Section for Tunnels < Directorate for Roads",
            "Section for Tolls < Directorate for Finance",
            "Section for Fees < Directorate for Finance",
            "Section for Audits < Directorate for Finance",
            "Ivo Marek, Director: Directorate for Roads",
        },
    ),
    "company": (
        COMPANY,
        {
            "Ana Wolf, Head of Payroll: Payroll Department",
            "Bo Sand, Chief Financial Officer: Finance Department",
            "Cy Holm, Manager: Human Resources",
            "Ana Wolf, Chair: Works Council",
            "Eva Lund, Member: Works Council",
            "Fleet Team < Operations Department",
            "Tools Team < Operations Department",
            "Paint Team < Operations Department",
        },
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_all_that_the_documents_tell_is_proposed_and_nothing_else(name: str) -> None:
    documents, told = TOLD[name]
    assert lines(extract(documents)) == told


def test_a_name_with_and_in_it_stays_one_unit() -> None:
    found = lines(extract([passage("The Audit and Risk Committee is part of the Legal Office.")]))
    assert found == {"Audit and Risk Committee < Legal Office"}


def test_columns_that_tell_no_order_are_read_from_left_to_right() -> None:
    text = table("Division | Section", "Finance | Payroll", "Legal | Contracts")
    assert lines(extract([passage(text)])) == {"Payroll < Finance", "Contracts < Legal"}
