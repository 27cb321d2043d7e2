// What only the browser can do: the clock on each second, the theme, the silence of the server. No framework, no build.
(() => {
  "use strict";
  const root = document.documentElement;
  const remember = (name, value) => {
    const path = new URL(document.baseURI).pathname;
    document.cookie = `${name}=${encodeURIComponent(value)}; path=${path}; max-age=${value ? 31536000 : 0}; SameSite=Strict`;
  };

  // ---- Time: one timer moves every visible <time data-tick>. It changes the text node itself, which the renderer keeps.
  const nbsp = "\u00a0";
  const two = (large, a, small, b) => small === 0 ? `${large}${nbsp}${a}` : `${large}${nbsp}${a} ${small}${nbsp}${b}`;
  const duration = ms => {
    const s = Math.max(0, Math.floor(ms / 1000));
    if (s < 60) return `${s}${nbsp}s`;
    if (s < 3600) return two(Math.floor(s / 60), "min", s % 60, "s");
    if (s < 86400) return two(Math.floor(s / 3600), "h", Math.floor(s / 60) % 60, "min");
    return two(Math.floor(s / 86400), "d", Math.floor(s / 3600) % 24, "h");
  };
  const ago = ms => {
    const s = Math.floor(ms / 1000);
    if (s < 1) return "now";
    if (s < 60) return `${s}${nbsp}s ago`;
    if (s < 3600) return `${Math.floor(s / 60)}${nbsp}min ago`;
    return s < 86400 ? `${Math.floor(s / 3600)}${nbsp}h ago` : null;
  };
  let skew = 0; // the server's clock minus ours
  const tick = () => {
    if (root.dataset.stale !== undefined) return;
    const now = Date.now() + skew;
    for (const time of document.querySelectorAll("time[data-tick]")) {
      const past = now - Date.parse(time.dateTime);
      const text = time.dataset.tick === "elapsed" ? duration(past) : ago(past);
      if (text && time.firstChild && time.firstChild.nodeValue !== text) time.firstChild.nodeValue = text;
    }
  };
  setInterval(tick, 1000);
  remember("bt-zone", Intl.DateTimeFormat().resolvedOptions().timeZone || "");

  // ---- Connection: the server beats every 2 s; 5 s of silence are told.
  let lastBeat = 0;
  const show = (state, text) => {
    const badge = document.getElementById("bt-connection");
    if (!badge) return;
    badge.dataset.connection = state;
    const words = badge.querySelector("[data-connection-text]");
    if (words && words.textContent !== text) words.textContent = text;
  };
  const watch = () => {
    if (!lastBeat) return;
    const silent = Date.now() - lastBeat;
    if (silent < 5000) {
      delete root.dataset.stale;
      show("live", "Live");
    } else {
      root.dataset.stale = "";
      show("stale", `Stale: last update ${duration(silent)} ago`);
    }
  };
  setInterval(watch, 1000);

  // ---- Theme: system, light, dark.
  const themes = ["", "light", "dark"];
  const themeWords = { "": "follows the system", light: "light", dark: "dark" };
  document.addEventListener("click", event => {
    const toggle = event.target.closest("[data-theme-toggle]");
    if (toggle) {
      const next = themes[(themes.indexOf(root.dataset.theme || "") + 1) % themes.length];
      if (next) root.dataset.theme = next; else delete root.dataset.theme;
      remember("bt-theme", next);
      toggle.title = `Theme: ${themeWords[next]}`;
      toggle.setAttribute("aria-label", toggle.title);
    }
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      navigator.clipboard?.writeText(copy.dataset.copy).then(() => {
        const label = copy.title;
        copy.title = "Copied";
        copy.setAttribute("aria-label", "Copied");
        setTimeout(() => { copy.title = label; copy.setAttribute("aria-label", label); }, 2000);
      });
    }
    // with <base> in the page, "#main" would lead away from it
    const inPage = event.target.closest("a[href^='#']");
    if (inPage) {
      event.preventDefault();
      document.getElementById(inPage.getAttribute("href").slice(1))?.focus();
    }
  });

  window.blazorTasks = {
    beat(serverNow) { lastBeat = Date.now(); skew = serverNow - lastBeat; watch(); },
    scrollToEnd(element) { if (element) element.scrollTop = element.scrollHeight; },
    isAtEnd: element => !element || element.scrollHeight - element.scrollTop - element.clientHeight < 24,
  };
})();
