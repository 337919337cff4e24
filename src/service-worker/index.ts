/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { version } from '$service-worker';

/**
 * For when the network is away: the quick check opens, every other page says what is going on. Kept are only pages as a
 * stranger sees them and the versioned files they are made of; never a private page, never an answer of the API.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
const CACHE = `dx-${version}`;
const OFFLINE = '/offline';
const PAGES = [OFFLINE, '/quick-check'].flatMap((path) => [`${path}?lang=vi`, `${path}?lang=en`]);
/** Downloads: a file that passes through a worker loses its name. */
const FILE = /^\/files\/|\/(?:pdf|export|download)$|\.\w+$/;
/** Their names carry a hash of their content. */
const VERSIONED = /\/_app\/immutable\/[\w./-]+\.(?:js|css|woff2)/g;

worker.addEventListener('install', (event) => event.waitUntil(keepPages()));

worker.addEventListener('activate', (event) => event.waitUntil(dropOldVersions()));

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (request.mode === 'navigate' && !FILE.test(url.pathname)) event.respondWith(openPage(request, url));
  else if (url.pathname.startsWith('/_app/immutable/')) event.respondWith(fromCache(request));
});

async function keepPages(): Promise<void> {
  const cache = await caches.open(CACHE);
  for (const page of PAGES) {
    // Without cookies: the page of nobody in particular.
    const response = await fetch(page, { credentials: 'omit' });
    if (!response.ok) continue;
    const files = (await response.clone().text()).match(VERSIONED) ?? [];
    await cache.put(page, response);
    await Promise.all([...new Set(files)].map((file) => fromCache(new Request(file))));
  }
}

async function dropOldVersions(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
}

async function openPage(request: Request, { pathname }: URL): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    const cache = await caches.open(CACHE);
    const language = await chosenLanguage();
    const kept = await cache.match(`${pathname}?lang=${language}`);
    return kept ?? (await cache.match(`${OFFLINE}?lang=${language}`)) ?? Response.error();
  }
}

async function fromCache(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) await cache.put(request.url, response.clone());
  return response;
}

/** Browsers without a cookie store for workers get Vietnamese. */
async function chosenLanguage(): Promise<'vi' | 'en'> {
  const cookie = 'cookieStore' in worker ? await worker.cookieStore.get('lang') : null;
  return cookie?.value === 'en' ? 'en' : 'vi';
}
