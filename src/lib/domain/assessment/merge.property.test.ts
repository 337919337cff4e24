import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isSameAnswer } from './answers.ts';
import type { AnswerValue } from './answers.ts';
import {
  applyReply,
  applyServer,
  draftState,
  emptyDraft,
  markSent,
  nextPatch,
  plainAnswers,
  resolveConflict,
  setAnswer
} from './merge.ts';
import type { Draft, Patch, SaveReply, ServerAnswer } from './merge.ts';

// Generated cases are many, and machines are sometimes busy.
vi.setConfig({ testTimeout: 60_000 });

const now = '2026-11-23T09:00:00Z';
const ids = ['a', 'b', 'c'];

/** What the database does with a patch: saves on a known base, accepts a repetition, reports the rest. */
class Server {
  answers: Record<string, ServerAnswer> = {};
  revision = 0;

  save(patch: Patch): SaveReply {
    const reply: SaveReply = { saved: {}, conflicts: {}, revision: 0 };
    for (const [id, { value, base }] of Object.entries(patch)) {
      const held = this.answers[id];
      if (held && isSameAnswer(held.value, value)) reply.saved[id] = held.revision;
      else if ((held?.revision ?? 0) !== base && held) reply.conflicts[id] = held;
      else {
        this.revision += 1;
        this.answers[id] = { value, revision: this.revision, at: now };
        reply.saved[id] = this.revision;
      }
    }
    return { ...reply, revision: this.revision };
  }
}

type Step =
  | { do: 'set'; device: number; id: string; value: AnswerValue | null }
  | {
      do: 'send';
      device: number;
      lose: 'nothing' | 'request' | 'reply';
      meanwhile?: { id: string; value: AnswerValue };
    }
  | { do: 'poll'; device: number }
  | { do: 'reload'; device: number };

function steps(devices: number): fc.Arbitrary<Step[]> {
  const device = fc.nat({ max: devices - 1 });
  const level = fc.nat({ max: 5 }).map((value): AnswerValue => ({ level: value }));
  const id = fc.constantFrom(...ids);
  const value = fc.option(level, { freq: 8 });
  const lose = fc.constantFrom('nothing' as const, 'request' as const, 'reply' as const);
  return fc.array(
    fc.oneof(
      fc.record({ do: fc.constant('set' as const), device, id, value }),
      fc.record(
        { do: fc.constant('send' as const), device, lose, meanwhile: fc.record({ id, value: level }) },
        { requiredKeys: ['do', 'device', 'lose'] }
      ),
      fc.record({ do: fc.constant('poll' as const), device }),
      fc.record({ do: fc.constant('reload' as const), device })
    ),
    { maxLength: 40 }
  );
}

/** One step of one device; throws away the request or the reply when the network does. */
function run(step: Step, draft: Draft, server: Server): Draft {
  if (step.do === 'set') return setAnswer(draft, step.id, step.value);
  if (step.do === 'poll') return applyServer(draft, structuredClone(server.answers), server.revision);
  if (step.do === 'reload') return JSON.parse(JSON.stringify(draft)) as Draft;
  const patch = nextPatch(draft);
  if (!patch) return draft;
  let next = markSent(draft, patch);
  const reply = step.lose === 'request' ? null : structuredClone(server.save(patch));
  if (step.meanwhile) next = setAnswer(next, step.meanwhile.id, step.meanwhile.value);
  return reply && step.lose === 'nothing' ? applyReply(next, patch, reply, now) : next;
}

describe('whatever the network does', () => {
  it('one device alone never sees a conflict, and in the end the server has what the device has', () => {
    fc.assert(
      fc.property(steps(1), (list) => {
        const server = new Server();
        let draft = emptyDraft;
        for (const step of list) {
          draft = run(step, draft, server);
          expect(draft.conflicts).toEqual({});
        }
        for (let i = 0; i < 3; i += 1) draft = run({ do: 'send', device: 0, lose: 'nothing' }, draft, server);
        expect(draftState(draft)).toBe('saved');
        const held = Object.entries(server.answers).filter(([, answer]) => answer.value !== null);
        expect(plainAnswers(draft)).toEqual(Object.fromEntries(held.map(([id, answer]) => [id, answer.value])));
      }),
      { numRuns: 600 }
    );
  });

  it('what an owner typed on a device and did not save stays there until the owner changes it', () => {
    fc.assert(
      fc.property(steps(2), (list) => {
        const server = new Server();
        const drafts: [Draft, Draft] = [emptyDraft, emptyDraft];
        for (const step of list) {
          const before = drafts[step.device === 0 ? 0 : 1];
          const after = run(step, before, server);
          drafts[step.device === 0 ? 0 : 1] = after;
          if (step.do === 'set' || (step.do === 'send' && step.meanwhile)) continue;
          for (const [id, local] of Object.entries(before.answers)) {
            if (local.savedAt === undefined) expect(after.answers[id]?.value).toEqual(local.value);
          }
        }
      }),
      { numRuns: 400 }
    );
  });

  it('two devices agree once conflicts are resolved', () => {
    fc.assert(
      fc.property(steps(2), fc.constantFrom('mine' as const, 'theirs' as const), (list, choice) => {
        const server = new Server();
        let drafts = [emptyDraft, emptyDraft];
        for (const step of list) {
          drafts = drafts.map((draft, device) => (device === step.device ? run(step, draft, server) : draft));
        }
        for (let round = 0; round < 6; round += 1) {
          drafts = drafts.map((draft, device) => {
            const resolved = ids.reduce((sum, id) => resolveConflict(sum, id, choice), draft);
            return run({ do: 'send', device, lose: 'nothing' }, run({ do: 'poll', device }, resolved, server), server);
          });
        }
        drafts = drafts.map((draft, device) => run({ do: 'poll', device }, draft, server));
        expect(drafts.map(draftState)).toEqual(['saved', 'saved']);
        expect(plainAnswers(drafts[0] ?? emptyDraft)).toEqual(plainAnswers(drafts[1] ?? emptyDraft));
      }),
      { numRuns: 400 }
    );
  });
});
