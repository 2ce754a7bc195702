{% load static %}// Keeps static files, which carry their hash in their names, and one page for when there is no net.
// Pages, photos and answers of the API are never kept: what is personal stays with the server.

const CACHE = "static-{{ version|escapejs }}";
const OFFLINE = "{% url 'offline' %}";
const SHELL = [OFFLINE, "{% static 'site/offline.css' %}", "{% static 'site/logo.svg' %}"];
// Not the icons: the browser asks for them when it likes, and drops that when one goes on.
const HASHED = /^\/static\/.*\.[0-9a-f]{12}\.(?!png$)/;
// Files that a browser takes along are none of this worker's business.
const PAGES = /^(?!.*\.\w+$)(?!\/api\/)(?!\/admin\/)(?!\/downloads\/.*\/file$)/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (HASHED.test(url.pathname)) event.respondWith(fromCache(request));
  else if (request.mode === "navigate" && PAGES.test(url.pathname)) event.respondWith(orOffline(request));
});

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function fromCache(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    // Storage may be full: the page gets its file all the same.
    caches.open(CACHE).then((cache) => cache.put(request, copy)).catch(() => {});
  }
  return response;
}

async function orOffline(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const page = await caches.match(OFFLINE);
    if (page) return page;
    throw error;
  }
}
