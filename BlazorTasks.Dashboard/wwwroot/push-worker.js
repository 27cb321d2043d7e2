// Shows what is pushed to this browser, also while no page of the dashboard is open. It controls no page (see push.js).
addEventListener("install", () => skipWaiting());

addEventListener("push", event => {
  const { title, body, page } = event.data.json();
  event.waitUntil(registration.showNotification(title, { body, tag: page, renotify: true, data: page }));
});

// Opens the page in the tab that shows it, or else in a new one.
addEventListener("notificationclick", event => {
  event.notification.close();
  const address = new URL(`../../${event.notification.data}`, registration.scope).href;
  event.waitUntil((async () => {
    const tabs = await clients.matchAll({ type: "window", includeUncontrolled: true });
    const tab = tabs.find(one => one.url === address);
    await (tab ? tab.focus() : clients.openWindow(address));
  })());
});
