/** Checks what was sent against the list of parameters, and gives it the kinds that the package's types promise. */
import { readFileSync } from 'node:fs';
import { Stripe } from 'stripe';
import type { Kind, ParameterList, Shape } from '../parameter-list/shapes.ts';
import { type FormValue, type FormValues, listOf } from './form.ts';
import { invalid, type Refusal } from './refusal.ts';

export const parameterList = JSON.parse(
  readFileSync(new URL('../parameter-list/parameters.json', import.meta.url), 'utf8'),
) as ParameterList; // written by our own derivation, and kept current by its test

/** Everything else that is a number has to be whole. */
const FRACTIONS = new Set(['percent_off', 'percentage', 'application_fee_percent', 'amount_percent']);
/** Names of metadata are free, but not endless. https://docs.stripe.com/api/metadata */
const MAX_METADATA = { names: 50, nameLength: 40, valueLength: 500 };

/** By name; throws a refusal that names the first parameter that is wrong. */
export function checkParameters(route: string, sent: FormValues): Readonly<Record<string, unknown>> {
  const place = parameterList.routes[route];
  if (place === undefined) throw new Error(`${route} is not on the list of parameters.`);
  return objectOf(shapeAt(place), sent, '');
}

function shapeAt(place: number): Shape {
  const shape = parameterList.shapes[place];
  if (!shape) throw new Error(`The list of parameters has no object ${place}.`);
  return shape;
}

function objectOf(shape: Shape, sent: FormValues, path: string): Readonly<Record<string, unknown>> {
  const unknown = [...sent.keys()].find((name) => !Object.hasOwn(shape, name) && !Object.hasOwn(shape, `${name}!`));
  if (unknown !== undefined) throw unknownParameter(nameIn(path, unknown));
  const values: Record<string, unknown> = {};
  for (const [key, kind] of Object.entries(shape)) {
    const name = key.endsWith('!') ? key.slice(0, -1) : key;
    const value = sent.get(name);
    const param = nameIn(path, name);
    if (value !== undefined) values[name] = valueOf(kind, value, param);
    else if (key.endsWith('!'))
      throw invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  }
  return values;
}

function nameIn(path: string, name: string): string {
  return path === '' ? name : `${path}[${name}]`;
}

export function unknownParameter(param: string): Refusal {
  return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
}

function valueOf(kind: Kind, value: FormValue, param: string): unknown {
  if (typeof kind === 'string') return simpleOf(kind, value, param);
  const [name] = kind;
  if (name === 'one') return wordOf(kind.slice(1), value, param);
  if (name === 'either') return eitherOf(kind.slice(1) as Kind[], value, param); // all but the first are kinds
  if (typeof value === 'string') {
    if (value === '') throw cannotBeUnset(param);
    throw invalid(`Invalid ${name === 'list' ? 'array' : 'object'}`, { param });
  }
  if (name === 'object') return objectOf(shapeAt(kind[1]), value, param);
  if (name === 'map') return mapOf(kind[1], value, param);
  const elements = listOf(value);
  if (!elements) throw invalid('Invalid array', { param });
  return elements.map((element, index) => valueOf(kind[1], element, `${param}[${index}]`));
}

function mapOf(kind: Kind, value: FormValues, param: string): Readonly<Record<string, unknown>> {
  const { names, nameLength, valueLength } = MAX_METADATA;
  if (param.endsWith('metadata')) {
    if (value.size > names) throw invalid(`Metadata can have up to ${names} keys.`, { param });
    for (const [name, text] of value) {
      const isTooLong = name.length > nameLength || (typeof text === 'string' && text.length > valueLength);
      if (isTooLong) throw invalid(`Metadata keys and values are limited in length.`, { param: `${param}[${name}]` });
    }
  }
  return Object.fromEntries([...value].map(([name, element]) => [name, valueOf(kind, element, `${param}[${name}]`)]));
}

function simpleOf(kind: Exclude<Kind, readonly unknown[]>, value: FormValue, param: string): unknown {
  if (kind === 'empty') {
    if (value === '') return '';
    throw invalid(`Invalid ${param}`, { param });
  }
  if (typeof value !== 'string') throw invalid(`Invalid ${kind === 'string' ? 'string' : kind}`, { param });
  if (value === '') throw cannotBeUnset(param);
  if (kind === 'string') return value.length > 5000 ? refuseLength(param) : value;
  if (kind === 'boolean') {
    if (value === 'true' || value === 'false') return value === 'true';
    throw invalid(`Invalid boolean: ${value}`, { param });
  }
  if (kind === 'decimal') {
    if (/^-?\d+(\.\d{1,12})?$/.test(value)) return Stripe.Decimal.from(value);
    throw invalid(`Invalid decimal: ${value}`, { param });
  }
  const isFraction = FRACTIONS.has(param.replace(/^.*\[|\]$/g, ''));
  if ((isFraction ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value) && Number.isSafeInteger(Math.trunc(Number(value))))
    return Number(value);
  if (isFraction) throw invalid(`Invalid number: ${value}`, { param });
  throw invalid(`Invalid integer: ${value}`, { code: 'parameter_invalid_integer', param });
}

function refuseLength(param: string): never {
  throw invalid(`Invalid string: must be at most 5000 characters`, { param });
}

function cannotBeUnset(param: string): Refusal {
  const message =
    `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however ` +
    `'${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
  return invalid(message, { code: 'parameter_invalid_empty', param });
}

function wordOf(words: readonly string[], value: FormValue, param: string): string {
  if (typeof value === 'string' && words.includes(value)) return value;
  if (value === '') throw cannotBeUnset(param);
  const known = words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words[0];
  throw invalid(`Invalid ${param}: must be one of ${known}`, { param });
}

/** The first kind that fits; when none does, the refusal of the one that says most. */
function eitherOf(kinds: readonly Kind[], value: FormValue, param: string): unknown {
  const isUnset = value === '' && kinds.includes('empty');
  if (isUnset) return '';
  let refusal: unknown;
  for (const kind of kinds) {
    if (kind === 'empty') continue;
    try {
      return valueOf(kind, value, param);
    } catch (error) {
      refusal ??= error;
    }
  }
  throw refusal;
}
