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

  // Sections that a phone folds, once each: open without this script, where the address points into one, and on paper.
  const narrow = matchMedia("(max-width: 600px)");
  const pointed = () => document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const unfold = () => {
    const there = pointed();
    const section = there?.closest("details.fold");
    if (!section) return;
    section.open = true;
    there.scrollIntoView();
  };
  const fold = () => {
    const found = document.querySelectorAll("details[data-fold]:not([data-folded])");
    if (!narrow.matches || !found.length) return;
    for (const section of found) {
      section.dataset.folded = "";
      section.open = false;
    }
    unfold();
  };
  fold();
  document.addEventListener("htmx:afterSettle", fold);
  addEventListener("hashchange", unfold);
  document.addEventListener("click", (event) => {
    const to = event.target.closest?.(".contents a[href^='#']")?.getAttribute("href");
    if (to && to === location.hash) unfold(); // asked again: nothing changes in the address
  });
  let shut = [];
  addEventListener("beforeprint", () => {
    shut = [...document.querySelectorAll("details.fold:not([open])")];
    for (const section of shut) section.open = true;
  });
  addEventListener("afterprint", () => shut.forEach((section) => { section.open = false; }));

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

  // j and k: the next and the previous row of a queue, inside it, or anywhere on a page that answers to letters.
  // A person may switch the letters off; they never act while something is typed.
  const letter = (event) =>
    document.body.dataset.shortcuts !== "off" && !event.ctrlKey && !event.metaKey && !event.altKey &&
    !event.target.matches("input:not([type=radio], [type=checkbox]), select, textarea") ? event.key : null;
  const region = () => document.querySelector("[data-keys]");

  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[letter(event)];
    const queue = event.target.closest?.("[data-queue]") || region()?.querySelector("[data-queue]");
    if (!step || !queue) return;
    const links = [...queue.querySelectorAll(".queue-title a")];
    const here = links.indexOf(event.target.closest("li")?.querySelector(".queue-title a"));
    links[here < 0 && step < 0 ? links.length - 1 : here + step]?.focus();
  });

  // One letter: the control of the page that bears it. A choice is made, a link or a panel is opened; nothing is sent.
  document.addEventListener("keydown", (event) => {
    const key = letter(event);
    if (!key || !/^[a-z?]$/.test(key)) return;
    const line = event.target.closest("[data-line]")?.querySelector(`[data-key="${key}"]`);
    const control = line || region()?.querySelector(`[data-key="${key}"]`);
    if (!control) return;
    if (control.type === "radio") control.checked = true;
    if (control.tagName === "DETAILS") control.open = !control.open;
    (control.tagName === "DETAILS" ? control.querySelector("summary") : control).focus();
    if (control.tagName === "A") control.click();
  });
})();
