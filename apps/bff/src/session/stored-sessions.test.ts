import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestBff, type TestBff } from '../testing/test-bff.ts';
import { StoredSessions } from './stored-sessions.ts';

let bff: TestBff;
beforeAll(async () => {
  bff = await startTestBff();
});
afterAll(() => bff.close());

test('a session that somebody ended stays ended, whatever its requests still save', async () => {
  const here = await bff.signUp('late@example.com');
  const phone = bff.visitor();
  await (await phone.post('/auth/sign-in', { email: 'late@example.com', password: 'correct horse' })).text();
  const before = await sessionsOf('late@example.com');
  expect(before).toHaveLength(2);
  const store = new StoredSessions(bff.api.owner);
  const underWay = before.map(({ sess }) => store.createSession({} as Request, sess)); // all it does is hang the session on it
  expect((await here.send('/auth/sessions', { method: 'DELETE' })).status).toBe(204);
  for (const [index, { sid }] of before.entries()) {
    const late = Object.assign(underWay[index]!, { device: 'Saved late' });
    await new Promise((resolve) => store.set(sid, late, resolve));
  }
  const after = await sessionsOf('late@example.com');
  expect(after.map(({ sid, sess }) => [sid, sess.device])).toEqual([[before[0]?.sid, 'Saved late']]);
  store.close();
});

/** The first that began first. */
async function sessionsOf(email: string) {
  const { rows } = await bff.api.owner.query<{ sid: string; sess: SessionData }>(
    `select sid, sess from sessions where sess ->> 'userId' = (select id::text from users where email = $1)
     order by (sess ->> 'startedAt')::float`,
    [email],
  );
  return rows;
}
