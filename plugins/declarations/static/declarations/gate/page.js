// Ties the gate's page together: a scan or a typed entry goes in, its outcome is shown and heard.
(() => {
  const { Gate } = self;
  const byId = (id) => document.getElementById(id);
  const config = JSON.parse(byId("gate-config").textContent);
  const texts = JSON.parse(byId("gate-texts").textContent);
  const shown = Gate.shown(texts);
  const UNDO = 60_000; // ms
  const ASK = 30_000;
  const SHOWN = 8_000;
  const MOST = 20; // entries listed
  const HINT = 5 * 60_000; // without network: who was just scanned. The server decides later.

  let rows = [];
  let counts = { came: 0, went: 0, inside: 0, capacity: config.capacity };
  let alerts = [];
  let clearing = null;
  const inside = new Map(); // by number or name: since when who has come lately, for HINT

  const say = (outcome) => {
    clearTimeout(clearing);
    shown.outcome(outcome);
    Gate.sound(outcome.kind);
    if (["in", "out", "undone"].includes(outcome.kind))
      clearing = setTimeout(() => shown.outcome({ kind: "ready" }), SHOWN);
  };

  const render = async () => {
    const waiting = await Gate.store.waiting(config.venue);
    const of = (deed) => waiting.filter((item) => item.deed === deed).length;
    const [came, went] = [of("in"), of("out")];
    shown.counts(
      {
        came: counts.came + came,
        went: counts.went + went,
        inside: Math.max(0, counts.inside + came - went),
        capacity: counts.capacity,
      },
      waiting.length,
    );
    shown.line(queue.status, waiting.length);
    const now = Date.now();
    for (const [each, at] of inside) if (Math.abs(now - at) > HINT) inside.delete(each);
    const here = new Set(waiting.map((item) => item.id));
    for (const row of rows) {
      if (row.undo && now - row.at > UNDO) row.undo = null;
      // The service worker has sent it meanwhile.
      if (row.state === "waiting" && row.id && !here.has(row.id)) row.state = row.deed;
    }
    shown.last(rows);
    shown.attention(await Gate.store.attention(config.venue), reopen, drop);
    shown.alerts(alerts);
  };

  const answered = (answer) => {
    counts = answer.counts;
    Gate.store.keep("counts", { venue: config.venue, counts });
    const known = new Set(alerts.map((alert) => alert.id));
    const fresh = answer.alerts.filter((alert) => !known.has(alert.id));
    alerts = answer.alerts;
    if (fresh.length)
      say({ kind: "symptoms", name: fresh[0].name, detail: texts.symptoms_by_phone });
    render();
  };

  const late = async (item, result) => {
    const row = rows.find((each) => each.id === item.id);
    if (row) settle(row, result);
    if (result.alert)
      say({ kind: "symptoms", name: result.name, detail: texts.symptoms_detail });
    await render();
  };

  const settle = (row, result) => {
    row.id = result.id;
    row.visit = result.visit;
    row.state = result.outcome;
    if (result.name && row.anonymous) row.label = Gate.shortName(result.name);
    if (!["in", "out", "waiting"].includes(result.outcome)) row.undo = null;
  };

  // person: {name, keys}. Gives the server's result, {outcome: "waiting"}, or null.
  const record = async (deed, fields, person) => {
    const keys = person.keys.filter(Boolean);
    const again = deed === "in" && !fields.another && keys.some((key) => inside.has(key));
    const label = person.name ? Gate.shortName(person.name) : texts.personal_code;
    const row = { id: "", deed, label, anonymous: !person.name, at: Date.now(), state: "sending" };
    rows = [row, ...rows].slice(0, MOST);
    let result = null;
    try {
      result = await queue.submit(deed, fields);
    } catch {
      rows = rows.filter((each) => each !== row);
      say({ kind: "refused", name: person.name, detail: texts.not_kept });
      return null;
    }
    row.undo = () => undo(row, keys);
    settle(row, result);
    if (["in", "waiting", "inside"].includes(result.outcome) && deed === "in")
      for (const key of keys) inside.set(key, row.at);
    if (deed === "out" && result.outcome !== "refused") for (const key of keys) inside.delete(key);
    if (result.reason === "fields") rows = rows.filter((each) => each !== row); // the form stays
    tell(deed, fields, person, row, result, again);
    await render();
    return result;
  };

  // The person leaves; or it is another one of the same name, of whom nothing else is known.
  const whenInside = (fields, person) => {
    const now = { ...fields, at: undefined, offset: undefined };
    const leave = [texts.check_out, () => record("out", now, person)];
    const another = [texts.another, () => record("in", { ...fields, another: true }, person)];
    return fields.name && !fields.id_number ? [leave, another] : [leave];
  };

  const tell = (deed, fields, person, row, result, again) => {
    const waiting = result.outcome === "waiting";
    const name = result.name || person.name;
    const sure = result.alert ? "symptoms" : result.outcome;
    const kind = !waiting ? sure : again ? "inside" : deed;
    const since = result.since ? texts.since.replace("{time}", result.since) : "";
    const actions = [];
    if (kind === "inside") actions.push(...whenInside(fields, person));
    if (row.undo) actions.push([texts.undo, () => row.undo?.()]);
    let detail = "";
    if (result.alert) detail = `${texts[`word_${result.outcome}`]}. ${texts.symptoms_detail}`;
    else if (result.outcome === "refused") detail = result.text;
    else if (result.outcome !== "in") detail = since;
    say({ kind, name, detail, waiting, actions });
  };

  const undo = async (row, keys) => {
    row.undo = null;
    const result = await queue.undo(row);
    if (result.outcome === "refused") {
      say({ kind: "refused", name: row.label, detail: result.text || texts.undo_later });
    } else {
      row.state = "undone";
      for (const key of keys) row.deed === "in" ? inside.delete(key) : inside.set(key, Date.now());
      say({ kind: "undone", name: row.label, waiting: result.outcome === "waiting" });
    }
    await render();
  };

  const deedNow = () => (byId("deed-out").checked ? "out" : "in");

  const scanned = (text) => {
    const card = Gate.readCard(text);
    if (card.kind && !card.problems.length) {
      record(deedNow(), { card: text }, { name: card.name, keys: [card.number, card.token] });
      return;
    }
    const problems = card.kind ? card.problems : [card.problem];
    const notes = problems.map((problem) => texts[problem]);
    say({ kind: "unknown", name: card.name, detail: notes[0] });
    if (problems[0] === "card_venue") return;
    fill({
      notes,
      from: card.kind ? text : "",
      name: card.name,
      ...numbers(card),
    });
  };

  const numbers = (card) => {
    const isPhone = /^(?:\+84|0)[0-9]{9}$/.test(card.number) && !card.kind;
    return { phone: isPhone ? card.number : "", id_number: isPhone ? "" : card.number };
  };

  // False while another entry is begun in the form; staff are told.
  const fill = (values) => {
    const opened = manual.open(values);
    if (!opened) say({ kind: "unknown", name: values.name, detail: texts.finish_first });
    return opened;
  };

  const reopen = (item) => {
    if (manual.isBegun()) {
      say({ kind: "refused", detail: texts.finish_first });
      return;
    }
    const dialog = byId("reopen");
    const pin = byId("reopen-pin");
    byId("reopen-error").hidden = true;
    pin.value = "";
    dialog.showModal();
    byId("reopen-form").onsubmit = async (event) => {
      event.preventDefault();
      const sent = JSON.stringify({ pin: pin.value, entry: item.envelope });
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(config.reopen, { method: "POST", headers, body: sent }).catch(
        () => null,
      );
      const answer = (await response?.json().catch(() => null)) ?? {};
      if (!response?.ok || !answer.deed) {
        const problem = response ? (answer.problem ?? "busy") : "network";
        byId("reopen-error").textContent = texts[`reopen_${problem}`] ?? texts.reopen_busy;
        byId("reopen-error").hidden = false;
        return;
      }
      dialog.close();
      const { name, phone, id_number: number, card, deed, at, offset } = answer;
      const read = card ? Gate.readCard(card) : {};
      const opened = fill({
        notes: item.text ? [item.text] : [],
        from: card,
        replaces: item.id,
        at,
        offset,
        name: name || read.name,
        phone,
        id_number: number || read.number,
      });
      if (opened) byId(deed === "out" ? "deed-out" : "deed-in").checked = true;
    };
  };

  const drop = async (item) => {
    if (!confirm(texts.drop_sure)) return;
    await Gate.store.settle(item.id);
    await render();
  };

  const queue = Gate.makeQueue({ config, changed: render, late, answered });

  const manual = Gate.makeManual({
    texts,
    record: async (fields, settles) => {
      // A phone may be a family's: with it, the name tells people apart.
      const named = `${fields.phone}|${fields.name.toLowerCase()}`;
      const keys = [fields.id_number || named];
      const result = await record(deedNow(), fields, { name: fields.name, keys });
      if (result && result.outcome !== "refused" && settles) await Gate.store.settle(settles);
      await render();
      return result;
    },
  });

  let stopCamera = null;
  byId("camera-open").addEventListener("click", async () => {
    const video = byId("camera");
    if (stopCamera) {
      stopCamera();
      stopCamera = null;
    } else {
      try {
        stopCamera = await Gate.startCamera(config.files, video, scanned);
      } catch {
        say({ kind: "refused", detail: texts.no_camera });
      }
    }
    video.hidden = !stopCamera;
    byId("camera-open").textContent = stopCamera ? texts.camera_off : texts.camera_on;
  });

  byId("reopen-close").addEventListener("click", () => byId("reopen").close());

  byId("mute").addEventListener("click", () => {
    Gate.muted = !Gate.muted;
    byId("mute").textContent = Gate.muted ? texts.sound_on : texts.sound_off;
  });

  const giveUp = () => {
    say({ kind: "refused", detail: texts.cannot });
    for (const control of document.querySelectorAll("main button, main input"))
      control.disabled = true;
  };

  const begin = async () => {
    if (!self.crypto?.subtle || !self.indexedDB) return giveUp();
    let kept = null;
    try {
      kept = await Gate.store.kept("counts");
    } catch {
      return giveUp(); // there is a store, but it keeps nothing
    }
    if (kept?.venue === config.venue) counts = { ...kept.counts, capacity: config.capacity };
    Gate.listenToScanner(byId("scan"), scanned);
    byId("scan").focus();
    navigator.serviceWorker?.register(config.worker, { scope: config.page }).catch(() => {});
    navigator.serviceWorker?.addEventListener("message", async ({ data }) => {
      if (data.result) await late(data, data.result);
      else queue.ask();
    });
    navigator.storage?.persist?.();
    setInterval(() => queue.ask(), ASK);
    setInterval(render, 5_000);
    document.addEventListener("visibilitychange", () => document.hidden || queue.ask());
    await render();
    await queue.start();
    await render();
    document.documentElement.dataset.ready = "1";
  };
  begin();
})();
