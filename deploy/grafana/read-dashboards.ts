import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface PanelQuery {
  readonly dashboard: string;
  readonly panel: string;
  readonly expr: string;
}

interface Dashboard {
  readonly title: string;
  readonly panels: readonly { readonly title: string; readonly targets: readonly { readonly expr: string }[] }[];
}

/** Every query of every panel. */
export function panelQueries(): PanelQuery[] {
  const folder = import.meta.dirname;
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const { title, panels } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Dashboard; // Grafana's format
      return panels.flatMap((panel) =>
        panel.targets.map(({ expr }) => ({ dashboard: title, panel: panel.title, expr })),
      );
    });
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: { readonly result: readonly { readonly value: readonly [number, string] }[] };
}

/** The values that Prometheus has for a query now; Grafana puts in the interval. Throws with what Prometheus has to say. */
export async function valuesOf(prometheus: string, expr: string, interval = '1m'): Promise<number[]> {
  const url = new URL('/api/v1/query', prometheus);
  url.searchParams.set('query', expr.replaceAll('$__rate_interval', interval));
  const answer = (await (await fetch(url)).json()) as Answer; // its HTTP API
  if (answer.status !== 'success') throw new Error(`${answer.error}: ${expr}`);
  return answer.data.result.map(({ value }) => Number(value[1]));
}
