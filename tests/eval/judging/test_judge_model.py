"""What the default model is worth as a judge, on answers that leave no doubt."""

from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from eval.judging.judge import Judge
from eval.scores import RIGHT as RIGHT_GRADES
from tests.eval.judging.conftest import MakeOutcome
from trag.engines.llama_cpp import EmbeddedGenerator
from trag.questions.cases import Case

pytestmark = [pytest.mark.slow, pytest.mark.model, pytest.mark.timeout(1500)]

RIGHT = "You may carry over up to 12 days [1]. They lapse on 30 June [1]."
WRONG = "You may carry over 45 days [1]. They never lapse [1]."
UNSUPPORTED = "You may carry over up to 12 days [1]. The canteen serves fish on Fridays [1]."


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    generator = EmbeddedGenerator("", Path(platformdirs.user_cache_dir("trag")) / "models")
    generator.warm_up()
    yield Judge(generator)
    generator.close()


def test_the_default_model_tells_clear_answers_apart(
    judge: Judge, case: Case, make_outcome: MakeOutcome
) -> None:
    right, wrong, unsupported = (
        judge.judge(case, make_outcome(text)) for text in (RIGHT, WRONG, UNSUPPORTED)
    )
    assert [right.error, wrong.error, unsupported.error] == ["", "", ""]
    # Its verdicts on relevance and on single statements are too unsteady to be asked for here.
    assert (right.grade in RIGHT_GRADES, wrong.grade) == (True, "incorrect"), (right, wrong)
    assert any("canteen" in reason for reason in unsupported.reasons), unsupported
