import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trag.questions.chance import Chance, fraction, shuffled
from trag.questions.splits import split_of

KEYS = [f"folder/file-{number}.md" for number in range(4000)]


def test_a_key_keeps_its_side_on_every_machine() -> None:
    sides = [split_of(key) for key in ("a.md", "b.md", "c.md", "people/leave.html", "sig", "unit-7")]
    assert sides == ["train", "train", "held_out", "train", "train", "held_out"]


def test_about_a_fifth_is_held_out() -> None:
    for seed in range(5):
        share = sum(split_of(key, seed) == "held_out" for key in KEYS) / len(KEYS)
        assert 0.17 < share < 0.23


def test_another_seed_holds_out_others() -> None:
    sides = [{key for key in KEYS if split_of(key, seed) == "held_out"} for seed in (0, 1)]
    assert len(sides[0] & sides[1]) < 0.4 * len(sides[0])


@given(st.text(), st.integers(), st.floats(0, 1))
def test_a_larger_share_only_adds_to_what_is_held_out(key: str, seed: int, share: float) -> None:
    assert split_of(key, seed, 0) == "train"
    assert split_of(key, seed, 1) == "held_out"
    if split_of(key, seed, share) == "held_out":
        assert split_of(key, seed, (1 + share) / 2) == "held_out"


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_keys_have_different_fractions(first: list[str], second: list[str]) -> None:
    assert (fraction(*first) == fraction(*second)) == (first == second)


@given(st.lists(st.text(max_size=5), unique=True), st.randoms(use_true_random=False))
def test_shuffling_does_not_depend_on_the_order_before(names: list[str], dice: random.Random) -> None:
    items = [(name, name) for name in names]
    once = shuffled(items, 3)
    dice.shuffle(items)
    assert shuffled(items, 3) == once
    assert sorted(once) == sorted(names)


def test_throws_differ_and_repeat_for_the_same_key() -> None:
    first, second = Chance("a", 1), Chance("a", 1)
    throws = [first.throw() for _ in range(50)]
    assert throws == [second.throw() for _ in range(50)]
    assert all(one != other for one, other in pairwise(throws))
    assert {Chance(n).pick("abc") for n in range(50)} == set("abc")
