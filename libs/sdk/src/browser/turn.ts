import { LIMITS } from '../wire.ts';
import { keep, readKept } from './storage.ts';

/** Longer than a request may take, so that nobody takes over from a page that is still waiting for its answer. */
const leaseMs = LIMITS.requestMs + 10_000;

/**
 * Runs it when no other page of this browser is sending: by Web Locks, or by a lease in localStorage on older browsers and
 * plain http, where `busy` is called instead while another page has it.
 */
export async function inTurn(name: string, owner: string, run: () => Promise<void>, busy: () => void): Promise<void> {
  if (navigator.locks) return navigator.locks.request(name, run);
  const key = `${name}:lease`;
  const [holder, until] = (readKept(key) ?? '').split(' ');
  if (holder !== owner && Number(until) > Date.now()) return busy();
  keep(key, `${owner} ${Date.now() + leaseMs}`);
  try {
    await run();
  } finally {
    keep(key, null);
  }
}
