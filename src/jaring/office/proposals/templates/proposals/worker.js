// Shows the form of proposals without a signal. It keeps the frame of one page and its files, nothing of any person.
"use strict";
const CACHE = "usulan-1";
const PAGE = "{{ page }}";
const SHELL = [{% for each in shell %}"{{ each }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname === PAGE) event.respondWith(page(event.request));
  else if (SHELL.includes(url.pathname)) event.respondWith(file(event.request));
});

async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(PAGE, answer.clone());
    return answer;
  } catch (error) {
    return (await cache.match(PAGE)) || Response.error();
  }
}

async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  return kept || fetch(request);
}
