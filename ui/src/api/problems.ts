/** Something went wrong, in the server's words: what happened and what to do about it. */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** What the server sends when something went wrong: problem details (RFC 9457) with members of its own. */
interface ProblemDetails {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly problems?: readonly string[];
}

/** The problem the server tells of; what is missing in `data` is taken from `fallback`. */
export function toProblem(data: unknown, fallback: Problem = unknownProblem): Problem {
  const { code, title, detail, hint, problems = [] } = (data ?? {}) as ProblemDetails;
  const message = [detail ?? title ?? fallback.message, ...problems].join("\n");
  return { code: code ?? fallback.code, message, hint: hint ?? fallback.hint };
}

const unknownProblem: Problem = { code: "error", message: "Something went wrong in the server.", hint: "" };
