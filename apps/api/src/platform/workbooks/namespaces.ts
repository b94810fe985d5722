export type Attributes = Readonly<Record<string, string | undefined>>;

/** Those of a workbook's parts, in the transitional and in the strict form (ECMA-376, parts 1 and 4), and of its relations. */
const elements = new Set([
  '',
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
  'http://schemas.openxmlformats.org/package/2006/relationships',
]);
const references = new Set([
  'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  'http://purl.oclc.org/ooxml/officeDocument/relationships',
]);

interface Scope {
  readonly depth: number;
  /** Namespaces by their prefixes; the default one has none. */
  readonly known: ReadonlyMap<string, string>;
}

/** What prefixes stand for, as elements declare them (Namespaces in XML 1.0). */
export class Namespaces {
  readonly #scopes: Scope[] = [{ depth: 0, known: new Map() }];

  open(depth: number, attributes: Attributes): void {
    let known: Map<string, string> | null = null;
    for (const name in attributes) {
      if (!name.startsWith('xmlns')) continue;
      known ??= new Map(this.#known);
      known.set(name.slice('xmlns:'.length), attributes[name] ?? '');
    }
    if (known) this.#scopes.push({ depth, known });
  }

  close(depth: number): void {
    if (this.#scopes.at(-1)?.depth === depth) this.#scopes.pop();
  }

  /** The name alone; empty for an element of another vocabulary. */
  elementOf(name: string): string {
    const colon = name.indexOf(':');
    const prefix = colon === -1 ? '' : name.slice(0, colon);
    return elements.has(this.#known.get(prefix) ?? '') ? name.slice(colon + 1) : '';
  }

  /** Attributes of the element itself, and its references to other parts; those of other vocabularies are none. */
  attributesOf(attributes: Attributes): Attributes {
    for (const name in attributes) if (name.includes(':')) return this.#ownOf(attributes);
    return attributes;
  }

  #ownOf(attributes: Attributes): Attributes {
    return Object.fromEntries(
      Object.entries(attributes).flatMap(([name, value]) => {
        const [prefix = '', local] = name.split(':');
        if (local === undefined) return [[name, value]];
        const isReference = references.has(this.#known.get(prefix) ?? '');
        return isReference ? [[local, value]] : [];
      }),
    );
  }

  get #known(): ReadonlyMap<string, string> {
    return this.#scopes.at(-1)?.known ?? new Map<string, string>();
  }
}
