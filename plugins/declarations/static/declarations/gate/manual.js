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
    let when = {}; // and its time
    let given = {}; // what the fields were filled with
    let busy = false;

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
    // Whether something would be lost, or mixed with another person's.
    const isBegun = () =>
      busy || inputs.some((input) => input.value.trim() !== (given[input.name] ?? "").trim());

    const manual = {
      isBegun,
      // Opens the form for one person; false, and nothing changes, while another's is begun.
      open({ notes = [], from = "", replaces = null, at = null, offset = null, ...values } = {}) {
        if (isBegun()) return false;
        form.hidden = false;
        byId("manual-open").setAttribute("aria-expanded", "true");
        given = values;
        for (const input of inputs) input.value = values[input.name] ?? "";
        card = from;
        settles = replaces;
        when = at ? { at, offset } : {};
        byId("manual-notes").replaceChildren(
          ...notes.map((note) => {
            const line = document.createElement("li");
            line.textContent = note;
            return line;
          }),
        );
        mark({});
        (inputs.find((input) => !input.value.trim()) ?? inputs[0]).focus();
        return true;
      },
      close() {
        form.reset();
        form.hidden = true;
        byId("manual-open").setAttribute("aria-expanded", "false");
        byId("manual-notes").replaceChildren();
        card = "";
        settles = null;
        when = {};
        given = {};
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
      button.disabled = busy = true;
      const result = await record({ ...values, ...when, card }, settles);
      button.disabled = busy = false;
      if (result && result.outcome !== "refused") manual.close();
      else if (result) mark(result.errors ?? {});
    });
    byId("manual-open").addEventListener("click", () => (form.hidden ? manual.open() : manual.close()));
    byId("manual-close").addEventListener("click", manual.close);
    self.addEventListener("beforeunload", (event) => isDirty() && event.preventDefault());
    return manual;
  };
})();
