// The page: it reads what the visitor enters, asks the library in the worker, and shows what it answers.
// No rule and no message of a rule is here.

const lang = document.documentElement.dataset.lang === "en" ? "en" : "zh";

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 */
function element(id, kind) {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`no ${id}`);
  return found;
}

const status = element("status", HTMLParagraphElement);
const progress = element("progress", HTMLProgressElement);
const term = element("term", HTMLTextAreaElement);
const problems = element("problems", HTMLDivElement);
const results = element("results", HTMLElement);
const policy = element("policy", HTMLFormElement);
const asIssued = element("as-issued", HTMLButtonElement);
const subject = element("subject", HTMLSelectElement);
const specified = element("specified", HTMLDivElement);
const example = term.value;

/**
 * Return a text of the page, its number signs filled with figures.
 * @param {HTMLElement} owner
 * @param {string} name
 * @param {...(number | string)} figures
 */
function words(owner, name, ...figures) {
  return (owner.dataset[name] ?? "").replaceAll("#", () => `${figures.shift()}`);
}

/** @param {string} name @param {...(number | string)} figures */
function say(name, ...figures) {
  status.textContent = words(status, name, ...figures);
}

/**
 * Make an element with text and children.
 * @param {string} tag
 * @param {string} text
 * @param {...Node} children
 */
function made(tag, text, ...children) {
  const node = document.createElement(tag);
  node.append(text, ...children);
  return node;
}

// ---- the worker

// A worker that begins in a blob is bound by the page's policy: the browser refuses it any other address than the page's.
const begin = new Blob([`import ${JSON.stringify(new URL("worker.js", import.meta.url).href)};`], { type: "text/javascript" });
const worker = new Worker(URL.createObjectURL(begin), { type: "module" });
/** @type {Map<number, {resolve: (answer: any) => void, reject: (error: Error) => void}>} */
const waiting = new Map();
let questions = 0;

/**
 * Ask the library; what it answers is JSON.
 * @param {string} name
 * @param {...string} texts
 * @returns {Promise<any>}
 */
function ask(name, ...texts) {
  questions += 1;
  const id = questions;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker.postMessage({ id, name, texts });
  });
}

/** @param {MessageEvent} message */
worker.onmessage = ({ data }) => {
  if (data.loaded) progress.value = data.loaded;
  if (data.ready) ready().catch(failed);
  const question = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.failed && !question) failed(new Error(data.failed));
  else if (data.failed) question?.reject(new Error(data.failed));
  else if (question) question.resolve(JSON.parse(data.answer));
};
/** @param {ErrorEvent} event */
worker.onerror = (event) => failed(new Error(event.message));

/** @param {Error} error */
function failed(error) {
  progress.hidden = true;
  say("failed");
  problems.replaceChildren(made("p", error.message));
}

async function ready() {
  showPolicy(await ask("policy_inputs", lang));
  for (const button of document.querySelectorAll("button")) button.disabled = button === asIssued;
  progress.hidden = true;
  say("ready");
}

// ---- the policy

/** @typedef {{field: string, part: string, name: string, clause: string, reading: string, question: string, value: string, example: string, options: [string, string][]}} PolicyInput */

/** @param {PolicyInput[]} inputs */
function showPolicy(inputs) {
  const names = (policy.dataset.parts ?? "").split("|");
  const parts = [...new Set(inputs.map((input) => input.part))];
  for (const [place, part] of parts.entries()) {
    const fields = made("div", "", ...inputs.filter((input) => input.part === part).map(policyInput));
    fields.className = "inputs";
    const group = made("fieldset", "", made("legend", names[place] ?? part), fields);
    group.style.display = "block";
    policy.append(group);
  }
}

/** @param {PolicyInput} given */
function policyInput(given) {
  const input = document.createElement(given.options.length ? "select" : "input");
  input.name = given.field;
  input.dataset.issued = given.value;
  input.dataset.place = given.field;
  if (input instanceof HTMLSelectElement) {
    for (const [value, meaning] of given.options) input.add(new Option(`${value}: ${meaning}`, value));
  }
  if (input instanceof HTMLInputElement) input.placeholder = given.example;
  input.value = given.value;
  const cited = [given.clause, given.reading].filter(Boolean).join(" ");
  const issued = given.options.length ? "" : `${policy.dataset.issued}${given.value || policy.dataset.none}`;
  const note = document.createElement("small");
  note.id = `note-${given.field}`;
  input.setAttribute("aria-describedby", note.id);
  const explain = () => {
    const meaning = given.options.find(([value]) => value === input.value)?.[1] ?? "";
    note.textContent = [cited, given.question, meaning, issued].filter(Boolean).join(" · ");
  };
  input.addEventListener("change", explain);
  explain();
  return made("p", "", made("label", `${given.name} `, input), note);
}

/** Return the values that are not the 2020 document's. */
function changes() {
  /** @type {Record<string, string>} */
  const found = {};
  for (const input of policy.querySelectorAll("input, select")) {
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) continue;
    const isChanged = input.value.trim() !== input.dataset.issued;
    input.classList.toggle("changed", isChanged);
    if (isChanged) found[input.name] = input.value;
  }
  asIssued.disabled = !Object.keys(found).length;
  return JSON.stringify(found);
}

// ---- settling

let settling = 0;
let shown = { term: "", changes: "{}" }; // what the results are about, whatever is edited since
/** @type {HTMLFormElement | undefined} the form that the term came from, until it is edited */
let source;

/** @param {boolean} isAsked whether the visitor asked for it, and wants to be taken to the results */
async function settle(isAsked) {
  settling += 1;
  const turn = settling;
  say("busy");
  const asked = { term: term.value, changes: changes() };
  const answer = await ask("settle", asked.term, asked.changes, lang);
  if (turn !== settling) return;
  shown = asked;
  for (const marked of document.querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
  if (answer.problems) refused(answer);
  else await show(answer);
  if (isAsked) (answer.problems ? problems : element("results-title", HTMLHeadingElement)).scrollIntoView();
  if (isAsked && !answer.problems) element("results-title", HTMLHeadingElement).focus({ preventScroll: true });
}

/** @param {{problems: string[], places: string[]}} answer */
function refused(answer) {
  results.hidden = true;
  element("to-moves", HTMLElement).hidden = true;
  say("refused", answer.places.length);
  problems.replaceChildren(made("p", status.textContent ?? ""), made("ul", "", ...answer.problems.map((line) => made("li", line))));
  for (const form of source ? [policy, source] : [policy]) {
    for (const input of form.querySelectorAll("[data-place]")) {
      const own = input instanceof HTMLElement ? input.dataset.place : undefined;
      if (own && answer.places.some((place) => place.startsWith(own))) input.setAttribute("aria-invalid", "true");
    }
  }
  if (answer.places.some((place) => !policy.elements.namedItem(place))) term.setAttribute("aria-invalid", "true");
}

/** @param {any} answer */
async function show(answer) {
  problems.replaceChildren();
  const { error, warning, hint } = answer.findings;
  say("done", error, warning, hint);
  const verdict = element("verdict", HTMLParagraphElement);
  verdict.textContent = words(verdict, answer.ok ? "ok" : "wrong");
  verdict.classList.toggle("wrong", !answer.ok);
  for (const name of ["moves", "to-moves"]) element(name, HTMLElement).hidden = !answer.moves;
  element("changed", HTMLUListElement).replaceChildren(...(answer.moves?.values ?? []).map((/** @type {string} */ line) => made("li", line)));
  element("impact", HTMLDivElement).innerHTML = answer.moves?.page ?? "";
  element("overview", HTMLDivElement).innerHTML = answer.page;
  element("report", HTMLPreElement).textContent = answer.report;
  const download = element("download", HTMLAnchorElement);
  URL.revokeObjectURL(download.href);
  download.href = URL.createObjectURL(new Blob([answer.report], { type: "application/json" }));
  const chosen = subject.value;
  subject.replaceChildren();
  for (const [kind, name] of answer.subjects) subject.add(new Option(`${subject.dataset[kind]} ${name}`, `${kind} ${name}`));
  subject.add(new Option(subject.dataset.report, "report"));
  subject.value = chosen;
  if (subject.selectedIndex < 0) subject.selectedIndex = 0;
  results.hidden = false;
  await explain();
}

async function explain() {
  const [kind = "", ...name] = subject.value.split(" ");
  const answer = await ask("explained", shown.term, shown.changes, kind, name.join(" "), lang);
  element("explanation", HTMLDivElement).innerHTML = answer.page ?? "";
}

// ---- forms

/** @param {HTMLElement} rows */
function numbered(rows) {
  for (const [place, row] of [...rows.querySelectorAll("fieldset")].entries()) {
    row.querySelector("legend")?.replaceChildren(words(rows, "row", place + 1));
    for (const input of row.querySelectorAll("input, select")) {
      if (input instanceof HTMLElement) input.dataset.place = `${rows.dataset.table}[${place}].${input.getAttribute("name")}`;
    }
  }
}

/**
 * @param {HTMLElement} rows
 * @param {Record<string, string>} values
 */
function addRow(rows, values) {
  const template = rows.querySelector("template");
  const row = template?.content.cloneNode(true);
  if (!(row instanceof DocumentFragment)) return;
  for (const [name, value] of Object.entries(values)) {
    const input = row.querySelector(`[name="${name}"]`);
    if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) input.value = value;
  }
  rows.append(row);
  numbered(rows);
}

/** @param {ParentNode} owner */
function values(owner) {
  /** @type {Record<string, string>} */
  const found = {};
  for (const input of owner.querySelectorAll("input, select")) {
    if (input instanceof HTMLInputElement || input instanceof HTMLSelectElement) found[input.name] = input.value;
  }
  return found;
}

/** @param {HTMLFormElement} form */
function formValues(form) {
  /** @type {Record<string, unknown>} */
  const found = { term: form.dataset.kind };
  for (const fields of form.querySelectorAll(".fields")) Object.assign(found, values(fields));
  for (const rows of form.querySelectorAll(".rows")) {
    if (rows instanceof HTMLElement) found[rows.dataset.table ?? ""] = [...rows.querySelectorAll("fieldset")].map(values);
  }
  return found;
}

for (const form of document.querySelectorAll(".form form")) {
  if (!(form instanceof HTMLFormElement)) continue;
  for (const rows of form.querySelectorAll(".rows")) {
    if (!(rows instanceof HTMLElement)) continue;
    for (const row of JSON.parse(rows.querySelector("script")?.textContent ?? "[]")) addRow(rows, row);
  }
  form.addEventListener("click", ({ target }) => {
    if (!(target instanceof HTMLButtonElement)) return;
    if (target.className === "add") {
      const rows = target.closest(".buttons")?.previousElementSibling;
      if (rows instanceof HTMLElement) addRow(rows, {});
      const first = rows?.lastElementChild?.querySelector("input, select");
      if (first instanceof HTMLElement) first.focus();
    }
    if (target.className === "remove") {
      const rows = target.closest(".rows");
      target.closest("fieldset")?.remove();
      if (rows instanceof HTMLElement) numbered(rows);
    }
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      source = form;
      term.value = JSON.stringify(await ask("form_term", JSON.stringify(formValues(form))), null, 1);
      await settle(true);
    } catch (error) {
      failed(error instanceof Error ? error : new Error(`${error}`));
    }
  });
}

// ---- what the visitor does

/** @param {boolean} isAsked */
function settleOrFail(isAsked) {
  settle(isAsked).catch(failed);
}

element("whole", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  settleOrFail(true);
});
element("reset", HTMLButtonElement).addEventListener("click", () => {
  term.value = example;
  source = undefined;
});
term.addEventListener("input", () => {
  source = undefined;
});
const file = element("file", HTMLInputElement);
file.addEventListener("change", async () => {
  term.value = (await file.files?.[0]?.text()) ?? term.value;
  source = undefined;
});
policy.addEventListener("submit", (event) => event.preventDefault());
policy.addEventListener("change", () => settleOrFail(false));
asIssued.addEventListener("click", () => {
  for (const input of policy.querySelectorAll("input, select")) {
    if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement)) continue;
    input.value = input.dataset.issued ?? "";
    input.dispatchEvent(new Event("change")); // its note; the form does not hear it
  }
  settleOrFail(false);
});
subject.addEventListener("change", () => explain().catch(failed));
element("specify", HTMLButtonElement).addEventListener("click", async ({ target }) => {
  const button = /** @type {HTMLButtonElement} */ (target);
  button.disabled = true;
  say("running");
  try {
    const found = await ask("specification");
    const lines = [
      words(specified, "tests", found.passed, found.failed, found.skipped),
      words(specified, "vectors", found.right, found.wrong),
      `${specified.dataset.versions}${found.versions}`,
      words(specified, "seconds", found.seconds),
    ];
    specified.replaceChildren(...lines.map((line) => made("p", line)), ...found.failures.map((/** @type {string} */ line) => made("pre", line)));
    say("run");
  } catch (error) {
    failed(error instanceof Error ? error : new Error(`${error}`));
  }
  button.disabled = false;
});
