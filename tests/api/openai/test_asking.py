from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from api.openai.asking import TURN_CHARS, TURNS, Asked, asked_of
from api.openai.errors import ChatRequestError
from api.openai.schemas import MessageSent
from trag.types import Turn

READ = TypeAdapter(list[MessageSent])
ROLES = st.sampled_from(["system", "developer", "user", "assistant", "tool"])
TEXTS = st.none() | st.text(max_size=20) | st.just([{"type": "text", "text": "part"}])
CONVERSATIONS = st.lists(st.fixed_dictionaries({"role": ROLES, "content": TEXTS}), max_size=12)


def asked(*messages: tuple[str, str | None]) -> Asked:
    return asked_of(READ.validate_python([{"role": r, "content": c} for r, c in messages]))


def test_the_last_user_message_is_the_question() -> None:
    assert asked(("user", "a?"), ("user", " b? "), ("assistant", "c"), ("system", "d")) == Asked("b?")


def test_only_questions_with_an_answer_are_turns() -> None:
    found = asked(
        ("assistant", "nobody asked"), ("user", "a?"), ("user", "b?"), ("assistant", None),
        ("tool", "t"), ("assistant", "B."), ("assistant", "more"), ("user", "c?"),
    )  # fmt: skip
    assert found == Asked("c?", (Turn("b?", "B."),))


def test_the_list_of_sources_is_no_part_of_a_turn() -> None:
    answer = "Yes. [1]\n\nSources:\n- [1] `a.md`"
    assert asked(("user", "a?"), ("assistant", answer), ("user", "b?")).history == (Turn("a?", "Yes. [1]"),)


def test_history_is_bounded() -> None:
    turns = [("user", "q" * 5000), ("assistant", "a" * 5000)] * 50
    history = asked(*turns, ("user", "now?")).history
    assert len(history) == TURNS
    assert all(len(turn.question) == len(turn.answer) == TURN_CHARS for turn in history)


@given(CONVERSATIONS)
def test_any_conversation_gives_a_question_of_its_user_or_is_refused(
    messages: list[dict[str, object]],
) -> None:
    sent = READ.validate_python(messages)
    said = [m["content"] for m in messages if m["role"] == "user"]
    try:
        found = asked_of(sent)
    except ChatRequestError:
        assert not said or not str(said[-1] or "").strip() or "\x00" in str(said[-1])
    else:
        assert found.question in ("part", str(said[-1]).strip())
        assert all(turn.question and turn.answer for turn in found.history)
