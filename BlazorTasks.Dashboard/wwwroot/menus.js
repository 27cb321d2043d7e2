// For ListMenu.razor. MudBlazor's menu walks by arrows once it believes that it was opened by a key: it is told so. The focus
// goes back to what was pressed.
(() => {
  "use strict";
  const blazorTasks = window.blazorTasks;
  let opener = null;
  document.addEventListener("click", event => { opener = event.target.closest("[aria-haspopup=menu]") ?? opener; }, true);
  blazorTasks.menuPlace = () => {
    const box = opener?.getBoundingClientRect();
    return box ? `${box.left + scrollX},${box.bottom + scrollY + 4}` : "0,0";
  };
  blazorTasks.enterMenu = () => document.querySelector(".list-menu")?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowDown", bubbles: true }));
  blazorTasks.leaveMenu = () => {
    const at = document.activeElement;
    if ((at === document.body || at.closest(".mud-popover")) && opener?.isConnected) opener.focus();
  };
})();
