/* Contact graphs: a slider over the time, larger and smaller, dragging, and whose lines are whose.
   Without this the form chooses the time, the page scrolls, and the table says who met whom. */
"use strict";

(() => {
  const pane = document.querySelector(".cong-pane");
  const svg = pane?.querySelector("svg.cong-pic");
  if (!svg) return;
  const numbers = (element) => (element.dataset.lines || "").split(" ").filter(Boolean);
  const things = [...svg.querySelectorAll("[data-lines]")].map((element) => ({
    element,
    lines: numbers(element),
  }));

  /* Whose lines: of the person or venue pointed at or reached by the keyboard. */
  const point = (thing) => {
    const own = new Set(thing ? numbers(thing) : []);
    pane.classList.toggle("cong-pane--pointed", own.size > 0);
    for (const { element, lines } of things) {
      element.classList.toggle(
        "cong-pic--near",
        element === thing || lines.some((line) => own.has(line)),
      );
    }
  };
  for (const { element } of things.filter((thing) => thing.element.tagName === "g")) {
    element.addEventListener("mouseenter", () => point(element));
    element.addEventListener("mouseleave", () => point(null));
    element.addEventListener("focusin", () => point(element));
    element.addEventListener("focusout", () => point(null));
  }

  /* Larger and smaller. */
  const natural = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  let scale = 1;
  const resize = (wanted) => {
    const middle = (pane.scrollTop + pane.clientHeight / 2) / scale;
    scale = Math.min(3, Math.max(0.2, wanted));
    svg.setAttribute("width", Math.round(natural.width * scale));
    svg.setAttribute("height", Math.round(natural.height * scale));
    pane.scrollTop = middle * scale - pane.clientHeight / 2;
  };
  const beginning = svg.querySelector(".cong-pic__o0");
  resize(Math.min(1, Math.max(0.75, pane.clientWidth / natural.width)));
  if (beginning) pane.scrollTop = beginning.cy.baseVal.value * scale - pane.clientHeight / 2;
  const zoom = document.querySelector("[data-zoom]");
  if (zoom) {
    zoom.hidden = false;
    zoom.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if ("fit" in button.dataset)
        resize(Math.min(pane.clientWidth / natural.width, pane.clientHeight / natural.height));
      else resize(scale * Number(button.dataset.by));
    });
  }

  /* Dragging with the mouse; fingers scroll as everywhere. */
  let from = null;
  let moved = false;
  pane.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0) return;
    from = { x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
    moved = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const left = from.x - event.clientX;
    const top = from.y - event.clientY;
    if (!moved && Math.hypot(left - pane.scrollLeft, top - pane.scrollTop) < 5) return;
    moved = true;
    pane.classList.add("cong-pane--moving");
    pane.scrollLeft = left;
    pane.scrollTop = top;
  });
  window.addEventListener("pointerup", () => {
    from = null;
    pane.classList.remove("cong-pane--moving");
  });
  pane.addEventListener("dragstart", (event) => event.preventDefault());
  pane.addEventListener(
    "click",
    (event) => {
      if (moved) event.preventDefault();
      moved = false;
    },
    true,
  );

  /* The slider. Times are minutes since 1970; the clock shown is that of the office. */
  const slider = document.querySelector("[data-slider]");
  if (!slider) return;
  const rows = [...document.querySelectorAll("[data-rows] [data-line]")].map((element) => ({
    element,
    line: element.dataset.line,
    spans: element.dataset.spans.split(" ").map((span) => span.split("-").map(Number)),
  }));
  const [first, last] = [Number(slider.dataset.first), Number(slider.dataset.last)];
  const clock = new Intl.DateTimeFormat("vi-VN", {
    timeZone: "Asia/Ho_Chi_Minh",
    day: "2-digit",
    month: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const text = (minute) => {
    const parts = {};
    for (const { type, value } of clock.formatToParts(new Date(minute * 60000))) parts[type] = value;
    return `${parts.hour}:${parts.minute} ${parts.day}/${parts.month}`;
  };
  const [start, end] = slider.querySelectorAll("input");
  const step = Math.max(1, Math.min(60, Math.ceil((last - first) / 400)));
  for (const [input, value] of [
    [start, first],
    [end, last],
  ]) {
    Object.assign(input, { min: first, max: first + Math.ceil((last - first) / step) * step, step });
    input.value = value === last ? input.max : value;
  }
  const status = slider.querySelector("[data-count]");
  const show = (changed) => {
    const [low, high] = [Number(start.value), Number(end.value)];
    if (low >= high) {
      if (changed === start) start.value = high - step;
      else end.value = low + step;
    }
    const window_ = [Number(start.value), Number(end.value)];
    const within = new Set();
    for (const row of rows) {
      const there = row.spans.some(([a, b]) => a < window_[1] && Math.max(b, a + 1) > window_[0]);
      row.element.hidden = !there;
      if (there) within.add(row.line);
    }
    for (const { element, lines } of things) {
      const off = lines.length > 0 && !lines.some((line) => within.has(line));
      element.classList.toggle("cong-pic--off", off);
    }
    for (const input of [start, end]) {
      const shown = text(Math.min(Number(input.value), last));
      input.setAttribute("aria-valuetext", shown);
      input.parentElement.querySelector("output").textContent = shown;
    }
    status.textContent = status.dataset.count
      .replace("{n}", within.size)
      .replace("{of}", rows.length);
  };
  start.addEventListener("input", () => show(start));
  end.addEventListener("input", () => show(end));
  slider.hidden = false;
  show(end);
})();
