import { afterNavigate } from '$app/navigation';
import type { Attachment } from 'svelte/attachments';

type OfDetails = Attachment<HTMLDetailsElement>;

/**
 * Attributes of a `<details>` that the page itself unfolds when `now` holds, to be spread. An attribute that is absent
 * leaves alone what a person on a slow line unfolded before the page came alive; `open={false}` would fold it.
 */
export const unfolded = (now: unknown): { open?: true } => (now ? { open: true } : {});

/** Calls `then` when a `<details>` is unfolded, and when it already was before the page came alive. */
export function onUnfold(then: () => void): OfDetails {
  return (details) => {
    const look = () => {
      if (details.open) then();
    };
    look();
    details.addEventListener('toggle', look);
    return () => details.removeEventListener('toggle', look);
  };
}

/** A `<details>` that is a menu: it folds when another page is shown, on Escape, and when the person goes elsewhere. */
export function menu(): OfDetails {
  let shown: HTMLDetailsElement | undefined;
  const fold = () => {
    if (shown) shown.open = false;
  };
  afterNavigate(({ type }) => {
    if (type !== 'enter') fold();
  });
  return (details) => {
    shown = details;
    const elsewhere = (event: Event) => {
      if (!details.contains(event.target as Node)) fold();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !details.open) return;
      fold();
      details.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', elsewhere);
    document.addEventListener('focusin', elsewhere);
    details.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', elsewhere);
      document.removeEventListener('focusin', elsewhere);
    };
  };
}
