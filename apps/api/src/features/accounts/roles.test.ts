import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles } from '@engagex/domain/accounts';
import { OpenApi } from '../../platform/openapi/openapi.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

/** The rows of docs/roles.md, written by hand. */
const rows = readFileSync(join(import.meta.dirname, '../../../../../docs/roles.md'), 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => cells[1]?.startsWith('`'))
  .map((cells) => [cells[1]?.replaceAll('`', '') ?? '', cells.slice(3, -1)] as const);

/** For each operation a yes or no for each role, in the order of `roles`. */
const matrix = new Map(rows.filter(([, answers]) => answers.length === roles.length));

/** For each of those outside of organizations, one for operators and one for everybody else. */
const ofOperators = new Map(rows.filter(([, answers]) => answers.length === 2));

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { OPERATORS: 'ops@engagex.example', BILLING: 'on' } });
});
afterAll(() => api.close());

function operations() {
  return api.app
    .get(OpenApi)
    .routes()
    .filter(({ permission }) => !['public', 'signed-in', 'operator', 'key'].includes(permission));
}

test('the table has every operation of an organization, once, with a yes or no for each role', () => {
  expect([...matrix.keys()].toSorted()).toEqual(
    operations()
      .map(({ id }) => id)
      .toSorted(),
  );
  for (const [id, answers] of matrix) {
    expect(answers, id).toHaveLength(roles.length);
    expect(
      answers.every((answer) => answer === 'yes' || answer === 'no'),
      id,
    ).toBe(true);
  }
});

test('the running API answers operators as the table says, and 404 to everybody else', async () => {
  const routes = api.app
    .get(OpenApi)
    .routes()
    .filter(({ permission }) => permission === 'operator');
  expect(Object.fromEntries(ofOperators)).toEqual(Object.fromEntries(routes.map(({ id }) => [id, ['yes', 'no']])));
  const [owner, operator] = [await api.newOrganization(), await api.newOperator()];
  for (const { id, path, method } of routes) {
    const answerTo = async ({ fetch }: Pick<typeof owner, 'fetch'>) => {
      const response = await fetch(path.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000'), { method });
      return [response.status, ((await response.json()) as { code?: string }).code]; // of an answer or a problem
    };
    expect(await answerTo(owner), id).toEqual([404, 'path.not-found']);
    expect(await answerTo(operator), id).not.toContain('path.not-found');
  }
});

test('the running API answers every role as the table says: 403 exactly where it says no', async () => {
  const owner = await api.newOrganization();
  // A stream never ends on its own, and who has left is no member any more: those two come last.
  const last = ['live.changes', 'members.leave'];
  const inOrder = operations().toSorted((one, other) => last.indexOf(one.id) - last.indexOf(other.id));
  let asked = 0;
  for (const [column, role] of roles.entries()) {
    const member = await api.newMember(owner.organizationId, role);
    for (const route of inOrder) {
      const path = route.path.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000');
      const stop = new AbortController();
      const { status } = await member.fetch(path, { method: route.method, signal: stop.signal });
      stop.abort();
      asked += 1;
      const allowed = matrix.get(route.id)?.[column] === 'yes';
      if (allowed) expect(status, `${role} ${route.id}`).not.toBe(403);
      else expect(status, `${role} ${route.id}`).toBe(403);
    }
  }
  expect(asked).toBe(matrix.size * roles.length);
}, 60_000);
