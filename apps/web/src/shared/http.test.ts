import { route } from '@engagex/domain/shared';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { problemFrom } from './api-error.ts';
import { urlOf } from './http.ts';

const listMembers = route({
  id: 'groups.members',
  method: 'GET',
  path: '/api/groups/:id/members',
  summary: 'People of a group',
  permission: 'contacts:read',
  params: z.object({ id: z.string() }),
  query: z.object({ search: z.string().optional(), state: z.array(z.string()).optional() }),
});

test('path parameters are put into the path and the rest behind the question mark', () => {
  expect(urlOf(listMembers, { id: 'a/b', search: 'ada & co' })).toBe('/api/groups/a%2Fb/members?search=ada+%26+co');
});

test('what is empty or not given is left out, and a list is repeated', () => {
  expect(urlOf(listMembers, { id: '1', search: '', state: ['failed', 'skipped'] })).toBe(
    '/api/groups/1/members?state=failed&state=skipped',
  );
});

test('a refusal keeps its code, words, fields and request id', () => {
  const errors = [{ path: ['name'], message: 'Enter a name for the group.' }];
  const body = {
    code: 'request.invalid',
    title: 'Invalid',
    detail: 'Fix the marked fields.',
    requestId: 'r-1',
    errors,
  };
  const nothingElse = { usedBy: [], changed: null, retryAfterSeconds: null };
  expect(problemFrom(400, JSON.stringify(body), new Headers())).toEqual({ status: 400, ...body, ...nothingElse });
});

test('a refusal for a change made elsewhere says who made it, when, and what is stored now', () => {
  const changed = { by: 'Amara', isYou: false, at: '2026-11-29T07:00:00.000Z' };
  const body = { code: 'conflict.changed', detail: 'Compare, then save again.', changed, current: { name: 'Theirs' } };
  expect(problemFrom(409, JSON.stringify(body), new Headers())).toMatchObject({ changed, current: { name: 'Theirs' } });
});

test('a page of a proxy instead of a problem still tells what to do and which request it was', () => {
  const problem = problemFrom(502, '<html>Bad gateway</html>', new Headers({ 'x-request-id': 'r-2' }));
  expect(problem).toMatchObject({
    code: 'http.502',
    requestId: 'r-2',
    detail: 'The server could not answer. Try again in a moment.',
  });
});
