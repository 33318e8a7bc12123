"use strict";
// Nothing here makes markup of a text: every text of a run enters by textContent.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  // Sources come as rows without names, since there are thousands of them.
  const source = ([n, place, chunk, text, holds]) => ({ n, place, chunk, text, holds });
  for (const run of data.rows.flatMap((row) => row.runs)) {
    run.sources = run.sources.map(source);
    if (run.answer) run.answer.citations = run.answer.citations.map(source);
  }
  const cases = [...document.querySelectorAll("#cases > .case")];
  const ITEM = { required: ["found", "missing"], forbidden: ["there", "not there"] };
  const BY = { tree: "from the tree alone", model: "by the model", none: "no answer" };

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null));
    return element;
  }

  function fold(title, ...children) {
    return make("details", "fold", make("summary", "", title), ...children);
  }

  function block(title, ...children) {
    return make("section", "block", make("h4", "", title), ...children);
  }

  function tag(words, tone) {
    return make("span", `tag ${tone}`, words);
  }

  function list(items) {
    return make("ul", "", ...items.map((item) => make("li", "text", item)));
  }

  // The text with the first place of `quote` in it marked.
  function marked(text, quote) {
    const at = quote && quote !== text ? text.indexOf(quote) : -1;
    if (at < 0) return [text];
    return [text.slice(0, at), make("mark", "", quote), text.slice(at + quote.length)];
  }

  function expected(item) {
    const evidence = item.evidence.map(([file, quote]) => make("span", "", `${file}: `, make("q", "", quote)));
    const box = make("div", "expected", make("p", "", make("b", "", "Right answer "), make("span", "text", item.answer || "a refusal")));
    if (evidence.length) box.append(fold(`Evidence (${evidence.length})`, list(evidence)));
    return box;
  }

  // The answer, its marks leading to the sources behind them.
  function answerText(text, prefix, numbers) {
    const parts = text.split(/(\[\d+(?:\s*,\s*\d+)*\])/);
    const pieces = parts.flatMap((part, i) => (i % 2 ? part.split(/(\d+)/) : [part]).map((piece, j) => {
      const target = i % 2 && j % 2 ? numbers.get(Number(piece)) : undefined;
      if (!target) return piece;
      const link = make("a", "mark-link", piece);
      link.href = `#${prefix}${target}${piece}`;
      link.setAttribute("aria-label", `Source ${piece}`);
      return link;
    }));
    return make("p", "text answer", ...pieces);
  }

  function holds(items) {
    return items.map((item) => tag(`holds ${item}`, "right"));
  }

  function sourceItem(source, id, quote, isCited) {
    const item = make("li", isCited ? "source cited" : "source");
    item.id = id;
    item.tabIndex = -1;
    const head = make("p", "", make("b", "number", String(source.n)), " ", make("span", "soft text", data.texts[source.place]), " ", ...holds(source.holds));
    if (isCited) head.append(" ", tag("cited", "plain"));
    item.append(head, make("p", "text quote", ...marked(data.texts[source.text], quote)));
    return item;
  }

  function citationsBlock(run, prefix) {
    const cited = run.answer.citations;
    if (!cited.length) return null;
    const items = cited.map((source) => sourceItem(source, `${prefix}c${source.n}`, "", false));
    return block("Cited", make("ol", "sources", ...items));
  }

  // The citation that quotes a source: of the same passage, or the same words of the tree.
  function quoteOf(run, source) {
    const cited = run.answer ? run.answer.citations : [];
    return cited.find((citation) => (source.chunk === null ? citation.text === source.text : citation.chunk === source.chunk));
  }

  function readBlock(run, prefix) {
    const items = run.sources.map((source) => {
      const citation = quoteOf(run, source);
      return [source, sourceItem(source, `${prefix}s${source.n}`, citation ? data.texts[citation.text] : "", Boolean(citation))];
    });
    const facts = items.filter(([source]) => source.chunk === null).map(([, item]) => item);
    const passages = items.filter(([source]) => source.chunk !== null).map(([, item]) => item);
    const bare = facts.length ? [] : run.facts.map((fact) => data.texts[fact]);
    const box = block("Context");
    if (facts.length) box.append(fold(`Facts (${facts.length})`, make("ol", "sources", ...facts)));
    if (bare.length) box.append(fold(`Facts (${bare.length})`, list(bare)));
    if (passages.length) box.append(fold(`Passages (${passages.length})`, make("ol", "sources", ...passages)));
    if (run.context.length) box.append(fold("Its exact words", make("pre", "text", run.context.map((piece) => (typeof piece === "number" ? data.texts[piece] : piece)).join(""))));
    if (run.ranking.length) box.append(ranking(run.ranking));
    return box.children.length > 1 ? box : null;
  }

  function ranking(passages) {
    const items = passages.map(([place, text, similarity, number, held]) => {
      const head = make("p", "", make("span", "soft text", `${data.texts[place]} · similarity ${similarity}`), " ", ...holds(held));
      head.append(" ", number ? tag(`read as ${number}`, "plain") : tag("not read", "verbose"));
      return make("li", "source", head, make("p", "text quote", data.texts[text]));
    });
    return fold(`Ranking of the search (${items.length})`, make("ol", "sources ranking", ...items));
  }

  function sign(kind, isThere) {
    if (isThere === null) return make("td", "", "–");
    const tone = isThere === (kind === "required") ? "right" : "wrong";
    return make("td", "", tag(ITEM[kind][isThere ? 0 : 1], tone));
  }

  function itemsBlock(run) {
    if (!run.items.length) return null;
    const head = make("tr", "", ...["Item", "Context", "Answer"].map((words) => {
      const cell = make("th", "", words);
      cell.scope = "col";
      return cell;
    }));
    const rows = run.items.map(([kind, words, inContext, inAnswer]) => {
      const name = make("th", "", make("span", "text", words), " ", make("span", "soft", kind));
      name.scope = "row";
      return make("tr", "", name, kind === "required" ? sign(kind, inContext) : make("td", "", inContext ? "there" : "not there"), sign(kind, inAnswer));
    });
    return block("Items", make("table", "items", make("thead", "", head), make("tbody", "", ...rows)));
  }

  function writtenBlock(run) {
    if (!run.written) return null;
    return fold("What the model wrote, before any check", make("p", "written", run.written));
  }

  function verdictsBlock(run) {
    if (!run.verdicts.length) return null;
    const tones = { supported: "right", unchecked: "verbose", contradicted: "wrong" };
    const items = run.verdicts.map(([sentence, verdict, sources]) => {
      const behind = sources.length ? ` by ${sources.join(", ")}` : "";
      return make("li", "", make("span", "text", sentence), " ", tag(verdict + behind, tones[verdict] || "plain"));
    });
    return fold(`Sentences checked (${items.length})`, make("ol", "verdicts", ...items));
  }

  function figuresBlock(run) {
    const pairs = run.figures.flatMap(([name, value]) => [make("dt", "", name), make("dd", "", value)]);
    const entities = run.entities.length ? [make("dt", "", "entities seen"), make("dd", "text", run.entities.join(", "))] : [];
    return fold("Figures and timings", make("dl", "", ...pairs, ...entities));
  }

  function answerBlock(run, prefix) {
    if (!run.answer) return null;
    const cited = run.answer.citations.map((source) => [source.n, "c"]);
    const numbers = new Map([...run.sources.map((source) => [source.n, "s"]), ...cited]);
    const box = block("Answer", answerText(run.answer.text || "(empty)", prefix, numbers));
    const words = run.answer.refused ? "refused" : BY[run.answer.by] || run.answer.by;
    box.append(make("p", "soft", words));
    if (run.answer.candidates.length) box.append(make("p", "", `Asked back: ${run.answer.candidates.join(", ")}`));
    return box;
  }

  function runArticle(row, run, prefix) {
    const title = make("h3", "", make("bdi", "", data.arms[run.arm]), " ", make("span", `chip ${run.tone}`, run.label));
    const asked = row.case && run.question !== row.case.question ? make("p", "text", make("b", "", "Asked "), run.question) : null;
    const parts = [
      answerBlock(run, prefix), itemsBlock(run), run.answer ? citationsBlock(run, prefix) : null,
      writtenBlock(run), verdictsBlock(run), readBlock(run, prefix), figuresBlock(run),
    ];
    const error = run.error ? make("p", "error text", make("b", "", "Error "), run.error) : null;
    return make("article", "run", title, asked, error, ...parts);
  }

  function fill(element, i) {
    if (element.children.length > 1) return;
    const row = data.rows[i];
    const runs = row.runs.map((run) => runArticle(row, run, `q${i}-${run.arm}-`));
    element.append(make("div", "case-body", row.case ? expected(row.case) : null, make("div", "runs", ...runs)));
  }

  cases.forEach((element, i) => element.addEventListener("toggle", () => element.open && fill(element, i)));

  // A link to a source opens what hides it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.mark-link");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  });

  const controls = Object.fromEntries(
    ["text", "arm", "type", "problem", "grade", "variant", "differ"].map((name) => [name, document.getElementById(`filter-${name}`)]),
  );
  const words = data.rows.map((row) => [
    row.id, row.case ? `${row.case.question} ${row.case.answer}` : "",
    ...row.runs.map((run) => `${run.question} ${run.answer ? run.answer.text : ""} ${run.error}`),
  ].join(" ").toLowerCase());

  function chosen(name) {
    return controls[name] ? controls[name].value : "";
  }

  function fits(row, i) {
    const has = (run) => (!chosen("arm") || run.arm === Number(chosen("arm")))
      && (!chosen("problem") || run.problem === chosen("problem"))
      && (!chosen("grade") || run.grade === chosen("grade"));
    const differ = new Set(row.runs.map((run) => `${run.tone} ${run.label}`)).size > 1;
    return row.runs.some(has)
      && (!chosen("type") || (row.case && row.case.type === chosen("type")))
      && (!chosen("variant") || row.variant === chosen("variant"))
      && (!(controls.differ && controls.differ.checked) || differ)
      && chosen("text").toLowerCase().split(/\s+/).every((word) => words[i].includes(word));
  }

  function filter() {
    const shown = data.rows.map(fits);
    cases.forEach((element, i) => { element.hidden = !shown[i]; });
    const count = shown.filter(Boolean).length;
    document.getElementById("filter-count").textContent = `${count} of ${cases.length} questions`;
  }

  function reset() {
    for (const control of Object.values(controls).filter(Boolean)) {
      if (control.type === "checkbox") control.checked = false;
      else control.value = "";
    }
    filter();
  }

  for (const control of Object.values(controls).filter(Boolean)) control.addEventListener("input", filter);
  document.getElementById("filter-reset").addEventListener("click", reset);
  for (const link of document.querySelectorAll("a[data-problem]")) {
    link.addEventListener("click", () => {
      reset();
      if (controls.arm) controls.arm.value = link.dataset.arm;
      controls.problem.value = link.dataset.problem;
      filter();
    });
  }
  document.getElementById("no-script").hidden = true;
  document.getElementById("filters").hidden = false;
  reset();
})();
