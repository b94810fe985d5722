/**
 * Notices which parameters nobody looked at. What Stripe takes but the stand-in does nothing with is refused, so that
 * nobody believes it had an effect.
 */
import { invalid } from './refusal.ts';

export function watchReading<T extends object>(params: T): { readonly watched: T; readonly check: () => void } {
  const unread = new Set<string>();

  function watch<V>(value: V, path: string): V {
    if (typeof value !== 'object' || value === null || !isPlain(value)) return value;
    for (const name of Object.keys(value)) unread.add(inside(path, name));
    return new Proxy(value, {
      get: (target, name) => {
        const found: unknown = Reflect.get(target, name);
        if (typeof name !== 'string' || !Object.hasOwn(target, name)) return found;
        const param = inside(path, name);
        unread.delete(param);
        if (!known.has(param)) known.set(param, watch(found, param));
        return known.get(param);
      },
    });
  }

  const known = new Map<string, unknown>();
  const watched = watch(params, '');
  return {
    watched,
    check: () => {
      for (const param of unread) {
        // What something is called by its kind says nothing when only that kind is known.
        if (param === 'expand' || param === 'validate' || /(^|\[)type\]?$/.test(param)) continue;
        throw invalid(`The stand-in does nothing with ${param}, so it refuses it.`, { param });
      }
    },
  };
}

function inside(path: string, name: string): string {
  return path === '' ? name : `${path}[${name}]`;
}

/** Objects and lists of our own making, not numbers with decimals. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === Array.prototype;
}
