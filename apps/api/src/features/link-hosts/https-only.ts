import { DomainError } from '@engagex/domain/shared';
import { answerOutside, type Fetching } from '../../platform/outgoing/fetch-outside.ts';

const answerMs = 4_000;
const mostParents = 3;

/**
 * Whether a site above the host asks browsers to open all names below it over HTTPS only (RFC 6797, `includeSubDomains`), in
 * words; null when none does, or none answers. Readers cannot get past a bad certificate then, and plain HTTP is no way out.
 */
export async function httpsOnlyBecause(
  host: string,
  { port, ...fetching }: Pick<Fetching, 'dns' | 'mayReach'> & { readonly port: string },
): Promise<string | null> {
  for (const parent of parentsOf(host)) {
    const policy = await policyOf(`https://${parent}${port}/`, fetching);
    if (!policy || !coversSubdomains(policy)) continue;
    const preload = /(?:^|;)\s*preload\s*(?:;|$)/i.test(policy)
      ? ' and asks browsers to know that beforehand (preload)'
      : '';
    return `${parent} has all names below it opened over HTTPS only (HSTS with includeSubDomains)${preload}, so links in sent mail do not open until this is fixed.`;
  }
  return null;
}

function parentsOf(host: string): readonly string[] {
  const labels = host.split('.');
  const parents = labels.slice(1, -1).map((_, index) => labels.slice(index + 1).join('.'));
  return parents.slice(0, mostParents);
}

async function policyOf(url: string, fetching: Pick<Fetching, 'dns' | 'mayReach'>): Promise<string | null> {
  try {
    const asking = { ...fetching, method: 'HEAD', timeoutMs: answerMs, redirects: 0, accept: '*/*' } as const;
    const answer = await answerOutside(url, asking);
    answer.destroy();
    const policy = answer.headers['strict-transport-security'];
    return policy ?? null;
  } catch (error) {
    if (error instanceof DomainError) return null; // nobody there says anything
    throw error;
  }
}

/** A browser forgets the policy at `max-age=0`. */
function coversSubdomains(policy: string): boolean {
  const directives = policy.split(';').map((each) => each.trim().toLowerCase());
  const age = directives.find((each) => each.startsWith('max-age='))?.slice('max-age='.length);
  return directives.includes('includesubdomains') && Number(age?.replaceAll('"', '')) > 0;
}
