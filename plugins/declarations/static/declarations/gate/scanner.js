// A hand scanner types what it reads, very fast, and ends with Enter.
(() => {
  const Gate = (self.Gate ??= {});
  const PAUSE = 120; // ms; people pause longer between keys
  const SHORTEST = 15; // characters of a scan that lands in another field

  const isText = (node) => node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;

  // field: where scans go. Wherever the cursor is, a scan is heard and nothing typed is disturbed.
  Gate.listenToScanner = (field, heard) => {
    let before = "";
    let last = 0;

    const take = () => {
      const text = field.value.trim();
      field.value = "";
      if (text) heard(text);
    };

    document.addEventListener(
      "keydown",
      (event) => {
        const target = event.target;
        const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
        if (target === field) {
          if (event.key !== "Enter") return;
          event.preventDefault();
          // Vietnamese typing may still hold the last letters back.
          if (event.isComposing) setTimeout(take);
          else take();
          return;
        }
        if (!isText(target)) {
          if (plain && event.key.length === 1 && event.key !== " ") field.focus();
          return;
        }
        const now = performance.now();
        if (now - last > PAUSE) before = target.value;
        last = now;
        if (event.key !== "Enter") return;
        const typed = target.value.replace(before, "");
        if (typed.length < SHORTEST || !/\||^https?:/.test(typed)) return;
        event.preventDefault();
        event.stopPropagation();
        target.value = before;
        heard(typed.trim());
      },
      true,
    );
  };
})();
