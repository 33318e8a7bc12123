import type { Problem } from "../../src/api/problems";
import type { Answer, AnswerEvent, Citation } from "../../src/chat/events";

/** A citation with a number, and whatever else a test cares about. */
export function citation(number: number, more: Partial<Citation> = {}): Citation {
  return {
    number,
    file: `file-${String(number)}.md`,
    page: null,
    quote: "a quote",
    heading: [],
    document_id: `d${String(number)}`,
    chunk_id: `c${String(number)}`,
    ...more,
  };
}

/** A complete answer. */
export function answer(more: Partial<Answer> = {}): Answer {
  return {
    id: "1",
    question: "q",
    answer: "whole text",
    refused: false,
    answered_by: "model",
    entities: [],
    citations: [],
    candidates: [],
    tokens: 0,
    timings: {},
    ...more,
  };
}

function details({ code, message, hint }: Problem): Record<string, unknown> {
  return { type: `/docs#problem-${code}`, title: "A problem", status: 503, detail: message, code, hint };
}

/** An event as the server writes it. */
export function written(event: AnswerEvent): string {
  const { name, ...rest } = event;
  const data = name === "done" ? event.answer : name === "error" ? details(event.problem) : rest;
  return `event: ${name}\r\ndata: ${JSON.stringify(data)}\r\n\r\n`;
}
