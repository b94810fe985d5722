/**
 * Values as Stripe's clients write them into forms and queries: `items[0][price]=…`, `expand[]=…`.
 * Nothing is known of their kinds yet: each is text, or values by name; lists are named 0, 1, …
 */
export type FormValue = string | FormValues;
export interface FormValues extends Map<string, FormValue> {}

/** Throws when one name is used as text and as something with parts. */
export class MixedForm extends Error {
  readonly param: string;

  constructor(param: string) {
    super(`Invalid ${param}`);
    this.param = param;
  }
}

const MAX_DEPTH = 12;

export function readForm(text: string): FormValues {
  const values: FormValues = new Map();
  for (const [name, value] of new URLSearchParams(text)) put(values, stepsOf(name), value, name);
  return values;
}

/** `a[b][]` is a, b and the next place of a list, which is null. */
function stepsOf(name: string): readonly (string | null)[] {
  const [head = '', ...rest] = name.split('[');
  if (rest.length >= MAX_DEPTH || rest.some((part) => !part.endsWith(']'))) throw new MixedForm(name);
  return [head, ...rest.map((part) => part.slice(0, -1) || null)];
}

function put(values: FormValues, steps: readonly (string | null)[], value: string, name: string): void {
  const [step, ...rest] = steps;
  // A list is kept by its places until it is known to be one.
  const key = step ?? String(values.size);
  if (step === undefined) throw new MixedForm(name);
  const known = values.get(key);
  if (rest.length === 0) {
    if (known !== undefined) throw new MixedForm(name);
    values.set(key, value);
    return;
  }
  if (known === undefined) {
    const inner: FormValues = new Map();
    values.set(key, inner);
    put(inner, rest, value, name);
    return;
  }
  if (!(known instanceof Map)) throw new MixedForm(name);
  put(known, rest, value, name);
}

/** The elements when the names are places counted from 0; null otherwise. */
export function listOf(values: FormValues): readonly FormValue[] | null {
  const places = [...values.keys()];
  if (!places.every((place, index) => place === String(index))) return null;
  return [...values.values()];
}
