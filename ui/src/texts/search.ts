/** What the screen of the retrieval test says. */
export const searchTexts = {
  title: "Search",
  question: "A question, as people ask it",
  find: "Find",
  hint: "Finds the passages for a question, without an answer.",
  hintWays: "Shows what is found for a question by meaning and by words, what both make together, and the text the model would get. No model is asked.",
  ways: { dense: "By meaning", keyword: "By words", fused: "Both together", chosen: "Chosen" },
  notes: {
    dense: "Cosine similarity of the vectors",
    keyword: "BM25 of rare words",
    fused: "Both scores and names of units",
    chosen: "Without repetitions, in the order taken",
  },
  short: { dense: "meaning", keyword: "words", fused: "both", chosen: "chosen" },
  nothing: "Nothing was found this way.",
  open: "Open the document",
  context: (tokens: number) => `What the model would read: ${tokens.toLocaleString("en")} tokens`,
  noContext: "Nothing: this question would be refused.",
} as const;
