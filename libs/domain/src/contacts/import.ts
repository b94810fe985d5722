/** `ready` waits for a mapping, `queued` for a worker; only `ready`, `queued` and `running` can be cancelled. */
export const importStatuses = ['ready', 'queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ImportStatus = (typeof importStatuses)[number];

const moves: Readonly<Record<ImportStatus, readonly ImportStatus[]>> = {
  ready: ['queued', 'cancelled'],
  queued: ['running', 'cancelled', 'failed'],
  running: ['done', 'failed', 'cancelled', 'queued'],
  done: [],
  failed: [],
  cancelled: [],
};

export function canMoveImport(from: ImportStatus, to: ImportStatus): boolean {
  return moves[from].includes(to);
}

/** What a column of the file becomes. `unsubscribed` marks people who opted out elsewhere; it never opts anyone in. */
export const importFields = ['email', 'firstName', 'lastName', 'unsubscribed', 'ignore'] as const;
export type ImportTarget = (typeof importFields)[number] | `attribute:${string}`;

export const importLimits = {
  fileBytes: 200 * 1024 * 1024,
  rows: 1_000_000,
  columns: 200,
  fieldCharacters: 10_000,
} as const;

const guesses: readonly (readonly [RegExp, ImportTarget])[] = [
  [/^(e-?mail|mail|e-?mail[ _-]?address|email ?adresse|correo|courriel|adresse e-?mail)$/i, 'email'],
  [/^(first[ _-]?name|given[ _-]?name|vorname|prénom|prenom|nombre|fname)$/i, 'firstName'],
  [/^(last[ _-]?name|family[ _-]?name|surname|nachname|nom|apellidos?|lname)$/i, 'lastName'],
  [/^(unsubscribed?|opted?[ _-]?out|abgemeldet|désabonné)$/i, 'unsubscribed'],
];

/** A first guess at what each column is, from its header; everything else is kept as an attribute. */
export function guessMapping(headers: readonly string[]): ImportTarget[] {
  const taken = new Set<string>();
  return headers.map((header) => {
    const target = guesses.find(([pattern]) => pattern.test(header.trim()))?.[1] ?? attributeTarget(header);
    if (taken.has(target)) return 'ignore';
    taken.add(target);
    return target;
  });
}

function attributeTarget(header: string): ImportTarget {
  const name = header
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 63);
  return name ? `attribute:${name}` : 'ignore';
}

/** Whether a cell of the unsubscribed column means "does not want mail"; null when it means nothing we know. */
export function meansUnsubscribed(cell: string): boolean | null {
  const text = cell.trim().toLowerCase();
  if (['true', 'yes', 'y', '1', 'x', 'unsubscribed', 'opted out', 'ja', 'oui', 'sí', 'si'].includes(text)) return true;
  if (['', 'false', 'no', 'n', '0', 'subscribed', 'opted in', 'nein', 'non'].includes(text)) return false;
  return null;
}
