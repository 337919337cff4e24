import { error, redirect, type RequestEvent } from '@sveltejs/kit';

export type User = NonNullable<App.Locals['user']>;
type Event = Pick<RequestEvent, 'locals' | 'url' | 'request' | 'route'>;

/** The signed-in person. Without one, a page leads to sign-in and back; an endpoint answers 401. */
export function requireUser(event: Event): User {
  if (event.locals.user) return event.locals.user;
  if (isEndpoint(event)) error(401, { message: 'unauthenticated' });
  redirect(303, signInPath(event.url));
}

/** The sign-in page that leads back to where the person was; `message` is a key of `auth:message`. */
export function signInPath(url: URL, message?: string): string {
  const query = new URLSearchParams({ next: url.pathname + withoutAction(url) });
  if (message) query.set('message', message);
  return `/auth/sign-in?${query}`;
}

function isEndpoint({ route }: Event): boolean {
  return route.id?.startsWith('/api') ?? false;
}

/** `?/save` names a form action; leading back there would be a 405. */
function withoutAction(url: URL): string {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
  return query.size > 0 ? `?${query}` : '';
}
