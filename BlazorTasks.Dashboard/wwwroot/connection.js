// Whether what is on screen is true now. The server beats every 2 s; 5 s of silence are told, long before the framework
// notices anything.
(() => {
  "use strict";
  const root = document.documentElement;
  const nbsp = "\u00a0";
  const silence = 5000;
  let lastBeat = 0;
  let lost = null;
  let behind = 0;
  let attempt = 0;

  const show = (state, text) => {
    const badge = document.getElementById("bt-connection");
    if (!badge || (badge.dataset.connection === state && badge.lastChild.textContent === text)) return;
    badge.dataset.connection = state;
    badge.querySelector("[data-connection-text]").textContent = text;
  };
  const watch = () => {
    if (!lastBeat) return;
    const silent = Date.now() - lastBeat;
    if (silent < silence) {
      if (lost) {
        window.blazorTasks.say(`Live again, ${Math.round((Date.now() - lost) / 1000)} s were missed and are now shown`);
        lost = null;
      }
      delete root.dataset.stale;
      if (behind) show("slow", `Slow: ${behind}${nbsp}s behind`);
      else show("live", "Live");
    } else {
      lost ??= lastBeat;
      root.dataset.stale = "";
      if (attempt) show("reconnecting", `Reconnecting, attempt ${attempt}`);
      else show("stale", `Stale: last update ${Math.floor(silent / 1000)}${nbsp}s ago`);
    }
  };
  setInterval(watch, 1000);
  // told to the dialog alone, so it is caught on its way down
  document.addEventListener("components-reconnect-state-changed", happened => {
    attempt = happened.detail?.state === "hide" ? 0 : happened.detail?.currentAttempt ?? 1;
    watch();
  }, true);
  window.blazorTasks.beat = (serverNow, secondsBehind) => {
    lastBeat = Date.now();
    behind = Number(secondsBehind);
    attempt = 0;
    window.blazorTasks.skew = Date.parse(serverNow) - lastBeat;
    watch();
  };
})();
