import ts from 'typescript';
import type { Kind, Shape } from './shapes.ts';

/** Turns types of parameters into kinds; objects that are the same are kept once. */
export function createShapes(checker: ts.TypeChecker) {
  const shapes: Shape[] = [];
  const places = new Map<string, number>();

  function place(type: ts.Type): number {
    return keep(Object.fromEntries(type.getProperties().map(propertyOf)));
  }

  function keep(shape: Shape): number {
    const text = JSON.stringify(shape);
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, shapes.length);
    return shapes.push(shape) - 1;
  }

  function propertyOf(property: ts.Symbol): [string, Kind] {
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    return [isOptional ? property.name : `${property.name}!`, kindOf(checker.getTypeOfSymbol(property))];
  }

  function kindOf(type: ts.Type): Kind {
    if (type.isUnion()) return kindOfUnion(type);
    if (isDecimal(type)) return 'decimal';
    if (type.isIntersection()) return 'string';
    if (type.isStringLiteral()) return ['one', type.value];
    if (type.flags & ts.TypeFlags.StringLike) return 'string';
    if (type.flags & ts.TypeFlags.NumberLike) return 'number';
    if (type.flags & ts.TypeFlags.BooleanLike) return 'boolean';
    if (checker.isArrayType(type)) return ['list', kindOf(elementOf(type))];
    const values = type.getStringIndexType();
    if (values) return ['map', kindOf(values)];
    return ['object', place(type)];
  }

  function elementOf(type: ts.Type): ts.Type {
    const [element] = checker.getTypeArguments(type as ts.TypeReference); // an array, as was just asked
    if (!element) throw new Error(`${checker.typeToString(type)} has no elements.`);
    return element;
  }

  function kindOfUnion(type: ts.UnionType): Kind {
    const parts = type.types.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const words = parts.flatMap((part) => (part.isStringLiteral() && part.value !== '' ? [part.value] : []));
    const isEmptyable = parts.some((part) => part.isStringLiteral() && part.value === '') || parts.some(isNull);
    const kinds = new Map<string, Kind>();
    const add = (kind: Kind) => kinds.set(JSON.stringify(kind), kind);
    if (words.length > 0) add(['one', ...words.toSorted()]);
    for (const part of parts) {
      // Beside words, any other string only says that more words may come; what is not known yet cannot be tested.
      const isOpenEnd = words.length > 0 && !isDecimal(part) && (part.isIntersection() || isString(part));
      if (!part.isStringLiteral() && !isNull(part) && !isOpenEnd) add(kindOf(part));
    }
    const all: Kind[] = isEmptyable ? ['empty', ...kinds.values()] : [...kinds.values()];
    const [only] = all;
    return all.length === 1 && only ? only : ['either', ...all];
  }

  return { place, placeOfNothing: () => keep({}), all: (): readonly Shape[] => shapes };
}

function isDecimal(type: ts.Type): boolean {
  return type.aliasSymbol?.name === 'Decimal' || type.getSymbol()?.name === 'DecimalImpl';
}

function isNull(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Null) !== 0;
}

function isString(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.String) !== 0;
}
