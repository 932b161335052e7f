// What does the browser add to pages that work without it? Focus after a refresh, confirmation, copying, queue keys.
"use strict";
(() => {
  const root = document.documentElement;
  const flash = () => document.getElementById("flash");
  root.classList.add("js");

  const say = (sentence) => {
    const line = document.createElement("p");
    line.className = "status";
    line.textContent = sentence;
    flash()?.replaceChildren(line);
  };

  const focusOn = (element) => {
    if (!element) return;
    if (!element.matches("a[href], button, input, select, textarea, [tabindex]")) element.tabIndex = -1;
    element.focus({ preventScroll: false });
  };

  // A first page with something to correct starts at its summary.
  document.querySelector("main [data-focus]")?.focus();

  // An answer that is a whole page (a refusal met by a fragment) replaces the content, never a small region.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr } = event.detail;
    if (xhr.status < 400 || !/^\s*<!doctype html/i.test(xhr.responseText)) return;
    event.detail.shouldSwap = true;
    event.detail.target = document.getElementById("contenu");
    event.detail.selectOverride = "#contenu";
    event.detail.swapOverride = "outerHTML";
  });

  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", (event) => event.detail.target?.removeAttribute("aria-busy"));
  document.addEventListener("htmx:sendError", () => say(flash().dataset.offline));

  // After a swap: what the region marks, else its heading if the focus was lost, else the focus stays.
  document.addEventListener("htmx:afterSettle", (event) => {
    const region = event.detail.elt;
    const marked = region.matches?.("[data-focus]") ? region : region.querySelector?.("[data-focus]");
    if (marked) return focusOn(marked);
    const held = document.activeElement;
    if (held && held !== document.body) return;
    focusOn(region.querySelector?.("h1, h2, h3") || document.getElementById("contenu"));
  });

  // data-confirm="Question ?" on a form or its button, with data-confirm-detail, -yes and -no.
  const dialog = document.getElementById("confirm");
  let agreed = null;
  document.addEventListener("submit", (event) => {
    const { submitter, target: form } = event;
    const asking = submitter?.dataset.confirm ? submitter : form.dataset.confirm ? form : null;
    if (!asking || !dialog?.showModal || agreed === form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const part = (name) => dialog.querySelector(`[data-part="${name}"]`);
    dialog.querySelector("h2").textContent = asking.dataset.confirm;
    part("detail").textContent = asking.dataset.confirmDetail || "";
    for (const name of ["yes", "no"]) {
      part(name).dataset.usual ??= part(name).textContent;
      part(name).textContent = asking.dataset[name === "yes" ? "confirmYes" : "confirmNo"] || part(name).dataset.usual;
    }
    dialog.returnValue = "no";
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      agreed = form;
      form.requestSubmit(submitter || undefined);
      agreed = null;
    };
    dialog.showModal();
    part("no").focus();
  }, true);

  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-copy]");
    if (!button) return;
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText((source?.value ?? source?.textContent ?? "").trim());
    (button.querySelector("span") || button).textContent = button.dataset.copied;
    say(button.dataset.copied);
  });

  // j and k, only inside a queue: the next and the previous row.
  document.addEventListener("keydown", (event) => {
    const queue = event.target.closest?.("[data-queue]");
    if (!queue || event.ctrlKey || event.metaKey || event.altKey || !["j", "k"].includes(event.key)) return;
    if (event.target.matches("input, select, textarea")) return;
    const links = [...queue.querySelectorAll(".queue-title a")];
    const here = links.indexOf(event.target.closest("li")?.querySelector(".queue-title a"));
    links[here + (event.key === "j" ? 1 : -1)]?.focus();
  });

  // One letter, only inside data-keys: the control that bears it is chosen (a radio) and focused.
  document.addEventListener("keydown", (event) => {
    const region = event.target.closest?.("[data-keys]");
    if (!region || event.ctrlKey || event.metaKey || event.altKey || !/^[a-z]$/.test(event.key)) return;
    if (event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea")) return;
    const control = region.querySelector(`[data-key="${event.key}"]`);
    if (control?.type === "radio") control.checked = true;
    control?.focus();
  });
})();
