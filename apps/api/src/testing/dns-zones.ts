import { createSocket } from 'node:dgram';

/** Records by name: texts as strings or lists of strings, exchanges as `10 mx.example`, CAA as `issue ca.example`. */
export type Zones = Record<string, Partial<Record<ZoneType, readonly (string | readonly string[])[]>>>;
type ZoneType = keyof typeof types;
/** `lame`: a server that does not have the zone refers to the root. `nxdomain`: one that lags behind knows no such name. `none` excepts a name from `*`. */
type Mishap = 'none' | 'servfail' | 'refused' | 'silence' | 'truncated' | 'wrong id' | 'lame' | 'nxdomain';

const types = { A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, CAA: 257 } as const;
const codes = { none: 0, servfail: 2, notFound: 3, refused: 5 } as const;

/**
 * A real, small DNS server (RFC 1035) on loopback: its records may change while it runs, it follows aliases and wildcards,
 * and fails for names where it is told to. `*` in `mishaps` is every name. It does not listen on TCP.
 */
export async function startDnsZones(zones: Zones, { host = '127.0.0.1', port: wanted = 0 } = {}) {
  const mishaps = new Map<string, Mishap>();
  const asked: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { port, address }) => {
    const { name, end } = nameIn(query);
    const type = query.readUInt16BE(end);
    asked.push(`${typeNames.get(type) ?? type} ${name}`);
    const mishap = mishaps.get(name) ?? mishaps.get('*');
    if (mishap === 'silence') return;
    const question = query.subarray(0, end + 4);
    const answer = mishap && mishap !== 'none' ? failed(question, mishap) : packet(question, lookUp(zones, name, type));
    socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(wanted, host, resolve));
  return {
    address: `${host}:${socket.address().port}`,
    port: socket.address().port,
    zones,
    mishaps,
    asked,
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
}
export type DnsZones = Awaited<ReturnType<typeof startDnsZones>>;

/** Aliases may lead in a circle. */
const mostAliases = 8;

const typeNames = new Map<number, string>(Object.entries(types).map(([name, type]) => [type, name]));

interface Answer {
  readonly code: number;
  readonly records: readonly { readonly name: string; readonly type: number; readonly data: Buffer }[];
}

function lookUp(zones: Zones, name: string, type: number, followed = 0): Answer {
  const at = zones[name] ?? wildcardOf(zones, name);
  const exists = at !== undefined || Object.keys(zones).some((each) => each.endsWith(`.${name}`));
  const own = at?.[(typeNames.get(type) ?? '') as ZoneType] ?? [];
  if (own.length > 0) {
    const records = own.map((value) => ({ name, type, data: dataOf(type, value) }));
    return { code: codes.none, records };
  }
  const [alias] = at?.CNAME ?? [];
  if (typeof alias !== 'string' || followed === mostAliases)
    return { code: exists ? codes.none : codes.notFound, records: [] };
  const behind = lookUp(zones, alias, type, followed + 1);
  return { ...behind, records: [{ name, type: types.CNAME, data: nameData(alias) }, ...behind.records] };
}

function wildcardOf(zones: Zones, name: string): Zones[string] | undefined {
  for (let above = name; above.includes('.');) {
    above = above.slice(above.indexOf('.') + 1);
    if (zones[`*.${above}`]) return zones[`*.${above}`];
    if (zones[above]) return undefined;
  }
  return undefined;
}

function dataOf(type: number, value: string | readonly string[]): Buffer {
  if (type === types.TXT) {
    const strings = typeof value === 'string' ? inPieces(value) : value;
    return Buffer.concat(strings.flatMap((each) => [Buffer.of(Buffer.byteLength(each)), Buffer.from(each)]));
  }
  const text = String(value);
  if (type === types.A) return Buffer.from(text.split('.').map(Number));
  if (type === types.CAA) {
    const [tag = '', authority = ''] = text.split(' ');
    return Buffer.concat([Buffer.from([0, tag.length]), Buffer.from(tag + authority)]);
  }
  if (type === types.MX) {
    const [priority = '0', host = ''] = text.split(' ');
    return Buffer.concat([Buffer.from([Number(priority) >> 8, Number(priority) & 255]), nameData(host)]);
  }
  return nameData(text);
}

function inPieces(text: string): string[] {
  const bytes = Buffer.from(text);
  const count = Math.max(1, Math.ceil(bytes.length / 255));
  return Array.from({ length: count }, (_, n) => bytes.subarray(n * 255, (n + 1) * 255).toString());
}

function nameData(name: string): Buffer {
  const labels = name.split('.').filter(Boolean);
  return Buffer.concat([...labels.flatMap((label) => [Buffer.of(label.length), Buffer.from(label)]), Buffer.of(0)]);
}

function packet(question: Buffer, { code, records }: Answer): Buffer {
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8580 | code, 2); // an authoritative answer
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12), ...records.map(record)]);
}

function failed(question: Buffer, mishap: Exclude<Mishap, 'none' | 'silence'>): Buffer {
  const code = { servfail: codes.servfail, refused: codes.refused, nxdomain: codes.notFound, lame: codes.none };
  const answer = packet(question, {
    code: { ...code, truncated: codes.none, 'wrong id': codes.none }[mishap],
    records: [],
  });
  const authoritative = 0x04;
  const truncated = 0x02;
  if (mishap === 'truncated') answer[2] = answer[2]! | truncated;
  if (mishap === 'wrong id') answer.writeUInt16BE(answer.readUInt16BE(0) ^ 0xffff, 0);
  if (mishap !== 'lame') return answer;
  answer[2] = answer[2]! & ~authoritative;
  answer.writeUInt16BE(1, 8); // one record about authority: the servers of the root
  return Buffer.concat([answer, record({ name: '', type: types.NS, data: nameData('a.root-servers.net') })]);
}

function record({ name, type, data }: Answer['records'][number]): Buffer {
  const fixed = Buffer.alloc(10);
  fixed.writeUInt16BE(type, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(300, 4);
  fixed.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameData(name), fixed, data]);
}

/** The name in the question, which begins behind the header of twelve bytes, and where it ends. */
function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}
