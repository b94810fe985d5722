export { typeWords } from './attribute-words.ts';
export { instantOf, textOfValue } from './attribute-values.ts';
export { useAttributes } from './attributes.api.ts';
export { AttributeControl } from './components/attribute-control.tsx';
