import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerValue } from '$lib/domain/assessment/answers';
import type { LocalAnswer, Patch, ServerAnswer } from '$lib/domain/assessment/merge';
import type { DeviceStore } from './device-store';
import { AssessmentDraft } from './draft.svelte';
import type { SendResult, Transport } from './transport';

/** A server that saves as `save_answers` does, behind a network that can be cut. */
class FakeServer implements Transport {
  answers: Record<string, ServerAnswer> = {};
  revision = 0;
  network: 'up' | 'down' | 'loses_reply' | 'signed_out' | 'refuses' = 'up';
  requests: Patch[] = [];

  send(patch: Patch): Promise<SendResult> {
    this.requests.push(patch);
    if (this.network === 'down') return Promise.resolve({ kind: 'later' });
    if (this.network === 'signed_out') return Promise.resolve({ kind: 'signed_out' });
    if (this.network === 'refuses') return Promise.resolve({ kind: 'refused', code: 'wrong_state', errors: [] });
    const reply = this.save(patch);
    return Promise.resolve(
      this.network === 'loses_reply' ? { kind: 'later' } : { kind: 'saved', reply, at: '2026-11-23T08:00:00Z' }
    );
  }

  read() {
    return Promise.resolve({ answers: this.answers, revision: this.revision });
  }

  save(patch: Patch) {
    const saved: Record<string, number> = {};
    const conflicts: Record<string, ServerAnswer> = {};
    for (const [id, { value, base }] of Object.entries(patch)) {
      const stored = this.answers[id];
      if (JSON.stringify(stored?.value ?? null) === JSON.stringify(value)) saved[id] = stored?.revision ?? 0;
      else if (stored && stored.revision !== base) conflicts[id] = stored;
      else {
        saved[id] = this.revision + 1;
        this.answers = { ...this.answers, [id]: { value, revision: this.revision + 1, at: '2026-11-23T08:00:00Z' } };
      }
    }
    this.revision += 1;
    return { saved, conflicts, revision: this.revision };
  }
}

class FakeDevice implements DeviceStore {
  kept: Record<string, LocalAnswer> = {};
  broken = false;

  read() {
    return this.#step(() => ({ ...this.kept }));
  }
  write(id: string, answer: LocalAnswer) {
    return this.#step(() => void (this.kept[id] = answer));
  }
  forget(id: string, value: AnswerValue | null) {
    return this.#step(() => {
      const same = JSON.stringify(this.kept[id]?.value) === JSON.stringify(value);
      this.kept = Object.fromEntries(Object.entries(this.kept).filter(([key]) => key !== id || !same));
    });
  }
  clear() {
    return this.#step(() => void (this.kept = {}));
  }
  #step<T>(step: () => T): Promise<T> {
    return this.broken ? Promise.reject(new Error('no device')) : Promise.resolve(step());
  }
}

let server: FakeServer;
let device: FakeDevice;
let ends: (() => void)[];
const windowEvents = new EventTarget();
const documentEvents = Object.assign(new EventTarget(), { hidden: false });

function open(): AssessmentDraft {
  const draft = new AssessmentDraft({ answers: server.answers, revision: server.revision }, server, device);
  ends.push(draft.listen());
  return draft;
}

/** Lets everything that is due now happen, and a little more than one debounce. */
const settle = () => vi.advanceTimersByTimeAsync(700);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', windowEvents);
  vi.stubGlobal('document', documentEvents);
  vi.stubGlobal('navigator', { onLine: true });
  server = new FakeServer();
  device = new FakeDevice();
  ends = [];
});

afterEach(() => {
  server.network = 'down';
  for (const end of ends) end();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('with a network', () => {
  it('an answer is on the device at once and on the server soon after', async () => {
    const draft = open();
    await settle();
    draft.answer('1.1.1', { level: 3 });
    expect(draft.status).toEqual({ state: 'sending' });
    await vi.advanceTimersByTimeAsync(10);
    expect(device.kept['1.1.1']?.value).toEqual({ level: 3 });
    expect(server.requests).toEqual([]);
    await settle();
    expect(server.answers['1.1.1']?.value).toEqual({ level: 3 });
    expect(draft.status).toEqual({ state: 'saved' });
    expect(device.kept).toEqual({});
  });

  it('answers given quickly go in one request', async () => {
    const draft = open();
    await settle();
    for (const level of [1, 2, 3]) draft.answer('1.1.1', { level });
    draft.answer('1.1.2', { level: 5 });
    await settle();
    expect(server.requests).toHaveLength(1);
    expect(draft.answers).toEqual({ '1.1.1': { level: 3 }, '1.1.2': { level: 5 } });
  });

  it('two devices that gave different answers get both to choose from', async () => {
    const [one, other] = [open(), open()];
    await settle();
    one.answer('1.1.1', { level: 1 });
    await settle();
    other.answer('1.1.1', { level: 4 });
    await settle();
    expect(other.status).toEqual({ state: 'failed', reason: 'conflict', criterion: '1.1.1' });
    expect(other.conflicts['1.1.1']?.value).toEqual({ level: 1 });
    other.resolve('1.1.1', 'mine');
    await settle();
    expect(server.answers['1.1.1']?.value).toEqual({ level: 4 });
    expect(other.status).toEqual({ state: 'saved' });
  });

  it('choosing the other answer forgets mine', async () => {
    const [one, other] = [open(), open()];
    await settle();
    one.answer('1.1.1', { level: 1 });
    await settle();
    other.answer('1.1.1', { level: 4 });
    await settle();
    other.resolve('1.1.1', 'theirs');
    await settle();
    expect(other.value('1.1.1')).toEqual({ level: 1 });
    expect(device.kept).toEqual({});
  });
});

describe('without a network', () => {
  it('answers wait on the device, are tried again ever less often, and arrive when the network is back', async () => {
    const draft = open();
    await settle();
    server.network = 'down';
    draft.answer('1.1.1', { level: 2 });
    await settle();
    expect(draft.status).toEqual({ state: 'waiting' });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.requests.length).toBeGreaterThan(3);
    expect(server.requests.length).toBeLessThan(8);
    server.network = 'up';
    windowEvents.dispatchEvent(new Event('online'));
    await settle();
    expect(draft.status).toEqual({ state: 'saved' });
    expect(server.answers['1.1.1']?.value).toEqual({ level: 2 });
  });

  it('the next page load sends what an earlier one left on the device', async () => {
    server.network = 'down';
    open().answer('1.1.1', { level: 2 });
    await settle();
    server.network = 'up';
    const later = open();
    await settle();
    expect(later.value('1.1.1')).toEqual({ level: 2 });
    expect(server.answers['1.1.1']?.value).toEqual({ level: 2 });
  });

  it('a lost reply is not taken for the answer of another device', async () => {
    const draft = open();
    await settle();
    server.network = 'loses_reply';
    draft.answer('1.1.1', { level: 2 });
    await settle();
    server.network = 'up';
    draft.answer('1.1.1', { level: 3 });
    await settle();
    expect(draft.status).toEqual({ state: 'saved' });
    expect(server.answers['1.1.1']?.value).toEqual({ level: 3 });
  });

  it('says so when the device cannot keep answers either', async () => {
    device.broken = true;
    server.network = 'down';
    const draft = open();
    draft.answer('1.1.1', { level: 2 });
    await settle();
    expect(draft.status).toEqual({ state: 'failed', reason: 'no_device' });
  });
});

describe('leaving and coming back', () => {
  it('a page that is hidden sends at once', async () => {
    const draft = open();
    await settle();
    draft.answer('1.1.1', { level: 2 });
    windowEvents.dispatchEvent(new Event('pagehide'));
    expect(server.requests).toHaveLength(1);
    await settle();
    expect(draft.status).toEqual({ state: 'saved' });
    expect(server.requests).toHaveLength(1);
  });

  it('a page that comes back shows what another device answered', async () => {
    const draft = open();
    await settle();
    server.save({ '1.1.1': { value: { level: 5 }, base: 0 } });
    await vi.advanceTimersByTimeAsync(40_000);
    documentEvents.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(draft.value('1.1.1')).toEqual({ level: 5 });
  });
});

describe('when the server refuses', () => {
  it('an expired session keeps the answer on the device until somebody signs in', async () => {
    const draft = open();
    await settle();
    server.network = 'signed_out';
    draft.answer('1.1.1', { level: 2 });
    await settle();
    expect(draft.status).toEqual({ state: 'failed', reason: 'signed_out' });
    expect(device.kept['1.1.1']?.value).toEqual({ level: 2 });
    server.network = 'up';
    documentEvents.dispatchEvent(new Event('visibilitychange'));
    await settle();
    expect(draft.status).toEqual({ state: 'saved' });
  });

  it('an answer that is refused for good is not sent for ever', async () => {
    const draft = open();
    await settle();
    server.network = 'refuses';
    draft.answer('1.1.1', { level: 2 });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.requests).toHaveLength(1);
    expect(draft.status).toEqual({ state: 'failed', reason: 'wrong_state', criterion: '1.1.1' });
  });
});

it('a number that cannot be read is told before anything else is called saved', () => {
  const draft = open();
  draft.typed = { '1.1.3': { numerator: 'x', denominator: '', error: { code: 'not_a_number', field: 'numerator' } } };
  expect(draft.status).toEqual({ state: 'failed', reason: 'not_a_number', criterion: '1.1.3' });
  draft.forgetTyped('1.1.3');
  expect(draft.status).toEqual({ state: 'saved' });
});

it('clearing leaves nothing on the device', async () => {
  server.network = 'down';
  const draft = open();
  draft.answer('1.1.1', { level: 2 });
  await settle();
  await draft.clear();
  expect(device.kept).toEqual({});
});
