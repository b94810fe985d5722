import { notJson } from './refusals.ts';

/** Far more than any provider's events have; deeper ones could not be written out again. */
const maxDepth = 50;

/** The JSON of a body that was found to be the provider's. Throws `provider-event.not-json`. */
export function jsonOf(body: Buffer): unknown {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw notJson();
  }
  if (isDeeperThan(maxDepth, value)) throw notJson();
  return value;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isDeeperThan(depth: number, value: unknown): boolean {
  if (value === null || typeof value !== 'object') return false;
  return depth === 0 || Object.values(value).some((item) => isDeeperThan(depth - 1, item));
}
