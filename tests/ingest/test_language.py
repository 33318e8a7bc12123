from time import perf_counter

import pytest

from ingest.blocks import Block
from ingest.language import language_of

TEXTS = {
    "en": "Staff have twenty days of leave a year. They ask their supervisor in writing, two weeks ahead. ",
    "fr": "Le personnel a droit à vingt jours de congé par an. La demande se fait par écrit au supérieur. ",
    "de": "Die Beschäftigten haben zwanzig Tage Urlaub im Jahr. Der Antrag ist an die Leitung zu richten. ",
    "es": "El personal tiene derecho a veinte días de vacaciones al año. La solicitud se hace por escrito. ",
    "it": "Il personale ha diritto a venti giorni di ferie all'anno. La richiesta si presenta per iscritto. ",
    "ru": "Сотрудники имеют право на двадцать дней отпуска в год. Заявление подаётся руководителю. ",
    "ar": "يحق للموظفين الحصول على عشرين يوما من الإجازة في السنة ويقدم الطلب كتابة إلى المشرف. ",
    "zh": "本规定适用于所有工作人员的年假。每年有二十天带薪休假。申请应以书面形式提交给主管。",
    "ja": "本規程は、職員の休暇について定める。年次有給休暇は二十日とする。申請は所属長に提出すること。",
}


@pytest.mark.parametrize("code", TEXTS)
def test_the_language_is_told(code: str) -> None:
    assert language_of([Block(TEXTS[code] * 4, "text")]) == code


@pytest.mark.parametrize("text", ["", "Too short to tell.", "1 2 3 4 " * 100, "§ % " * 100])
def test_too_little_text_has_no_language(text: str) -> None:
    assert language_of([Block(text, "text")]) == ""


def test_the_same_text_gives_the_same_answer_every_time() -> None:
    mixed = Block(f"{TEXTS['en']} {TEXTS['fr']}", "text")
    assert len({language_of([mixed]) for _ in range(10)}) == 1


def test_prose_decides_where_there_is_any() -> None:
    table = Block("\n".join(["| Müller | Straße | Bücher |"] * 300), "table")
    assert language_of([table, Block(TEXTS["en"] * 2, "text")]) == "en"


def test_a_long_document_costs_no_more_than_its_beginning() -> None:
    blocks = [Block(TEXTS["en"], "text")] * 20_000
    language_of(blocks[:1])
    start = perf_counter()
    assert language_of(blocks) == "en"
    assert perf_counter() - start < 20
