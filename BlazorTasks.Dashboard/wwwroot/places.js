// Where somebody was when the page was reloaded or its circuit was resumed: the scroll position and the open dialog, which
// is opened again by its button (data-dialog). Fields are kept by drafts.js, filters and tabs by the URL.
(() => {
  "use strict";
  const key = "bt-place";
  let dialog = null;
  document.addEventListener("click", event => {
    const button = event.target.closest("button, a");
    if (button && !button.closest(".mud-dialog")) dialog = button.dataset.dialog ?? null;
  }, true);
  const keep = () => sessionStorage.setItem(key, JSON.stringify({
    page: location.href, top: scrollY, dialog: document.querySelector(".mud-dialog") ? dialog : null,
  }));
  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(key) ?? "null");
    if (!place || !document.querySelector("[data-interactive=true]")) return;
    sessionStorage.removeItem(key);
    if (place.page !== location.href) return;
    scrollTo(0, place.top);
    if (place.dialog) document.querySelector(`[data-dialog="${place.dialog}"]`)?.click();
  };
  window.blazorTasks.restorePlace = restore;
  window.blazorTasks.keepPlace = keep;
  addEventListener("pagehide", () => { if ("stale" in document.documentElement.dataset) keep(); }); // reloaded because the server was away
  new MutationObserver(restore).observe(document.documentElement,
    { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive"] });
})();
