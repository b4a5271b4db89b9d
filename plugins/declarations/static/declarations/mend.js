/* The grid of refused rows: moves like a spreadsheet, saves a row when it is left.
   Without this script the form's own button saves what was typed. */
"use strict";

(() => {
  const box = document.querySelector("[data-mend]");
  const form = box && box.querySelector("[data-mend-form]");
  if (!form) return;

  const said = box.querySelector("[data-mend-said]");
  const saveButton = form.querySelector("[data-mend-save]");
  let waiting = Promise.resolve(); // rows are saved one after the other
  let unsaved = 0;

  const rowOf = (element) => element.closest("[data-mend-row]");
  const inputs = (row) => [...row.querySelectorAll("input:not([type=hidden])")];
  const isDirty = (row) => inputs(row).some((input) => input.value !== input.defaultValue);
  const cellOf = (input) => input.closest("[data-mend-cell]").dataset.mendCell;
  const inCell = (row, cell) => row && row.querySelector(`[data-mend-cell="${cell}"] input`);

  function say(text) {
    said.textContent = text;
  }

  /* ── Saving ─────────────────────────────────────────────────────────── */

  function fieldsOf(row) {
    const fields = new FormData();
    fields.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const input of row.querySelectorAll("input")) fields.append(input.name, input.value);
    return fields;
  }

  function save(row, button) {
    const key = row.dataset.mendRow;
    unsaved += 1;
    waiting = waiting.then(() => send(key, button)).finally(() => { unsaved -= 1; });
    return waiting;
  }

  async function send(key, button) {
    const row = document.getElementById(`row-${key}`);
    if (!row || (!button && !isDirty(row))) return;
    const sent = new Map(inputs(row).map((input) => [cellOf(input), input.value]));
    const fields = fieldsOf(row);
    if (button) fields.append(button, key);
    row.dataset.mendState = "saving";
    say(box.dataset.saving);
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: fields,
        headers: { Accept: "application/json" },
        redirect: "error",
      });
      const isJson = (answer.headers.get("Content-Type") || "").includes("json");
      if (!isJson) throw new Error(answer.status);
      show(await answer.json(), sent);
      if (row.isConnected) row.dataset.mendState = "failed"; // and the answer says why
    } catch {
      row.dataset.mendState = "failed";
      say(box.dataset.unsaved);
    }
  }

  function show(answer, sent) {
    for (const [key, html] of Object.entries(answer.rows || {})) replace(key, html, sent);
    if (answer.counts) {
      const counts = document.querySelector(".cong-counts");
      if (counts) counts.outerHTML = answer.counts;
    }
    for (const [name, number] of Object.entries(answer.tabs || {})) {
      const count = box.querySelector(`[data-mend-count="${name}"]`);
      if (count) count.textContent = number;
    }
    document.dispatchEvent(new CustomEvent("cong:mended", { detail: answer }));
    say(answer.said || "");
  }

  /* The row as the server has it now; what was typed since it was sent stays. */
  function replace(key, html, sent) {
    const old = document.getElementById(`row-${key}`);
    if (!old) return;
    const active = old.contains(document.activeElement) ? document.activeElement : null;
    const activeCell = active && active.closest("[data-mend-cell]") ? cellOf(active) : null;
    old.dataset.mendState = "replaced"; // leaving it now is not the editor's doing
    const newer = inputs(old).filter((input) => input.value !== sent.get(cellOf(input)));
    const template = document.createElement("template");
    template.innerHTML = html.trim();
    const fresh = template.content.firstElementChild;
    old.replaceWith(fresh);
    for (const input of newer) {
      const now = inCell(fresh, cellOf(input));
      if (now) now.value = input.value;
    }
    if (!active) return;
    const again = activeCell ? inCell(fresh, activeCell) : fresh.querySelector("button");
    if (again) {
      again.focus();
      if (activeCell) {
        again.setSelectionRange(active.selectionStart, active.selectionEnd);
        again.dataset.before = active.dataset.before;
      }
    } else {
      move(fresh, activeCell, 1);
    }
  }

  /* ── Moving ─────────────────────────────────────────────────────────── */

  function neighbour(row, step) {
    const rows = [...form.querySelectorAll("[data-mend-row]")];
    for (let at = rows.indexOf(row) + step; at >= 0 && at < rows.length; at += step) {
      if (inputs(rows[at]).length) return rows[at];
    }
    return null;
  }

  function move(row, cell, step) {
    const next = neighbour(row, step);
    const input = inCell(next, cell) || (next && inputs(next)[0]);
    if (!input) return false;
    input.focus();
    return true;
  }

  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("[data-mend-cell] input") || event.isComposing) return;
    if (event.key === "Escape") {
      event.preventDefault();
      input.value = input.dataset.before ?? input.defaultValue;
      input.select();
    } else if (event.key in STEPS && !event.altKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const step = event.key === "Enter" && event.shiftKey ? -1 : STEPS[event.key];
      const row = rowOf(input);
      if (!move(row, cellOf(input), step) && isDirty(row)) save(row);
    }
  });

  form.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-mend-cell] input")) {
      event.target.dataset.before = event.target.value;
      event.target.select(); // so that typing replaces, as in a spreadsheet
    }
  });

  form.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (!row || row.dataset.mendState === "replaced") return;
    if (!row.contains(event.relatedTarget) && isDirty(row)) save(row);
  });

  /* ── A block of cells from a spreadsheet program ────────────────────── */

  function table(text) {
    const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    return rows.map((line) => line.split("\t").map((cell) => cell.trim()));
  }

  form.addEventListener("paste", (event) => {
    const input = event.target;
    if (!input.matches("[data-mend-cell] input")) return;
    const text = event.clipboardData.getData("text/plain");
    if (!/[\t\n\r]/.test(text.trimEnd())) return;
    event.preventDefault();
    const cell = cellOf(input);
    const start = rowOf(input);
    let row = start;
    for (const texts of table(text)) {
      if (!row) break;
      const cells = inputs(row);
      const from = cells.findIndex((each) => cellOf(each) === cell);
      texts.forEach((each, at) => {
        if (from >= 0 && cells[from + at]) cells[from + at].value = each;
      });
      if (row !== start && isDirty(row)) save(row);
      row = neighbour(row, 1);
    }
  });

  /* ── Buttons ────────────────────────────────────────────────────────── */

  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    event.preventDefault();
    if (button && button.name) {
      save(rowOf(button), button.name);
      return;
    }
    for (const row of form.querySelectorAll("[data-mend-row]")) if (isDirty(row)) save(row);
  });

  if (saveButton) saveButton.hidden = true;

  window.addEventListener("beforeunload", (event) => {
    const dirty = [...form.querySelectorAll("[data-mend-row]")].some(isDirty);
    if (unsaved || dirty) event.preventDefault();
  });

  /* The button that imports says how many visits there are now; without one, or without visits,
     the page is another. */
  document.addEventListener("cong:mended", ({ detail }) => {
    if (detail.importable === undefined) return;
    const button = document.querySelector("#cong-confirm button");
    if (button && detail.importable) {
      button.textContent = detail.importable_text;
    } else if (button || detail.importable) {
      waiting.then(() => {
        if (!unsaved && ![...form.querySelectorAll("[data-mend-row]")].some(isDirty)) {
          window.location.reload();
        }
      });
    }
  });
})();
