# ruff: noqa: E501, RUF001 - sentences as people write them
import random
import string

import pytest

from ingest.pdf.quality import Look, is_plausible, needs_reading

ENGLISH = "The convoy leaves the harbour at dawn and carries water, grain and tents to the northern camps."
TEXTS = {
    "English": ENGLISH,
    "German": "Der Konvoi verlässt den Hafen im Morgengrauen und bringt Wasser, Getreide und Zelte in die Lager.",
    "French": "Le convoi quitte le port à l'aube et apporte de l'eau, du grain et des tentes dans les camps.",
    "Polish": "Konwój opuszcza port o świcie i wiezie wodę, zboże oraz namioty do obozów na północy kraju.",
    "Finnish": "Saattue lähtee satamasta aamunkoitteessa ja kuljettaa vettä, viljaa ja telttoja pohjoisiin leireihin.",
    "Turkish": "Konvoy şafakta limandan ayrılır ve kuzeydeki kamplara su, tahıl ve çadır taşır, yollar açıksa.",
    "Vietnamese": "Đoàn xe rời cảng lúc bình minh và chở nước, ngũ cốc và lều bạt đến các trại ở phía bắc.",
    "Swahili": "Msafara unaondoka bandarini alfajiri na kubeba maji, nafaka na mahema hadi kambi za kaskazini.",
    "Russian": "Колонна выходит из порта на рассвете и везёт воду, зерно и палатки в северные лагеря.",
    "Arabic": "تغادر القافلة الميناء عند الفجر وتحمل الماء والحبوب والخيام إلى المخيمات الشمالية.",
    "Japanese": "車列は夜明けに港を出発し、水と穀物とテントを北部のキャンプへ運びます。スタッフは毎朝点検します。",
    "Chinese": "车队黎明时离开港口，将水、粮食和帐篷运往北部的营地，途中由三名工作人员陪同。",
    "Korean": "호송대는 새벽에 항구를 떠나 북부 수용소로 물과 곡물과 텐트를 운반합니다.",
    "Hindi": "काफिला भोर में बंदरगाह से निकलता है और उत्तरी शिविरों तक पानी, अनाज और तंबू ले जाता है।",
}


def exchanged(text: str, seed: int) -> str:
    """Each letter for another one, always the same: what a wrong ToUnicode table gives."""
    letters = list(string.ascii_lowercase)
    random.Random(seed).shuffle(letters)  # noqa: S311 - no secret
    return text.lower().translate(str.maketrans(string.ascii_lowercase, "".join(letters)))


@pytest.mark.parametrize("language", TEXTS)
def test_text_of_any_language_is_plausible(language: str) -> None:
    assert is_plausible(TEXTS[language])


def test_exchanged_letters_are_not_plausible() -> None:
    found = [is_plausible(exchanged(ENGLISH * 3, seed)) for seed in range(50)]
    assert sum(found) <= 2


def test_letters_moved_along_the_alphabet_are_not_plausible() -> None:
    alphabet = string.ascii_lowercase
    moved = [
        ENGLISH.lower().translate(str.maketrans(alphabet, alphabet[by:] + alphabet[:by]))
        for by in range(1, 26)
    ]
    assert sum(map(is_plausible, moved)) <= 1


@pytest.mark.parametrize(
    "text",
    ["\ufffd\ufffd the \ufffd\ufffd", "\ue001\ue002\ue003 \ue004", "тhе сoпvоу lеаvеs thе hаrbоur аt dаwп"],
    ids=["replaced", "private", "mixed scripts"],
)
def test_strange_signs_are_not_plausible(text: str) -> None:
    assert not is_plausible(text)


@pytest.mark.parametrize("text", ["", "12 345.60 | 7 % | 2024-01-31", "kubectl get pods -n kube-system"])
def test_numbers_and_commands_are_not_taken_for_garbage(text: str) -> None:
    assert is_plausible(text)


@pytest.mark.parametrize(
    ("text", "look", "needs"),
    [
        ("", Look(), False),
        ("", Look(picture=0.2, is_drawn=True), True),
        ("", Look(is_drawn=True), True),
        (ENGLISH, Look(), False),
        (ENGLISH * 4, Look(picture=1, is_drawn=True), False),
        ("Page 7 of 90, received by the registry", Look(picture=1, is_drawn=True), True),
        (ENGLISH, Look(unmapped=0.5), True),
    ],
    ids=["blank", "picture", "letters as drawings", "text", "scan with its text", "stamped scan", "unmapped"],
)
def test_a_page_is_read_by_its_pixels_only_where_its_text_is_not_enough(
    text: str, look: Look, needs: bool
) -> None:
    assert needs_reading(text, look) is needs
