import type { AnswerError } from '$lib/domain/assessment/answers';
import type { Patch, SaveReply, ServerAnswer } from '$lib/domain/assessment/merge';

export type SendResult =
  /** `at`: when the reply came. */
  | { kind: 'saved'; reply: SaveReply; at: string }
  /** Not now, perhaps later: no network, server busy. */
  | { kind: 'later' }
  | { kind: 'signed_out' }
  /** Never: sending the same again would bring the same refusal. */
  | { kind: 'refused'; code: string; errors: AnswerError[] };

export interface ServerAnswers {
  answers: Record<string, ServerAnswer>;
  revision: number;
}

/** How a draft reaches the server. */
export interface Transport {
  send(patch: Patch): Promise<SendResult>;
  /** What the server has now, or null when it cannot be asked. */
  read(): Promise<ServerAnswers | null>;
}

const TIMEOUT = 20_000;

export function httpTransport(person: string, assessment: string): Transport {
  const address = `/api/assessments/${assessment}/answers`;
  return {
    async send(patch) {
      try {
        const response = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ person, answers: patch }),
          // Arrives even when the page is closed meanwhile.
          keepalive: true,
          // The page's own address on every saved answer would tell the server nothing new.
          referrerPolicy: 'no-referrer',
          signal: AbortSignal.timeout(TIMEOUT)
        });
        return await resultOf(response);
      } catch {
        return { kind: 'later' };
      }
    },
    async read() {
      try {
        const response = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT) });
        return response.ok ? ((await response.json()) as ServerAnswers) : null;
      } catch {
        return null;
      }
    }
  };
}

async function resultOf(response: Response): Promise<SendResult> {
  if (response.ok) {
    return { kind: 'saved', reply: (await response.json()) as SaveReply, at: new Date().toISOString() };
  }
  if (response.status === 401) return { kind: 'signed_out' };
  if (response.status === 429 || response.status >= 500) return { kind: 'later' };
  const body = (await response.json().catch(() => null)) as { message?: string; errors?: AnswerError[] } | null;
  return { kind: 'refused', code: body?.message ?? 'unexpected', errors: body?.errors ?? [] };
}
