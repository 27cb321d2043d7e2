// Presses on the buttons of tasks are one event, whatever the number of tasks: "taskaction" with the task's id and the
// name of the action. Loaded after the framework's script, because that has to know of it.
(() => {
  "use strict";
  document.addEventListener("click", event => {
    const button = event.target.closest("[data-act]");
    const task = button?.closest("[data-task]")?.dataset.task;
    if (task) button.dispatchEvent(new CustomEvent("taskaction", { bubbles: true, detail: { task, action: button.dataset.act } }));
  });
  window.Blazor.registerCustomEventType("taskaction", { createEventArgs: event => event.detail });
})();
