// Reads a card's code without network; plugins/declarations/cards does the same at the server, and
// a test holds the two against each other.
(() => {
  const Gate = (self.Gate ??= {});
  const LONGEST = 2000;
  const OTHER_NUMBER =
    /^(?:[0-9]{9}|[A-Z]{2}[0-9]{13}|[0-9]{10}|(?=.*[0-9])(?=.*[A-Z])[A-Z0-9]{6,9})$/;
  const TOKEN = /^[0-9A-HJKMNP-TV-Z]{24}$/i;
  const TELEX = { đ: "dd", â: "aa", ê: "ee" };
  const SEXES = { nam: "male", nu: "female" };

  const clean = (text) =>
    [...text].filter((char) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(char) || /\s/.test(char)).join("").trim();
  const tidy = (text) => clean(text).split(/\s+/).filter(Boolean).join(" ").normalize("NFC");
  const fold = (text) =>
    tidy(text).toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

  const cccdOk = (number, today) => {
    const province = Number(number.slice(0, 3));
    const year = 1900 + Math.floor(Number(number[3]) / 2) * 100 + Number(number.slice(4, 6));
    return province >= 1 && province <= 96 && year <= today.getFullYear();
  };

  const numberOf = (text, today) => {
    const number = clean(text).toUpperCase();
    if (/^[0-9]{12}$/.test(number)) return cccdOk(number, today) ? number : "";
    return OTHER_NUMBER.test(number) ? number : "";
  };

  const nameOf = (text) => {
    const name = tidy(text);
    return name && [...name].length <= 200 && /\p{L}/u.test(name) ? name : "";
  };

  const birthOf = (day, month, year, today) => {
    if (Number(year) < 1900 || Number(year) > today.getFullYear()) return "";
    if (Number(day) === 0 && Number(month) === 0) return year;
    const iso = `${year}-${month}-${day}`;
    const born = new Date(`${iso}T00:00:00Z`);
    const real = !Number.isNaN(born.getTime()) && born.toISOString().slice(0, 10) === iso;
    const local = new Date(Number(year), Number(month) - 1, Number(day));
    return real && local <= today ? iso : "";
  };

  const fromHex = (text) => {
    const digits = [...clean(text).toLowerCase()]
      .map((char) => {
        if (TELEX[char]) return TELEX[char];
        const [base, ...marks] = char.normalize("NFD");
        const rest = (base + marks.filter((m) => m !== "\u0300").join("")).normalize("NFC");
        return (TELEX[rest] ?? rest) + (marks.includes("\u0300") ? "f" : "");
      })
      .join("");
    if (!/^(?:[0-9a-f]{2})+$/.test(digits)) return null;
    const bytes = Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      return null;
    }
  };

  const dated = (parts, today) => (parts ? birthOf(parts[0], parts[1], parts[2], today) : "");
  const match = (pattern, text) => pattern.exec(clean(text ?? ""))?.slice(1) ?? null;
  const CCCD_DATE = /^([0-9]{2})([0-9]{2})([0-9]{4})$/;
  const BHYT_DATE = /^([0-9]{2})\/([0-9]{2})\/([0-9]{4})$/;
  const PC_DATE = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

  const card = (kind, said) => {
    const { fields, least, number, name, birth, hex } = said;
    const problems = [];
    if (fields < least) problems.push("card_fields");
    if (!number) problems.push("card_number");
    if (hex === null) problems.push("card_hex");
    else if (!name) problems.push("card_name");
    if (!birth) problems.push("card_date");
    const { sex = "", address = "" } = said;
    return { kind, name, number, birth, sex, address, token: "", problems };
  };

  const readPc = (fields, today) => {
    const parts = match(PC_DATE, fields[2]);
    return card("pc_covid", {
      fields: fields.length,
      least: 5,
      number: numberOf(fields[0], today),
      name: nameOf(fields[1] ?? ""),
      birth: dated(parts && parts.reverse(), today),
    });
  };

  const readBhyt = (all, today) => {
    const fields = clean(all.at(-1)) === "$" ? all.slice(0, -1) : all;
    const hex = fromHex(fields[1] ?? "");
    const written = clean(fields[4] ?? "");
    return card("bhyt", {
      fields: fields.length,
      least: 9,
      number: numberOf(fields[0] ?? "", today),
      hex,
      name: nameOf(hex ?? ""),
      birth: dated(match(BHYT_DATE, fields[2]), today),
      sex: { 1: "male", 2: "female" }[clean(fields[3] ?? "")] ?? "",
      address: written === "" || written === "-" ? "" : tidy(fromHex(written) ?? ""),
    });
  };

  const readCccd = (fields, today) =>
    card("cccd", {
      fields: fields.length,
      least: 7,
      number: numberOf(fields[0], today),
      name: nameOf(fields[2] ?? ""),
      birth: dated(match(CCCD_DATE, fields[3]), today),
      sex: SEXES[fold(fields[4] ?? "")] ?? "",
      address: tidy(fields[5] ?? ""),
    });

  const own = (token) => ({
    kind: "own",
    name: "",
    number: "",
    birth: "",
    sex: "",
    address: "",
    token: token.toUpperCase(),
    problems: [],
  });

  const readOwn = (text) => {
    const bare = clean(text);
    if (!/^https?:\/\//i.test(bare)) return TOKEN.test(bare) ? own(bare) : null;
    const path = bare.replace(/^https?:\/\/[^/?#]*/i, "").split(/[?#]/)[0];
    if (/^(?:\/en)?\/q\/[^/]+\/?$/.test(path)) return { kind: "", problem: "card_venue", number: "" };
    const token = /^(?:\/en)?\/c\/([^/]+)\/?$/i.exec(path)?.[1];
    return token && TOKEN.test(token) ? own(token) : null;
  };

  const unknown = (number) => ({ kind: "", problem: "card_unknown", number });

  const typedNumber = (text, today) => {
    const bare = clean(text).replace(/[\s.-]+/g, "");
    return numberOf(bare, today) || /^(?:0|\+84)[0-9]{9}$/.test(bare) ? bare : "";
  };

  // A card {kind, name, number, birth, sex, address, token, problems}, or {kind: "", problem, number}.
  Gate.readCard = (given, today = new Date()) => {
    const text = [...given].slice(0, LONGEST).join("");
    if (!text.includes("|")) return readOwn(text) ?? unknown(typedNumber(text, today));
    const fields = clean(text).split("|");
    if (fields.length > 2 && match(PC_DATE, fields[2])) return readPc(fields, today);
    const number = clean(fields[0]);
    const bhyt =
      clean(fields.at(-1)) === "$" ||
      (fields.length > 2 && match(BHYT_DATE, fields[2])) ||
      /^(?:[A-Za-z]{2}[0-9]{13}|[0-9]{10})$/.test(number);
    if (bhyt) return readBhyt(fields, today);
    const cccd = /^[0-9]{12}$/.test(number) || (fields.length >= 7 && match(CCCD_DATE, fields[3]));
    return cccd ? readCccd(fields, today) : unknown(numberOf(fields[0], today));
  };
})();
