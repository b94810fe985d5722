import { expect, test } from 'vitest';
import { readable } from './logs.ts';

const time = new Date(2026, 10, 21, 9, 5, 7).getTime();

test('a JSON log line becomes a short sentence', () => {
  const line = JSON.stringify({ level: 30, time, pid: 7, hostname: 'box', msg: 'listening', port: 3000 });
  expect(readable(line)).toBe('09:05:07 info  listening port=3000');
});

test('an error brings its stack, on lines of its own', () => {
  const line = JSON.stringify({ level: 50, time, msg: 'failed', err: { message: 'no', stack: 'Error: no\n    at x' } });
  expect(readable(line)).toBe('09:05:07 error failed\nError: no\n    at x');
});

test('long values are cut and values with spaces are quoted', () => {
  const line = JSON.stringify({ level: 40, time, msg: 'm', a: 'two words', b: 'x'.repeat(500) });
  expect(readable(line)).toBe(`09:05:07 warn  m a="two words" b=${'x'.repeat(120)}…`);
});

test.each(['plain words', '{ not json', '{"some":"json"}', '[1]'])('%s stays as it is', (line) => {
  expect(readable(line)).toBe(line);
});
