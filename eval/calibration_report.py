"""What a calibration came to, in lines for the person who runs the system."""

from eval.calibration import Calibration
from eval.calibration_figures import REFUSED_AT_MOST, Figures
from eval.evidence_trials import Trials
from eval.statistics import Interval

WIDTH = 26


def sentences_of(trials: Trials, made: Calibration) -> list[str]:
    """The questions, the figures of the fitted rule beside the default's, the rule, and the verdict."""
    return [
        *_questions(trials),
        "",
        "On questions that the rule was not fitted to, with 95 % intervals:",
        *_table(made),
        "",
        *_rule(made),
        "",
        _verdict(made),
    ]


def _questions(trials: Trials) -> list[str]:
    with_facts = sum(not trial.is_open for trial in trials.usable)
    left_out, unanswerable = trials.count("left out"), trials.count("unanswerable")
    origins = f"{left_out} asked with their documents left out, {unanswerable} written as unanswerable"
    counts = f"{trials.count('answerable')} questions with an answer, {left_out + unanswerable} without"
    return [
        f"{counts}: {origins}.",
        f"Fitted to these and to {with_facts} with facts from the tree, which the model gets in any case.",
        f"{trials.others} cases are of no use here: the tree answers them, or they name what nobody knows.",
    ]


def _table(made: Calibration) -> list[str]:
    fitted, floors = made.figures, made.floors
    rows = [
        ("", "fitted", "default"),
        ("nothing relevant: recall", _caught(fitted), _caught(floors)),
        ("  of those written so", _caught(made.written), _caught(made.written_floors)),
        ("  precision", _due(fitted), _due(floors)),
        ("answerable, let through", _passed(fitted), _passed(floors)),
        ("  precision", _passed_rightly(fitted), _passed_rightly(floors)),
        ("answerable, but refused", f"{fitted.lost}", f"{floors.lost}"),
    ]
    return [f"{name:<{WIDTH}}{one:<{WIDTH}}{other}".rstrip() for name, one, other in rows]


def _rule(made: Calibration) -> list[str]:
    line = made.line
    return [
        f"Rule: {line.similarity:.2f} x similarity + {line.nearness:.2f} x nearness >= {line.least:.3f}",
        "(nearness: a passage's similarity, and the share of the question's words it holds, in one sum)",
    ]


def _verdict(made: Calibration) -> str:
    if made.is_better:
        return "It refuses more that has no answer than the default, and hardly anything else."
    if not made.figures.keeps_the_limit:
        return f"It would refuse more than {REFUSED_AT_MOST:.0%} of the answerable questions: not used."
    return "It would refuse no more without an answer than the default: not used."


def _caught(figures: Figures) -> str:
    return _share(figures.caught, figures.unanswerable, figures.recall)


def _due(figures: Figures) -> str:
    return _share(figures.caught, figures.caught + figures.lost, figures.precision)


def _passed(figures: Figures) -> str:
    return _share(figures.answerable - figures.lost, figures.answerable, figures.passed_recall)


def _passed_rightly(figures: Figures) -> str:
    return _share(figures.answerable - figures.lost, figures.passed, figures.passed_precision)


def _share(part: int, whole: int, interval: Interval) -> str:
    return f"{part} of {whole} ({interval[0]:.0%} to {interval[1]:.0%})" if whole else "-"
