/** A customers' export as a small online shop's software writes it: 5,000 rows with what real ones have wrong. */

export const demoRows = 5_000;

const firstNames = [
  'Zoë',
  'José',
  'Anaïs',
  'Jürgen',
  'Siobhán',
  'Łukasz',
  'Chloé',
  'Søren',
  'Ayşe',
  'Noah',
  'Mia',
  'Liam',
  'Emma',
  'Olivia',
  'Ben',
  'Nina',
  'Marta',
  'Ivan',
  'Yuki',
  'Amara',
];
const lastNames = [
  'Müller',
  'García',
  "O'Brien",
  'Nowak',
  'Lefèvre',
  'Jensen',
  'Yılmaz',
  'Smith',
  'Rossi',
  'Novák',
  'Andersson',
  'Dubois',
  'Silva',
  'Kowalski',
  'Tanaka',
  'Okafor',
  'van Dijk',
  'Meyer-Ott',
  'Brown',
  'Lee',
];
const cities = ['Zürich', 'Lyon', 'Kraków', 'Sevilla', 'Aarhus', 'Galway', 'İzmir', 'Leeds', 'Torino', 'Brno'];

/** The file as text: every 97th row repeats an address in capitals, every 250th cannot be mailed, some opted out. */
export function shopExport(): string {
  const rows = Array.from({ length: demoRows }, (_, index) => rowOf(index));
  return ['Email,First Name,Last Name,City,Orders,Accepts Marketing Since,Unsubscribed', ...rows].join('\r\n');
}

function rowOf(index: number): string {
  const first = firstNames[index % firstNames.length] ?? '';
  const last = lastNames[(index * 7) % lastNames.length] ?? '';
  const since = new Date(Date.UTC(2023, 0, 1 + (index % 900))).toISOString().slice(0, 10);
  const cells = [
    emailOf(index),
    first,
    last,
    cities[(index * 3) % cities.length] ?? '',
    String((index * 13) % 40),
    since,
    index % 33 === 5 ? 'yes' : 'no',
  ];
  return cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** The address in a row of the export. */
export function emailOf(index: number): string {
  if (index % 250 === 249)
    return (
      ['no-at-sign.example.com', 'two words@example.com', 'missing@domain', '@example.org'][((index / 250) % 4) | 0] ??
      ''
    );
  if (index % 97 === 96) return emailOf(index - 50).toUpperCase();
  const name = `${plain(firstNames[index % firstNames.length] ?? '')}.${plain(lastNames[(index * 7) % lastNames.length] ?? '')}`;
  const tag = index % 12 === 0 ? '+shop' : '';
  return `${name}${index}${tag}@${['example.com', 'example.net', 'mail.example.org'][index % 3]}`;
}

/** The row that an address of the export is from. */
export function rowOfAddress(address: string): number {
  return Number(/(\d+)(?:\+shop)?@/.exec(address)?.[1] ?? 0);
}

function plain(name: string): string {
  return name
    .replaceAll('ł', 'l')
    .replaceAll('Ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '');
}
