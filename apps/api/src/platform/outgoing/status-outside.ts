import { DomainError } from '@engagex/domain/shared';
import { answerOutside, type Fetching } from './fetch-outside.ts';

/** What a server says about an address: its status (RFC 9110), after redirects; null where there is no such server, and nobody knows when it did not say. */
export type Status = number | null | 'unknown';

type Asking = Pick<Fetching, 'dns' | 'mayReach' | 'timeoutMs' | 'accept'>;

/** Servers that answer programs without a body wrongly, or not at all. */
const notTrusted = (status: Status) => typeof status !== 'number' || status >= 400;

/** Asks without the content first, then for it; of that nothing is read. Never throws. */
export async function statusOutside(url: string, asking: Asking): Promise<Status> {
  const status = await ask(url, 'HEAD', asking);
  return status !== null && status !== 'unknown' && notTrusted(status) ? ask(url, 'GET', asking) : status;
}

async function ask(url: string, method: 'HEAD' | 'GET', asking: Asking): Promise<Status> {
  try {
    const answer = await answerOutside(url, { ...asking, method });
    answer.destroy();
    return answer.statusCode ?? 'unknown';
  } catch (error) {
    return error instanceof DomainError && error.code === 'url.unknown-host' ? null : 'unknown';
  }
}
