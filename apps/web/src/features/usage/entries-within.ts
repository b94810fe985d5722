import { type Meter, usageRoutes } from '@engagex/domain/usage';
import { send, urlOf } from '../../shared/http.ts';
import { addUp, type Sum, textOf } from './add-up.ts';

const hourMs = 3_600_000;

/** Fetches every entry of a meter between two times and adds it up in this browser. An hour counts where it ends. */
export async function entriesWithin(meter: Meter, start: string, end: string): Promise<Sum> {
  const [from, until] = [hourOf(start), hourOf(end)];
  const lastHour = new Date(Date.parse(until) - hourMs).toISOString();
  const days = { meter, from: from.slice(0, 10), to: (lastHour > from ? lastHour : from).slice(0, 10) };
  const response = await send(urlOf(usageRoutes.file, days), { headers: { accept: usageRoutes.file.produces } });
  return (await addUp(textOf(response), { from, until })).get(meter) ?? { entries: 0, quantity: 0 };
}

/** That in which it lies. */
function hourOf(at: string): string {
  return new Date(Math.floor(Date.parse(at) / hourMs) * hourMs).toISOString();
}
