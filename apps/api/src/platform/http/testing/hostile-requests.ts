import type { RouteDefinition } from '@engagex/domain/shared';
import { z } from 'zod';

/** Requests nobody sends by accident: each has one hostile value or key somewhere in what the route takes. */

export interface HostileRequest {
  readonly route: RouteDefinition;
  readonly path: string;
  readonly body?: string;
}

/** Where in an input a value stands. */
type Place = readonly (string | number)[];

export const hostileTexts: readonly string[] = [
  '\ud800',
  'Ada\udfff',
  '\0',
  'a\u0000b',
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  'valueOf',
  "'; --",
  '\\',
  '%',
  '\u2028',
  '9'.repeat(400),
  '-1',
  '1e999',
  'NaN',
  '2026-02-30',
  '999999-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000Z',
  '0000-01-01T00:00:00.000Z',
  '{{ x | constructor }}',
  '{% if %}',
  '=1+1',
  'a'.repeat(100_000),
  '',
];
const hostileValues: readonly unknown[] = [null, true, -1, 1e308, 2 ** 53, 0.5, {}, [], [[]], { constructor: {} }];
const hostileKeys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '\ud800', 'a\u0000b', ''];

/** Which of the hostile values a place gets; all of them take long. */
export type Choose = <T>(values: readonly T[]) => readonly T[];

/** `idFor` answers an id that exists, where there is one, for a path such as `/api/contacts/:id`. */
export function hostileRequests(
  route: RouteDefinition,
  idFor: (route: RouteDefinition, name: string) => string,
  choose: Choose,
): HostileRequest[] {
  const usual = (name: string) => idFor(route, name);
  const path = (params: Readonly<Record<string, string>> = {}) =>
    route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeText(params[name] ?? usual(name)));
  const bodies = route.body ? samplesOf(schemaOf(route.body), usual) : [];
  const [body] = bodies;
  const withBody = (value: unknown) => (value === undefined ? {} : { body: JSON.stringify(value) });
  const inParams = Object.keys(route.params?.shape ?? {}).flatMap((name) =>
    choose(hostileTexts).map((text) => ({ route, path: path({ [name]: text }), ...withBody(body) })),
  );
  const inQuery = Object.keys(route.query?.shape ?? {}).flatMap((name) =>
    choose(hostileTexts).map((text) => ({
      route,
      path: `${path()}?${encodeText(name)}=${encodeText(text)}`,
      ...withBody(body),
    })),
  );
  const tried = new Set<string>();
  const inBodies = bodies.flatMap((sample) => {
    // What an alternative has in common with the one before was tried there.
    const places = placesIn(sample).filter((place) => !tried.has(place.join('.')));
    for (const place of places) tried.add(place.join('.'));
    return places
      .flatMap((place) => [
        ...choose(hostileTexts).map((text) => replaced(sample, place, text)),
        ...choose(hostileValues).map((value) => replaced(sample, place, value)),
        ...choose(hostileKeys).map((key) => withKey(sample, place, key)),
      ])
      .map((value) => ({ route, path: path(), ...withBody(value) }));
  });
  return [...inParams, ...inQuery, ...inBodies];
}

/** A request that is right as far as the contract tells. */
export function usualRequest(route: RouteDefinition, idFor: (name: string) => string): HostileRequest {
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeText(idFor(name)));
  return { route, path, ...(route.body ? { body: JSON.stringify(samplesOf(schemaOf(route.body), idFor)[0]) } : {}) };
}

/** Percent-encoded; half a surrogate as the bytes CESU-8 has for it, which are no UTF-8. */
function encodeText(text: string): string {
  const encoded = Array.from(text.slice(0, 2000), (character) =>
    character.isWellFormed() ? encodeURIComponent(character) : '%ED%A0%80',
  );
  return encoded.join('');
}

type Schema = { readonly [key: string]: unknown };

function schemaOf(schema: z.ZodType): Schema {
  return z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema; // an object by its definition
}

const list = (value: unknown): Schema[] => (Array.isArray(value) ? (value as Schema[]) : []); // schemas of a schema

/** A few inputs that are right as far as a schema tells; one for each alternative. */
function samplesOf(schema: Schema, idFor: (name: string) => string, name = '', depth = 0): unknown[] {
  if ('const' in schema) return [schema['const']];
  if (Array.isArray(schema['enum'])) return [schema['enum'][0]];
  const alternatives = [...list(schema['anyOf']), ...list(schema['oneOf'])];
  if (alternatives.length > 0)
    return alternatives.slice(0, depth < 3 ? 6 : 1).flatMap((each) => samplesOf(each, idFor, name, depth + 1));
  if (list(schema['allOf']).length > 0) return samplesOf(list(schema['allOf'])[0]!, idFor, name, depth);
  if (schema['type'] === 'object' || schema['properties']) return samplesOfObject(schema, idFor, depth);
  if (schema['type'] === 'array') {
    if (depth > 6) return [[]];
    return samplesOf((schema['items'] ?? {}) as Schema, idFor, name, depth + 1).map((item) => [item]); // one schema
  }
  if (schema['type'] === 'integer' || schema['type'] === 'number') return [Math.max(1, Number(schema['minimum'] ?? 1))];
  if (schema['type'] === 'boolean') return [true];
  if (schema['type'] === 'null') return [null];
  if (schema['type'] === 'string') return [textOf(schema, idFor, name)];
  return ['anything'];
}

function samplesOfObject(schema: Schema, idFor: (name: string) => string, depth: number): unknown[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, Schema>); // by its definition
  const extra = schema['additionalProperties'];
  const open =
    extra && typeof extra === 'object' ? [['field', samplesOf(extra as Schema, idFor, '', depth + 1)[0]] as const] : [];
  const ways = properties.map(([name, each]) => [name, samplesOf(each, idFor, name, depth + 1)] as const);
  const usual = Object.fromEntries([...ways.map(([name, values]) => [name, values[0]] as const), ...open]);
  const others = ways.flatMap(([name, values]) => values.slice(1).map((value) => ({ ...usual, [name]: value })));
  return [usual, ...others];
}

function textOf({ format, minLength, pattern }: Schema, idFor: (name: string) => string, name: string): string {
  if (format === 'uuid') return idFor(name);
  if (format === 'email' || /email|address/i.test(name)) return `ada-${Math.floor(Math.random() * 1e9)}@example.com`;
  if (format === 'date-time') return '2027-01-01T10:00:00.000Z';
  if (format === 'date' || String(pattern).includes('\\d{4}-')) return '2027-01-01';
  if (format === 'uri' || /url|issuer/i.test(name)) return 'https://example.com/';
  if (/zone/i.test(name)) return 'Europe/Berlin';
  return `hostile ${name}`.padEnd(Number(minLength ?? 0), 'x');
}

function placesIn(value: unknown, place: Place = []): Place[] {
  if (!value || typeof value !== 'object') return [place];
  return [place, ...Object.entries(value).flatMap(([key, item]) => placesIn(item, [...place, key]))];
}

function replaced(value: unknown, [key, ...rest]: Place, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === String(key) ? replaced(item, rest, by) : item));
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]), // a place of it
  );
}

/** The same with one more key in the object at this place. */
function withKey(value: unknown, place: Place, key: string): unknown {
  let at: unknown = value;
  for (const step of place) at = (at as Record<string, unknown>)[step]; // a place of it
  if (!at || typeof at !== 'object' || Array.isArray(at))
    return replaced(value, place, Object.fromEntries([[key, 'x']]));
  return replaced(value, place, Object.fromEntries([...Object.entries(at), [key, 'x']]));
}
