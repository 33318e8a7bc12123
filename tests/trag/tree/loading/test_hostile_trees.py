import time

import pytest

from tests.hostile_trees import HOSTILE, KINDS
from trag.errors import TreeError
from trag.tree.loading import load_organisation
from trag.tree.loading.doubts import doubt_about


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_tree_is_refused_with_a_clear_reason(kind: str) -> None:
    file, text, reason = HOSTILE[kind]
    with pytest.raises(TreeError) as caught:
        load_organisation(text(), file)
    assert any(reason in problem for problem in caught.value.problems), caught.value.problems[:3]
    assert all(problem.startswith("line ") for problem in caught.value.problems)


@pytest.mark.slow
@pytest.mark.parametrize("file", ["o.json", "o.yaml"])
def test_a_million_units_are_refused_before_they_fill_the_memory(file: str) -> None:
    units = ",\n".join(f'{{"id": "u{i}", "name": "U"}}' for i in range(1_000_000))
    begun = time.process_time()
    with pytest.raises(TreeError, match="more than"):
        load_organisation(f'{{"root": {{"id": "r", "name": "R", "children": [{units}]}}}}', file)
    assert time.process_time() - begun < 120


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(TreeError, match="the limit is 67,108,864"):
        load_organisation("#" * (64 * 1024 * 1024 + 1), "o.yaml")


@pytest.mark.parametrize(
    "name",
    [
        "Audit",
        "Аудит",
        "IT-отдел",
        "Ωmega",
        "β-Carotene",
        "+1 Team",
        "@home",
        "-",
        "R&D | Lab!",
        "می‌خواهم",
        "1Д",
    ],
)
def test_an_honest_name_raises_no_doubt(name: str) -> None:
    assert doubt_about(name) == ""
