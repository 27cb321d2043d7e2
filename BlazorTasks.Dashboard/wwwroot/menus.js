// For ListMenu.razor. MudBlazor's menu supports arrow keys only when it was opened by a key, so one is simulated. The focus
// returns to the button that opened the menu.
(() => {
  "use strict";
  const blazorTasks = window.blazorTasks;
  let opener = null;
  document.addEventListener("click", event => { opener = event.target.closest("[aria-haspopup=menu]") ?? opener; }, true);
  blazorTasks.menuPlace = () => {
    const box = opener?.getBoundingClientRect();
    return box ? `${box.left + scrollX},${box.bottom + scrollY + 4}` : "0,0";
  };
  blazorTasks.enterMenu = () =>
    document.querySelector(".list-menu")?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  blazorTasks.leaveMenu = () => {
    const at = document.activeElement;
    if ((at === document.body || at.closest(".mud-popover")) && opener?.isConnected) opener.focus();
  };
})();
