// Small improvements; every page does its work without them.

const byData = (name) => document.querySelectorAll(`[data-app-${name}]`);

function keepCountdown(element) {
  const until = Date.parse(element.dataset.until);
  // The server's clock decides; the reader's may be wrong.
  const ahead = Date.parse(element.dataset.at) - Date.now();
  const lang = document.documentElement.lang || "en";
  const inUnits = (count, unit) =>
    new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(count);

  function words(minutes) {
    if (minutes < 1) return element.dataset.soon;
    const days = Math.floor(minutes / 1440);
    const hours = Math.floor(minutes / 60) % 24;
    const rest = minutes % 60;
    const join = (first, second) => `${first} ${element.dataset.and} ${second}`;
    if (days >= 3 || (days && !hours)) return inUnits(days, "day");
    if (days) return join(inUnits(days, "day"), inUnits(hours, "hour"));
    if (hours && rest) return join(inUnits(hours, "hour"), inUnits(rest, "minute"));
    return hours ? inUnits(hours, "hour") : inUnits(rest, "minute");
  }

  function show() {
    const left = until - (Date.now() + ahead);
    element.textContent = left > 0
      ? element.dataset.left.replace("{time}", words(Math.floor(left / 60000)))
      : element.dataset.over;
    if (left > 0) setTimeout(show, Math.min(left, 15000));
  }
  show();
}

// What a form holds against what is known to be kept. A reply says only that what was *sent* is kept: whoever typed
// on meanwhile is not told "saved".
function guardUnsaved(form) {
  const state = document.querySelector("[data-app-save-state]");
  let typed = 0;
  let sent = null;
  let kept = 0;
  let leaving = false;

  function show(words, look) {
    if (!state) return;
    if (state.textContent !== words) state.textContent = words;
    state.className = `app-save-state app-save-state--${look}`;
  }
  const failed = () => show(state?.dataset.failed, "failed");

  // A save that arrives late is known by it to be older. Drafts of bids, which save in another way, count by themselves.
  const turn = form.hasAttribute("hx-post") ? form.elements.turn : null;

  form.addEventListener("input", () => {
    typed += 1;
    if (turn) turn.value = Number(turn.value) + 1;
    leaving = false;
    show(state?.dataset.unsaved, "waiting");
  });
  form.addEventListener("submit", () => { leaving = true; });
  form.addEventListener("htmx:before:request", (event) => {
    // The page is on its way with all that was typed; what comes after it would only be refused.
    if (leaving) {
      event.preventDefault();
      return;
    }
    sent = typed;
    show(state?.dataset.saving, "waiting");
  });
  form.addEventListener("htmx:error", failed);
  form.addEventListener("htmx:response:error", failed);
  document.addEventListener("app:saved", (event) => {
    kept = sent ?? typed;
    sent = null;
    if (kept === typed && event.detail?.words) show(event.detail.words, "saved");
    else if (kept !== typed) show(state?.dataset.unsaved, "waiting");
  });
  window.addEventListener("beforeunload", (event) => { if (typed !== kept && !leaving) event.preventDefault(); });
}

async function enhanceSelects(selects) {
  const { autocompleteScript, autocompleteStyle } = document.getElementById("portal-script").dataset;
  document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: autocompleteStyle }));
  await new Promise((done, failed) => {
    document.head.append(Object.assign(document.createElement("script"), {
      src: autocompleteScript, onload: done, onerror: failed,
    }));
  });
  for (const select of selects) {
    window.accessibleAutocomplete.enhanceSelectElement({ selectElement: select, defaultValue: "", showAllValues: true });
  }
}

byData("countdown").forEach(keepCountdown);
byData("guard").forEach(guardUnsaved);
byData("print").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
// Filters start folded where they would push the list off a narrow screen.
if (window.matchMedia("(max-width: 48em)").matches) {
  document.querySelectorAll("details.app-filters").forEach((panel) => { panel.open = false; });
}
const selects = byData("autocomplete");
if (selects.length) enhanceSelects(selects);

// A key that was refused, not found or taken back; the browser itself says nothing to the person.
document.addEventListener("allauth.error", (event) => {
  const [message] = byData("key-failed");
  if (!message) return;
  event.preventDefault();
  message.hidden = false;
  message.focus();
});
