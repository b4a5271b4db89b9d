// Ids of entries: UUID version 7, whose order is the order of time.
(() => {
  const Gate = (self.Gate ??= {});

  Gate.newId = (milliseconds) => {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    const time = BigInt(Math.max(0, Math.floor(milliseconds)));
    for (let at = 0; at < 6; at += 1) bytes[at] = Number((time >> BigInt(40 - 8 * at)) & 255n);
    bytes[6] = 0x70 | (bytes[6] & 0x0f);
    bytes[8] = 0x80 | (bytes[8] & 0x3f);
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [8, 12, 16, 20, 32]
      .map((end, part, ends) => hex.slice(part ? ends[part - 1] : 0, end))
      .join("-");
  };
})();
