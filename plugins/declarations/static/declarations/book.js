// Keeps a book's page up to date while a background job has the book in hand: fetches the page
// again and puts in the parts marked data-live (or all of it, where none is marked), so that nothing
// flickers and the focus stays. When the job is over the whole page is loaded. Without scripts the page refreshes by its meta tag.
(() => {
  "use strict";
  const SOON = 300;
  const AFTER = 700; // milliseconds between two looks
  const page = document.querySelector("[data-refreshing]");
  if (!page) return;

  function put(fresh, old) {
    if (fresh && fresh.innerHTML !== old.innerHTML) {
      old.replaceChildren(...document.importNode(fresh, true).childNodes);
    }
  }

  function renew(there) {
    const parts = page.querySelectorAll("[data-live]");
    for (const old of parts) {
      put(there.querySelector(`[data-live="${old.dataset.live}"]`), old);
    }
    if (!parts.length) put(there, page);
  }

  async function look() {
    try {
      const answer = await fetch(window.location.href, { cache: "no-store" });
      if (answer.ok) {
        const text = await answer.text();
        const fetched = new DOMParser().parseFromString(text, "text/html");
        const there = fetched.querySelector("[data-refreshing]");
        if (there?.dataset.refreshing !== page.dataset.refreshing) {
          window.location.reload();
          return;
        }
        renew(there);
      }
    } catch {
      // The network is away for a moment: the next look may succeed.
    }
    window.setTimeout(look, AFTER);
  }

  window.setTimeout(look, SOON);
})();
