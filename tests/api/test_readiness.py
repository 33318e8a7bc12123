from api.readiness import HOLDS_SECONDS, Readiness
from trag.types import Check

PROBLEM = Check("Model", "problem", "gone", "Get it.")


def test_a_look_holds_for_a_moment_however_many_ask() -> None:
    now, looks = [0.0], 0
    readiness = Readiness(lambda: now[0])

    def look() -> list[Check]:
        nonlocal looks
        looks += 1
        return [PROBLEM, Check("Index", "warning", "empty", "Fill it.")] if looks == 1 else []

    assert readiness.problems(look) == [PROBLEM]
    now[0] = HOLDS_SECONDS - 0.1
    assert readiness.problems(look) == [PROBLEM]
    now[0] = HOLDS_SECONDS
    assert readiness.problems(look) == []
    assert looks == 2


def test_a_report_that_breaks_is_a_problem_of_its_own() -> None:
    def look() -> list[Check]:
        raise ZeroDivisionError("secret")

    (problem,) = Readiness().problems(look)
    assert (problem.name, problem.detail) == ("Checks", "they could not be made: ZeroDivisionError")
