// Single-key shortcuts. A key clicks the button or link that has it as data-key, first inside the focused task,
// then on the page. Keys are ignored in form fields.
(() => {
  "use strict";
  const off = () => document.cookie.includes("bt-keys=off");
  window.blazorTasks.keysAreOff = off;
  const inField = target => target.closest("input:not([type=range]), textarea, select, [contenteditable]") !== null;
  const visible = element => element.getClientRects().length > 0 && !element.disabled;
  const reach = element => {
    element?.focus({ focusVisible: true });
    element?.scrollIntoView({ block: "nearest" });
    return element !== undefined;
  };
  const press = (scope, key) => {
    const element = [...scope.querySelectorAll(`[data-key~="${CSS.escape(key)}"]`)].find(visible);
    if (!element) return false;
    if (element.matches("input:not([type=checkbox])")) {
      element.focus();
    } else {
      const keys = { shiftKey: key.startsWith("shift+"), altKey: "undo" in element.dataset };
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ...keys }));
    }
    return true;
  };

  // ---- The list of tasks is one tab stop: j and k move within it, and keys apply to the focused task.
  const tasks = () => [...document.querySelectorAll("[data-task]")].filter(visible);
  const here = () => document.activeElement?.closest("[data-task]");
  const walk = step => {
    const all = tasks();
    const at = all.indexOf(here());
    return reach(all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + step))]);
  };
  // When the focused task is removed, the focus moves to its neighbour, else to the heading of the list.
  let focused = null;
  document.addEventListener("focusin", event => {
    const task = event.target.closest("[data-task]");
    focused = task && { task, element: event.target, list: task.parentElement, at: [...task.parentElement.children].indexOf(task) };
    if (task) for (const other of document.querySelectorAll("[data-task][tabindex='0']")) if (other !== task) other.tabIndex = -1;
    if (task) task.tabIndex = 0;
  });
  new MutationObserver(() => {
    if (!focused || focused.element.isConnected || document.activeElement !== document.body) return;
    if (focused.task.isConnected) {
      focused.task.focus(); // the clicked button was removed, but its task was not
      return;
    }
    const rest = focused.list.isConnected ? [...focused.list.children].filter(child => child.matches("[data-task]")) : [];
    (rest[Math.min(focused.at, rest.length - 1)] ?? document.querySelector("#main h2, #main h1"))?.focus();
    focused = null;
  }).observe(document.body, { childList: true, subtree: true });

  // ---- Questions: "a" focuses the question of the focused task, else the first; "y" and "n" answer only the focused one.
  const asked = () => document.activeElement?.closest("[data-ask]") ?? here()?.querySelector("[data-ask]") ?? null;
  const answer = () => {
    const question = asked() ?? [...document.querySelectorAll("[data-ask]")].find(visible);
    if (!question) return false;
    return press(question, "a") || reach([...question.querySelectorAll("input, textarea, select, button")].find(visible));
  };

  // ---- "g" followed by a letter opens a page.
  let going = 0;
  const go = key => {
    const link = document.querySelector(`[data-go="${CSS.escape(key)}"]`);
    link?.click();
    return link !== null;
  };

  const pressed = event => {
    if (event.key === "Escape") return press(document, "Escape");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return here() === event.target && walk(event.key === "ArrowDown" ? 1 : -1);
    if (event.key === "Enter") return here() === event.target && press(here(), "o");
    if (going && Date.now() - going < 1500) {
      going = 0;
      return go(event.key);
    }
    if (event.key === "g") {
      going = Date.now();
      return true;
    }
    if (event.key === "j") return walk(1);
    if (event.key === "k") return walk(-1);
    if (event.key === "a" && answer()) return true;
    if (event.key === "y" || event.key === "n") return asked() !== null && press(asked(), event.key);
    const isShifted = event.shiftKey && event.key.length === 1 && event.key.toLowerCase() !== event.key;
    const key = isShifted ? `shift+${event.key.toLowerCase()}` : event.key;
    return (here() && press(here(), key)) || press(document, key);
  };

  const isOver = () => document.querySelector(".mud-dialog, .mud-popover-open") !== null; // an open dialog or menu handles the keys
  document.addEventListener("keydown", event => {
    if (event.defaultPrevented || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      if (!isOver()) press(document, "mod+k");
      return;
    }
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest("form");
      // commit the last input, as if the field had lost the focus
      if (form) event.target.dispatchEvent(new Event("change", { bubbles: true }));
      form?.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || off() || inField(event.target) || isOver()) return;
    if (pressed(event)) event.preventDefault();
  });
})();
