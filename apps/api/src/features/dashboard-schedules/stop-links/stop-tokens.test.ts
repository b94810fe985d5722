import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { StopTokens } from './stop-tokens.ts';

const tokens = new StopTokens('a secret of the installation');
const member = { organizationId: randomUUID(), scheduleId: randomUUID(), userId: randomUUID() };

test('a link says whose mail of which schedule it stops', () => {
  const token = tokens.tokenFor(member);
  expect(token).toMatch(/^[\w-]{80}$/);
  expect(tokens.read(token)).toEqual(member);
});

test('a link that was changed anywhere, cut, or made with another secret is none', () => {
  const token = tokens.tokenFor(member);
  const bytes = Buffer.from(token, 'base64url');
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed.writeUInt8(bytes.readUInt8(index) ^ 1, index);
    expect(tokens.read(changed.toString('base64url')), `byte ${index}`).toBeNull();
  }
  for (const other of ['', 'x', token.slice(1), `${token}AAAA`, 'é'.repeat(80)]) expect(tokens.read(other)).toBeNull();
  expect(new StopTokens('another secret').read(token)).toBeNull();
});
