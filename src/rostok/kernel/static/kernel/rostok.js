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

  /* A row that saves as it is typed: what was not sent is marked and sent again by itself. */
  const notSent = (row, words) => {
    const place = row.querySelector("[data-unsent]") || document.createElement("p");
    place.dataset.unsent = "";
    place.className = "field-error";
    place.setAttribute("role", "alert");
    place.textContent = words;
    const cell = row.querySelector(".cell-status");
    cell.classList.add("unsaved");
    cell.append(place);
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(name, (event) => {
      const row = event.detail.elt.closest("[data-resend]");
      if (!row) return;
      const status = event.detail.xhr ? event.detail.xhr.status : 0;
      if (status >= 400 && status < 500) {
        notSent(row, "Не сохранено: обновите страницу и войдите снова.");
        return;
      }
      notSent(row, "Не сохранено: нет связи. Отправим сами, не закрывайте страницу.");
      setTimeout(() => row.dispatchEvent(new Event("change", { bubbles: true })), 5000);
    });
  }
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-unsent]")) event.preventDefault();
  });

  /* A text for a messenger: one click; where the browser gives no clipboard, it is selected. */
  const copied = (button, words) => {
    const before = button.lastChild.textContent;
    button.lastChild.textContent = words;
    setTimeout(() => { button.lastChild.textContent = before; }, 3000);
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const box = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(box.value);
      copied(button, "Скопировано");
    } catch {
      box.closest("details").open = true;
      box.focus();
      box.select();
      copied(button, document.execCommand("copy") ? "Скопировано" : "Выделено: Ctrl+C");
    }
  });
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;

  for (const link of document.querySelectorAll("[data-print]")) {
    link.hidden = false;
    link.addEventListener("click", () => window.print());
  }
})();
