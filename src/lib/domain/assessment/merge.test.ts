import { describe, expect, it } from 'vitest';
import {
  applyReply,
  applyServer,
  draftState,
  emptyDraft,
  markSent,
  nextPatch,
  plainAnswers,
  refuse,
  resolveConflict,
  retry,
  setAnswer,
  stateOf
} from './merge.ts';
import type { Draft, ServerAnswer } from './merge.ts';

const now = '2026-11-23T09:00:00Z';
const earlier = '2026-11-22T09:00:00Z';
const level = (value: number) => ({ level: value });
const server = (value: number, revision: number): ServerAnswer => ({ value: level(value), revision, at: earlier });
const saving = (saved: Record<string, number>, revision = 1) => ({ saved, conflicts: {}, revision });

/** A draft with one answer the server has at revision 4. */
const loaded = applyServer(emptyDraft, { a: server(1, 4) }, 7);

/** The draft after its queue was sent and the device noted that. */
function sendFrom(draft: Draft): { draft: Draft; patch: NonNullable<ReturnType<typeof nextPatch>> } {
  const patch = nextPatch(draft);
  if (!patch) throw new Error('nothing to send');
  return { draft: markSent(draft, patch), patch };
}

describe('answering', () => {
  it('is on the device until the server acknowledges it', () => {
    const draft = setAnswer(emptyDraft, 'a', level(3));
    expect(stateOf(draft, 'a')).toBe('device');
    expect(nextPatch(draft)).toEqual({ a: { value: level(3), base: 0 } });
    const after = applyReply(draft, { a: { value: level(3), base: 0 } }, saving({ a: 1 }), now);
    expect(after).toEqual({ answers: { a: { value: level(3), base: 1, savedAt: now } }, conflicts: {}, revision: 1 });
    expect(nextPatch(after)).toBeNull();
  });
  it('builds on the revision the device knows', () => {
    expect(nextPatch(setAnswer(loaded, 'a', level(2)))).toEqual({ a: { value: level(2), base: 4 } });
  });
  it('with what is already there changes nothing', () => {
    expect(setAnswer(loaded, 'a', level(1))).toBe(loaded);
    expect(setAnswer(emptyDraft, 'a', null)).toBe(emptyDraft);
  });
  it('can be taken back', () => {
    const draft = setAnswer(loaded, 'a', null);
    expect(nextPatch(draft)).toEqual({ a: { value: null, base: 4 } });
    expect(plainAnswers(draft)).toEqual({});
    expect(plainAnswers(loaded)).toEqual({ a: level(1) });
  });
  it('does not change the draft it starts from', () => {
    const before = structuredClone(loaded);
    setAnswer(loaded, 'a', level(5));
    expect(loaded).toEqual(before);
  });
});

describe('the reply of the server', () => {
  it('does not mark as saved what was changed again meanwhile', () => {
    const { draft, patch } = sendFrom(setAnswer(emptyDraft, 'a', level(3)));
    const after = applyReply(setAnswer(draft, 'a', level(4)), patch, saving({ a: 1 }), now);
    expect(stateOf(after, 'a')).toBe('device');
    expect(nextPatch(after)).toEqual({ a: { value: level(4), base: 1 } });
  });
  it('counts even when sending was not noted before', () => {
    const patch = { a: { value: level(3), base: 0 } };
    const changed = setAnswer(setAnswer(emptyDraft, 'a', level(3)), 'a', level(4));
    const after = applyReply(changed, patch, saving({ a: 1 }), now);
    expect(after.conflicts).toEqual({});
    expect(nextPatch(after)).toEqual({ a: { value: level(4), base: 1 } });
  });
  it('to a value that the server already had is a save too', () => {
    const { draft, patch } = sendFrom(setAnswer(setAnswer(loaded, 'a', level(2)), 'a', level(1)));
    expect(stateOf(applyReply(draft, patch, saving({ a: 4 }, 7), now), 'a')).toBe('saved');
  });
  it('that is late does not undo a newer one', () => {
    const first = sendFrom(setAnswer(emptyDraft, 'a', level(3)));
    const second = sendFrom(setAnswer(first.draft, 'a', level(4)));
    const newer = applyReply(second.draft, second.patch, saving({ a: 2 }, 2), now);
    const after = applyReply(newer, first.patch, saving({ a: 1 }, 1), now);
    expect(after).toEqual(newer);
  });
  it('leaves unsaved what it does not mention', () => {
    const { draft, patch } = sendFrom(setAnswer(setAnswer(emptyDraft, 'a', level(3)), 'b', level(2)));
    const after = applyReply(draft, patch, saving({ a: 1 }), now);
    expect([stateOf(after, 'a'), stateOf(after, 'b')]).toEqual(['saved', 'device']);
  });
  it('with a conflict keeps mine, shows theirs, and sends nothing until one is chosen', () => {
    const { draft, patch } = sendFrom(setAnswer(loaded, 'a', level(2)));
    const after = applyReply(draft, patch, { saved: {}, conflicts: { a: server(5, 6) }, revision: 9 }, now);
    expect(plainAnswers(after)).toEqual({ a: level(2) });
    expect(after.conflicts).toEqual({ a: server(5, 6) });
    expect([stateOf(after, 'a'), draftState(after), after.revision]).toEqual(['failed', 'failed', 9]);
    expect(nextPatch(after)).toBeNull();
  });
  it('with a "conflict" that says the same as mine is a save', () => {
    const { draft, patch } = sendFrom(setAnswer(loaded, 'a', level(2)));
    const after = applyReply(draft, patch, { saved: {}, conflicts: { a: server(2, 6) }, revision: 6 }, now);
    expect(after.answers.a).toEqual({ value: level(2), base: 6, savedAt: earlier });
    expect(after.conflicts).toEqual({});
  });
  it('with a "conflict" that is my own older save, whose reply was lost, is none', () => {
    const lost = sendFrom(setAnswer(loaded, 'a', level(2)));
    const next = sendFrom(setAnswer(lost.draft, 'a', level(3)));
    const after = applyReply(next.draft, next.patch, { saved: {}, conflicts: { a: server(2, 5) }, revision: 5 }, now);
    expect(after.conflicts).toEqual({});
    expect(nextPatch(after)).toEqual({ a: { value: level(3), base: 5 } });
  });
  it('with a conflict of an older revision counts: the server was set back to a backup', () => {
    const { draft, patch } = sendFrom(setAnswer(loaded, 'a', level(2)));
    const older = applyReply(draft, patch, { saved: {}, conflicts: { a: server(3, 2) }, revision: 2 }, now);
    expect(older.conflicts).toEqual({ a: server(3, 2) });
    expect(nextPatch(resolveConflict(older, 'a', 'mine'))).toEqual({ a: { value: level(2), base: 2 } });
    const gone = applyReply(draft, patch, { saved: {}, conflicts: { a: null }, revision: 2 }, now);
    expect(gone.conflicts).toEqual({ a: { value: null, revision: 0, at: now } });
    expect(nextPatch(resolveConflict(gone, 'a', 'mine'))).toEqual({ a: { value: level(2), base: 0 } });
  });
  it('an older conflict does not replace a newer one', () => {
    const mine = setAnswer(loaded, 'a', level(2));
    const newer = applyServer(mine, { a: server(5, 9) }, 9);
    expect(applyServer(newer, { a: server(4, 8) }, 8)).toEqual(newer);
  });
});

describe('newer answers of the server', () => {
  it('replace saved ones and add unknown ones', () => {
    const after = applyServer(loaded, { a: server(5, 6), b: server(2, 8) }, 8);
    expect(plainAnswers(after)).toEqual({ a: level(5), b: level(2) });
    expect([draftState(after), after.revision]).toEqual(['saved', 8]);
  });
  it('never overwrite an unsaved one: that is a conflict', () => {
    const after = applyServer(setAnswer(loaded, 'a', level(2)), { a: server(5, 6) }, 8);
    expect(plainAnswers(after)).toEqual({ a: level(2) });
    expect(after.conflicts).toEqual({ a: server(5, 6) });
  });
  it('that are older than known are ignored', () => {
    expect(applyServer(loaded, { a: server(5, 3) }, 5)).toEqual(loaded);
    const mine = setAnswer(loaded, 'a', level(2));
    expect(applyServer(mine, { a: server(1, 4) }, 7)).toEqual(mine);
  });
  it('can be that another device took the answer back', () => {
    const after = applyServer(loaded, { a: { value: null, revision: 6, at: earlier } }, 6);
    expect(plainAnswers(after)).toEqual({});
  });
});

describe('choosing', () => {
  const conflicting = applyServer(setAnswer(loaded, 'a', level(2)), { a: server(5, 6) }, 8);

  it('mine sends it again on top of theirs', () => {
    const after = resolveConflict(conflicting, 'a', 'mine');
    expect(after.conflicts).toEqual({});
    expect(nextPatch(after)).toEqual({ a: { value: level(2), base: 6 } });
  });
  it('theirs replaces mine, and nothing is left to send', () => {
    const after = resolveConflict(conflicting, 'a', 'theirs');
    expect(plainAnswers(after)).toEqual({ a: level(5) });
    expect([nextPatch(after), draftState(after)]).toEqual([null, 'saved']);
  });
  it('a third value keeps the conflict, and typing theirs ends it', () => {
    expect(setAnswer(conflicting, 'a', level(3)).conflicts).toEqual({ a: server(5, 6) });
    const same = setAnswer(conflicting, 'a', level(5));
    expect([same.conflicts, stateOf(same, 'a')]).toEqual([{}, 'saved']);
  });
  it('without a conflict changes nothing', () => {
    expect(resolveConflict(loaded, 'a', 'mine')).toBe(loaded);
    expect(resolveConflict(loaded, '__proto__', 'theirs')).toBe(loaded);
  });
});

describe('a refusal', () => {
  const { draft, patch } = sendFrom(setAnswer(setAnswer(emptyDraft, '1.1', level(3)), '1.1.1', level(9)));

  it('of the whole patch holds all of it back until it is retried', () => {
    const after = refuse(draft, patch, 'signed_out');
    expect([draftState(after), nextPatch(after)]).toEqual(['failed', null]);
    expect(after.answers['1.1']?.refused).toBe('signed_out');
    expect(nextPatch(retry(after))).toEqual(patch);
    expect(draftState(retry(after))).toBe('device');
  });
  it('of single answers leaves the others in the queue', () => {
    const after = refuse(draft, patch, 'invalid', [{ path: '1.1.1.level', code: 'level_out_of_range' }]);
    expect([stateOf(after, '1.1'), stateOf(after, '1.1.1')]).toEqual(['device', 'failed']);
    expect(after.answers['1.1.1']?.refused).toBe('level_out_of_range');
    expect(Object.keys(nextPatch(after) ?? {})).toEqual(['1.1']);
  });
  it('is over when the answer is changed, and does not touch one changed meanwhile', () => {
    expect(stateOf(setAnswer(refuse(draft, patch, 'invalid'), '1.1.1', level(4)), '1.1.1')).toBe('device');
    expect(stateOf(refuse(setAnswer(draft, '1.1.1', level(4)), patch, 'invalid'), '1.1.1')).toBe('device');
  });
});

describe('the state of the draft', () => {
  it('is the worst of its answers', () => {
    expect(draftState(emptyDraft)).toBe('saved');
    expect(draftState(loaded)).toBe('saved');
    expect(draftState(setAnswer(loaded, 'b', level(1)))).toBe('device');
    expect(stateOf(loaded, 'unknown')).toBe('saved');
  });
  it('can be kept on the device as JSON', () => {
    const { draft } = sendFrom(setAnswer(loaded, 'b', level(1)));
    expect(JSON.parse(JSON.stringify(draft))).toEqual(draft);
  });
});
