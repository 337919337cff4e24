// Shown by the service worker in the place of any page: it must not try to become that page.
export const csr = false;
