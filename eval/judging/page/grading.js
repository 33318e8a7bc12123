"use strict";
const KEYS = { 1: "correct", 2: "correct_verbose", 3: "incorrect" };
const place = `trag-blind-${document.body.dataset.sheet}`;
const articles = [...document.querySelectorAll("article")];
const at = (id) => document.getElementById(id);
const state = load();

function load() {
  try {
    const saved = JSON.parse(localStorage.getItem(place));
    if (saved && saved.grades && saved.notes) return { current: 0, ...saved };
  } catch { /* nothing usable was kept */ }
  return { current: 0, grades: {}, notes: {} };
}

function keep() {
  try {
    localStorage.setItem(place, JSON.stringify(state));
    return true;
  } catch {
    return false;
  }
}

function show() {
  const kept = keep();
  state.current = Math.max(0, Math.min(articles.length - 1, Number(state.current) || 0));
  articles.forEach((article, number) => { article.hidden = number !== state.current; });
  const { id } = articles[state.current];
  const graded = articles.filter((article) => state.grades[article.id]).length;
  at("bar").value = graded;
  at("state").textContent = `Answer ${state.current + 1} of ${articles.length}, ${graded} graded` +
    (kept ? "" : ". This browser keeps nothing: save the CSV before you close the page.");
  for (const button of document.querySelectorAll("[data-grade]")) {
    button.setAttribute("aria-pressed", String(state.grades[id] === button.dataset.grade));
  }
  at("note").value = state.notes[id] || "";
  at("back").disabled = state.current === 0;
  at("next").disabled = state.current === articles.length - 1;
  at("open").disabled = graded === articles.length;
}

function go(number) {
  state.current = number;
  show();
  window.scrollTo(0, 0);
}

function grade(value) {
  const { id } = articles[state.current];
  if (value) state.grades[id] = value;
  else delete state.grades[id];
  go(value ? Math.min(state.current + 1, articles.length - 1) : state.current);
}

function nextOpen() {
  const order = articles.map((_, step) => (state.current + 1 + step) % articles.length);
  const found = order.find((number) => !state.grades[articles[number].id]);
  if (found !== undefined) go(found);
}

function cell(text) {
  // As in eval/judging/blind.py: no spreadsheet may run a note as a formula.
  const harmless = text.replace(/^(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])|(?<=[;\t\r\n])(?=[=+@]|-\S)/g, "'");
  return `"${harmless.replaceAll('"', '""')}"`;
}

function save() {
  const rows = articles.map(({ id }) => [id, state.grades[id] || "", state.notes[id] || ""]);
  const text = [["id", "grade", "note"], ...rows].map((row) => row.map(cell).join(",")).join("\r\n");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  link.download = "grades.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

document.addEventListener("keydown", (event) => {
  if (event.target === at("note") || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (KEYS[event.key]) grade(KEYS[event.key]);
  else if (event.key === "0") grade("");
  else if (event.key === "ArrowLeft") go(state.current - 1);
  else if (event.key === "ArrowRight") go(state.current + 1);
  else if (event.key === "n" || event.key === "N") nextOpen();
});
for (const button of document.querySelectorAll("[data-grade]")) {
  button.addEventListener("click", () => grade(button.dataset.grade));
}
at("back").addEventListener("click", () => go(state.current - 1));
at("next").addEventListener("click", () => go(state.current + 1));
at("open").addEventListener("click", nextOpen);
at("save").addEventListener("click", save);
at("note").addEventListener("input", (event) => {
  state.notes[articles[state.current].id] = event.target.value;
  keep();
});
if (articles.length) {
  document.querySelector("footer").hidden = false;
  show();
} else {
  at("state").textContent = "There is nothing to grade.";
}
