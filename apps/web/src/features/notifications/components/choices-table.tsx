import { categoryNames, type Channel, type Choice } from '@engagex/domain/notifications';
import { CheckboxBox } from '../../../ui/checkbox.tsx';
import { useCategories } from '../use-categories.ts';

const columns: readonly { readonly channel: Channel; readonly name: string; readonly by: string }[] = [
  { channel: 'in_app', name: 'Inbox', by: 'in the inbox' },
  { channel: 'email', name: 'Email', by: 'by email' },
  { channel: 'browser', name: 'Browser', by: 'in the browser' },
];

interface ChoicesTableProps {
  readonly label: string;
  readonly choices: readonly (Choice & { readonly isMandatory: boolean })[];
  /** What is being saved is shown as if it were. */
  readonly pending: readonly { readonly category: string; readonly channel: string; readonly isOn: boolean | null }[];
  readonly onChange: (choice: Choice) => void;
}

/** A row for each category, a box for each channel. */
export function ChoicesTable({ label, choices, pending, onChange }: ChoicesTableProps) {
  const categories = useCategories();
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{label}</caption>
      <thead>
        <tr className="border-b border-line text-sm text-muted">
          <th scope="col" className="px-4 py-2 font-medium">
            Category
          </th>
          {columns.map(({ channel, name }) => (
            <th key={channel} scope="col" className="w-16 px-1 py-2 text-center font-medium sm:w-24">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {categories.map((category) => (
          <tr key={category} className="border-b border-line last:border-b-0">
            <th scope="row" className="px-4 py-2 font-normal">
              <span className="font-medium">{categoryNames[category].name}</span>
              <span className="block text-sm text-muted">
                {categoryNames[category].about}
                {choices.some((each) => each.category === category && each.isMandatory) &&
                  '. Always in the inbox and by email'}
              </span>
            </th>
            {columns.map(({ channel, by }) => {
              const is = (each: { category: string; channel: string }) =>
                each.category === category && each.channel === channel;
              const choice = choices.find(is);
              const shown = pending.find(is)?.isOn ?? choice?.isOn ?? true;
              return (
                <td key={channel} className="px-1 py-2 text-center align-middle">
                  <CheckboxBox
                    aria-label={`${categoryNames[category].name} ${by}`}
                    checked={shown}
                    disabled={choice?.isMandatory ?? true}
                    onChange={({ target }) => onChange({ category, channel, isOn: target.checked })}
                  />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
