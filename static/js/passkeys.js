/* Passkeys: hands the forms marked data-passkey to allauth's scripts, and says in the page what the browser refused.
   data-passkey: "login", "authenticate" or "add"; data-options: id of the JSON the server prepared. */
(() => {
  "use strict";

  const SENTENCES = {
    NotAllowedError: "cancelled",
    AbortError: "cancelled",
    InvalidStateError: "known",
    SecurityError: "address",
  };
  const ANY_NUMBER = /^[\d.]+$|^\[/;
  const isPossible = () => window.webauthnJSON.supported() && !ANY_NUMBER.test(location.hostname);

  function tell(form, kind) {
    for (const line of form.querySelectorAll("[data-passkey-error]")) {
      line.hidden = line.dataset.passkeyError !== kind;
    }
  }

  function tie(form) {
    const begin = window.allauth.webauthn.forms;
    const kind = form.dataset.passkey;
    const button = form.querySelector("#passkey_button");
    const credential = form.elements.namedItem("credential");
    const ids = { credential: credential.id, [kind]: button.id, passwordless: "id_passwordless" };
    if (form.dataset.options) ids.data = form.dataset.options;
    form.hidden = kind === "login" && !isPossible();
    button.addEventListener("click", () => tell(form, ""));
    begin[`${kind}Form`]({ ids });
    document.addEventListener("allauth.error", event => {
      event.preventDefault();
      tell(form, SENTENCES[event.detail.exception.name] || "other");
    });
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) tie(form);
})();
