import { expect, test } from 'vitest';
import { areaOf, framesOf } from './report-error.ts';

const inChromium = `TypeError: secret@example.com is not a function
    at CampaignPage (https://mail.example.com/assets/campaign-page-B1x_.js:3:1201)
    at async Object.load (https://mail.example.com/assets/index-A.js:10:5)
    at https://mail.example.com/assets/index-A.js:11:6
    at foreign (https://elsewhere.example.com/tag.js:1:1)`;
const inFirefox = `CampaignPage@https://mail.example.com/assets/campaign-page-B1x_.js:3:1201
@https://mail.example.com/assets/index-A.js:11:6`;

test('of a stack, only places in our own files are read', () => {
  const page = { function: 'CampaignPage', filename: '/assets/campaign-page-B1x_.js', lineno: 3, colno: 1201 };
  expect(framesOf(inChromium)).toEqual([
    page,
    { function: 'Object.load', filename: '/assets/index-A.js', lineno: 10, colno: 5 },
    { function: '', filename: '/assets/index-A.js', lineno: 11, colno: 6 },
  ]);
  expect(framesOf(inFirefox)).toEqual([page, { function: '', filename: '/assets/index-A.js', lineno: 11, colno: 6 }]);
});

test('the area of a page has no ID in it', () => {
  expect(areaOf('/o/01a22e57-c8c4-7fa9-9c28-aa7bca3f4901/campaigns/01a22e57-c8c4-7fa9-9c28-aa7bca3f4901')).toBe(
    'campaigns',
  );
  expect(areaOf('/o/01a22e57-c8c4-7fa9-9c28-aa7bca3f4901')).toBe('home');
  expect(areaOf('/operator/health')).toBe('operator');
  expect(areaOf('/Reset/secret-token')).toBe('home');
});
