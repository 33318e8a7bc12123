import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trag.tree.organisations import MINISTRY, SHAPES, TEAMS, UNIVERSITY
from trag.tree.detection import Detector
from trag.tree.detection.names import words
from trag.tree.loading import load_organisation
from trag.tree.organisation import Node, Organisation


def organisation(shape: str) -> Organisation:
    return load_organisation(SHAPES[shape], shape)


def found(detector: Detector, question: str) -> list[tuple[str, list[str]]]:
    return [(m.text, [entity.id for entity in m.candidates]) for m in detector.detect(question)]


@pytest.fixture(scope="module")
def ministry() -> Detector:
    return Detector(load_organisation(MINISTRY, "o.yaml"))


@pytest.fixture(scope="module")
def university() -> Detector:
    return Detector(load_organisation(UNIVERSITY, "o.yaml"))


@pytest.fixture(scope="module")
def teams() -> Detector:
    return Detector(load_organisation(TEAMS, "o.csv"))


@pytest.mark.parametrize(
    ("question", "text", "entity"),
    [
        ("Who heads the Directorate for Rivers and Lakes?", "Directorate for Rivers and Lakes", "d-rivers"),
        ("the rivers & lakes directorate, please", "rivers & lakes directorate", "d-rivers"),
        ("Who runs rivers and lakes?", "rivers and lakes", "d-rivers"),
        ("Who works in IT?", "IT", "d-it"),
        ("What does Finance do?", "Finance", "d-finance"),
        ("the minister\u2019s cabinet", "minister\u2019s cabinet", "cabinet"),
        ("Who is the treasurer?", "treasurer", "p-treasurer"),
        ("What is the BPRS?", "BPRS", "s-budget"),
        ("How many sections has our ministry?", "ministry", "ministry"),
        ("Which post does Jonas Orsted hold?", "Jonas Orsted", "person:jonas-rsted"),
        ("Ørsted's deputy?", "Ørsted", "person:jonas-rsted"),
        ("mail jonas.orsted@water.example", "jonas.orsted@water.example", "person:jonas-rsted"),
        ("What is MARY O'BRIEN responsible for?", "MARY O'BRIEN", "person:mary-o-brien"),
    ],
)
def test_a_unit_post_or_person_of_a_ministry_is_found(
    ministry: Detector, question: str, text: str, entity: str
) -> None:
    assert found(ministry, question) == [(text, [entity])]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who heads the physics department?", [("physics department", ["physics"])]),
        ("Who is dean of the science faculty?", [("science faculty", ["f-science"])]),
        ("Does music belong to Arts?", [("music", ["music"]), ("Arts", ["f-arts"])]),
        ("李雷是谁", [("李雷", ["person:p-53d5cfd2"])]),
        ("Who owns `news`?", [("news", ["news"])]),
        ("the news service", [("news", ["news"])]),
        ("where is the kestrel catalogue", [("kestrel catalogue", ["kestrel"])]),
        ("the university library", [("university library", ["library"])]),
        ("Helen Ngugi", [("Helen Ngugi", ["person:prof-helen-ngugi"])]),
    ],
)
def test_a_university_is_understood(
    university: Detector, question: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert found(university, question) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("the Arm squad", [("Arm squad", ["sq-arm"])]),
        ("squads grip and arm", [("grip", ["sq-grip"]), ("arm", ["sq-arm"])]),
        ("Which squads are in the motion tribe?", [("motion tribe", ["tribe-a"])]),
        ("Who is in KIN?", [("KIN", ["sq-kinematik"])]),
    ],
)
def test_a_company_of_squads_is_understood(
    teams: Detector, question: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert found(teams, question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What is the audit procedure?",
        "Can it be done in finance?",
        "How do I get licences?",
        "Are young people paid?",
        "Auditors and financing",
        "Who is the audit liaison?",
        "the audit-trail of Finance-like bodies",
        "",
        "?!",
    ],
)
def test_an_ordinary_word_is_no_unit(ministry: Detector, question: str) -> None:
    assert found(ministry, question) == []


def test_the_words_of_another_trade_are_no_unit_either(university: Detector, teams: Detector) -> None:
    assert found(university, "How is physics taught, and is there news or music?") == []
    assert found(teams, "I broke an arm; who is my next of kin, and does lidar help?") == []


def test_an_ambiguous_name_keeps_all_candidates(ministry: Detector) -> None:
    (mention,) = ministry.detect("Who leads the audit section?")
    assert mention.is_ambiguous
    assert {entity.path[-1] for entity in mention.candidates} == {
        "Directorate for Rivers & Lakes",
        "Directorate for Finance",
    }


def test_a_unit_above_settles_an_ambiguous_name(ministry: Detector) -> None:
    question = "Who leads the Audit section of the Directorate for Finance?"
    assert found(ministry, question)[0] == ("Audit", ["s-audit-finance"])


def test_a_namesake_below_gives_way_to_the_unit_above() -> None:
    tree = Organisation(
        "O",
        (
            Node("o", "Org", "org"),
            Node("g", "Group Xylo", "group", "o", ("xylo",)),
            Node("x", "xylo", "project", "g"),
        ),
    )
    detector = Detector(tree)
    assert found(detector, "who leads xylo") == [("xylo", ["g"])]
    assert found(detector, "who leads the xylo project") == [("xylo", ["x"])]


def test_a_surname_counts_only_when_one_person_has_it() -> None:
    tree = """{root: {id: o, name: Org, people: [{name: Ann Zabel, role: a}, {name: Bo Zabel, role: a},
               {name: Cy Tomsk, role: a}]}}"""
    detector = Detector(load_organisation(tree, "o.yaml"))
    assert found(detector, "Is Zabel or Tomsk in?") == [("Tomsk", ["person:cy-tomsk"])]
    assert found(detector, "is tomsk far?") == []


def test_an_organisation_of_one_unit_is_enough() -> None:
    detector = Detector(Organisation("O", (Node("o", "&", "unit"),)))
    assert found(detector, "x & y") == []
    assert found(detector, "who leads '&'?") == [("&", ["o"])]


NAMES = st.text(alphabet="bcdfgklmnéß李", min_size=3, max_size=8)
PHRASES = st.lists(NAMES, min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from([" ", "-", "_", "/"]).map(lambda gap: gap.join(parts))
)


def trees(names: Iterable[str]) -> Organisation:
    nodes = [Node("root", "Zqx Root", "zqxroot")]
    for index, name in enumerate(names):
        parent = "root" if index < 2 else f"n{index // 2}"
        nodes.append(Node(f"n{index}", name, "zqxunit", parent, (f"zz{index}vv {name}",)))
    return Organisation("Zqx", tuple(nodes))


@settings(max_examples=60, deadline=None)
@given(st.lists(PHRASES, min_size=1, max_size=8), st.data())
def test_any_name_or_alias_in_a_sentence_is_found_at_its_place(names: list[str], data: st.DataObject) -> None:
    tree = trees(names)
    node = data.draw(st.sampled_from(tree.nodes))
    name = data.draw(st.sampled_from((node.name, *node.aliases)))
    question = f'Please tell us: who leads "{name}" nowadays?'
    mentions = Detector(tree).detect(question)
    (mention,) = [m for m in mentions if m.start == question.index('"') + 1]
    assert mention.text == name == question[mention.start : mention.end]
    namesakes = {n.id for n in tree.nodes if words(name) in {words(n.name), *map(words, n.aliases)}}
    assert {entity.id for entity in mention.candidates} <= namesakes
    assert mention.candidates


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.sampled_from(sorted(SHAPES)))
def test_any_question_gets_ordered_mentions_of_whole_words(question: str, shape: str) -> None:
    end = 0
    detector = DETECTORS[shape]
    for mention in detector.detect(question):
        assert end <= mention.start < mention.end <= len(question)
        assert question[mention.start : mention.end] == mention.text
        assert mention.candidates
        end = mention.end


DETECTORS = {shape: Detector(organisation(shape)) for shape in SHAPES}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from("abcxyz"), st.sampled_from("abcxyz"), st.data())
def test_a_name_inside_a_longer_word_is_never_found(before: str, after: str, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["Flood Protection Section", "Mary O'Brien", "Lucía Fernández"]))
    for question in (f"who leads {before}{name}", f"who leads {name}{after}"):
        assert not any(m.text == name for m in DETECTORS["ministry.yaml"].detect(question))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who heads the Flood Protecton Section?", [("Flood Protecton Section", ["s-floods"])]),
        ("the floods protection section", [("floods protection section", ["s-floods"])]),
        ("What does Lucia Fernadez do?", [("Lucia Fernadez", ["person:lucia-fernandez"])]),
        ("Who is in the Directorat for Finance?", [("Directorat for Finance", ["d-finance"])]),
    ],
)
def test_a_misspelt_name_is_found_and_marked(
    ministry: Detector, question: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert found(ministry, question) == expected
    assert all(mention.is_corrected for mention in ministry.detect(question))


def test_an_exact_name_is_not_marked_as_corrected(ministry: Detector) -> None:
    assert not any(m.is_corrected for m in ministry.detect("Who heads the Flood Protection Section?"))


@pytest.mark.parametrize(
    "question",
    [
        "How are audits done?",
        "the finances",
        "Who floods the section?",
        "a licence",
        "a directory for financing",
    ],
)
def test_an_ordinary_word_is_never_taken_for_a_misspelt_name(ministry: Detector, question: str) -> None:
    assert found(ministry, question) == []


def test_a_misspelling_that_fits_two_names_is_left_alone() -> None:
    tree = "{root: {id: o, name: Org, children: [{id: a, name: Zabeltan}, {id: b, name: Zabelton}]}}"
    assert found(Detector(load_organisation(tree, "o.yaml")), "who leads Zabeltin") == []


def test_the_own_noun_of_the_organisation_means_its_root(ministry: Detector, teams: Detector) -> None:
    assert found(ministry, "How many people has our organisation?") == [("organisation", ["ministry"])]
    assert found(teams, "Who runs the company?") == [("company", ["acme"])]
    assert found(teams, "Which company makes lasers?") == []


@pytest.mark.slow
def test_a_question_over_a_hundred_thousand_units_takes_under_a_millisecond() -> None:
    letters = "bcdfghjklm"
    units = [f"{''.join(letters[int(d)] for d in f'{i:05d}')}x Section" for i in range(100_000)]
    nodes = [Node("r", "Root Org", "org"), *(Node(f"u{i}", u, "section", "r") for i, u in enumerate(units))]
    detector = Detector(Organisation("O", tuple(nodes)))
    questions = [f"Who leads the {units[i * 97]} and what is its budget for {i}?" for i in range(1000)]
    times = []
    for i, question in enumerate(questions):
        begun = time.thread_time()
        assert detector.detect(question)[0].candidates[0].id == f"u{i * 97}"
        times.append(time.thread_time() - begun)
    assert sorted(times)[990] < 0.001


def test_a_word_of_another_name_is_never_corrected() -> None:
    tree = "{root: {id: o, name: Org, children: [{id: a, name: Zabeltan Xyloform}, {id: b, name: Zabelton}]}}"
    assert found(Detector(load_organisation(tree, "o.yaml")), "who leads Zabeltan") == []


def test_capitals_say_nothing_where_every_word_has_one(ministry: Detector) -> None:
    assert found(ministry, "Please Read The Whole Audit Procedure Before Your Travel") == []
    assert found(ministry, "PLEASE READ THE WHOLE AUDIT PROCEDURE") == []


def test_a_handle_or_channel_is_never_corrected(ministry: Detector) -> None:
    assert found(ministry, "Who reads @Fernandes and #treasurerr?") == []
    assert found(ministry, "Who is Lucia Fernandes?") == [("Lucia Fernandes", ["person:lucia-fernandez"])]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=6)), max_size=8), st.text(max_size=40))
def test_any_names_and_kinds_make_a_detector(units: list[tuple[str, str]], question: str) -> None:
    nodes = [Node("r", "Root", "")]
    nodes += [Node(f"n{i}", name, kind, "r", (f"{kind} {name}",)) for i, (name, kind) in enumerate(units)]
    detector = Detector(Organisation("O", tuple(nodes)))
    for text in (question, " ".join(name for name, _ in units), *(name for name, _ in units)):
        assert all(text[m.start : m.end] == m.text and m.candidates for m in detector.detect(text))


def test_a_name_said_in_part_is_that_below_the_unit_named_beside_it() -> None:
    nodes = (
        Node("org", "Acme", "company"),
        Node("north", "North Council", "council", "org"),
        Node("south", "South Council", "council", "org"),
        Node("a", "Audit and Risk Committee", "committee", "north"),
        Node("b", "Audit and Ethics Committee", "committee", "south"),
    )
    detector = Detector(Organisation("Acme", nodes))

    def meant(question: str) -> list[str]:
        unsure = detector.unsure(question, detector.detect(question))
        return [entity.id for guess in unsure for entity in guess.mention.candidates]

    assert meant("Who chairs the audit committee of the North Council?") == ["a"]
    assert meant("Who chairs the audit committee of the South Council?") == ["b"]
    assert meant("Who chairs the audit committee?") == []
