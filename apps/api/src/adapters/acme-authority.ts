import { axios, Client, crypto } from 'acme-client';
import {
  CertificateAuthority,
  type CertificateOrder,
  type IssuedCertificate,
  OrderFailed,
  type OrderProblem,
} from '../ports/certificate-authority.ts';

interface Problem {
  readonly type: string;
  readonly detail: string;
  readonly retryAt: string | null;
}

const prefix = 'urn:ietf:params:acme:error:';
const mark = 'acme-problem:';

const problems: Readonly<Record<string, OrderProblem>> = {
  caa: 'caa',
  connection: 'unproven',
  dns: 'unproven',
  incorrectResponse: 'unproven',
  tls: 'unproven',
  unauthorized: 'unproven',
  rateLimited: 'limited',
  rejectedIdentifier: 'refused',
  unsupportedIdentifier: 'refused',
  accountDoesNotExist: 'refused',
  externalAccountRequired: 'refused',
  userActionRequired: 'refused',
  badCSR: 'refused',
  malformed: 'refused',
  serverInternal: 'unavailable',
};

interface AcmeSettings {
  readonly directoryUrl: string;
  /** Who the authority may write to about expiring certificates. */
  readonly contact: string | undefined;
  /** How long to wait between questions whether it is done. */
  readonly pollMs?: number;
}

/** Orders certificates by ACME with HTTP-01. */
export class AcmeAuthority extends CertificateAuthority {
  readonly directoryUrl: string;
  readonly #settings: AcmeSettings;

  constructor(settings: AcmeSettings) {
    super();
    this.directoryUrl = settings.directoryUrl;
    this.#settings = settings;
    keepTypesOfProblems();
  }

  async caaIdentities(): Promise<readonly string[]> {
    try {
      const answer = await fetch(this.directoryUrl, { signal: AbortSignal.timeout(5_000) });
      const directory: unknown = await answer.json();
      const names = isObject(directory) && isObject(directory['meta']) ? directory['meta']['caaIdentities'] : null;
      return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
    } catch {
      return []; // only the explanation is less exact: the authority itself looks before it certifies
    }
  }

  async newAccountKey(): Promise<string> {
    return (await crypto.createPrivateEcdsaKey('P-256')).toString();
  }

  async order({ host, accountKey, publish }: CertificateOrder): Promise<IssuedCertificate> {
    const { directoryUrl, contact, pollMs = 2_000 } = this.#settings;
    const client = new Client({
      directoryUrl,
      accountKey,
      backoffAttempts: 12,
      backoffMin: pollMs,
      backoffMax: pollMs * 5,
    });
    try {
      await client.createAccount({
        termsOfServiceAgreed: true,
        ...(contact ? { contact: [`mailto:${contact}`] } : {}),
      });
      const order = await client.createOrder({ identifiers: [{ type: 'dns', value: host }] });
      for (const authorization of await client.getAuthorizations(order)) {
        if (authorization.status === 'valid') continue;
        const challenge = authorization.challenges.find(({ type }) => type === 'http-01');
        if (!challenge) throw new OrderFailed('refused', 'The authority offers no HTTP-01 challenge.');
        await publish({ token: challenge.token, answer: await client.getChallengeKeyAuthorization(challenge) });
        await client.completeChallenge(challenge);
        await client.waitForValidStatus(challenge);
      }
      const [privateKey, csr] = await crypto.createCsr(
        { altNames: [host] },
        await crypto.createPrivateEcdsaKey('P-256'),
      );
      const certificate = await client.getCertificate(await client.finalizeOrder(order, csr));
      const { issuer, notBefore, notAfter } = crypto.readCertificateInfo(certificate);
      return {
        certificate,
        privateKey: privateKey.toString(),
        issuer: issuer.commonName,
        issuedAt: notBefore,
        expiresAt: notAfter,
      };
    } catch (error) {
      throw translated(error);
    }
  }
}

function translated(error: unknown): OrderFailed {
  if (error instanceof OrderFailed) return error;
  const message = error instanceof Error ? error.message : String(error);
  const at = message.indexOf(mark);
  if (at < 0) return new OrderFailed('unavailable', message, null, error);
  const { type, detail, retryAt } = JSON.parse(message.slice(at + mark.length)) as Problem; // written below
  const problem = problems[type.replace(prefix, '')] ?? 'refused';
  return new OrderFailed(problem, detail, retryAt === null ? null : new Date(retryAt), error);
}

let keepsTypes = false;

/**
 * acme-client throws the words of a problem (RFC 8555, 6.7) and forgets its type, and sleeps for as long as an authority asks,
 * which may be hours. Here the type goes along with the words, and whoever ordered waits instead.
 */
function keepTypesOfProblems(): void {
  if (keepsTypes) return;
  keepsTypes = true;
  Object.assign(axios.defaults, { acmeSettings: { retryMaxAttempts: 0, retryDefaultDelay: 1 }, timeout: 20_000 });
  axios.interceptors.response.use((response) => {
    const retryAfter: unknown = response.headers['retry-after'];
    const data: unknown = response.data;
    if (isProblem(data) && data.type !== `${prefix}badNonce`) data.detail = marked(data, retryAfter);
    // Of a challenge: why it failed.
    if (isObject(data) && isProblem(data['error'])) data['error'].detail = marked(data['error'], retryAfter);
    return response;
  });
}

function marked({ type, detail }: { type: string; detail?: unknown }, retryAfter: unknown): string {
  const words = typeof detail === 'string' ? detail : type;
  const problem: Problem = { type, detail: words, retryAt: instantOf(retryAfter)?.toISOString() ?? null };
  return `${mark}${JSON.stringify(problem)}`;
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function instantOf(retryAfter: unknown): Date | null {
  if (typeof retryAfter !== 'string') return null;
  const at = /^\d+$/.test(retryAfter) ? new Date(Date.now() + Number(retryAfter) * 1_000) : new Date(retryAfter);
  return Number.isNaN(at.getTime()) ? null : at;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isProblem(value: unknown): value is { type: string; detail?: unknown } {
  return isObject(value) && typeof value['type'] === 'string' && value['type'].startsWith(prefix);
}

/** For installations whose proxy gets the certificates. */
export class NoAuthority extends CertificateAuthority {
  readonly directoryUrl = null;

  caaIdentities(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  newAccountKey(): Promise<string> {
    return Promise.reject(new OrderFailed('refused', 'No authority is set.'));
  }

  order(): Promise<IssuedCertificate> {
    return Promise.reject(new OrderFailed('refused', 'No authority is set.'));
  }
}
