import type { Roles } from './roles';

/** Only for cutting an address into its parts; nothing is ever asked of it. */
const HERE = 'http://here.invalid';

/**
 * The `next` of a form or link when it leads to a page of this site, else null. `//host`, `/\host`, schemes and control
 * characters, which a browser would take elsewhere, are refused; so are the sign-in pages, which would lead in circles.
 */
export function ownPath(next: unknown): string | null {
  if (typeof next !== 'string' || next.length > 2000) return null;
  if (!next.startsWith('/') || /[\\\p{Cc}]/u.test(next)) return null;
  let url: URL;
  try {
    url = new URL(next, HERE);
  } catch {
    return null;
  }
  if (url.origin !== HERE || /^\/+auth(\/|$)/.test(url.pathname) || url.pathname.startsWith('//')) return null;
  return url.pathname + url.search + url.hash;
}

/** Where a person works: staff at their lists (who only administers sees no firms, so at the users), then providers, then owners. */
export function homeOf(roles: Roles): string {
  if (roles.staff.length > 0) return roles.staff.every((role) => role === 'administrator') ? '/staff/users' : '/staff';
  return roles.provider ? '/provider' : '/my';
}

/** Where to go after sign-in. Mails say `/my` to everybody; it is the place of those who have a firm or no other place. */
export function landing(next: string | null, roles: Roles): string {
  return next && (next !== '/my' || roles.enterprises > 0) ? next : homeOf(roles);
}
