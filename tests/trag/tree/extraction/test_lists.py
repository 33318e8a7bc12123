from tests.trag.tree.extraction.documents import passage, proposed, said


def test_a_list_of_units_below_a_units_heading_is_its_parts() -> None:
    text = "What we do.\n\n- Payroll Section: pays salaries\n- Treasury Section (TS)\n- Printer paper"
    assert said(passage(text, "Handbook", "2. Finance Division")) == {
        "Payroll Section < Finance Division",
        "Treasury Section < Finance Division",
        "Treasury Section = TS",
    }


def test_headings_of_units_inside_each_other_are_places() -> None:
    assert said(passage("Text.", "Finance Division", "2.1 Payroll Section", "Opening hours")) == {
        "Payroll Section < Finance Division"
    }
    assert said(passage("Text.", "Finance Division", "Meetings", "Payroll Section")) == set()


def test_a_heading_that_says_sections_makes_units_of_what_is_below() -> None:
    assert said(
        passage("- Payroll\n- Accounts payable", "Finance Division", "Sections"),
        passage("Text.", "Finance Division", "Our Teams", "Falcon"),
        passage("Text.", "Finance Division", "Our Teams", "How to join"),
    ) == {
        "Payroll < Finance Division",
        "Accounts payable < Finance Division",
        "Falcon < Finance Division",
    }


def test_people_below_a_role_hold_it() -> None:
    text = "They lead us.\n\n- Ana Ruíz (@ana), Acme, Inc\n- Bo Ek Jr."
    assert said(passage(text, "Safety Committee", "Leadership", "Technical Leads")) == {
        "Ana Ruíz, Technical Lead: Safety Committee",
        "Bo Ek Jr., Technical Lead: Safety Committee",
    }


def test_labels_count_as_headings_do() -> None:
    text = "- Chair: Ana Ruíz\n- Members:\n  - Bo Ek\n  - Cy Dahl, Treasurer\n- Alumni:\n  - Di Falk"
    assert said(passage(text, "Safety Committee")) == {
        "Ana Ruíz, Chair: Safety Committee",
        "Bo Ek, Member: Safety Committee",
        "Cy Dahl, Treasurer: Safety Committee",
    }


def test_a_line_that_announces_members_is_read_with_its_list() -> None:
    text = "The Finance Division has the following sections:\n\n- Payroll\n- Treasury"
    assert said(passage(text, "Handbook")) == {"Payroll < Finance Division", "Treasury < Finance Division"}


def test_a_list_under_any_other_heading_says_nothing() -> None:
    people = "- Ana Ruíz\n- Bo Ek"
    assert said(passage(people, "Safety Committee", "Speakers")) == set()
    assert said(passage(people, "Safety Committee", "Emeritus Chairs")) == set()
    assert said(passage(people, "Chairs")) == set()
    assert said(passage("- Audit Unit", "Safety Committee", "Invited units and guests")) == set()
    assert said(passage("- Audit Unit", "Safety Committee Charter")) == set()


def test_a_kind_is_known_by_the_short_form_documents_give_it() -> None:
    found = proposed(
        passage("We have Special Interest Groups (SIGs) and rules.", "Rules"),
        passage("- Ana Ruíz", "SIG Storage", "Chairs"),
        passage("- Ana Ruíz", "Storage Special Interest Group", "Chairs", file="readme.md"),
    )
    (role,) = [proposal for proposal in found if proposal.change == "role"]
    assert (role.person, role.role, role.confidence) == ("Ana Ruíz", "Chair", "high")
    assert len(role.evidence) == 2


def test_a_short_name_that_documents_explain_is_the_same_unit() -> None:
    found = said(
        passage("The Treasury Section (TS) is part of the Finance Division.", "Handbook"),
        passage("- TS\n- Payroll", "Finance Division", "Sections", file="list.md"),
    )
    assert found == {
        "Treasury Section < Finance Division",
        "Treasury Section = TS",
        "Payroll < Finance Division",
    }


def test_a_role_in_brackets_is_that_persons_own() -> None:
    text = "Members: Ana Ruíz (chair), Bo Ek (on leave), Cy Dahl (former chair), Di Falk"
    assert said(passage(text, "Safety Committee")) == {
        "Ana Ruíz, Chair: Safety Committee",
        "Bo Ek, Member: Safety Committee",
        "Di Falk, Member: Safety Committee",
    }
