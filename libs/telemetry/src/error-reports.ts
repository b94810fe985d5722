import { randomUUID } from 'node:crypto';
import { codeOf, type Frame, framesOf, typeOf } from './error-fields.ts';

/** An error on its way to whoever collects them: this much of it, and nothing else. */
export interface ErrorReport {
  readonly type: string;
  readonly code: string | null;
  /** The template of a route, the name of a queue, or the area of a page. */
  readonly where: string;
  readonly requestId: string | null;
  /** The innermost first. */
  readonly frames: readonly Frame[];
  readonly platform: 'node' | 'javascript';
}

interface Reporting {
  /** `https://key@host/project` */
  readonly dsn: string;
  readonly process: string;
  readonly version: string;
  readonly environment: string;
  /** Called when the collector cannot be reached or refuses; says no more than that. */
  readonly onProblem: (problem: string) => void;
}

const timeoutMs = 5_000;
const mostWaiting = 30;
/** The same error at the same place is sent once in this time. */
const sameMs = 60_000;
const mostKinds = 500;

/**
 * Sends errors by Sentry's envelope protocol (develop.sentry.dev/sdk/data-model/envelopes), which Sentry, GlitchTip and others take.
 * An error that cannot be sent is in the log all the same, so nothing is sent twice, and nothing waits for it.
 */
export class ErrorReports {
  readonly #reporting: Reporting;
  readonly #endpoint: string;
  readonly #key: string;
  readonly #sentAt = new Map<string, number>();
  readonly #waiting: ErrorReport[] = [];
  #sending: Promise<void> | null = null;
  #pausedUntil = 0;

  constructor(reporting: Reporting) {
    this.#reporting = reporting;
    const { endpoint, key } = partsOfDsn(reporting.dsn);
    this.#endpoint = endpoint;
    this.#key = key;
  }

  failed(where: string, error: unknown, requestId: string | null): void {
    const frames = framesOf(error);
    this.report({ type: typeOf(error), code: codeOf(error), where, requestId, frames, platform: 'node' });
  }

  report(report: ErrorReport): void {
    const now = Date.now();
    const same = `${report.platform} ${report.type} ${report.code} ${report.where}`;
    if (now < this.#pausedUntil || now - (this.#sentAt.get(same) ?? 0) < sameMs) return;
    if (this.#waiting.length >= mostWaiting) return;
    if (this.#sentAt.size >= mostKinds) this.#sentAt.clear();
    this.#sentAt.set(same, now);
    this.#waiting.push(report);
    this.#sending ??= this.#sendAll().finally(() => {
      this.#sending = null;
    });
  }

  /** Resolves when what was reported has been sent or given up. */
  async sent(): Promise<void> {
    await this.#sending;
  }

  async #sendAll(): Promise<void> {
    for (let report = this.#waiting.shift(); report; report = this.#waiting.shift()) await this.#send(report);
  }

  async #send(report: ErrorReport): Promise<void> {
    const { version, onProblem } = this.#reporting;
    try {
      const answer = await fetch(this.#endpoint, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'content-type': 'application/x-sentry-envelope',
          'x-sentry-auth': `Sentry sentry_version=7, sentry_client=engagex/${version}, sentry_key=${this.#key}`,
        },
        body: this.#envelopeOf(report),
        signal: AbortSignal.timeout(timeoutMs),
      });
      await answer.body?.cancel();
      if (answer.status === 429) this.#pausedUntil = Date.now() + secondsIn(answer.headers.get('retry-after')) * 1_000;
      if (!answer.ok) onProblem(`it answered ${answer.status}`);
    } catch (error) {
      onProblem(typeOf(error));
    }
  }

  #envelopeOf(report: ErrorReport): string {
    const { process, version, environment } = this.#reporting;
    const { type, code, where, requestId, frames, platform } = report;
    const eventId = randomUUID().replaceAll('-', '');
    const event = {
      event_id: eventId,
      timestamp: Date.now() / 1_000,
      platform,
      level: 'error',
      release: `engagex@${version}`,
      environment,
      transaction: where,
      tags: { process, ...(code ? { code } : {}), ...(requestId ? { request_id: requestId } : {}) },
      exception: {
        values: [{ type, value: code ?? where, stacktrace: { frames: frames.toReversed().map(inApp) } }],
      },
    };
    const payload = JSON.stringify(event);
    const item = { type: 'event', length: Buffer.byteLength(payload) };
    return `${JSON.stringify({ event_id: eventId })}\n${JSON.stringify(item)}\n${payload}\n`;
  }
}

function inApp(frame: Frame) {
  return { ...frame, in_app: !frame.filename.includes('node_modules') && !frame.filename.startsWith('node:') };
}

/** Throws on anything but `https://key@host/project`, with a path in between if there is one. */
export function partsOfDsn(dsn: string): { readonly endpoint: string; readonly key: string } {
  const url = new URL(dsn);
  const [, path = '', project = ''] = /^(.*)\/([\w-]+)\/?$/.exec(url.pathname) ?? [];
  if (!/^https?:$/.test(url.protocol) || url.username === '' || project === '')
    throw new TypeError('A DSN looks like https://key@host/project.');
  return { endpoint: `${url.origin}${path}/api/${project}/envelope/`, key: url.username };
}

function secondsIn(header: string | null): number {
  const seconds = Number(header);
  return header !== null && seconds > 0 ? Math.min(seconds, 3_600) : 60;
}
