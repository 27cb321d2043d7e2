// Open questions for the viewer: a count in the title, a dot on the favicon and, after opting in, a browser notification.
(() => {
  "use strict";
  const optedIn = () => localStorage.getItem("bt-notify") === "on" && "Notification" in window && Notification.permission === "granted";
  let open = 0;

  // The text node itself is changed: the renderer keeps a reference to it, which replacing the title would break.
  const mark = () => {
    const text = [...document.querySelector("title")?.childNodes ?? []].find(node => node.nodeType === Node.TEXT_NODE);
    if (text) {
      const bare = text.nodeValue.replace(/^\(\d+\) /, "");
      const marked = open > 0 ? `(${open}) ${bare}` : bare;
      if (text.nodeValue !== marked) text.nodeValue = marked;
    }
    const icon = document.querySelector("link[rel=icon][data-asks]");
    if (!icon) return;
    icon.dataset.plain ??= icon.getAttribute("href");
    const wanted = open > 0 ? icon.dataset.asks : icon.dataset.plain;
    if (icon.getAttribute("href") !== wanted) icon.setAttribute("href", wanted);
  };
  new MutationObserver(mark).observe(document.head, { childList: true, subtree: true, characterData: true });

  window.blazorTasks.questions = count => { open = count; mark(); };
  window.blazorTasks.notify = (title, body, address) => {
    if (!optedIn() || document.hasFocus()) return;
    const note = new Notification(title, { body, tag: address });
    note.onclick = () => { window.focus(); location.href = new URL(address, document.baseURI).href; };
  };

  // ---- Turning the switch on asks the browser for permission.
  window.blazorTasks.notifies = optedIn;
  window.blazorTasks.setNotify = async isOn => {
    localStorage.setItem("bt-notify", isOn ? "on" : "off");
    if (isOn && "Notification" in window && await Notification.requestPermission() !== "granted") {
      window.blazorTasks.say("The browser blocks notifications for this page", "notify");
    }
    return optedIn();
  };
})();
