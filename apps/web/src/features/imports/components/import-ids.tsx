import { importsRoutes, type ImportTarget, type ImportView, type RoundedIds } from '@engagex/domain/contacts';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount } from '../../../shared/format.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';

interface RoundedIdsChoiceProps {
  readonly view: ImportView;
  readonly mapping: readonly ImportTarget[];
  readonly value: RoundedIds;
  readonly onChange: (value: RoundedIds) => void;
}

/** Whether ids and phone numbers that a spreadsheet rounded are imported; nothing when no column of the kind is. */
export function RoundedIdsChoice({ view: { columns, fileNotes }, mapping, value, onChange }: RoundedIdsChoiceProps) {
  const rounded = fileNotes.rounded.find(({ column }) =>
    columns.some((name, at) => name === column && (mapping[at] === 'externalId' || mapping[at] === 'phone')),
  );
  if (!rounded) return null;
  return (
    <RadioCards
      label={`Rounded numbers in “${rounded.column}”`}
      options={[
        {
          value: 'leave_out',
          name: 'Leave them out',
          help: `People are imported without a number such as ${rounded.example}.`,
        },
        { value: 'keep', name: 'Import them as they are', help: 'People with the same number share one ID.' },
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

/** People whose external id is somebody else's, with the other way to treat them. */
export function SharedIds({ view }: { view: ImportView }) {
  const rehearse = useRouteMutation(importsRoutes.rehearse);
  const column = view.mapping.indexOf('externalId');
  const found = view.rehearsal?.findings.cells.find((each) => each.column === column && each.kind === 'left_out');
  const isLeftOut = view.sharedIds === 'reject';
  if (column === -1 || (!found && !isLeftOut)) return null;
  const other = () =>
    rehearse.mutate({
      id: view.id,
      mapping: view.mapping,
      newAttributes: view.newAttributes,
      sharedIds: isLeftOut ? 'leave_out' : 'reject',
      ...(view.groupId ? { groupId: view.groupId } : {}),
      ...(view.newGroupName ? { newGroupName: view.newGroupName } : {}),
    });
  return (
    <Notice
      meaning="info"
      title={
        isLeftOut
          ? 'Rows with someone else’s external ID are left out'
          : 'Some people are imported without an external ID'
      }
      action={
        <Button loading={rehearse.isPending} onClick={other}>
          {isLeftOut ? 'Import them without the ID' : 'Leave out rows with someone else’s ID'}
        </Button>
      }
    >
      {isLeftOut
        ? 'They are listed below.'
        : `The external ID of ${formatCount(found?.count ?? 0, 'person', 'people')} belongs to someone else or was rounded. Two systems may both have numbered their customers from 1.`}
      {rehearse.error && <p className="text-danger">{messageOf(rehearse.error)}</p>}
    </Notice>
  );
}
