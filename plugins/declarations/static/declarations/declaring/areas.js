// Offers wards and communes while somebody types. Without it the page asks after it was sent.
for (const group of document.querySelectorAll("[data-areas]")) {
  const input = group.querySelector("input[list]");
  const list = group.querySelector("datalist");
  let waiting;
  let asked = "";

  const offer = async () => {
    const words = input.value.trim();
    if (words.length < 2 || words === asked) return;
    asked = words;
    try {
      const answer = await fetch(`${group.dataset.areas}?q=${encodeURIComponent(words)}`);
      if (!answer.ok || asked !== words) return;
      const { found } = await answer.json();
      list.replaceChildren(...found.map((label) => new Option(label, label)));
    } catch {
      asked = ""; // no network: the text alone will do
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 200);
  });
}
