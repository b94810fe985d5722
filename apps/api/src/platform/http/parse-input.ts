import { DomainError, type FieldProblem, isStorable, type RouteDefinition, unstorable } from '@engagex/domain/shared';
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';

/** Validates path parameters, query, headers and body against the route and merges them; throws every problem at once. */
export function parseInput(route: RouteDefinition, request: FastifyRequest): Record<string, unknown> {
  const problems: FieldProblem[] = [];
  const parse = (schema: z.ZodObject | undefined, value: unknown) => {
    if (!schema) return {};
    const result = schema.safeParse(value ?? {});
    if (result.success) return result.data;
    problems.push(...result.error.issues.map((issue) => ({ path: issue.path.map(String), message: issue.message })));
    return {};
  };
  const body = route.body ? request.body : undefined;
  if (isDeeperThan(maxDepth, body)) {
    throw new DomainError('invalid', 'input.too-deep', 'This is nested too deeply.');
  }
  const given = [body, route.query && request.query, route.params && request.params];
  if (!given.every(isStorable)) problems.push({ path: [], message: unstorable });
  const input = {
    ...parse(route.headers, request.headers),
    ...parse(route.query, request.query),
    ...parse(route.body, body),
    ...parse(route.params, request.params),
  };
  if (problems.length === 0) return input;
  // A malformed id in the path names nothing that exists.
  if (route.params && !route.params.safeParse(request.params).success) {
    throw new DomainError('not-found', 'path.not-found', 'There is nothing at this URL.');
  }
  const first = problems[0];
  const message = problems.length === 1 && first ? first.message : `Check ${problems.length} fields.`;
  throw new DomainError('invalid', 'input.invalid', message, { errors: problems });
}

/** Far more than any input has: what comes after walks down recursively. */
const maxDepth = 100;

function isDeeperThan(depth: number, value: unknown): boolean {
  if (!value || typeof value !== 'object') return false;
  return depth === 0 || Object.values(value).some((item) => isDeeperThan(depth - 1, item));
}
