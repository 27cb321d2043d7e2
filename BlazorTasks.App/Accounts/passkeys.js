// Forms with a passkey: before one is sent, the browser is asked to create or use it. Without passkeys, they are not shown.
const read = {
  create: options => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  get: options => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
};

const problems = {
  NotAllowedError: "No passkey was chosen.",
  InvalidStateError: "This device has a passkey for this account already.",
  SecurityError: "Passkeys require a name in the address, such as localhost or tasks.example.com.",
};

async function send(form) {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form) });
  if (!response.ok) throw new Error(response.status === 422 ? await response.text() : "The server rejected this. Reload this page.");
  form.elements.credential.value = JSON.stringify(await read[form.dataset.passkey](await response.json()));
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  form.addEventListener("submit", event => {
    event.preventDefault();
    const problem = form.querySelector("[role=alert]");
    problem.textContent = "";
    send(form).catch(error => problem.textContent = problems[error.name] ?? error.message);
  });
}
