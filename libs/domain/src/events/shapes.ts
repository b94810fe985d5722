import type { EventKind } from './event-kind.ts';
import { isObject, type JsonObject } from './json.ts';

/** Properties of standard events that may stand beside the name, as in `{"event": "purchase", "order_amount": 20}`. */
const topLevel = ['product_id', 'order_amount', 'currency', 'order_id', 'quantity'] as const;

/** What an event says, whichever kind it is: properties, traits, and what stands beside them. */
export function propertiesOf(given: JsonObject, kind: EventKind): JsonObject {
  const own = isObject(given['properties']) ? given['properties'] : {};
  if (kind === 'track') return withTopLevel(own, given);
  if (kind === 'page') return { ...picked(given, ['name', 'category']), ...own };
  const traits = isObject(given['traits']) ? given['traits'] : {};
  if (kind === 'identify') return { ...own, ...traits };
  if (kind === 'group') return { ...own, ...traits, ...picked(given, ['groupId', 'group_id']) };
  return { ...own, ...picked(given, ['previousId', 'previous_id']) };
}

function withTopLevel(own: JsonObject, given: JsonObject): JsonObject {
  const beside = topLevel.filter((name) => given[name] !== undefined && own[name] === undefined);
  return beside.length === 0 ? own : { ...own, ...picked(given, beside) };
}

/** In the names of Segment: `previous_id` as `previousId`. */
function picked(given: JsonObject, names: readonly string[]): JsonObject {
  const inCamelCase = (name: string) => (name.endsWith('_id') && !isTopLevel(name) ? `${name.slice(0, -3)}Id` : name);
  return Object.fromEntries(
    names.flatMap((name) => (given[name] === undefined ? [] : [[inCamelCase(name), given[name]]])),
  );
}

function isTopLevel(name: string): boolean {
  return topLevel.some((each) => each === name);
}
