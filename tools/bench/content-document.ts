import { type EmailDocument, emailDocument } from '@engagex/domain/documents';

const words = (text: string) => ({
  type: 'doc',
  content: [
    {
      type: 'paragraph',
      content: [
        { type: 'text', text },
        { type: 'variable', attrs: { name: 'contact.first_name', fallback: 'there' } },
      ],
    },
  ],
});

const footer = { id: 'footer', type: 'footer', unsubscribe: line('Unsubscribe') };

/** A message of so many rows with two columns each, as newsletters of shops have them. */
export function documentOfRows(rows: number, edited = ''): EmailDocument {
  const sections = Array.from({ length: rows }, (_, row) => ({
    id: `s${row}`,
    columns: [0, 1].map((column) => ({
      id: `c${row}-${column}`,
      blocks: [
        { id: `h${row}-${column}`, type: 'heading', level: 3, content: line(`Number ${row}`) },
        {
          id: `t${row}-${column}`,
          type: 'text',
          content: words(`${row === 0 ? edited : ''}Forty new pieces have arrived, made in small runs from wool. `),
        },
        {
          id: `b${row}-${column}`,
          type: 'button',
          label: line('See it'),
          link: { to: 'address', address: `https://shop.example/autumn/${row}/${column}` },
        },
      ],
    })),
  }));
  const last = { id: 'last', columns: [{ id: 'last-column', blocks: [footer] }] };
  return emailDocument.parse({ version: 1, sections: [...sections, last] });
}

function line(text: string) {
  return { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
}
