import { expect, test } from 'vitest';
import { type FindingName, newsBeforeSending, newsOf, type Remembered, type Verdict } from './index.ts';

const found = (verdicts: Partial<Record<FindingName, Verdict>>) =>
  Object.entries(verdicts).map(([name, verdict]) => ({
    name: name as FindingName, // keys of the parameter
    verdict,
    words: `${name} is ${verdict}.`,
    evidence: [],
  }));

/** One delivery test after the other; what each tells. */
function told(...tests: readonly Partial<Record<FindingName, Verdict>>[]): (string | null)[] {
  let before: Remembered | null = null;
  return tests.map((verdicts) => {
    const { news, remembered } = newsOf(found(verdicts), before);
    before = remembered;
    return news && `${news.kind}: ${news.about.map(({ name }) => name).join(', ')}`;
  });
}

test('the first delivery test tells nothing, however bad it is', () => {
  expect(told({ bounce: 'fail' })).toEqual([null]);
});

test('what gets worse is told once, and when it is mended', () => {
  expect(
    told({ bounce: 'pass' }, { bounce: 'fail' }, { bounce: 'fail' }, { bounce: 'pass' }, { bounce: 'pass' }),
  ).toEqual([null, 'worse: bounce', null, 'mended: bounce', null]);
});

test('what nobody knows tells nothing, and is compared with what was known before', () => {
  expect(told({ bounce: 'pass' }, { bounce: 'unknown' }, { bounce: 'fail' })).toEqual([null, null, 'worse: bounce']);
  expect(told({ bounce: 'fail' }, { bounce: 'unknown' }, { bounce: 'fail' })).toEqual([null, null, null]);
});

test('something that was never well is not mended by getting better', () => {
  expect(told({ bounce: 'fail' }, { bounce: 'pass' })).toEqual([null, null]);
});

test('mended is told when all that was told is, and it is as it was at first', () => {
  expect(
    told(
      { bounce: 'pass', links: 'pass' },
      { bounce: 'warn', links: 'warn' },
      { bounce: 'fail', links: 'pass' },
      { bounce: 'warn', links: 'pass' },
      { bounce: 'pass', links: 'pass' },
    ),
  ).toEqual([null, 'worse: bounce, links', 'worse: bounce', null, 'mended: bounce']);
});

test('before a campaign, what has to be accepted is told the first time too, once, and when it is mended', () => {
  const first = newsBeforeSending(found({ arrival: 'pass', bounce: 'fail', links: 'fail' }), null);
  expect(first.news).toMatchObject({ kind: 'failed', about: [{ name: 'bounce' }] });
  const again = newsBeforeSending(found({ arrival: 'pass', bounce: 'fail' }), first.remembered);
  expect(again.news).toBeNull();
  const mended = newsOf(found({ bounce: 'pass' }), again.remembered);
  expect(mended.news).toMatchObject({ kind: 'mended', about: [{ name: 'bounce' }] });
});
