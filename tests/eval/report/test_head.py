from dataclasses import replace

from eval.report.head import conditions, essentials, subtitle
from eval.report.material import Material
from tests.eval.report import sample


def test_the_first_lines_name_model_machine_and_versions() -> None:
    run = replace(
        sample.manifest(),
        machine={"cpu": "EPYC", "cores": "2", "memory": "8 GiB"},
        versions={"python": "3.11.7", "trag": "0.1.0", "numpy": "2.0"},
    )
    shown = dict(essentials(run))
    assert shown["machine"] == "EPYC, 2 cores, 8 GiB"
    assert shown["versions"] == "trag 0.1.0, python 3.11.7, code code"
    assert shown["seed and sample"] == "7, 6 questions"


def test_what_is_not_known_is_left_out() -> None:
    run = replace(sample.manifest(), model="", tree="", machine={}, sample=0)
    assert {"model", "tree", "machine"}.isdisjoint(dict(essentials(run)))
    assert dict(essentials(run))["seed and sample"] == "7, all questions"


def test_the_conditions_hold_every_version_setting_and_option() -> None:
    run = replace(
        sample.manifest(), versions={"numpy": "2.0"}, settings={"k": 4}, options={"places": ["end"]}
    )
    groups = dict(conditions(run))
    assert groups["Versions"] == [("code", "code"), ("numpy", "2.0")]
    assert groups["Settings"] == [("k", "4")]
    assert groups["Options"] == [("places", '["end"]')]


def test_an_experiment_is_named() -> None:
    made = sample.parts()
    made["manifest"] = replace(sample.manifest(), experiment="needle", level="context")
    material = Material(**{name: made[name] for name in Material.__annotations__})
    assert subtitle(material) == "Experiment needle: 6 questions to rag and t-rag; contexts, without answers."
