import { expect, test } from 'vitest';
import { bytesOf, hasDarkStyles, sourceFor } from './message-source.ts';

const light = { scheme: 'light', images: 'shown' } as const;
const dark = { ...light, scheme: 'dark' } as const;
const message = (css: string, body = '<p>Hello</p>') =>
  `<!doctype html><html><head><title>x</title><style type="text/css">${css}</style></head><body>${body}</body></html>`;

test('styles for dark mode apply in a dark frame and in no other, whatever the device is set to', () => {
  const html = message(
    '@media (prefers-color-scheme:dark){ p{color:#fff} } @media screen and ( Prefers-Color-Scheme: light ){a{}}',
  );
  expect(sourceFor(html, dark)).toContain(
    '@media (min-width:0px){ p{color:#fff} } @media screen and (max-width:0px){a{}}',
  );
  expect(sourceFor(html, light)).toContain(
    '@media (max-width:0px){ p{color:#fff} } @media screen and (min-width:0px){a{}}',
  );
  expect(sourceFor(html, dark)).toContain(':root{color-scheme:dark!important}');
  const picture = '<picture><source media="(prefers-color-scheme: dark)" srcset="d.png"><img src="l.png"></picture>';
  expect(sourceFor(message('p{}', picture), dark)).toContain('<source media="(min-width:0px)" srcset="d.png">');
});

test('a message that says nothing of dark mode stays as it is in a dark frame', () => {
  expect(hasDarkStyles(message('p{color:red}'))).toBe(false);
  expect(sourceFor(message('p{color:red}'), dark)).toContain(':root{color-scheme:light!important}');
  expect(hasDarkStyles('<meta name="color-scheme" content="light dark">')).toBe(true);
  expect(hasDarkStyles(message(':root{color-scheme:light dark}'))).toBe(true);
});

test('words of a message that read like a style are left alone', () => {
  const words = '<p>Use @media (prefers-color-scheme: dark) { … }</p>';
  expect(sourceFor(message('', words), dark)).toContain(words);
});

test('without images, a policy in the head keeps every image from loading', () => {
  const policy = `<meta http-equiv="Content-Security-Policy" content="img-src 'none'">`;
  const html = message('', '<img src="https://img.example/a.png" alt="A jug">');
  expect(sourceFor(html, { ...light, images: 'off' })).toMatch(new RegExp(`<head>.*${policy}.*<img `));
  expect(sourceFor(html, light)).not.toContain(policy);
  expect(sourceFor('<p>No head</p>', { ...light, images: 'off' })).toMatch(
    new RegExp(`^<meta.*${policy}<p>No head</p>$`),
  );
});

test('size is counted in bytes', () => {
  expect(bytesOf('Grüße 👋')).toBe(12);
});
