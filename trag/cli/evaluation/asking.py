"""`trag eval run`: every question of a file, asked in every arm."""

from trag.cli.evaluation.options import (
    ArmOption,
    CasesArgument,
    LevelOption,
    NameOption,
    ParallelOption,
    RequireOption,
    SampleOption,
    SeedOption,
    TokensOption,
)
from trag.cli.options import DataOption


def run(
    cases: CasesArgument,
    *,
    data: DataOption = None,
    arm: ArmOption = None,
    level: LevelOption = "answer",
    sample: SampleOption = 0,
    seed: SeedOption = 0,
    name: NameOption = "",
    context_tokens: TokensOption = None,
    parallel: ParallelOption = 1,
    require: RequireOption = None,
) -> None:
    """Ask every question of a file in each arm (t-rag unless named), and show how many answers are right."""
    from eval.experiments.plain import PlainExperiment
    from trag.cli.evaluation.carrying_out import Order, carry_out
    from trag.cli.evaluation.served import carry_out_served
    from trag.cli.options import settings_of
    from trag.owner import find_owner
    from trag.questions.cases import read_cases

    arms = tuple(arm or ["t-rag"])
    order = Order(
        "questions",
        cases.name,
        arms,
        data,
        name,
        sample,
        seed,
        level=level,
        context_tokens=context_tokens,
        parallel=parallel,
        require=require or (),
    )
    folder = settings_of(data).data
    if address := find_owner(folder):
        carry_out_served(order, cases, read_cases(cases), address, folder)
        return
    carry_out(order, read_cases(cases), lambda _, made, chosen: PlainExperiment(made, chosen, arm_names=arms))
