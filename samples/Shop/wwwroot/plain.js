// Shows the task whose id is in the address: plain.html?task=…
const id = new URLSearchParams(location.search).get('task');
if (id) {
  const progress = document.createElement('task-progress');
  progress.setAttribute('task-id', id);
  document.getElementById('latest').append(progress);
}
