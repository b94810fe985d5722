import { expect, test } from 'vitest';
import { connectionNotifications, wordsForConnection } from './index.ts';

test('each says what happened, why, what holds until somebody acts, and where it is turned off', () => {
  const facts = {
    about: 'bounces@shop.example',
    organization: 'Engines',
    name: 'Ada',
    settingsUrl: 'https://mail.example/you',
  };
  for (const kind of connectionNotifications) {
    const { subject, paragraphs } = wordsForConnection({
      ...facts,
      kind,
      why: 'Wrong password.\n\nThe server said: no',
    });
    expect(subject).toMatch(/^[A-Z]/);
    expect(paragraphs[0]).toMatch(/^Hello Ada, .*Engines.*\.$/);
    expect(paragraphs.slice(1, 3)).toEqual(['Wrong password.', 'The server said: no']);
    expect(paragraphs.at(-1)).toContain('https://mail.example/you');
    expect(paragraphs).toHaveLength(5);
  }
});
