// Says at once when a chosen file is too large or empty, before minutes of uploading.
document.addEventListener("DOMContentLoaded", () => {
  const told = document.querySelector("[data-most-bytes]");
  const input = document.querySelector('input[type="file"][name="file"]');
  if (!told || !input) return;
  input.closest(".w-field__wrapper")?.append(told);
  const most = Number(told.dataset.mostBytes);

  const check = () => {
    const [file] = input.files;
    let text = "";
    if (file && file.size > most) text = told.dataset.tooBig;
    else if (file && file.size === 0) text = told.dataset.empty;
    told.textContent = text;
    told.hidden = !text;
    input.setAttribute("aria-invalid", text ? "true" : "false");
    return text;
  };

  input.setAttribute("aria-describedby", [input.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" "));
  input.addEventListener("change", check);
  // In the capture phase: before the button shows that it is uploading.
  input.form.addEventListener("click", (event) => {
    if (event.target.closest("button.button-longrunning") && check()) {
      event.preventDefault();
      event.stopPropagation();
      input.focus();
    }
  }, true);
});
