/* Enhancement only: every page works without this file. */
(() => {
  "use strict";
  const first = document.querySelector("[data-focus]");
  if (first) first.focus();

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.matches("[hx-post]")) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 3000);
  });

  document.addEventListener("keydown", (event) => {
    const open = document.querySelector(".fold[open]");
    if (event.key !== "Escape" || !open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  document.addEventListener("change", (event) => {
    const all = event.target;
    if (!all.matches("[data-check-all]")) return;
    const name = all.dataset.checkAll;
    for (const box of all.closest("form, table").querySelectorAll("input[type=checkbox]")) {
      if (box.name === name) box.checked = all.checked;
    }
  });

  for (const link of document.querySelectorAll("[data-print]")) {
    link.hidden = false;
    link.addEventListener("click", () => window.print());
  }
})();
