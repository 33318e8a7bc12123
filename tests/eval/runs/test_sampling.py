from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from eval.runs.sampling import shuffled, stratified
from trag.questions.cases import Case, CaseType

TYPES: tuple[CaseType, ...] = ("document", "entity_simple", "entity_complex", "unanswerable")


def case(number: int, kind: CaseType) -> Case:
    groups = () if kind == "unanswerable" else (("x",),)
    return Case(id=f"{kind}-{number}", question="?", answer="", type=kind, must_include=groups)


CASES = [case(number, kind) for kind, n in zip(TYPES, (40, 35, 30, 15), strict=True) for number in range(n)]


@given(st.permutations(CASES), st.integers(0, 5))
def test_the_order_depends_on_ids_and_seed_alone(cases: list[Case], seed: int) -> None:
    assert shuffled(cases, seed) == shuffled(CASES, seed)


def test_another_seed_gives_another_sample() -> None:
    assert set(stratified(CASES, 30, 0)) != set(stratified(CASES, 30, 1))


@given(st.integers(1, len(CASES)), st.integers(0, 3))
def test_every_prefix_holds_each_type_in_its_share(size: int, seed: int) -> None:
    found = Counter(case.type for case in stratified(CASES, size, seed))
    for kind, total in Counter(case.type for case in CASES).items():
        assert abs(found[kind] - size * total / len(CASES)) <= 1


@given(st.integers(1, len(CASES) - 1))
def test_a_larger_sample_only_adds_cases(size: int) -> None:
    assert stratified(CASES, size, 0) == stratified(CASES, size + 1, 0)[:size]


def test_no_size_means_all() -> None:
    assert sorted(c.id for c in stratified(CASES, 0, 0)) == sorted(c.id for c in CASES)
