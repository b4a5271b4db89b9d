// Sends what waits, in its order, until the server has answered for each entry.
// Also used by the service worker. Whatever goes wrong, an entry stays until it has its answer.
(() => {
  const Gate = (self.Gate ??= {});
  const MOST = 100; // entries a request
  const MOST_FAILING = 3;
  const MOST_FAILURES = 6; // over one entry while the server takes others: some two minutes
  const LONGEST = 20_000; // ms that a request may take
  const FIRST_PAUSE = 2_000;
  const LONGEST_PAUSE = 60_000;

  // For how long to wait: what the server asked for, but at least ever longer after each failure.
  Gate.pause = (failures, retryAfter, random = Math.random()) => {
    const growing = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.max(0, failures - 1));
    return Math.max((Number(retryAfter) || 0) * 1000, growing * (0.75 + random / 2));
  };

  const post = async (address, batch) => {
    const response = await fetch(address, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ now: Date.now(), entries: batch.map((item) => item.envelope) }),
      signal: AbortSignal.timeout(LONGEST),
    });
    if (response.ok) return { answer: await response.json() };
    return { status: response.status, after: response.headers.get("Retry-After") };
  };

  // One run through the queue. heard(item, result) may say true: the page deals with a refusal
  // itself. Gives {reached: whether the server was}, or {problem, after} where problem is one of
  // "network", "pin", "revoked", "busy".
  const run = async ({ address, venue, heard, answered }) => {
    const failing = new Set(); // a fault of the server over one entry must not hold up the others
    for (let reached = false; ; reached = true) {
      const waiting = (await Gate.store.waiting(venue)).filter((item) => !failing.has(item.id));
      if (!waiting.length) return failing.size ? { problem: "busy" } : { reached };
      // Known to be without network: nothing is on its way, all may still be withdrawn here.
      if (self.navigator.onLine === false) return { problem: "network" };
      let batch = await Gate.store.mark(waiting.slice(0, MOST));
      if (!batch.length) continue;
      let sent = null;
      try {
        sent = await post(address, batch);
        if ([400, 413, 500].includes(sent.status) && batch.length > 1) {
          batch = batch.slice(0, 1);
          sent = await post(address, batch);
        }
      } catch {
        return { problem: "network" };
      }
      if (sent.status === 400 || sent.status === 413) {
        await aside(batch[0], refused("unreadable", batch[0]), heard);
        continue;
      }
      if (sent.status === 500 && failing.size < MOST_FAILING) {
        const [item] = batch;
        failing.add(item.id);
        if ((await isOverThis(address)) && (await Gate.store.failed(item)) >= MOST_FAILURES) {
          await aside(item, refused("fault", item), heard);
          failing.delete(item.id);
        }
        continue;
      }
      if (sent.status === 401) return { problem: "pin" };
      if (sent.status === 410 || sent.status === 404) return { problem: "revoked" };
      if (sent.status) return { problem: "busy", after: sent.after };
      await take(batch, sent.answer.results, heard);
      await answered?.(sent.answer);
    }
  };

  const refused = (reason, { id }) => ({ id, outcome: "refused", reason, text: "" });

  // Whether the server works but for one entry.
  const isOverThis = (address) =>
    post(address, []).then(
      ({ answer }) => Boolean(answer),
      () => false,
    );

  const take = async (batch, results, heard) => {
    const byId = new Map(results.map((result) => [result.id, result]));
    const settled = [];
    for (const item of batch) {
      const result = byId.get(item.id);
      if (result?.outcome === "refused") await aside(item, result, heard);
      else if (result) {
        settled.push(item);
        await heard?.(item, result);
      }
    }
    await Gate.store.remove(settled);
  };

  const aside = async (item, result, heard) => {
    if (await heard?.(item, result)) await Gate.store.remove([item]);
    else await Gate.store.setAside(item, { reason: result.reason, text: result.text });
  };

  // One run at a time, over all tabs and the service worker.
  Gate.sendWaiting = (options) =>
    navigator.locks
      ? navigator.locks.request("cong-gate-sending", () => run(options))
      : run(options);
})();
