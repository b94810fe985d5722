import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface ProcessCounts {
  readonly bff: number;
  readonly api: number;
  readonly worker: number;
}

export interface StackOptions {
  /** Null when the person named no folder: then another place may be chosen for them. */
  readonly dataDir: string | null;
  /** 0 means any free port, for this and every other service. */
  readonly port: number;
  readonly demo: boolean;
  readonly fresh: boolean;
  /** How many processes of each kind share the work; several BFFs or APIs are behind a balancer. */
  readonly processes: ProcessCounts;
  /** Payments that move no money, to try billing with. */
  readonly billing: 'demo' | null;
  /** Whether Prometheus runs beside it. */
  readonly observe: boolean;
}

export type Request =
  | { readonly kind: 'start'; readonly options: StackOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'refused'; readonly reason: string };

export const DEFAULT_PORT = 3000;
const MOST_PROCESSES = 16;

export const HELP = `Starts EngageX with everything it needs: database, API, worker, web and a mail inbox for development.

  npm start [-- options]

  --data DIR   keep database, files and secrets in DIR (default .engagex)
  --port N     the port of the web application (default ${DEFAULT_PORT}; 0 for any free one)
  --no-demo    leave out the demo organization; decided once, on the first start
  --workers N  how many processes send mail and do other work in the background (default 1)
  --api N, --bff N
               how many API and BFF processes, behind a balancer (default 1)
  --billing demo
               plans, and payments that move no money: a program on this machine stands in for Stripe
  --observe    metrics of every process, in a Prometheus of its own (which has to be installed)
  --fresh      begin again: delete the data folder first
  --help       show this

An environment variable replaces a part: DATABASE_URL (a PostgreSQL 18 server), SMTP_URL or SENDGRID_API_KEY
(real mail instead of the inbox), REDIS_URL.
`;

export function readRequest(args: readonly string[]): Request {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'no-demo': { type: 'boolean' },
        fresh: { type: 'boolean' },
        workers: { type: 'string' },
        api: { type: 'string' },
        bff: { type: 'string' },
        billing: { type: 'string' },
        observe: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.data === '') return refuse('--data needs the name of a folder.');
    const port = values.port === undefined ? DEFAULT_PORT : readPort(values.port);
    if (port === null) return refuse(`--port takes a number from 0 to 65535, not "${values.port}".`);
    for (const name of ['workers', 'api', 'bff'] as const)
      if (readCount(values[name]) === null)
        return refuse(`--${name} takes a number from 1 to ${MOST_PROCESSES}, not "${values[name]}".`);
    const { billing = null } = values;
    if (billing !== null && billing !== 'demo') return refuse(`--billing takes "demo", not "${billing}".`);
    const options: StackOptions = {
      dataDir: values.data === undefined ? null : resolve(values.data),
      port,
      demo: !values['no-demo'],
      fresh: values.fresh ?? false,
      processes: {
        bff: readCount(values.bff) ?? 1,
        api: readCount(values.api) ?? 1,
        worker: readCount(values.workers) ?? 1,
      },
      billing,
      observe: values.observe ?? false,
    };
    return { kind: 'start', options };
  } catch (error) {
    return refuse(error instanceof Error ? explain(error) : String(error));
  }
}

function readPort(text: string): number | null {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port <= 65_535 ? port : null;
}

function readCount(text = '1'): number | null {
  const count = Number(text);
  return /^\d{1,2}$/.test(text) && count >= 1 && count <= MOST_PROCESSES ? count : null;
}

/** parseArgs ends its messages with advice about positional arguments, which we take none of. */
function explain(error: Error): string {
  const [sentence = error.message] = error.message.split(/\. (?=To specify|If )/);
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}

function refuse(problem: string): Request {
  return { kind: 'refused', reason: `${problem} See "npm start -- --help".` };
}
