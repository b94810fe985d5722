import { type Client, type ClientOptions, openClient } from './client.ts';
import { createLog } from './log.ts';

export type { Client, ClientOptions } from './client.ts';
export type { Consent } from './device.ts';
export type { EventOptions, IdentifyOptions, Properties } from '../wire.ts';

/** On the page and not in here, because the script and a bundle may both be loaded. */
const registry = Symbol.for('engagex');

/** A client for this key. Called again for the same key, it warns and gives the one there is: two would count everything twice. */
export function createClient(options: ClientOptions): Client {
  const page = window as { [registry]?: Map<string, Client> }; // nobody else uses this symbol
  const clients = (page[registry] ??= new Map());
  const running = clients.get(options.key);
  if (running) {
    createLog(false).warn('already started with this key');
    return running;
  }
  const client = openClient(options);
  clients.set(options.key, client);
  return client;
}
