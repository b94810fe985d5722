export const traitLimits = {
  /** Traits of one person; names that come later are left out. */
  names: 200,
  nameLength: 100,
  /** Of one value, as JSON. */
  valueLength: 1_000,
} as const;

export interface Traits {
  readonly values: Readonly<Record<string, unknown>>;
  /** Which event told each of them: its time in ISO 8601, a space, its id. */
  readonly events: Readonly<Record<string, string>>;
}

export const noTraits: Traits = { values: {}, events: {} };

/** What one event says about a person. */
export interface ToldTraits {
  readonly eventId: string;
  readonly occurredAt: Date;
  readonly traits: Readonly<Record<string, unknown>>;
}

/**
 * Each trait as the latest event told it, whichever event comes first here: of two events of one moment the one with the
 * larger id. `null` is a value and stays, or an older event that comes later would bring back what was taken away.
 */
export function withTraits(known: Traits, { eventId, occurredAt, traits }: ToldTraits): Traits {
  const told = `${occurredAt.toISOString()} ${eventId}`;
  const values = new Map(Object.entries(known.values));
  const events = new Map(Object.entries(known.events));
  for (const [name, value] of Object.entries(traits)) {
    const isNew = !events.has(name);
    if (!isKept(name, value) || (isNew && events.size >= traitLimits.names)) continue;
    if (!isNew && (events.get(name) ?? '') >= told) continue;
    values.set(name, value);
    events.set(name, told);
  }
  return { values: Object.fromEntries(values), events: Object.fromEntries(events) };
}

function isKept(name: string, value: unknown): boolean {
  if (name === '' || name === '__proto__' || name.length > traitLimits.nameLength) return false;
  const text = JSON.stringify(value) as string | undefined; // undefined for what JSON does not have
  return text !== undefined && text.length <= traitLimits.valueLength;
}
