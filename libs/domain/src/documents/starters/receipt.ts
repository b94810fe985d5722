import { bold, paragraph, rich, richLineOf, value } from '../rich-text/compose.ts';
import { band, button, documentOfBands, firstName, footer, header, heading } from './compose.ts';

/** Filled from the event that an order sends: its number, date, items and totals. */
export const receipt = () =>
  documentOfBands('receipt', [
    header(),
    band(
      [
        heading(1, ['Thank you, ', firstName], { padding: { bottom: 10 } }),
        {
          type: 'text',
          content: rich(
            paragraph(
              'We’ve received your order ',
              value('event.order_number'),
              ' and will let you know when it ships.',
            ),
          ),
          style: { color: 'muted', padding: { bottom: 24 } },
        },
        button('View your order', { padding: { bottom: 36 } }),
        heading(2, ['Your order'], { padding: { bottom: 4 } }),
        {
          type: 'table',
          header: [richLineOf('Item'), richLineOf('Quantity'), richLineOf('Price')],
          rows: [
            {
              cells: [
                richLineOf(value('item.name')),
                richLineOf(value('item.quantity', '1')),
                richLineOf(value('item.price')),
              ],
              repeat: { list: 'event.items', limit: 50 },
            },
            { cells: [richLineOf('Shipping'), richLineOf(''), richLineOf(value('event.shipping', 'Free'))] },
            {
              cells: [
                richLineOf(bold('Total')),
                richLineOf(''),
                richLineOf({ ...value('event.total'), marks: [{ type: 'bold' }] }),
              ],
            },
          ],
          style: { columns: ['start', 'center', 'end'], padding: { bottom: 28 } },
        },
      ],
      { padding: { top: 16, bottom: 12 } },
    ),
    {
      columns: [
        {
          parts: [
            heading(3, ['Shipping to'], { padding: { bottom: 4 } }),
            {
              type: 'text',
              content: rich(paragraph(value('event.shipping_address', 'The address of your account'))),
              style: { color: 'muted' },
            },
          ],
        },
        {
          parts: [
            heading(3, ['Paid with'], { padding: { bottom: 4 } }),
            {
              type: 'text',
              content: rich(paragraph(value('event.payment_method', 'The card of your account'))),
              style: { color: 'muted' },
            },
          ],
        },
      ],
      style: { background: 'soft', padding: { top: 28, bottom: 16 } },
    },
    band(
      [
        {
          type: 'text',
          content: rich(paragraph('Something not right? Reply to this email and we’ll sort it out.')),
          style: { align: 'center', color: 'muted', padding: { bottom: 0 } },
        },
      ],
      { padding: { top: 28, bottom: 28 } },
    ),
    footer('You are receiving this email because you placed an order.'),
  ]);
