"""The paper's experiments, one command each: runs like any other, resumable and read by `report`."""

from pathlib import Path
from typing import Annotated

import typer

from trag.cli.evaluation.carrying_out import Order, carry_out
from trag.cli.evaluation.options import (
    ArmOption,
    CasesArgument,
    NameOption,
    RequireOption,
    SampleOption,
    SeedOption,
    TokensOption,
)
from trag.cli.options import DataOption

AmongOption = Annotated[
    list[int] | None, typer.Option("--among", min=0, help="How many unrelated passages; may be repeated.")
]
ParaphrasesOption = Annotated[
    int, typer.Option("--paraphrases", min=0, help="Further wordings the model makes of each question.")
]
AttacksOption = Annotated[
    Path | None, typer.Option("--attacks", help="Attacks of your own as JSONL, in place of trag's.")
]
ChoicesOption = Annotated[
    Path | None, typer.Option("--choices", help="Multiple-choice questions as JSONL, in place of trag's 60.")
]


def needle(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    among: AmongOption = None,
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    context_tokens: TokensOption = None,
    require: RequireOption = None,
) -> None:
    """Needle in a haystack: does it matter where among unrelated passages the answer stands?"""
    from eval.experiments.needle import ARMS, CONTEXT_TOKENS, SIZES, NeedleExperiment
    from eval.experiments.plan import all_passages
    from trag.questions.cases import read_cases

    arms, sizes = tuple(arm or ARMS), tuple(among or SIZES)
    room = context_tokens or CONTEXT_TOKENS
    order = Order("needle", cases.name, arms, data, name, sample, seed, context_tokens=room)
    order = order.with_rest(require, among=sizes)
    carry_out(
        order,
        read_cases(cases),
        lambda workspace, made, chosen: NeedleExperiment(
            made, chosen, all_passages(workspace), arm_names=arms, sizes=sizes, seed=seed
        ),
    )


def rephrasing(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    paraphrases: ParaphrasesOption = 0,
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    require: RequireOption = None,
) -> None:
    """Rephrasing audit: is a question answered alike in other words and with typos?"""
    from eval.experiments.paraphrasing import Paraphraser
    from eval.experiments.rephrasing import ARMS, RephrasingExperiment
    from trag.questions.cases import read_cases

    arms = tuple(arm or ARMS)
    order = Order("rephrasing", cases.name, arms, data, name, sample, seed)
    order = order.with_rest(require, paraphrases=paraphrases)
    carry_out(
        order,
        read_cases(cases),
        lambda workspace, made, chosen: RephrasingExperiment(
            made,
            chosen,
            workspace.guide,
            arm_names=arms,
            paraphrase=Paraphraser(made.generator(), workspace.guide, paraphrases) if paraphrases else None,
            seed=seed,
        ),
    )


def poison(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    attacks: AttacksOption = None,
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    require: RequireOption = None,
) -> None:
    """Poisoned documents: how often does a passage that tries to steer the answer have its way?"""
    from eval.experiments.attacks import known_attacks, read_attacks
    from eval.experiments.poison import ARMS, PoisonExperiment
    from trag.questions.cases import read_cases

    arms = tuple(arm or ARMS)
    tried = tuple(read_attacks(attacks)) if attacks else known_attacks()
    order = Order("poison", cases.name, arms, data, name, sample, seed)
    order = order.with_rest(require, attacks=[attack.model_dump(mode="json") for attack in tried])
    carry_out(
        order,
        read_cases(cases),
        lambda workspace, made, chosen: PoisonExperiment(
            made, chosen, lambda: workspace.retriever, workspace.guide, attacks=tried, arm_names=arms
        ),
    )


def forgetting(
    *,
    data: DataOption = None,
    choices: ChoicesOption = None,
    arm: ArmOption = None,
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    require: RequireOption = None,
) -> None:
    """Forgetting test: multiple-choice questions of general knowledge (arms: model, model@OTHER)."""
    from eval.experiments.choices import general_questions, read_choices
    from eval.experiments.forgetting import ARM, ForgettingExperiment

    questions = read_choices(choices) if choices else general_questions()
    arms = tuple(arm or [ARM])
    file = choices.name if choices else "general.jsonl"
    order = Order("forgetting", file, arms, data, name, sample, seed).with_rest(require)
    carry_out(
        order,
        [question.as_case() for question in questions],
        lambda _, made, chosen: ForgettingExperiment(made, chosen, arm_names=arms),
    )


def memorisation(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    require: RequireOption = None,
) -> None:
    """Memorisation check: training questions without context, against held-out ones (arms: model@TUNED)."""
    from eval.experiments.memorisation import ARMS, MemorisationExperiment
    from trag.questions.cases import read_cases

    arms = tuple(arm or ARMS)
    order = Order("memorisation", cases.name, arms, data, name, sample, seed).with_rest(require)
    carry_out(
        order,
        read_cases(cases),
        lambda _, made, chosen: MemorisationExperiment(made, chosen, arm_names=arms),
    )
