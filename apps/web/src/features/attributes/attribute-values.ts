import type { AttributeDefinition, AttributeValue } from '@engagex/domain/contacts';

/** A stored value as its control shows it. */
export function textOfValue(value: AttributeValue | undefined, type: AttributeDefinition['type']): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (type === 'timestamp' && typeof value === 'string') return localTime(value);
  return typeof value === 'object' ? value.join('; ') : String(value);
}

/** `2026-03-31T09:30` in the time zone of this device, as native inputs have it. */
function localTime(instant: string): string {
  const time = new Date(instant);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The other way round; '' when nothing is chosen. */
export function instantOf(local: string): string {
  return local === '' ? '' : new Date(local).toISOString();
}
