// How does a form carry the answer of a passkey? The browser is asked, its answer is put in the form, the form is sent.
"use strict";
(() => {
  if (!window.PublicKeyCredential) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (known) => (known || []).map((one) => ({ ...one, id: bytes(one.id) }));

  const ask = async (form) => {
    const sent = new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      idem_key: text(crypto.getRandomValues(new Uint8Array(16))),
    });
    const answer = await fetch(form.dataset.passkeyAsk, { method: "POST", body: sent, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const options = await answer.json();
    options.challenge = bytes(options.challenge);
    options.allowCredentials = listed(options.allowCredentials);
    options.excludeCredentials = listed(options.excludeCredentials);
    if (options.user) options.user.id = bytes(options.user.id);
    return options;
  };

  const written = (credential) => {
    const { response } = credential;
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[name]) parts[name] = text(response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response: parts,
      clientExtensionResults: {},
    });
  };

  const offer = (form) => {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const failed = form.querySelector('[data-part="failed"]');
      failed.hidden = true;
      try {
        const publicKey = await ask(form);
        const create = form.dataset.passkey === "create";
        form.elements.credential.value = written(
          await navigator.credentials[create ? "create" : "get"]({ publicKey }),
        );
      } catch {
        failed.hidden = false;
        return;
      }
      form.requestSubmit();
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach(offer);
})();
