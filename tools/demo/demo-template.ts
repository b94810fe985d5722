import { brandFrom, type EmailDocumentInput, type Inline, type Link } from '@engagex/domain/documents';

export const demoBrand = brandFrom('#9a3412');

const words = (text: string) => ({ type: 'text' as const, text });
const value = (name: string, fallback: string) => ({ type: 'variable' as const, attrs: { name, fallback } });
type Plain = ReturnType<typeof words> | ReturnType<typeof value>;

interface Line {
  type: 'doc';
  content: [{ type: 'paragraph'; content: Plain[] }];
}
const paragraphOf = <Node>(content: Node[]) => ({ type: 'paragraph' as const, content });
const line = (...content: Plain[]): Line => ({
  type: 'doc',
  content: [paragraphOf(content)],
});
const link = (address: string): Link => ({ to: 'address', address, query: [] });
const linked = (text: string, address: string): Inline => ({
  ...words(text),
  marks: [{ type: 'link', attrs: { link: link(address) } }],
});

const documentFor = (shop: string): EmailDocumentInput => ({
  version: 1,
  sections: [
    {
      id: 'header',
      columns: [
        { id: 'header-column', blocks: [{ id: 'logo', type: 'image', picture: { from: 'logo' }, alt: line() }] },
      ],
    },
    {
      id: 'story',
      columns: [
        {
          id: 'story-column',
          blocks: [
            { id: 'title', type: 'heading', level: 1, content: line(words('The autumn collection')) },
            {
              id: 'greeting',
              type: 'text',
              content: line(
                words('Hello '),
                value('contact.first_name', 'there'),
                words(', forty new pieces have arrived in the shop, made in small runs from wool and linen.'),
              ),
            },
            {
              id: 'shipping',
              type: 'text',
              content: line(words('We ship to '), value('contact.attributes.city', ''), words(' within three days.')),
              condition: { match: 'all', tests: [{ op: 'is_set', variable: 'contact.attributes.city' }] },
            },
            {
              id: 'see',
              type: 'button',
              label: line(words('See the collection')),
              link: link(`${shop}/collections/autumn?utm_source=email&utm_medium=campaign`),
            },
            {
              id: 'more',
              type: 'text',
              content: {
                type: 'doc',
                content: [
                  paragraphOf<Inline>([
                    words('Prefer to look around? '),
                    linked('Everything new', `${shop}/new`),
                    words(' or '),
                    linked('how our wool is made', `${shop}/journal/wool`),
                    words('.'),
                  ]),
                ],
              },
            },
          ],
        },
      ],
    },
    {
      id: 'end',
      style: { background: 'page' },
      columns: [
        {
          id: 'end-column',
          blocks: [
            {
              id: 'footer',
              type: 'footer',
              text: line(words('You get this because you shopped with us.')),
              unsubscribe: line(words('Unsubscribe')),
              preferences: line(words('Email preferences')),
            },
          ],
        },
      ],
    },
  ],
});

/** Made of blocks, in the shop's brand; its links lead to this shop. */
export function collectionAnnouncement(shop: string) {
  return {
    kind: 'visual',
    name: 'Collection announcement',
    subject: '{{ contact.first_name | default: "Hello" }}, the autumn collection is here',
    preheader: 'Warm colours, soft wool, free shipping until Sunday',
    document: documentFor(shop),
  } as const;
}

export const demoTemplate = collectionAnnouncement('https://shop.example');
