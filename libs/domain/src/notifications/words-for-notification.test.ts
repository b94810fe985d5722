import { expect, test } from 'vitest';
import { wordsForNotification } from './index.ts';

const facts = {
  kind: 'paused',
  why: '12 of 100 bounced.',
  about: 'Summer sale',
  organization: 'Engines',
  name: 'Ada',
  left: 1_204,
  settingsUrl: 'https://mail.example/o/1/settings/you',
} as const;

test('a notification says what happened, who waits for whom, and where it is turned off', () => {
  const { subject, paragraphs } = wordsForNotification(facts);
  expect(subject).toBe('“Summer sale” paused automatically');
  expect(paragraphs).toEqual([
    'Hello Ada, the campaign “Summer sale” of Engines paused automatically.',
    '12 of 100 bounced.',
    '1,204 people not mailed yet will wait until a member resumes or cancels it. Nobody gets it twice.',
    'You get this because you can send campaigns in Engines. To turn it off, go to “Notifications” in your settings: https://mail.example/o/1/settings/you',
  ]);
});

test('one person waits alone, and of a campaign that did not start nobody was mailed', () => {
  expect(wordsForNotification({ ...facts, kind: 'undecided', left: 1 }).paragraphs[2]).toBe(
    '1 person not mailed yet will wait until a member chooses the variant to send.',
  );
  expect(wordsForNotification({ ...facts, left: 0 }).paragraphs[2]).toBe(
    'Nobody is left to mail. Resume it to finish it.',
  );
  expect(wordsForNotification({ ...facts, kind: 'not_started' }).paragraphs[2]).toMatch(/^Nothing was sent\./);
});

test('who is asked for approval and who asked for it are told what that means for them', () => {
  const asked = wordsForNotification({ ...facts, kind: 'approval_asked', why: 'Lee asked for it.\n\n“For Friday”' });
  expect(asked.subject).toBe('“Summer sale” is waiting for your approval');
  expect(asked.paragraphs.slice(1, 4)).toEqual([
    'Lee asked for it.',
    '“For Friday”',
    'Nothing is sent until a member has approved it.',
  ]);
  expect(asked.paragraphs[4]).toContain('You get this because you can approve campaigns in Engines.');
  const declined = wordsForNotification({ ...facts, kind: 'declined' });
  expect(declined.subject).toBe('“Summer sale” was sent back');
  expect(declined.paragraphs.at(-1)).toContain('because you requested approval of this campaign in Engines');
});

test('who is mentioned in a comment reads it, and why they get this', () => {
  const mentioned = wordsForNotification({
    ...facts,
    kind: 'mentioned',
    about: 'Monthly',
    why: 'Ben wrote:\n\n“@Ada, look”',
  });
  expect(mentioned.subject).toBe('You were mentioned in a comment on “Monthly”');
  expect(mentioned.paragraphs.slice(0, 3)).toEqual([
    'Hello Ada, you were mentioned in a comment on the template “Monthly” of Engines.',
    'Ben wrote:',
    '“@Ada, look”',
  ]);
  expect(mentioned.paragraphs[3]).toContain('because you were mentioned in a comment in Engines');
});
