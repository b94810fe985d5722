import type { Block } from '@engagex/domain/documents';
import { useVariables, type Variable } from '../../templates/index.ts';

/** The names an item of a list usually has, which nobody can know before it is sent. */
const ofItems: readonly Variable[] = ['name', 'price', 'url', 'image', 'quantity'].map((name) => ({
  name: `item.${name}`,
  label: `Item: ${name}`,
  type: 'Item',
  snippet: '',
  example: '',
}));

/** Links have blocks of their own: as text they would be an address to read. */
const isLink = ({ name }: Variable) => name === 'unsubscribe_url' || name === 'preferences_url';

/** What can stand in a text: fields and attributes of contacts, and of items where the block is repeated. */
export function useBlockVariables(block: Pick<Block, 'repeat'> | null): readonly Variable[] {
  const variables = useVariables().filter((each) => !isLink(each));
  return block?.repeat ? [...ofItems, ...variables] : variables;
}
