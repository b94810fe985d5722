import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdit, type EmailDocument } from '../../documents/index.ts';
import { baseDocument } from '../../documents/testing/random-edits.ts';
import { documentOf, sampleBlock } from '../../documents/testing/samples.ts';
import type { DraftContent } from '../template-drafts.contract.ts';
import { type DraftServer, lostBy, work } from '../testing/editors-at-work.ts';
import {
  arrive,
  changeDraft,
  choose,
  conflictsOf,
  isUnsaved,
  kept,
  openDraft,
  outdated,
  refused,
  saved,
  startSave,
  type StoredDraft,
  takeUp,
} from './draft-session.ts';
import { keyOf, mergeDrafts } from './merge-drafts.ts';
import { seed } from '../../shared/testing/seed.ts';

const runs = Number(process.env['DRAFT_RUNS'] ?? 1_000);

const visual = (document: EmailDocument): DraftContent => ({
  subject: 'News',
  preheader: '',
  document,
  format: null,
  body: null,
  textBody: '',
});
const code = (body: string, subject = 'News'): DraftContent => ({
  subject,
  preheader: '',
  document: null,
  format: 'html',
  body,
  textBody: '',
});
const at = (revision: number, content: DraftContent): StoredDraft => ({ revision, content });
const newId = () => 'copy';

/** Saves like the API does; it forgets all but its last revisions, too. */
function serverOf(content: DraftContent): DraftServer {
  const revisions = [content];
  const newest = () => at(revisions.length, revisions.at(-1) ?? content);
  return {
    get: async () => newest(),
    save: async (baseRevision, mine) => {
      const base = baseRevision > revisions.length - 5 ? revisions[baseRevision - 1] : undefined;
      const theirs = newest();
      if (!base) return { current: theirs };
      const merge = mergeDrafts({ base, mine, theirs: theirs.content });
      if (merge.conflicts.length > 0) return { current: theirs };
      revisions.push(merge.content);
      return { stored: newest() };
    },
  };
}

test(`whatever two editors do, and whatever fails, nothing is lost or overwritten unseen (seed ${seed})`, async () => {
  await fc.assert(
    fc.asyncProperty(work, async (steps) => {
      expect(await lostBy(serverOf(visual(baseDocument())), steps)).toEqual([]);
    }),
    { numRuns: runs, seed },
  );
});

describe('a draft', () => {
  const start = at(1, code('Hello', 'News'));

  test('is unsaved from the first change until the server has it', () => {
    const typed = changeDraft(openDraft(start), code('Hello you'), newId);
    expect(isUnsaved(openDraft(start))).toBe(false);
    expect(isUnsaved(typed)).toBe(true);
    const sending = startSave(typed);
    expect(sending?.sent).toEqual(code('Hello you'));
    expect(isUnsaved(saved(sending!, at(2, code('Hello you'))))).toBe(false);
  });

  test('that is typed into while it is saved is unsaved still', () => {
    const sending = startSave(changeDraft(openDraft(start), code('Hello y'), newId))!;
    const typing = changeDraft(sending, code('Hello you'), newId);
    const after = saved(typing, at(2, code('Hello y', 'Theirs')));
    expect(after.content).toEqual(code('Hello you', 'Theirs'));
    expect(isUnsaved(after)).toBe(true);
  });

  test('whose answer was lost is sent again as it was, so that it is in no conflict with itself', () => {
    const sending = startSave(changeDraft(openDraft(start), code('One'), newId))!;
    const typing = changeDraft(sending, code('Two'), newId);
    expect(startSave(typing)?.sent).toEqual(code('One'));
    const reopened = takeUp(kept(typing), at(2, code('One')));
    expect(reopened).toMatchObject({ content: code('Two'), base: { revision: 2 }, sent: null, theirs: null });
  });

  test('that is refused for good is not sent again unless it is changed', () => {
    const sending = startSave(changeDraft(openDraft(start), code('Too long'), newId))!;
    expect(refused(sending)).toMatchObject({ content: code('Too long'), sent: null, base: start });
  });

  test('takes over what others saved elsewhere', () => {
    const typed = changeDraft(openDraft(start), code('Mine'), newId);
    const merged = arrive(typed, at(2, code('Hello', 'Theirs')));
    expect(merged).toMatchObject({ content: code('Mine', 'Theirs'), base: { revision: 2 }, theirs: null });
    expect(arrive(merged, at(1, code('Old')))).toBe(merged);
  });

  test('in conflict is not sent before somebody chose, and can still be typed into', () => {
    const typed = changeDraft(openDraft(start), code('Mine'), newId);
    const torn = outdated(startSave(typed)!, at(2, code('Theirs', 'Their news')));
    expect(conflictsOf(torn)).toEqual([{ kind: 'field', id: 'body', base: 'Hello', mine: 'Mine', theirs: 'Theirs' }]);
    expect(startSave(torn)).toBeNull();
    const typing = changeDraft(torn, code('Mine too'), newId);
    const [conflict] = conflictsOf(typing);
    expect(choose(typing, keyOf(conflict!), 'mine', newId)).toMatchObject({
      content: code('Mine too', 'Their news'),
      base: { revision: 2 },
    });
    const theirs = choose(typing, keyOf(conflict!), 'theirs', newId);
    expect(theirs.content).toEqual(code('Theirs', 'Their news'));
    expect(isUnsaved(theirs)).toBe(false);
    expect(changeDraft(typing, code('Hello'), newId).content).toEqual(code('Theirs', 'Their news'));
  });

  test('keeps both versions of a block one below the other', () => {
    const document = documentOf([sampleBlock('spacer', 'a'), sampleBlock('divider', 'b')]);
    const height = (value: number) =>
      visual(applyEdit(document, { do: 'set', id: 'a', property: 'style', value: { height: value } }).document);
    const typed = changeDraft(openDraft(at(1, visual(document))), height(9), newId);
    const torn = arrive(typed, at(2, height(12)));
    const both = choose(torn, 'block a', 'both', newId);
    expect(both.content.document?.sections[0]?.columns[0]?.blocks).toMatchObject([
      { id: 'a', style: { height: 9 } },
      { id: 'copy', style: { height: 12 } },
      { id: 'b' },
    ]);
  });
});
