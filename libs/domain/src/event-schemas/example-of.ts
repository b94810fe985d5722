import type { Json } from '../events/index.ts';

/** Names of properties whose values are about a person, or open something, in small letters and without separators. */
const personalNames =
  /mail|phone|mobile|fax|address|street|zip|postal|postcode|iban|birth|gender|salary|passw|secret|token|session|auth|cookie|^ip|ipaddress|latitude|longitude|ssn|passport|(?:first|last|full|middle|maiden|sur|user|nick|customer|contact|person)name|(?:user|customer|contact|person|account|device|visitor|anonymous)id|message|comment|note|query|search|^q$|^name$/;
const longest = 40;
const mostWords = 4;
const mostDigits = 6;

/**
 * A value as an example that members may see beside the name of its property, in one short line; null for what may be
 * personal: anything with an address or many digits, free text, and whatever the property's name says is about a person.
 */
export function exampleOf(property: string, value: Json): string | null {
  if (value === null || typeof value === 'object') return null;
  if (personalNames.test(property.toLowerCase().replaceAll(/[\s_.-]+/g, ''))) return null;
  const text = String(value);
  return isHarmless(text) ? text : null;
}

/** Whether a name may be listed: one that holds an address or a long number is made for each person anew. */
export function isListable(name: string): boolean {
  return !name.includes('@') && !/%40/i.test(name) && digitsIn(name) <= mostDigits && name.trim() !== '';
}

function isHarmless(text: string): boolean {
  if (text === '' || text.length > longest || text.includes('@') || /%40|[\r\n]/i.test(text)) return false;
  return digitsIn(text) <= mostDigits && text.trim().split(/\s+/).length <= mostWords;
}

function digitsIn(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}
