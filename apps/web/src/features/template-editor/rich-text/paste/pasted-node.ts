/** An element or text of pasted HTML, whatever parsed it. */
export interface PastedNode {
  /** In lower case; `#text` for text. */
  readonly name: string;
  readonly text: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly PastedNode[];
}

/** The body of HTML as a browser reads it. Nothing of it runs or is fetched: the document is never shown. */
export function pastedNodes(html: string): readonly PastedNode[] {
  return childrenOf(new DOMParser().parseFromString(html, 'text/html').body);
}

function childrenOf(parent: Node): PastedNode[] {
  return Array.from(parent.childNodes).flatMap((node): PastedNode[] => {
    if (node instanceof Text) return [{ name: '#text', text: node.data, attributes: {}, children: [] }];
    if (!(node instanceof Element)) return [];
    const attributes = Object.fromEntries(Array.from(node.attributes, ({ name, value }) => [name, value]));
    return [{ name: node.localName, text: '', attributes, children: childrenOf(node) }];
  });
}

/** The declarations of an element's own style, in lower case. */
export function styleOf({ attributes }: PastedNode): Readonly<Record<string, string>> {
  const declarations = (attributes['style'] ?? '').split(';').map((each) => each.split(':'));
  return Object.fromEntries(
    declarations.map(([name = '', ...value]) => [name.trim().toLowerCase(), value.join(':').trim().toLowerCase()]),
  );
}

export function textOf(node: PastedNode): string {
  return node.text + node.children.map(textOf).join('');
}
