import { on } from 'svelte/events';
import type { Answers, AnswerValue } from '$lib/domain/assessment/answers';
import {
  applyReply,
  applyServer,
  emptyDraft,
  markSent,
  nextPatch,
  plainAnswers,
  refuse,
  resolveConflict,
  retry,
  setAnswer,
  type Draft,
  type LocalAnswer,
  type Patch,
  type ServerAnswer
} from '$lib/domain/assessment/merge';
import type { DeviceStore } from './device-store';
import { statusOf, type DraftStatus, type Reach, type Sent, type Typed } from './draft-status';
import type { SendResult, ServerAnswers, Transport } from './transport';

const DEBOUNCE = 600;
const FIRST_RETRY = 2_000;
const LAST_RETRY = 60_000;
/** A page that comes back into view after this asks what other devices have answered meanwhile. */
const STALE = 30_000;

/**
 * The answers of one assessment while they are given: each goes to the device at once and to the server soon after,
 * one request at a time. Rendered on the server it only holds the answers; `listen` brings it to life in the browser.
 */
export class AssessmentDraft {
  #draft = $state.raw<Draft>(emptyDraft);
  #reach = $state<Reach>('ok');
  #deviceFails = $state(false);
  #live = $state(false);
  /** What stands in the fields of a ratio while it is typed, and what is wrong with it; by criterion. */
  typed = $state<Record<string, Typed>>({});

  readonly answers: Answers = $derived(plainAnswers(this.#draft));
  readonly status: DraftStatus = $derived(statusOf(this.#draft, this.typed, this.#reach, this.#deviceFails));

  readonly #transport: Transport;
  readonly #store: DeviceStore;
  /** What this tab has put on the device, by criterion. */
  #onDevice: Record<string, LocalAnswer> = {};
  #writing: Promise<unknown> = Promise.resolve();
  #sending: { patch: Patch; done: Promise<void> } | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #heardAt = Date.now();

  constructor(server: ServerAnswers, transport: Transport, store: DeviceStore) {
    this.#transport = transport;
    this.#store = store;
    this.#draft = applyServer(emptyDraft, server.answers, server.revision);
  }

  /** True in a browser with JavaScript: answers save themselves. */
  get live(): boolean {
    return this.#live;
  }

  /** By criterion: what another device or tab answered differently. */
  get conflicts(): Record<string, ServerAnswer> {
    return this.#draft.conflicts;
  }

  /** The own answer, saved or not; undefined for none. */
  value(id: string): AnswerValue | null {
    return this.#draft.answers[id]?.value ?? null;
  }

  /** Criteria whose answer is not on the server, or stands against another one. */
  get unsaved(): string[] {
    return Object.entries(this.#draft.answers).flatMap(([id, local]) => (local.savedAt === undefined ? [id] : []));
  }

  /** The revision of the server's answer that the shown one stands on. */
  base(id: string): number {
    return this.#draft.conflicts[id]?.revision ?? this.#draft.answers[id]?.base ?? 0;
  }

  answer(id: string, value: AnswerValue | null): void {
    this.#change(setAnswer(this.#draft, id, value));
    this.#schedule(DEBOUNCE);
  }

  resolve(id: string, choice: 'mine' | 'theirs'): void {
    this.#change(resolveConflict(this.#draft, id, choice));
    this.forgetTyped(id);
    this.#schedule(0);
  }

  forgetTyped(id: string): void {
    this.typed = Object.fromEntries(Object.entries(this.typed).filter(([key]) => key !== id));
  }

  /** Takes over what a page sent without JavaScript left open: own answers that met others, and typed text. */
  takeOver({ mine, theirs, typed, wrong }: Sent): void {
    for (const [id, value] of Object.entries(mine)) {
      const other = theirs[id] ?? { value: this.value(id), revision: this.base(id), at: '' };
      this.#draft = {
        ...this.#draft,
        answers: { ...this.#draft.answers, [id]: { value, base: 0 } },
        conflicts: { ...this.#draft.conflicts, [id]: other }
      };
    }
    for (const [id, text] of Object.entries(typed)) this.typed[id] = { ...text, error: wrong[id] };
  }

  /** Newer answers of the server, for instance after the page was loaded again. */
  takeIn(server: ServerAnswers): void {
    this.#heardAt = Date.now();
    this.#change(applyServer(this.#draft, server.answers, server.revision));
  }

  /** Reads the device, follows network and page, and begins to send. Call once, in the browser; gives the end of it. */
  listen(): () => void {
    this.#live = true;
    if (!navigator.onLine) this.#reach = 'away';
    void this.#start();
    const ends = [
      on(window, 'online', () => void this.flush()),
      on(window, 'offline', () => (this.#reach = this.#reach === 'ok' ? 'away' : this.#reach)),
      on(window, 'pagehide', () => this.#leave()),
      on(document, 'visibilitychange', () => (document.hidden ? this.#leave() : void this.#comeBack()))
    ];
    return () => {
      this.#leave();
      this.#live = false;
      clearTimeout(this.#timer);
      for (const end of ends) end();
    };
  }

  /** Sends now what waits. Resolves when nothing is on its way any more; look at `status` for how it went. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#sending?.done;
    while (await this.#sendOne());
  }

  /** After submission: nothing of this assessment stays on the device. */
  async clear(): Promise<void> {
    clearTimeout(this.#timer);
    this.#onDevice = {};
    await this.#writing;
    await this.#store.clear().catch(() => undefined);
  }

  async #start(): Promise<void> {
    try {
      const kept = await this.#store.read();
      this.#onDevice = { ...kept };
      this.#change(this.#joined(kept));
      // Also what was answered before the device could be read.
      for (const id of this.unsaved) this.#keep(id);
    } catch {
      this.#deviceFails = true;
    }
    this.#schedule(0);
  }

  /** What the device kept meets what the page brought; what was answered meanwhile is newer than both. */
  #joined(kept: Record<string, LocalAnswer>): Draft {
    const now = this.#draft;
    const server = Object.fromEntries(
      Object.entries(now.answers).flatMap(([id, local]) =>
        local.savedAt === undefined ? [] : [[id, { value: local.value, revision: local.base, at: local.savedAt }]]
      )
    );
    const meanwhile = Object.entries(now.answers).filter(([, local]) => local.savedAt === undefined);
    const joined = applyServer(retry({ ...emptyDraft, answers: kept }), server, now.revision);
    return {
      ...joined,
      answers: { ...joined.answers, ...Object.fromEntries(meanwhile) },
      conflicts: { ...joined.conflicts, ...now.conflicts }
    };
  }

  #change(next: Draft): void {
    const before = this.#draft;
    this.#draft = next;
    if (!this.#live) return;
    for (const [id, local] of Object.entries(next.answers)) {
      if (local !== before.answers[id]) this.#keep(id);
    }
  }

  #keep(id: string): void {
    const local = this.#draft.answers[id];
    if (!local) return;
    const kept = this.#onDevice[id];
    if (local.savedAt === undefined) {
      this.#onDevice[id] = local;
      this.#write(() => this.#store.write(id, local));
    } else if (kept) {
      this.#onDevice = Object.fromEntries(Object.entries(this.#onDevice).filter(([key]) => key !== id));
      this.#write(() => this.#store.forget(id, kept.value));
    }
  }

  /** In order, so that an older value never ends up over a newer one. */
  #write(step: () => Promise<void>): void {
    this.#writing = this.#writing.then(step).then(
      () => (this.#deviceFails = false),
      () => (this.#deviceFails = true)
    );
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    if (!this.#live || !nextPatch(this.#draft)) return;
    this.#timer = setTimeout(() => void this.flush(), delay);
  }

  /** One request; true when another may follow at once. */
  async #sendOne(): Promise<boolean> {
    const patch = nextPatch(this.#draft);
    if (!patch || this.#sending) return false;
    const done = this.#exchange(patch);
    this.#sending = { patch, done: done.then(() => undefined) };
    const goOn = await done;
    this.#sending = null;
    return goOn;
  }

  async #exchange(patch: Patch): Promise<boolean> {
    this.#change(markSent(this.#draft, patch));
    await this.#writing;
    return this.#hear(patch, await this.#transport.send(patch));
  }

  #hear(patch: Patch, result: SendResult): boolean {
    if (result.kind === 'saved') {
      this.#failures = 0;
      this.#reach = 'ok';
      this.#heardAt = Date.now();
      this.#change(applyReply(this.#draft, patch, result.reply, result.at));
      return true;
    }
    if (result.kind === 'refused') {
      this.#reach = 'ok';
      this.#change(refuse(this.#draft, patch, result.code, result.errors));
      return true;
    }
    this.#reach = result.kind === 'signed_out' ? 'signed_out' : 'away';
    this.#failures += 1;
    if (result.kind === 'later') this.#schedule(Math.min(FIRST_RETRY * 2 ** (this.#failures - 1), LAST_RETRY));
    return false;
  }

  /** The page may never come back: what waits is sent now, except what is on its way already. */
  #leave(): void {
    const { patch: onItsWay = {} } = this.#sending ?? {};
    const rest = Object.entries(nextPatch(this.#draft) ?? {}).filter(([id]) => !Object.hasOwn(onItsWay, id));
    if (rest.length === 0 || this.#reach === 'signed_out') return;
    const patch = Object.fromEntries(rest);
    this.#change(markSent(this.#draft, patch));
    const done = this.#transport.send(patch).then((result) => void this.#hear(patch, result));
    if (this.#sending) return;
    this.#sending = { patch, done };
    void done.then(() => (this.#sending = null));
  }

  async #comeBack(): Promise<void> {
    if (this.#reach !== 'ok') return this.flush();
    if (Date.now() - this.#heardAt < STALE) return;
    const server = await this.#transport.read();
    if (server) this.takeIn(server);
  }
}
