import type { AuditEntryView } from '@engagex/domain/audit';
import type { Product } from '../../shared/product.ts';

type Named = Pick<AuditEntryView, 'action' | 'actor' | 'object'>;

/** "Changed contact ada@example.com", in the words of the features; an operation without words is named as it is: "Segments: merge all". */
export function sentenceOf(actions: Product['actions'], { action, actor, object }: Named): string {
  const words = actions[action] ?? namedPlainly(action);
  const isAboutThemselves = object.id === actor.id || action === 'members.leave';
  return object.name && !isAboutThemselves ? `${words} ${object.name}` : words;
}

function namedPlainly(action: string): string {
  const [noun = '', verb = ''] = action.split('.');
  return `${asWords(noun)}: ${asWords(verb).toLowerCase()}`;
}

/** `first-name` or `firstName` → "First name" */
export function asWords(name: string): string {
  const words = name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
