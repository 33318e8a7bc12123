from eval.metrics.statements import Statement, statements, unmarked


def test_each_sentence_is_a_statement_with_its_marks() -> None:
    assert statements("Ana leads it [2]. She has 12 days [1][3].") == [
        Statement("Ana leads it.", (2,)),
        Statement("She has 12 days.", (1, 3)),
    ]


def test_a_list_is_one_statement_with_what_leads_up_to_it() -> None:
    answer = "The trust is old. It has: [1]\n\n- Gannet Point\n- Old Tarn [2]\n\nThat is all."
    assert [(s.text, s.marks) for s in statements(answer)] == [
        ("The trust is old.", ()),
        ("It has:\n- Gannet Point\n- Old Tarn", (1, 2)),
        ("That is all.", ()),
    ]


def test_numbered_lists_and_tables_are_lists() -> None:
    assert len(statements("1. Gannet Point\n2. Old Tarn")) == 1
    assert len(statements("| Post | Days |\n|---|---|\n| Keeper | 28 |")) == 1


def test_questions_lead_ins_and_not_told_claim_nothing() -> None:
    claims = "Which depot do you mean? Here is what I found: The documents do not tell. Ana leads it."
    assert [s.text for s in statements(claims.replace("found: ", "found:\n")) if s.is_claim] == [
        "Ana leads it."
    ]


def test_marks_leave_no_number_behind() -> None:
    assert unmarked("It takes 5 days [12, 3].") == "It takes 5 days."
    assert statements("") == []
    assert statements("[1]") == []
