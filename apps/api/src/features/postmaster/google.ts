import { createPrivateKey, sign } from 'node:crypto';
import { complianceRequirements, type PostmasterCredentials, type PostmasterDomain } from '@engagex/domain/postmaster';
import { z } from 'zod';

/** What Google refused or did not understand, in words for whoever entered the credentials. */
export class PostmasterRefusal extends Error {
  /** The credentials themselves are refused: asking again tomorrow changes nothing. */
  readonly isFinal: boolean;

  constructor(message: string, { isFinal = false, cause }: { isFinal?: boolean; cause?: unknown } = {}) {
    super(message, { cause });
    this.isFinal = isFinal;
  }
}

export interface GoogleAddresses {
  readonly apiUrl: string;
  readonly tokenUrl: string;
}

const scopes = [
  'https://www.googleapis.com/auth/postmaster.domain',
  'https://www.googleapis.com/auth/postmaster.traffic.readonly',
].join(' ');
const callMs = 15_000;
const pageSize = 200;
const tokenSeconds = 3_600;

const keyFile = z.object({
  type: z.literal('service_account'),
  client_email: z.string().min(3).max(320),
  private_key: z.string().min(100),
  private_key_id: z.string().optional(),
});

/** The name of credentials that are whole, or null: the key file of a service account must have its address and key. */
export function nameOfCredentials(credentials: PostmasterCredentials): string | null {
  if (credentials.kind === 'refresh_token') return credentials.clientId;
  return readKeyFile(credentials.key)?.client_email ?? null;
}

function readKeyFile(key: string): z.output<typeof keyFile> | null {
  try {
    const parsed = keyFile.safeParse(JSON.parse(key));
    if (!parsed.success || createPrivateKey(parsed.data.private_key).asymmetricKeyType !== 'rsa') return null;
    return parsed.data;
  } catch {
    return null; // no JSON, or no key in it
  }
}

/** The Gmail Postmaster Tools API, version 2, for one account. Network calls: never in a transaction. */
export class GooglePostmaster {
  readonly #addresses: GoogleAddresses;
  readonly #token: string;

  private constructor(addresses: GoogleAddresses, token: string) {
    this.#addresses = addresses;
    this.#token = token;
  }

  /** Signs in: with a signed assertion (RFC 7523) or a refresh token (RFC 6749, 6). Throws a refusal. */
  static async signIn(addresses: GoogleAddresses, credentials: PostmasterCredentials, now: Date) {
    const answer = await call(addresses.tokenUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(grantOf(addresses, credentials, now)).toString(),
    });
    const { status, body } = answer;
    if (status === 400 || status === 401)
      throw new PostmasterRefusal(
        `Google refused the credentials: ${wordsOf(body)}. Create new ones and enter them here.`,
        { isFinal: true },
      );
    const token = z.object({ access_token: z.string().min(1) }).safeParse(body);
    if (status !== 200 || !token.success) throw unexpected(status, body);
    return new GooglePostmaster(addresses, token.data.access_token);
  }

  /** Domains that the account has access to. */
  async domains(): Promise<readonly string[]> {
    const found: string[] = [];
    let pageToken = '';
    do {
      const page = pageToken ? `&pageToken=${encodeURIComponent(pageToken)}` : '';
      const body = understood(listed, await this.#ask(`/v2/domains?pageSize=${pageSize}${page}`));
      for (const { name, permission, verificationState } of body.domains)
        if (permission !== 'NONE' && verificationState !== 'UNVERIFIED') found.push(name.replace(/^domains\//, ''));
      pageToken = body.nextPageToken;
    } while (pageToken && found.length < mostDomains);
    return found;
  }

  async compliance(domain: string): Promise<PostmasterDomain['compliance']> {
    const { complianceData, subdomainComplianceData } = understood(
      complied,
      await this.#ask(`/v2/domains/${encodeURIComponent(domain)}/complianceStatus`),
    );
    const data = subdomainComplianceData ?? complianceData;
    if (!data) return [];
    const rows = [
      ...data.rowData,
      { requirement: 'ONE_CLICK_UNSUBSCRIBE', status: data.oneClickUnsubscribeVerdict?.status },
      { requirement: 'HONOR_UNSUBSCRIBE', status: data.honorUnsubscribeVerdict?.status },
    ];
    return complianceRequirements.flatMap((requirement) => {
      const row = rows.find((each) => each.requirement.toLowerCase() === requirement && each.status !== undefined);
      const status = row?.status?.status;
      return status === 'COMPLIANT' || status === 'NEEDS_WORK' ? [{ requirement, isMet: status === 'COMPLIANT' }] : [];
    });
  }

  /** Shares of messages that people marked as spam, by day, for days with enough mail. */
  async spamRates(domain: string, from: Date, to: Date): Promise<PostmasterDomain['spamRates']> {
    const rates: { day: string; rate: number }[] = [];
    let pageToken = '';
    do {
      const body = understood(
        queried,
        await this.#ask(`/v2/domains/${encodeURIComponent(domain)}/domainStats:query`, {
          parent: `domains/${domain}`,
          metricDefinitions: [{ name: 'spam', baseMetric: { standardMetric: 'SPAM_RATE' } }],
          timeQuery: { dateRanges: { dateRanges: [{ start: dateOf(from), end: dateOf(to) }] } },
          aggregationGranularity: 'DAILY',
          pageSize,
          ...(pageToken && { pageToken }),
        }),
      );
      for (const { date, value } of body.domainStats) {
        const rate = value?.doubleValue ?? value?.floatValue ?? 0; // a zero is left out of the answer
        if (date) rates.push({ day: dayOf(date), rate: Math.min(1, Math.max(0, rate)) });
      }
      pageToken = body.nextPageToken;
    } while (pageToken && rates.length < mostDays);
    return rates.toSorted((one, other) => (one.day < other.day ? -1 : 1));
  }

  async #ask(path: string, input?: object): Promise<unknown> {
    const { status, body } = await call(this.#addresses.apiUrl + path, {
      method: input ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${this.#token}`, ...(input && { 'content-type': 'application/json' }) },
      ...(input && { body: JSON.stringify(input) }),
    });
    if (status === 200) return body;
    if (status === 401 || status === 403)
      throw new PostmasterRefusal(
        `Google refused to show the data: ${wordsOf(body)}. Check that the Gmail Postmaster Tools API is enabled and the account is a user of the domain in Postmaster Tools.`,
        { isFinal: true },
      );
    throw unexpected(status, body);
  }
}

const mostDomains = 1_000;
const mostDays = 400;

const listed = z.object({
  domains: z
    .array(z.object({ name: z.string(), permission: z.string().optional(), verificationState: z.string().optional() }))
    .default([]),
  nextPageToken: z.string().default(''),
});
const status = z.object({ status: z.string().optional() }).optional();
const complianceData = z
  .object({
    rowData: z.array(z.object({ requirement: z.string().default(''), status })).default([]),
    oneClickUnsubscribeVerdict: z.object({ status }).optional(),
    honorUnsubscribeVerdict: z.object({ status }).optional(),
  })
  .optional();
const complied = z.object({ complianceData, subdomainComplianceData: complianceData });
const date = z.object({ year: z.int(), month: z.int(), day: z.int() });
const queried = z.object({
  domainStats: z
    .array(
      z.object({
        date: date.optional(),
        value: z.object({ doubleValue: z.number().optional(), floatValue: z.number().optional() }).optional(),
      }),
    )
    .default([]),
  nextPageToken: z.string().default(''),
});

function grantOf({ tokenUrl }: GoogleAddresses, credentials: PostmasterCredentials, now: Date): Record<string, string> {
  if (credentials.kind === 'refresh_token')
    return {
      grant_type: 'refresh_token',
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      refresh_token: credentials.refreshToken,
    };
  const file = readKeyFile(credentials.key);
  if (!file) throw new PostmasterRefusal('The key file is damaged. Enter it again.', { isFinal: true });
  const seconds = Math.floor(now.getTime() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'RS256', typ: 'JWT', ...(file.private_key_id && { kid: file.private_key_id }) });
  const claims = { iss: file.client_email, scope: scopes, aud: tokenUrl, iat: seconds, exp: seconds + tokenSeconds };
  const signed = `${head}.${part(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), file.private_key).toString('base64url');
  return { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: `${signed}.${signature}` };
}

async function call(url: string, request: RequestInit): Promise<{ readonly status: number; readonly body: unknown }> {
  try {
    const response = await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.timeout(callMs) });
    const text = await response.text();
    return { status: response.status, body: jsonOf(text) };
  } catch (cause) {
    throw new PostmasterRefusal('Google could not be reached. It is tried again automatically.', { cause });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // an error page
  }
}

const refusal = z.union([
  z.object({ error: z.string(), error_description: z.string().optional() }),
  z.object({ error: z.object({ message: z.string() }) }),
]);

function wordsOf(body: unknown): string {
  const parsed = refusal.safeParse(body);
  if (!parsed.success) return 'no reason was given';
  const { error } = parsed.data;
  const words =
    typeof error === 'string'
      ? ('error_description' in parsed.data && parsed.data.error_description) || error
      : error.message;
  return words.slice(0, 300).replace(/\.$/, '');
}

function unexpected(code: number, body: unknown): PostmasterRefusal {
  return new PostmasterRefusal(
    `Google answered with status ${code}: ${wordsOf(body)}. It is tried again automatically.`,
  );
}

function dateOf(at: Date) {
  return { year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, day: at.getUTCDate() };
}

function dayOf({ year, month, day }: z.output<typeof date>): string {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function understood<Answer>(schema: z.ZodType<Answer>, body: unknown): Answer {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new PostmasterRefusal(
    'Google answered in a form that is not understood here. It is tried again automatically.',
  );
}
