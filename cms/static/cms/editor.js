// From a fault in the list above the fields to its field: Wagtail shows the tab, this opens the block and goes there.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-fault-field]");
  const place = link && document.getElementById(link.hash.slice(1));
  if (!place) return;
  event.preventDefault();
  const tab = place.closest('[role="tabpanel"]');
  if (tab && tab.hidden) document.querySelector(`[role="tab"][aria-controls="${tab.id}"]`)?.click();
  for (let panel = place.closest("[data-panel]"); panel; panel = panel.parentElement.closest("[data-panel]")) {
    const toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle && toggle.getAttribute("aria-expanded") === "false") toggle.click();
  }
  const name = link.dataset.faultField;
  const field = (name && place.querySelector(`[data-contentpath="${CSS.escape(name)}"]`)) || place;
  const go = () => {
    field.scrollIntoView({ behavior: "instant", block: field === place ? "start" : "center" });
    field.querySelector("input:not([type=hidden]), select, textarea, [contenteditable=true]")?.focus({ preventScroll: true });
  };
  // The tab and the block are laid out first; then long texts above grow to their height.
  setTimeout(go, 100);
  setTimeout(go, 600);
});
