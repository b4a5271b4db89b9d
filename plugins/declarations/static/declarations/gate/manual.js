// Typing for people without a card. What was typed stays until the entry is recorded or kept.
(() => {
  const Gate = (self.Gate ??= {});
  const FIELDS = ["name", "phone", "id_number"];
  const byId = (id) => document.getElementById(id);

  // record(fields, settles): gives the result, or null if it could not be kept.
  Gate.makeManual = ({ texts, record }) => {
    const form = byId("manual");
    const inputs = FIELDS.map((name) => form.elements[name]);
    let card = ""; // what was scanned and is completed here
    let settles = null; // a refused entry that this one replaces

    const mark = (errors) => {
      for (const input of inputs) {
        const error = errors[input.name] ?? "";
        const place = byId(`error-${input.name}`);
        place.textContent = error;
        place.hidden = !error;
        input.classList.toggle("govuk-input--error", Boolean(error));
        input.toggleAttribute("aria-invalid", Boolean(error));
      }
      inputs.find((input) => errors[input.name])?.focus();
    };

    const isDirty = () => inputs.some((input) => input.value.trim());

    const manual = {
      isDirty,
      // Opens the form; only empty fields are filled.
      open({ notes = [], from = "", replaces = null, ...values } = {}) {
        form.hidden = false;
        byId("manual-open").setAttribute("aria-expanded", "true");
        for (const input of inputs) if (!input.value.trim()) input.value = values[input.name] ?? "";
        card = from || card;
        settles = replaces ?? settles;
        byId("manual-notes").replaceChildren(
          ...notes.map((note) => {
            const line = document.createElement("li");
            line.textContent = note;
            return line;
          }),
        );
        mark({});
        (inputs.find((input) => !input.value.trim()) ?? inputs[0]).focus();
      },
      close() {
        form.reset();
        form.hidden = true;
        byId("manual-open").setAttribute("aria-expanded", "false");
        byId("manual-notes").replaceChildren();
        card = "";
        settles = null;
        mark({});
        byId("scan").focus();
      },
    };

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const values = Object.fromEntries(inputs.map((input) => [input.name, input.value.trim()]));
      const deed = byId("deed-out").checked ? "out" : "in";
      const findable = values.phone || values.id_number;
      if (!/\p{L}/u.test(values.name) && (deed === "in" || !findable)) {
        mark({ name: texts.name_missing });
        return;
      }
      const button = byId("manual-send");
      button.disabled = true;
      const result = await record({ ...values, card }, settles);
      button.disabled = false;
      if (result && result.outcome !== "refused") manual.close();
      else if (result) mark(result.errors ?? {});
    });
    byId("manual-open").addEventListener("click", () => (form.hidden ? manual.open() : manual.close()));
    byId("manual-close").addEventListener("click", manual.close);
    self.addEventListener("beforeunload", (event) => isDirty() && event.preventDefault());
    return manual;
  };
})();
