// Seals an entry for the server before it is written anywhere; gate/envelopes.py opens it.
// Nothing that could open it stays in the browser.
(() => {
  const Gate = (self.Gate ??= {});
  const INFO = new TextEncoder().encode("declarations.gate.envelope");
  const CURVE = { name: "ECDH", namedCurve: "P-256" };

  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const toBytes = (text) =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

  // key: {id, point} of the server. Gives {id, kid, key, nonce, sealed}, all text.
  Gate.seal = async (key, id, entry) => {
    const server = await crypto.subtle.importKey("raw", toBytes(key.point), CURVE, false, []);
    const own = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
    const point = await crypto.subtle.exportKey("raw", own.publicKey);
    const secret = await crypto.subtle.deriveBits(
      { name: "ECDH", public: server },
      own.privateKey,
      256,
    );
    const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const cipher = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: point, info: INFO },
      base,
      { name: "AES-GCM", length: 256 },
      false,
      ["encrypt"],
    );
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt(
      { name: "AES-GCM", iv: nonce, additionalData: new TextEncoder().encode(id) },
      cipher,
      new TextEncoder().encode(JSON.stringify(entry)),
    );
    return { id, kid: key.id, key: toText(point), nonce: toText(nonce), sealed: toText(sealed) };
  };
})();
