import { expect, test } from 'vitest';
import { wordsForNotification } from './index.ts';

const facts = {
  kind: 'paused',
  why: '12 of 100 bounced.',
  campaign: 'Summer sale',
  organization: 'Engines',
  name: 'Ada',
  left: 1_204,
  settingsUrl: 'https://mail.example/o/1/settings/you',
} as const;

test('a notification says what happened, who waits for whom, and where it is turned off', () => {
  const { subject, paragraphs } = wordsForNotification(facts);
  expect(subject).toBe('“Summer sale” paused by itself');
  expect(paragraphs).toEqual([
    'Hello Ada, the campaign “Summer sale” of Engines paused by itself.',
    '12 of 100 bounced.',
    '1,204 people not mailed yet wait until one of you resumes or cancels it. Whoever has got it does not get it twice.',
    'You get this because you may send campaigns of Engines. Turn it off under “Mail about campaigns” in your settings: https://mail.example/o/1/settings/you',
  ]);
});

test('one person waits alone, and of a campaign that did not start nobody was mailed', () => {
  expect(wordsForNotification({ ...facts, kind: 'undecided', left: 1 }).paragraphs[2]).toBe(
    '1 person not mailed yet waits until one of you chooses the variant they get.',
  );
  expect(wordsForNotification({ ...facts, left: 0 }).paragraphs[2]).toBe(
    'Nobody waits for it any more: resume it and it is closed.',
  );
  expect(wordsForNotification({ ...facts, kind: 'not-started' }).paragraphs[2]).toMatch(/^Nobody got anything\./);
});

test('who is asked for approval and who asked for it are told what that means for them', () => {
  const asked = wordsForNotification({ ...facts, kind: 'approval-asked', why: 'Lee asked for it.\n\n“For Friday”' });
  expect(asked.subject).toBe('“Summer sale” is waiting for your approval');
  expect(asked.paragraphs.slice(1, 4)).toEqual([
    'Lee asked for it.',
    '“For Friday”',
    'Nothing is sent before one of you has approved it.',
  ]);
  expect(asked.paragraphs[4]).toContain('You get this because you may approve campaigns of Engines.');
  const declined = wordsForNotification({ ...facts, kind: 'declined' });
  expect(declined.subject).toBe('“Summer sale” was sent back');
  expect(declined.paragraphs.at(-1)).toContain('because you asked for the approval of this campaign of Engines');
});
