"""LangChain's own client for OpenAI's API, against a real server."""

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from tests.api.openai.conftest import KEY
from trag.engines.fakes import FakeGenerator

WRITTEN = "How long do board members have to answer a vote by email?"


@pytest.fixture
def chat(server: str) -> ChatOpenAI:
    return ChatOpenAI(model="trag", base_url=f"{server}/v1", api_key=SecretStr(KEY), max_retries=0)


def test_it_gets_the_answer_with_its_sources(chat: ChatOpenAI, model: FakeGenerator) -> None:
    reply = chat.invoke([SystemMessage("Be brief."), HumanMessage(WRITTEN)])
    assert "[1]" in reply.text
    assert "\n\nSources:\n- [1] `governance/" in reply.text
    assert reply.response_metadata["finish_reason"] == "stop"
    assert reply.usage_metadata is not None
    assert reply.usage_metadata["input_tokens"] > 50


def test_it_streams_the_same(chat: ChatOpenAI, model: FakeGenerator) -> None:
    question = [HumanMessage("May they?"), AIMessage("Yes."), HumanMessage(WRITTEN)]
    assert "".join(chunk.text for chunk in chat.stream(question)) == chat.invoke(question).text


def test_it_can_leave_the_sources_out(server: str, model: FakeGenerator) -> None:
    chat = ChatOpenAI(
        model="trag", base_url=f"{server}/v1", api_key=SecretStr(KEY), extra_body={"trag": {"sources": False}}
    )
    assert "Sources:" not in chat.invoke(WRITTEN).text
