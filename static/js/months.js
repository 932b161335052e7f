// What does the browser add to a month typed by hand? Arrows, paste from a spreadsheet, and a draft kept on the device.
"use strict";
(() => {
  const KEPT_FOR = 7 * 24 * 3600 * 1000; // milliseconds
  const STORE = "heures:";
  const COLUMNS = ["h_worked", "h_training", "h_comment"];

  const column = (cell) => cell.name.slice(0, cell.name.lastIndexOf("-"));
  const cells = (form, name) => [...form.querySelectorAll(`input[name^="${name}-"]`)];
  const typed = (form) => COLUMNS.flatMap((name) => cells(form, name));
  const say = (form, sentence) => {
    form.querySelector('[data-part="said"]').textContent = sentence;
  };
  const write = (cell, value) => {
    cell.value = value;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Where a cell stands: in a table of people and lots, its row and its column; else its line, and what is typed there.
  // What is so many rows down and columns right of it, where something may be typed.
  const seat = (form, cell) => {
    if (form.dataset.table !== undefined) {
      const { parentElement: row, cellIndex } = cell.closest("td");
      const { rows } = row.parentElement;
      return {
        far: rows.length,
        at: (down, right) => rows[row.sectionRowIndex + down]?.cells[cellIndex + right]?.querySelector('input[name^="h_worked-"]'),
      };
    }
    const names = COLUMNS.filter((name) => cells(form, name).length);
    const start = names.indexOf(column(cell));
    const line = cells(form, column(cell)).indexOf(cell);
    return {
      far: 1,
      at: (down, right) => names[start + right] && cells(form, names[start + right])[line + down],
    };
  };

  // Up and down go from a person to the next, in the same column.
  const move = (form, event) => {
    if (!event.target.matches?.("input.input") || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step) return;
    const { at, far } = seat(form, event.target);
    let next = null; // past the people who do not work on this lot
    for (let n = 1; n <= far && !next; n += 1) next = at(step * n, 0);
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.select();
  };

  // A column or a block of a spreadsheet fills the lines below, and the columns to the right.
  const paste = (form, event) => {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const rows = text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((row) => row.split("\t"));
    if (!event.target.matches?.("input.input") || (rows.length < 2 && rows[0].length < 2)) return;
    event.preventDefault();
    const { at } = seat(form, event.target);
    let filled = 0;
    let left = 0;
    rows.forEach((row, down) => row.forEach((value, right) => {
      const cell = at(down, right);
      if (!cell) left += value.trim() !== "";
      else if (value.trim()) {
        write(cell, value.trim());
        filled += 1;
      }
    }));
    const { pasted, pastedOver } = form.dataset;
    say(form, pasted.replace("{n}", filled) + (left ? ` ${pastedOver.replace("{n}", left)}` : ""));
  };

  const drafts = (form) => {
    const place = STORE + form.dataset.draft;
    // What the portal showed when these hours were typed: kept with them, so that a change made since is told.
    const { version } = form.dataset;
    const initial = new Map(typed(form).map((cell) => [cell.name, cell.value]));
    const part = (name) => form.querySelector(`[data-part="${name}"]`);

    const kept = () => {
      try {
        const found = JSON.parse(localStorage.getItem(place));
        return found && Date.now() - found.at < KEPT_FOR ? found : null;
      } catch {
        return null;
      }
    };
    const forget = () => localStorage.removeItem(place);
    const keep = () => {
      const values = typed(form).filter((c) => c.value !== initial.get(c.name)).map((c) => [c.name, c.value]);
      try {
        if (values.length) localStorage.setItem(place, JSON.stringify({ at: Date.now(), version, values }));
        else forget();
      } catch {
        // The device keeps nothing: the page works as before.
      }
    };

    // What is kept differs from what the portal shows: it was never received.
    const found = kept();
    const waiting = (found?.values ?? []).filter(([name, value]) => initial.has(name) && initial.get(name) !== value);
    if (!waiting.length) forget();
    else {
      part("draft").hidden = false;
      part("draft-changed").hidden = found.version === undefined || found.version === version;
      part("draft-at").textContent = new Date(found.at).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
      part("draft-take").addEventListener("click", () => {
        waiting.forEach(([name, value]) => write(form.elements[name], value));
        part("draft").hidden = true;
        form.elements[waiting[0][0]].focus();
      });
      part("draft-drop").addEventListener("click", () => {
        forget();
        part("draft").hidden = true;
        typed(form)[0]?.focus();
      });
    }
    form.addEventListener("input", keep);

    // Without network the form waits, and goes once when it returns: its key makes a second sending the same one.
    let held = null;
    form.addEventListener("submit", (event) => {
      if (navigator.onLine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      keep();
      held = { submitter: event.submitter };
      part("waiting").hidden = false;
      part("waiting").focus();
    }, true);
    window.addEventListener("online", () => {
      if (!held) return;
      const { submitter } = held;
      held = null;
      part("waiting").hidden = true;
      form.requestSubmit(submitter || undefined);
    });
  };

  document.querySelectorAll("form[data-draft]").forEach((form) => {
    form.addEventListener("keydown", (event) => move(form, event));
    form.addEventListener("paste", (event) => paste(form, event));
    drafts(form);
  });

  // Whoever signs out leaves nothing on the device.
  document.querySelector('form[action="/deconnexion"]')?.addEventListener("submit", () => {
    Object.keys(localStorage).filter((key) => key.startsWith(STORE)).forEach((key) => localStorage.removeItem(key));
  });
})();
