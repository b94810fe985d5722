import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { startDnsZones, type Zones } from '../../api/src/testing/dns-zones.ts';

/** A DNS server for the whole run; journeys publish records in it as somebody does at a DNS host. */
export async function startDnsHost() {
  const dns = await startDnsZones({});
  const control = createServer((request, response) => {
    void text(request).then((body) => {
      Object.assign(dns.zones, JSON.parse(body) as Zones); // what `publish` sends
      response.end();
    });
  });
  control.listen(0, '127.0.0.1');
  await once(control, 'listening');
  return {
    address: dns.address,
    url: `http://127.0.0.1:${(control.address() as AddressInfo).port}`, // it listens on TCP
    async close() {
      control.close();
      await dns.close();
    },
  };
}

/** Puts records under their names, in place of those that were there. */
export async function publish(zones: Zones): Promise<void> {
  const response = await fetch(process.env['E2E_DNS'] ?? '', { method: 'PUT', body: JSON.stringify(zones) });
  if (!response.ok) throw new Error(`The DNS host answered ${response.status}.`);
}
