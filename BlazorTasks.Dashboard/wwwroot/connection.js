// The state of the connection. The server sends a heartbeat every 2 s; 5 s without one are shown, long before the
// framework notices a lost connection.
(() => {
  "use strict";
  const root = document.documentElement;
  const nbsp = "\u00a0";
  const silence = 5000;
  const maxConnectTime = 20000; // a page that has not connected by then will not
  let lastBeat = 0;
  let connectingSince = 0;
  let lost = null;
  let behind = 0;
  let attempt = 0;
  let restarting = false;

  const show = (state, text) => {
    const badge = document.getElementById("bt-connection");
    if (!badge || (badge.dataset.connection === state && badge.lastChild.textContent === text)) return;
    badge.dataset.connection = state;
    badge.querySelector("[data-connection-text]").textContent = text;
  };
  const watch = () => {
    const silent = Date.now() - lastBeat;
    const isLive = !restarting && lastBeat && silent < silence;
    const away = Math.round((Date.now() - lost) / 1000);
    if (isLive && lost) window.blazorTasks.say(`Live again. Updates from the last ${away} s are now shown`);
    if (restarting || lastBeat) {
      lost = isLive ? null : lost ?? lastBeat;
      root.toggleAttribute("data-stale", !isLive);
    }
    if (restarting) show("restarting", "Server is restarting");
    else if (!lastBeat && performance.now() - connectingSince > maxConnectTime) show("lost", "Not connected. Reload the page");
    else if (!lastBeat) show("connecting", "Connecting");
    else if (isLive && behind) show("slow", `Slow: ${behind}${nbsp}s behind`);
    else if (isLive) show("live", "Live");
    else if (attempt) show("reconnecting", `Reconnecting, attempt ${attempt}`);
    else show("stale", `Stale: last update ${Math.floor(silent / 1000)}${nbsp}s ago`);
  };
  // A circuit that the server persisted while the page was disconnected is resumed by the framework. A restarted server does
  // not know the circuit: the framework gives up, and the page is reloaded as soon as the server responds. Form input is kept
  // by drafts.js.
  const givenUp = new Set(["failed", "rejected", "resume-failed"]);
  let refused = false;
  const responds = async address => {
    try {
      return (await fetch(address, { cache: "no-store" })).ok;
    } catch {
      return false;
    }
  };
  let healing = false;
  const heal = async () => {
    if (healing || !(restarting || refused)) return;
    healing = true;
    if (await responds(location.href)) return location.reload();
    setTimeout(() => healing = false, 2000);
  };
  setInterval(() => { watch(); heal(); }, 500);

  // Reconnects with exponential backoff and jitter, because many pages lose the same server at once. The framework's
  // default is ten immediate attempts, then one every five seconds.
  const pause = failed => {
    attempt = failed + 1;
    return Math.min(500 * 1.5 ** failed, 5000) * (0.75 + Math.random() / 2);
  };
  document.addEventListener("DOMContentLoaded", () => Blazor.start({
    circuit: { reconnectionOptions: { maxRetries: Number.MAX_SAFE_INTEGER, retryIntervalMilliseconds: pause } },
  }));
  // A resumed circuit sets MudBlazor's popovers up anew. Those of the circuit before it must be gone by then, which the server
  // could not always see to while it paused: MudBlazor reports them as an error. Each resume follows one of these events, which
  // are captured, because they do not bubble.
  document.addEventListener("components-reconnect-state-changed", event => {
    refused = givenUp.has(event.detail.state);
    const resume = Blazor.resumeCircuit;
    if (resume.clearsPopovers) return;
    Blazor.resumeCircuit = () => {
      window.mudPopover?.dispose();
      return resume();
    };
    Blazor.resumeCircuit.clearsPopovers = true;
  }, true);
  // The page is not live until the resumed circuit has drawn it anew. It is not made inert, because MudBlazor would report the
  // field that loses the focus to the circuit that is gone: drafts.js keeps what is typed.
  const connect = () => {
    [lastBeat, connectingSince] = [0, performance.now()];
    watch();
  };
  // The framework gives up what it kept of the circuit with its first attempt, so that waits until the server responds.
  const wake = async () => {
    asleep = false;
    connect();
    while (!await responds(document.querySelector("link[rel=icon]").href)) await new Promise(again => setTimeout(again, 1000));
    connect();
    try {
      refused ||= !await Blazor.resumeCircuit();
    } catch {
      refused = true; // the page is reloaded, see heal
    }
  };
  // A tab that has been hidden for long gives its circuit back to the server, and gets a new one when it is looked at again:
  // for "When I leave" its person has gone. Not where questions are notified of: a paused page would not hear of them.
  let sleep = 0;
  let asleep = false;
  let pausing = false;
  window.blazorTasks.sleepAfter = 30 * 60 * 1000;
  document.addEventListener("visibilitychange", () => {
    clearTimeout(sleep);
    if (document.hidden) {
      sleep = setTimeout(async () => {
        if (window.blazorTasks.notifies()) return;
        window.blazorTasks.keepPlace();
        pausing = true;
        asleep = await Blazor.pauseCircuit();
        pausing = false;
        if (asleep && !document.hidden) wake();
      }, window.blazorTasks.sleepAfter);
    } else if (asleep) {
      wake();
    }
  });
  // Called by a server that is shutting down. The next one does not know this page, which is then reloaded.
  window.blazorTasks.restarting = () => {
    if (pausing || asleep) return; // the circuit is resumed later, by whichever server is there
    restarting = true;
    watch();
  };
  window.blazorTasks.beat = (serverNow, secondsBehind) => {
    lastBeat = Date.now();
    behind = Number(secondsBehind);
    attempt = 0;
    window.blazorTasks.skew = Date.parse(serverNow) - lastBeat;
    watch();
  };
})();
