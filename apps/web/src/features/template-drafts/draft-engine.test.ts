import { conflictsOf, type DraftContent, type KeptSession, type TemplateDraft } from '@engagex/domain/templates';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, networkError, problemFrom } from '../../shared/api-error.ts';
import { DraftEngine, keepEveryMs, type Save, saveEveryMs } from './draft-engine.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const content = (body: string, subject = 'News'): DraftContent => ({
  subject,
  preheader: '',
  document: null,
  format: 'html',
  body,
  textBody: '',
});

function draftOf(revision: number, of: DraftContent): TemplateDraft {
  const template = { templateId: '0198a8a4-0000-7000-8000-000000000000', name: 'Monthly', kind: 'code' } as const;
  const saved = { updatedAt: '2027-01-04T09:00:00.000Z', updatedBy: null };
  return { ...of, ...template, ...saved, revision, publishedRevision: 1, hasChanges: revision > 1 };
}

/** An editor of "Hello"; `answers` are what the server answers to one save after the other, at first that it has it. */
function opened(...answers: (Error | TemplateDraft)[]) {
  const kept: (KeptSession | null)[] = [];
  const sent: Parameters<Save>[0][] = [];
  const merged: DraftContent[] = [];
  let stored = draftOf(1, content('Hello'));
  const engine = new DraftEngine({
    stored,
    keeper: { keep: (session) => kept.push(session) },
    save: async (input) => {
      sent.push(input);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      const { baseRevision, ...given } = input;
      stored = answer ?? draftOf(baseRevision + 1, { ...content(''), ...stored, ...given });
      return stored;
    },
    isStillSignedIn: async () => false,
    onMerged: (each) => merged.push(each),
  });
  return { engine, kept, sent, merged };
}

const refusal = (status: number, body: object = {}) =>
  new ApiError(problemFrom(status, JSON.stringify(body), new Headers()));

test('what is typed is kept on this device within two seconds and on the server within ten, not with every key', async () => {
  const { engine, kept, sent, merged } = opened();
  for (const body of ['H', 'He', 'Hey']) engine.change(content(body));
  expect([kept, sent]).toEqual([[], []]);
  await vi.advanceTimersByTimeAsync(keepEveryMs);
  expect(kept).toMatchObject([{ content: { body: 'Hey' }, base: { revision: 1 } }]);
  await vi.advanceTimersByTimeAsync(saveEveryMs - keepEveryMs);
  expect(sent).toEqual([{ body: 'Hey', baseRevision: 1 }]);
  expect(kept.at(-1), 'the server has it').toBeNull();
  expect(merged).toEqual([]);
  await vi.advanceTimersByTimeAsync(saveEveryMs * 3);
  expect(sent).toHaveLength(1);
});

test('without a connection everything is kept and sent again later and later, then at once when asked', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0.5); // of the waits, which differ so that not all come back at once
  const { engine, kept, sent } = opened(networkError(null), refusal(503), networkError(null));
  engine.change(content('Offline'));
  await vi.advanceTimersByTimeAsync(saveEveryMs);
  expect(engine.snapshot()).toMatchObject({ trouble: { kind: 'waiting' }, isSaving: false });
  expect(kept.at(-1)).toMatchObject({ content: { body: 'Offline' }, sent: { body: 'Offline' } });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sent).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(2_500);
  expect(sent, 'waits longer each time').toHaveLength(2);
  engine.change(content('Offline still'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sent).toHaveLength(3);
  expect(await engine.saveNow()).toBe(true);
  expect(sent.slice(2).map(({ body }) => body)).toEqual(['Offline', 'Offline', 'Offline still']);
  expect(engine.snapshot()).toMatchObject({ trouble: null, session: { base: { revision: 3 } } });
});

test('what others saved elsewhere comes along and is handed to the editor', async () => {
  const { engine, merged } = opened(draftOf(3, content('Mine', 'Theirs')));
  engine.change(content('Mine'));
  expect(await engine.saveNow()).toBe(true);
  expect(merged).toEqual([content('Mine', 'Theirs')]);
  engine.arrive(draftOf(4, content('Mine', 'Theirs again')));
  expect(merged.at(-1)).toEqual(content('Mine', 'Theirs again'));
});

test('a conflict is not sent again until something is chosen, and is kept meanwhile', async () => {
  const theirs = draftOf(2, content('Theirs'));
  const changed = { by: 'Ben', isYou: false, at: theirs.updatedAt };
  const { engine, kept, sent } = opened(refusal(409, { code: 'template-draft.conflict', current: theirs, changed }));
  engine.change(content('Mine'));
  expect(await engine.saveNow()).toBe(false);
  expect(conflictsOf(engine.snapshot().session)).toMatchObject([{ id: 'body', mine: 'Mine', theirs: 'Theirs' }]);
  await vi.advanceTimersByTimeAsync(saveEveryMs * 3);
  expect(sent).toHaveLength(1);
  expect(kept.at(-1)).toMatchObject({ content: { body: 'Mine' }, base: { revision: 1 } });
  engine.choose('field body', 'mine');
  await vi.advanceTimersByTimeAsync(saveEveryMs);
  expect(sent.at(-1)).toEqual({ body: 'Mine', baseRevision: 2 });
});

test('what is refused for good is told, kept, and sent again once it is changed', async () => {
  const { engine, kept, sent } = opened(refusal(400, { detail: 'Use at most 500,000 characters.' }));
  engine.change(content('Too long'));
  expect(await engine.saveNow()).toBe(false);
  expect(engine.snapshot().trouble).toEqual({ kind: 'refused', detail: 'Use at most 500,000 characters.' });
  await vi.advanceTimersByTimeAsync(saveEveryMs * 3);
  expect(sent).toHaveLength(1);
  expect(kept.at(-1)).toMatchObject({ content: { body: 'Too long' } });
  engine.change(content('Shorter'));
  await vi.advanceTimersByTimeAsync(saveEveryMs);
  expect(sent.at(-1)).toEqual({ body: 'Shorter', baseRevision: 1 });
  expect(engine.snapshot().trouble).toBeNull();
});

test('somebody who is signed out is told so, and loses nothing', async () => {
  const { engine, kept, sent } = opened(refusal(401));
  engine.change(content('Typed'));
  expect(await engine.saveNow()).toBe(false);
  expect(engine.snapshot().trouble).toEqual({ kind: 'signed_out' });
  expect(kept.at(-1)).toMatchObject({ content: { body: 'Typed' } });
  await vi.advanceTimersByTimeAsync(saveEveryMs * 3);
  expect(sent).toHaveLength(1);
  expect(await engine.saveNow()).toBe(true);
});
