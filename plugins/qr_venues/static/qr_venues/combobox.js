// Offers what the server finds for the text typed so far (ARIA combobox with a listbox).
(() => {
  const WAIT = 150; // ms after the last key

  function start(box) {
    const [text, chosen] = box.querySelectorAll("input");
    const list = box.querySelector("ul");
    let timer = 0;
    let asked = 0;
    let active = -1;

    const options = () => [...list.children];

    function close() {
      list.hidden = true;
      active = -1;
      text.setAttribute("aria-expanded", "false");
      text.removeAttribute("aria-activedescendant");
    }

    function mark(index) {
      active = index;
      options().forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
      if (index >= 0) {
        text.setAttribute("aria-activedescendant", options()[index].id);
        options()[index].scrollIntoView({ block: "nearest" });
      }
    }

    function choose(option) {
      text.value = option.textContent;
      chosen.value = option.dataset.pk;
      close();
      chosen.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(found) {
      list.replaceChildren(
        ...found.map(({ pk, label }, i) => {
          const option = document.createElement("li");
          option.className = "cong-combobox__option";
          option.id = `${list.id}_${i}`;
          option.setAttribute("role", "option");
          option.setAttribute("aria-selected", "false");
          option.dataset.pk = pk;
          option.textContent = label;
          return option;
        }),
      );
      list.hidden = !found.length;
      text.setAttribute("aria-expanded", String(found.length > 0));
      active = -1;
    }

    async function ask(words) {
      const turn = ++asked;
      const address = `${box.dataset.congCombobox}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(address, { headers: { Accept: "application/json" } });
      if (answer.ok && turn === asked) show(await answer.json());
    }

    text.addEventListener("input", () => {
      chosen.value = "";
      clearTimeout(timer);
      timer = setTimeout(() => ask(text.value), WAIT);
    });
    text.addEventListener("focus", () => {
      if (!text.value) ask("");
    });
    text.addEventListener("blur", close);
    list.addEventListener("mousedown", (event) => {
      event.preventDefault(); // keep the focus, so that blur does not close first
      const option = event.target.closest("li");
      if (option) choose(option);
    });
    text.addEventListener("keydown", (event) => {
      const last = options().length - 1;
      if (event.key === "ArrowDown" && list.hidden) ask(text.value);
      else if (event.key === "ArrowDown") mark(active < last ? active + 1 : 0);
      else if (event.key === "ArrowUp") mark(active > 0 ? active - 1 : last);
      else if (event.key === "Enter" && active >= 0) choose(options()[active]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-cong-combobox]").forEach(start);
  });
})();
