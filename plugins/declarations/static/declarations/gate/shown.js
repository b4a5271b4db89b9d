// What the page shows: the outcome, the counts, the last entries, what needs attention.
(() => {
  const Gate = (self.Gate ??= {});
  const MARKS = {
    in: "✓",
    out: "✓",
    inside: "=",
    symptoms: "!",
    refused: "✕",
    unknown: "?",
    undone: "↶",
    ready: "",
  };
  const byId = (id) => document.getElementById(id);

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  const clock = (milliseconds) =>
    new Date(milliseconds).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });

  // "Trần Thị Bình" → "T. T. Bình": enough to tell two entries apart.
  Gate.shortName = (name) => {
    const words = name.split(" ").filter(Boolean);
    return words.map((word, at) => (at < words.length - 1 ? `${word[0]}.` : word)).join(" ");
  };

  Gate.shown = (texts) => ({
    // kind: a key of MARKS; waiting: not sent yet.
    outcome({ kind, name = "", detail = "", waiting = false, actions = [] }) {
      const panel = byId("outcome");
      panel.className = `cong-gate__outcome cong-gate__outcome--${kind}`;
      panel.classList.toggle("cong-gate__outcome--waiting", waiting);
      const text = element("div", "cong-gate__said");
      text.append(element("strong", "cong-gate__word", texts[`word_${kind}`]));
      if (name) text.append(element("span", "cong-gate__who", name));
      if (detail) text.append(element("span", "cong-gate__detail", detail));
      if (waiting) text.append(element("span", "cong-gate__detail", texts.kept_here));
      const mark = element("span", "cong-gate__mark", MARKS[kind]);
      mark.setAttribute("aria-hidden", "true");
      panel.replaceChildren(mark, text, ...actions.map(([label, act]) => button(label, act)));
    },

    counts({ came, went, inside, capacity }, waiting) {
      byId("count-inside").textContent = capacity ? `${inside} / ${capacity}` : inside;
      byId("count-came").textContent = came;
      byId("count-went").textContent = went;
      byId("inside").classList.toggle("cong-gate__count--full", capacity && inside >= capacity);
      byId("full").hidden = !(capacity && inside >= capacity);
      byId("counts-note").hidden = !waiting;
    },

    line(status, waiting) {
      const line = byId("line");
      line.className = `cong-gate__line cong-gate__line--${status}`;
      byId("line-text").textContent = texts[`line_${status}`];
      byId("waiting").textContent = texts.waiting.replace("{n}", waiting);
      byId("waiting").classList.toggle("cong-gate__waiting--some", waiting > 0);
      byId("again").hidden = status !== "pin";
    },

    // rows: [{id, deed, label, at, state, undo}], newest first.
    last(rows) {
      byId("last-empty").hidden = rows.length > 0;
      byId("last").replaceChildren(
        ...rows.map((row) => {
          const line = element("li", `cong-gate__row cong-gate__row--${row.state}`);
          line.append(
            element("span", "cong-gate__time", clock(row.at)),
            element("span", "cong-gate__deed", texts[`deed_${row.deed}`]),
            element("span", "cong-gate__name", row.label),
            element("span", "cong-gate__state", texts[`state_${row.state}`] ?? ""),
          );
          if (row.undo) line.append(button(texts.undo, row.undo, row.label));
          return line;
        }),
      );
    },

    // items: [{id, at, deed, text}] that were refused after nobody waited for them.
    attention(items, open, drop) {
      byId("attention").hidden = items.length === 0;
      byId("attention-list").replaceChildren(
        ...items.map((item) => {
          const line = element("li", "cong-gate__row cong-gate__row--refused");
          line.append(
            element("span", "cong-gate__time", clock(item.at)),
            element("span", "cong-gate__deed", texts[`deed_${item.deed}`] ?? ""),
            element("span", "cong-gate__name", item.text || texts.word_refused),
            button(texts.open, () => open(item)),
            button(texts.drop, () => drop(item)),
          );
          return line;
        }),
      );
    },

    // people who checked in by themselves and declared symptoms or contact.
    alerts(alerts) {
      byId("alerts").hidden = alerts.length === 0;
      byId("alerts-list").replaceChildren(
        ...alerts.map((alert) => element("li", "", `${alert.at} – ${alert.name}`)),
      );
    },
  });

  const button = (label, act, about = "") => {
    const made = element("button", "cong-gate__small", label);
    made.type = "button";
    if (about) made.setAttribute("aria-label", `${label}: ${about}`);
    made.addEventListener("click", act);
    return made;
  };
})();
