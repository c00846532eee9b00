// Ask the browser for a passkey when its form is sent, and send what it says with the form.
(function () {
  "use strict";

  function bytes(text) {
    var raw = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(raw, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var raw = Array.from(new Uint8Array(buffer), function (byte) { return String.fromCharCode(byte); }).join("");
    return btoa(raw).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function listed(form) {
    return (form.dataset.known || "").split(" ").filter(Boolean).map(function (id) {
      return { type: "public-key", id: bytes(id) };
    });
  }

  function made(form) {
    return navigator.credentials.create({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      rp: { id: form.dataset.host, name: "Jaring" },
      user: { id: bytes(form.dataset.handle), name: form.dataset.user, displayName: form.dataset.user },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      excludeCredentials: listed(form),
      attestation: "none"
    } }).then(function (passkey) {
      return {
        client_data: passkey.response.clientDataJSON,
        authenticator_data: passkey.response.getAuthenticatorData(),
        public_key: passkey.response.getPublicKey()
      };
    });
  }

  function answered(form) {
    return navigator.credentials.get({ publicKey: {
      challenge: bytes(form.dataset.challenge),
      rpId: form.dataset.host,
      allowCredentials: listed(form),
      userVerification: "required"
    } }).then(function (passkey) {
      return {
        credential_id: passkey.rawId,
        client_data: passkey.response.clientDataJSON,
        authenticator_data: passkey.response.authenticatorData,
        signature: passkey.response.signature
      };
    });
  }

  document.querySelectorAll("form[data-passkey]").forEach(function (form) {
    if (!window.PublicKeyCredential) return;
    form.hidden = false;
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var asked = form.dataset.passkey === "create" ? made(form) : answered(form);
      asked.then(function (said) {
        Object.keys(said).forEach(function (name) { form.elements[name].value = text(said[name]); });
        form.submit();
      }).catch(function () {
        form.querySelector("[data-passkey-failed]").hidden = false;
      });
    });
  });
})();
