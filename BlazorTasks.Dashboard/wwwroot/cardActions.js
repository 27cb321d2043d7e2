// Clicks on task buttons and boxes raise one custom event, "taskaction", with the task's ID and the name of the action. Loaded after
// the framework's script, because the event type is registered with it.
(() => {
  "use strict";
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-act]");
    const task = button?.closest("[data-task]")?.dataset.task;
    const detail = { task, action: button?.dataset.act, upTo: event.shiftKey };
    if (task) button.dispatchEvent(new CustomEvent("taskaction", { bubbles: true, detail }));
  });
  window.Blazor.registerCustomEventType("taskaction", { createEventArgs: event => event.detail });
})();
