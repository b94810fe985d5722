import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readRequest } from './options.ts';

test('without options everything is as usual', () => {
  const options = {
    dataDir: null,
    port: 3000,
    demo: true,
    fresh: false,
    processes: { bff: 1, api: 1, worker: 1 },
    billing: null,
    observe: false,
  };
  expect(readRequest([])).toEqual({ kind: 'start', options });
});

test('every option is taken', () => {
  const options = {
    dataDir: resolve('here'),
    port: 0,
    demo: false,
    fresh: true,
    processes: { bff: 2, api: 4, worker: 3 },
    billing: 'demo',
    observe: true,
  };
  const args = [
    '--data',
    'here',
    '--port',
    '0',
    '--no-demo',
    '--fresh',
    '--workers',
    '3',
    '--api',
    '4',
    '--bff',
    '2',
    '--billing',
    'demo',
    '--observe',
  ];
  expect(readRequest(args)).toEqual({ kind: 'start', options });
});

test('help is help, whatever else is asked', () => {
  expect(readRequest(['--port', '4000', '--help'])).toEqual({ kind: 'help' });
});

test.each([
  ['an unknown option', ['--prot', '3000'], "Unknown option '--prot'."],
  ['a port that is no number', ['--port', 'abc'], '--port takes a number from 0 to 65535, not "abc".'],
  ['a port beyond the last', ['--port', '65536'], '--port takes a number from 0 to 65535, not "65536".'],
  ['a negative port', ['--port=-1'], '--port takes a number from 0 to 65535, not "-1".'],
  ['no workers', ['--workers', '0'], '--workers takes a number from 1 to 16, not "0".'],
  ['too many workers', ['--workers', '17'], '--workers takes a number from 1 to 16, not "17".'],
  ['no API', ['--api', '0'], '--api takes a number from 1 to 16, not "0".'],
  ['too many BFFs', ['--bff', '99'], '--bff takes a number from 1 to 16, not "99".'],
  ['another billing', ['--billing', 'on'], '--billing takes "demo", not "on".'],
  ['a folder without a name', ['--data', ''], '--data needs the name of a folder.'],
  ['a stray word', ['production'], "Unexpected argument 'production'."],
])('%s is refused by name, with a hint', (_what, args, reason) => {
  const request = readRequest(args);
  expect(request).toMatchObject({ kind: 'refused', reason: expect.stringContaining(reason) });
  expect(request).toMatchObject({ reason: expect.stringContaining('--help') });
});
