// One page's queue: seals, stores, sends, waits longer after each failure, tells what came of it.
(() => {
  const Gate = (self.Gate ??= {});
  const PATIENCE = 3_000; // ms that staff wait for the server's word
  const SYNC = "cong-gate-send";

  // changed(): something to show anew. late(item, result): an answer that nobody waited for.
  Gate.makeQueue = ({ config, changed, late, answered }) => {
    const live = new Map(); // entries whose answer somebody waits for
    let key = config.key;
    let offset = null; // of the server's clock from this device's, in ms; null: not known yet
    let failures = 0;
    let timer = null;
    let sending = false;
    let again = false;
    const queue = { status: "ready" }; // or: network, busy, pin, revoked

    const hear = (answer) => {
      key = answer.key;
      offset = answer.now - Date.now();
      Gate.store.keep("server", { key, offset });
      answered(answer);
    };

    const heard = async (item, result) => {
      const waiting = live.get(item.id);
      if (waiting && !waiting.settled) {
        waiting.settled = true;
        waiting.resolve(result);
        return result.outcome === "refused";
      }
      await late(item, result);
      return false;
    };

    const settle = (problem, after) => {
      clearTimeout(timer);
      timer = null;
      failures = problem ? failures + 1 : 0;
      queue.status = problem ?? "ready";
      if (after) Gate.store.keep("not-before", Date.now() + Number(after) * 1000); // for the worker
      if (problem)
        timer = setTimeout(() => {
          timer = null;
          queue.send();
        }, Gate.pause(failures, after));
      changed();
    };

    // Sends now, or when the pause is over; at once when `now` says that something has changed.
    queue.send = async (now = false) => {
      if (sending) {
        again = true;
        return;
      }
      if (timer && !now) return;
      sending = true;
      const options = { address: config.entries, venue: config.venue, heard, answered: hear };
      const run = await Gate.sendWaiting(options).catch(() => ({ problem: "network" }));
      sending = false;
      if (run.problem || run.reached) settle(run.problem, run.after);
      if (again) {
        again = false;
        queue.send();
      }
    };

    // Asks for counts and the server's time; so it also learns that the network is back.
    queue.ask = async () => {
      try {
        const response = await fetch(config.state, { signal: AbortSignal.timeout(10_000) });
        if (response.ok) {
          hear(await response.json());
          if (queue.status !== "ready" && queue.status !== "busy") {
            settle();
            queue.send(true);
          }
        } else if (response.status === 401) settle("pin");
        else if (response.status === 410 || response.status === 404) settle("revoked");
      } catch {
        if (queue.status === "ready") settle("network");
      }
    };

    // Stores an entry and gives what the server says, or {outcome: "waiting"}. One that is put right
    // brings its first time, {at, offset}. The offset is sealed too: the clock may be set meanwhile.
    queue.submit = async (deed, fields) => {
      const when = fields.at ? {} : { at: Date.now(), offset };
      const entry = { deed, venue: config.venue, ...fields, ...when };
      const { at } = entry;
      const id = Gate.newId(at + (entry.offset ?? 0));
      const envelope = await Gate.seal(key, id, entry);
      const mine = { settled: false };
      const answer = new Promise((resolve) => (mine.resolve = resolve));
      live.set(id, mine);
      await Gate.store.add({ id, venue: config.venue, at, deed, envelope, tried: false });
      changed();
      const patience = queue.status === "ready" && navigator.onLine ? PATIENCE : 0;
      queue.send();
      const waited = setTimeout(() => {
        if (mine.settled) return;
        mine.settled = true;
        mine.resolve({ id, outcome: "waiting" });
        // Where browsers have it, the service worker sends even when the page is closed.
        navigator.serviceWorker?.ready.then((worker) => worker.sync?.register(SYNC)).catch(() => {});
      }, patience);
      const result = await answer;
      clearTimeout(waited);
      live.delete(id);
      changed();
      return result;
    };

    // Takes an entry back: out of the queue if it never left, else by telling the server.
    queue.undo = async ({ id, deed, visit }) => {
      if (await Gate.store.withdraw(id)) {
        changed();
        return { id, outcome: "undone" };
      }
      if (deed === "out" && !visit) return { id, outcome: "refused", reason: "" };
      return queue.submit(`undo_${deed}`, { of: deed === "in" ? id : visit });
    };

    queue.start = async () => {
      const kept = await Gate.store.kept("server");
      if (kept) ({ key, offset } = kept); // a page kept for days may know an older key
      await queue.ask();
      self.addEventListener("online", () => queue.status !== "busy" && queue.send(true));
      await queue.send(true);
    };
    return queue;
  };
})();
