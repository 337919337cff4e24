/** A link to another sign-in page that keeps where the person wanted to go. */
export function withNext(path: string, next: string | null | undefined): string {
  return next ? `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams({ next })}` : path;
}
