"""A local model as judge: is the answer faithful to its sources, to the point, and right?

Two short requests for an answer. Faithfulness is judged without the reference answer, the grade
without the sources, so that neither lends itself to the other. In which order the possible verdicts
are named changes from case to case, but not between the arms of a case: a judge that likes the
first one favours no grade over many cases, and no arm in any.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from hashlib import blake2b
from random import Random
from typing import Any

from eval.judging.material import as_data, sources_for, statements_of
from eval.judging.records import Judgement
from eval.judging.replies import ask_for_json
from eval.outcomes import Outcome
from eval.scores import Grade
from trag.citations import read_marks
from trag.errors import TragError
from trag.prompts import load_prompt
from trag.protocols import Generator
from trag.questions.cases import Case
from trag.types import Answer

PROMPTS = "eval.prompts"
BUDGET = 700
# So many statements are put to the judge at once.
BATCH = 10
SAID_LETTERS = 120
GRADE_TOKENS = 300
VERDICT_TOKENS = 10

VERDICTS = {
    "yes": "the sources say it, or it follows from them",
    "no": "the sources do not say it, or say otherwise",
}
RELEVANCE = {"fully": 1.0, "partly": 0.5, "not": 0.0}
RELEVANCES = {
    "fully": "it speaks to all that was asked",
    "partly": "it speaks to some of what was asked",
    "not": "it speaks of something else, or says nothing",
}
# A small model that finds "45 days" instead of 12 still calls it correct when asked for a grade; asked
# what each one says and whether these agree, it need not weigh. Nor can an answer name the grade it wants.
MATCHES = {
    "same": "the same numbers, names and facts",
    "incomplete": "a part of what the reference answer says is not there",
    "different": "another number, name or fact, or none",
}
EXTRAS = {"little": "nothing, or a few words", "much": "a sentence or more"}

Part = Callable[[Judgement, Case, Outcome, Answer], Judgement]


class Judge:
    """Judges outcomes with a language model; `budget` is the tokens of sources it gets to read."""

    def __init__(self, generator: Generator, *, budget: int = BUDGET) -> None:
        self._generator = generator
        self._budget = budget

    @property
    def id(self) -> str:
        """The model, and a hash that changes with the prompts and the budget."""
        parts = [load_prompt(name, PROMPTS) for name in ("judge_faithfulness", "judge_grade")]
        content = repr([*parts, VERDICTS, MATCHES, EXTRAS, RELEVANCES, self._budget])
        return f"{self._generator.model}-{blake2b(content.encode(), digest_size=4).hexdigest()}"

    def judge(self, case: Case, outcome: Outcome) -> Judgement:
        """The judgement on one outcome. What goes wrong is part of it."""
        judgement = Judgement(outcome.key, judge=self.id)
        answer = outcome.answer
        if answer is None:
            return replace(judgement, error=outcome.error or "There is no answer to judge.")
        if answer.refused or not answer.text.strip():
            return _refusal(judgement, case)
        parts: tuple[Part, ...] = (self._with_faithfulness, self._with_grade)
        for part in parts:
            try:
                judgement = part(judgement, case, outcome, answer)
            except TragError as error:
                judgement = replace(judgement, error=f"{judgement.error}\n{error}".strip())
        return judgement

    def _with_faithfulness(
        self, judgement: Judgement, case: Case, outcome: Outcome, answer: Answer
    ) -> Judgement:
        # Asking back which of two is meant states nothing.
        statements = statements_of(answer.text) if answer.answered_by != "none" else ()
        sources, left_out = sources_for(outcome, self._budget, self._generator.count_tokens)
        if not statements or not sources:
            return judgement
        unsupported: list[str] = []
        for start in range(0, len(statements), BATCH):
            batch = statements[start : start + BATCH]
            unsupported.extend(self._unsupported(case, outcome.question, sources, batch))
        reasons = [f"not in the sources: {statement}" for statement in unsupported]
        if left_out:
            reasons.append(f"{left_out} sources did not fit the judge's {self._budget} tokens")
        share = 1 - len(unsupported) / len(statements)
        return replace(judgement, faithfulness=share, reasons=(*judgement.reasons, *reasons))

    def _unsupported(
        self, case: Case, question: str, sources: Iterable[str], statements: tuple[str, ...]
    ) -> list[str]:
        named = {f"s{number}": text for number, text in enumerate(statements, start=1)}
        prompt = load_prompt("judge_faithfulness", PROMPTS).format(
            sources="\n".join(f"- {as_data(source)}" for source in sources),
            question=as_data(question),
            statements="\n".join(f"{name}: {as_data(text)}" for name, text in named.items()),
            options=_options(VERDICTS, case),
        )
        schema = _object({name: {"enum": list(VERDICTS)} for name in named})
        max_tokens = VERDICT_TOKENS * (2 + len(named))
        reply = ask_for_json(self._generator, prompt, schema, max_tokens=max_tokens)
        return [text for name, text in named.items() if reply[name] == "no"]

    def _with_grade(self, judgement: Judgement, case: Case, outcome: Outcome, answer: Answer) -> Judgement:
        prompt = load_prompt("judge_grade", PROMPTS).format(
            question=as_data(outcome.question),
            reference=" or ".join(as_data(text) for text in (case.answer, *case.answer_aliases)),
            answer=as_data(read_marks(answer.text)[0]),
            matches=_options(MATCHES, case),
            extras=_options(EXTRAS, case),
            relevances=_options(RELEVANCES, case),
        )
        said = {"type": "string", "maxLength": SAID_LETTERS}
        schema = _object(
            {
                "reference_says": said,
                "answer_says": said,
                "match": {"enum": list(MATCHES)},
                "extra": {"enum": list(EXTRAS)},
                "relevance": {"enum": list(RELEVANCES)},
            }
        )
        reply = ask_for_json(self._generator, prompt, schema, max_tokens=GRADE_TOKENS)
        reason = f"{reply['match']}: reference {reply['reference_says']!r}, answer {reply['answer_says']!r}"
        return replace(
            judgement,
            relevance=RELEVANCE[reply["relevance"]],
            grade=_grade(reply["match"], reply["extra"]),
            reasons=(*judgement.reasons, reason),
        )


def _grade(match: str, extra: str) -> Grade:
    if match != "same":
        return "incorrect"
    return "correct" if extra == "little" else "correct_verbose"


def _refusal(judgement: Judgement, case: Case) -> Judgement:
    """A refusal needs no model: it is right where the material does not tell, and only there."""
    if case.is_answerable:
        reasons = ("refused, though the material tells",)
        return replace(judgement, relevance=0.0, grade="incorrect", reasons=reasons, is_by_rule=True)
    reasons = ("refused, as it should",)
    return replace(judgement, relevance=1.0, grade="correct", reasons=reasons, is_by_rule=True)


def _options(meanings: Mapping[str, str], case: Case) -> str:
    """The possible verdicts with their meanings, in this case's order."""
    names = list(meanings)
    Random(case.id).shuffle(names)  # noqa: S311  no secret
    return "\n".join(f'- "{name}": {meanings[name]}' for name in names)


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
