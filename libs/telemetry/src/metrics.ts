import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

interface Described {
  /** Begins with `engagex_`. */
  readonly name: string;
  readonly help: string;
  /** Names of labels. Values come from fixed sets: never an organization, a user, an address or a path. */
  readonly labels?: readonly string[];
}

interface Buckets extends Described {
  /** Upper edges, in seconds. */
  readonly buckets: readonly number[];
}

/** Read when somebody asks for the page: the values by their labels. */
interface Read extends Described {
  readonly read: () => readonly Sample[] | Promise<readonly Sample[]>;
}

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A child of a counter or histogram for fixed labels: found once, so that counting costs no search. */
export interface Counted {
  inc(by?: number): void;
}

export interface Observed {
  observe(seconds: number): void;
}

/** What one process counts and measures, for Prometheus. Each process has one, and everything in it is its own. */
export class Metrics {
  readonly registry = new Registry();

  constructor(process: string, version: string) {
    this.registry.setDefaultLabels({ process });
    this.gauge({
      name: 'engagex_build_info',
      help: 'Always 1; the version of the process is a label.',
      labels: ['version', 'node_version'],
      read: () => [{ labels: { version, node_version: globalThis.process.versions.node }, value: 1 }],
    });
  }

  /** By the values of its labels, in the order in which they were declared. */
  counter({ name, help, labels = [] }: Described): (...values: readonly string[]) => Counted {
    const counter = new Counter({ name, help, labelNames: labels, registers: [this.registry] });
    return remembered((values) => (labels.length === 0 ? counter : counter.labels(...values)));
  }

  histogram({ name, help, labels = [], buckets }: Buckets): (...values: readonly string[]) => Observed {
    const histogram = new Histogram({
      name,
      help,
      labelNames: labels,
      buckets: [...buckets],
      registers: [this.registry],
    });
    return remembered((values) => (labels.length === 0 ? histogram : histogram.labels(...values)));
  }

  /** When reading fails, the page lacks the gauge and is served all the same. */
  gauge({ name, help, labels = [], read }: Read): void {
    const gauge = new Gauge({
      name,
      help,
      labelNames: labels,
      registers: [],
      async collect() {
        this.reset();
        const samples = await Promise.resolve()
          .then(read)
          .catch((): readonly Sample[] => []);
        for (const { labels: of = {}, value } of samples) this.set({ ...of }, value);
        if (samples.length === 0 && labels.length === 0) this.remove(); // it would say 0
      },
    });
    this.registry.registerMetric(gauge);
  }

  /** CPU, memory, event loop and garbage collection of the process, for as long as it runs. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.registry, prefix: 'engagex_' });
    for (const name of misnamed) this.registry.removeSingleMetric(`engagex_nodejs_active_${name}_total`);
  }

  /** The page in Prometheus' text format. */
  page(): Promise<string> {
    return this.registry.metrics();
  }

  get contentType(): string {
    return this.registry.contentType;
  }
}

/** Gauges that are called as if they were counters; the same by type is in others. */
const misnamed = ['handles', 'requests', 'resources'];

/** Values of labels come from fixed sets, so this stays small. */
function remembered<T>(find: (values: readonly string[]) => T): (...values: readonly string[]) => T {
  const found = new Map<string, T>();
  return (...values) => {
    const key = values.length === 1 ? (values[0] ?? '') : values.join('\n');
    const known = found.get(key);
    if (known !== undefined) return known;
    const made = find(values);
    found.set(key, made);
    return made;
  };
}
