// What waits in the browser: sealed entries, and refused ones that somebody must look at.
// Also used by the service worker.
(() => {
  const Gate = (self.Gate ??= {});
  let opening = null;

  const open = () =>
    (opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open("cong-gate", 1);
      request.onupgradeneeded = () => {
        const base = request.result;
        base.createObjectStore("waiting", { keyPath: "seq", autoIncrement: true });
        base.createObjectStore("attention", { keyPath: "id" });
        base.createObjectStore("kept");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => {
        opening = null;
        reject(request.error);
      };
    }));

  // Runs work(stores…) in one transaction; done when it is on the disk.
  const change = async (names, work) => {
    const base = await open();
    return new Promise((resolve, reject) => {
      const transaction = base.transaction(names, "readwrite", { durability: "strict" });
      const request = work(...names.map((name) => transaction.objectStore(name)));
      transaction.oncomplete = () => resolve(request?.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  };

  const read = async (name, ask) => {
    const base = await open();
    return new Promise((resolve, reject) => {
      const request = ask(base.transaction(name).objectStore(name));
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  };

  Gate.store = {
    // item: {id, venue, at, deed, envelope, tried}; gives its place in the queue.
    add: (item) => change(["waiting"], (waiting) => waiting.add(item)),
    waiting: async (venue) =>
      (await read("waiting", (store) => store.getAll())).filter((item) => item.venue === venue),
    attention: async (venue) =>
      (await read("attention", (store) => store.getAll())).filter((item) => item.venue === venue),
    // Notes that they are on their way; gives those that nobody has withdrawn meanwhile.
    mark: async (items) => {
      const there = [];
      await change(["waiting"], (waiting) => {
        for (const item of items)
          waiting.get(item.seq).onsuccess = (event) => {
            if (!event.target.result) return;
            there.push(item);
            if (!item.tried) waiting.put({ ...item, tried: true });
          };
      });
      return there;
    },
    // Notes that the server has failed over this entry once more; gives how often.
    failed: async (item) => {
      const failures = (item.failures ?? 0) + 1;
      await change(["waiting"], (waiting) => waiting.put({ ...item, tried: true, failures }));
      return failures;
    },
    // Takes an entry back that was never on its way; false if it was, or is not here any more.
    withdraw: async (id) => {
      let withdrawn = false;
      await change(["waiting"], (waiting) => {
        waiting.openCursor().onsuccess = (event) => {
          const cursor = event.target.result;
          if (!cursor) return;
          if (cursor.value.id !== id) {
            cursor.continue();
          } else if (!cursor.value.tried) {
            cursor.delete();
            withdrawn = true;
          }
        };
      });
      return withdrawn;
    },
    remove: (items) =>
      change(["waiting"], (waiting) => {
        for (const item of items) waiting.delete(item.seq);
      }),
    // Out of the queue and onto the list, in one step: never in neither.
    setAside: (item, why) =>
      change(["waiting", "attention"], (waiting, attention) => {
        waiting.delete(item.seq);
        const { id, venue, at, deed, envelope } = item;
        attention.put({ id, venue, at, deed, envelope, ...why });
      }),
    settle: (id) => change(["attention"], (attention) => attention.delete(id)),
    keep: (name, value) => change(["kept"], (kept) => kept.put(value, name)),
    kept: (name) => read("kept", (store) => store.get(name)),
  };
})();
