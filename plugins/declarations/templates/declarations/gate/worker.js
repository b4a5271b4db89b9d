// Keeps the gate's page for when there is no network, and sends what waits when it is back.
{% autoescape off %}const CONFIG = {{ config }};{% endautoescape %}
importScripts(CONFIG.files.store, CONFIG.files.sending);

const FAMILY = `cong-gate:${CONFIG.page}:`;
const CACHE = FAMILY + CONFIG.version;
const PATIENCE = 4000; // ms until the kept page is shown instead

const fetchPage = async (cache, request) => {
  const response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE) });
  // Only the gate itself is kept: not the question for the PIN, not a page of faults.
  if (response.ok && response.headers.has("X-Gate-Page")) await cache.put(CONFIG.page, response.clone());
  return response;
};

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(CACHE);
      await cache.addAll(CONFIG.files.all.map((url) => new Request(url, { cache: "reload" })));
      await fetchPage(cache, new Request(CONFIG.page, { credentials: "same-origin" }));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== CACHE);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

const page = async (request) => {
  const cache = await caches.open(CACHE);
  try {
    const response = await fetchPage(cache, request);
    if (response.status < 500 && response.status !== 429) return response;
    return (await cache.match(CONFIG.page)) ?? response;
  } catch {
    return (await cache.match(CONFIG.page)) ?? Response.error();
  }
};

const file = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname === CONFIG.page) event.respondWith(page(request));
  else if (url.pathname.startsWith(CONFIG.files.root)) event.respondWith(file(request));
});

self.addEventListener("sync", (event) => {
  event.waitUntil(
    (async () => {
      if ((await self.Gate.store.kept("not-before")) > Date.now()) throw new Error("busy");
      const { entries: address, venue } = CONFIG;
      const tell = async (message) => {
        for (const client of await self.clients.matchAll()) client.postMessage(message);
      };
      const heard = ({ id }, result) => tell({ id, result });
      const run = await self.Gate.sendWaiting({ address, venue, heard });
      await tell({});
      if (run.problem === "network" || run.problem === "busy") throw new Error(run.problem);
    })(),
  );
});
