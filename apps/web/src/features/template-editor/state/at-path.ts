/**
 * The value of one place of a block, such as `content`, `button.label` or `rows.2.cells.0`. Undefined when there is no
 * such place.
 */
export function valueAt(node: object, path: string): unknown {
  let value: unknown = node;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Reflect.get(value, name);
  }
  return value;
}

/** The first property of a path and its new value, with the one place in it changed and all else as it was. */
export function propertyWith(node: object, path: string, value: unknown): { property: string; value: unknown } {
  const [property = '', ...rest] = path.split('.');
  return { property, value: changed(Reflect.get(node, property), rest, value) };
}

function changed(whole: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(whole))
    return whole.map((each: unknown, at) => (String(at) === name ? changed(each, rest, value) : each));
  if (typeof whole !== 'object' || whole === null) return whole;
  return { ...whole, [name]: changed(Reflect.get(whole, name), rest, value) };
}
