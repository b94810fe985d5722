import {
  dayOrders,
  type DayOrder,
  type DecimalMark,
  decimalMarks,
  type ImportReading,
  mailMeanings,
  meaningOfFileName,
} from '@engagex/domain/contacts';
import { CountrySelect } from '../../../ui/country-select.tsx';
import { Field } from '../../../ui/field.tsx';
import { Select } from '../../../ui/select.tsx';
import { meaningWords } from './mail-words.ts';

const markNames: Readonly<Record<DecimalMark, string>> = { ',': 'A comma: 1.234,56', '.': 'A point: 1,234.56' };
const orderNames: Readonly<Record<DayOrder, string>> = {
  day_first: 'The day: 31.12.2026, 31/12/2026',
  month_first: 'The month: 12/31/2026',
};

interface ImportStylesProps {
  readonly fileName: string;
  readonly reading: ImportReading;
  /** The style of the file as it was said or seen, with examples of what can be read both ways. */
  readonly style: Pick<ImportReading, 'decimalMark' | 'dayOrder'> & {
    readonly numbers: readonly string[];
    readonly dates: readonly string[];
  };
  readonly hasPhone: boolean;
  readonly asksEveryone: boolean;
  readonly onChange: (said: Partial<ImportReading>) => void;
}

/** What is asked once per file: how it writes numbers and dates, and where its local phone numbers are. */
export function ImportStyles({ fileName, reading, style, hasPhone, asksEveryone, onChange }: ImportStylesProps) {
  return (
    <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
      {asksEveryone && (
        <Field
          label="Who are the people in this file?"
          help={`Its name suggests: ${meaningWords[meaningOfFileName(fileName) ?? 'nothing'].toLowerCase()}. No column says so.`}
          error={reading.everyone === null ? 'Choose one to continue.' : undefined}
        >
          <Select
            options={mailMeanings
              .filter((value) => value !== 'nothing')
              .map((value) => ({ value, label: meaningWords[value] }))}
            value={reading.everyone}
            onChange={(everyone) => onChange({ everyone })}
          />
        </Field>
      )}
      {style.numbers.length > 0 && (
        <Field
          label="What separates decimals?"
          help={`This file has numbers such as ${style.numbers.join(' and ')}.`}
          error={style.decimalMark === null ? 'Choose one: these numbers can be read both ways.' : undefined}
        >
          <Select
            options={decimalMarks.map((value) => ({ value, label: markNames[value] }))}
            value={style.decimalMark}
            onChange={(decimalMark) => onChange({ decimalMark })}
          />
        </Field>
      )}
      {style.dates.length > 0 && (
        <Field
          label="What comes first in a date?"
          help={`This file has dates such as ${style.dates.join(' and ')}.`}
          error={style.dayOrder === null ? 'Choose one: these dates can be read both ways.' : undefined}
        >
          <Select
            options={dayOrders.map((value) => ({ value, label: orderNames[value] }))}
            value={style.dayOrder}
            onChange={(dayOrder) => onChange({ dayOrder })}
          />
        </Field>
      )}
      {hasPhone && (
        <Field
          label="Country of local phone numbers"
          help="For numbers without a country code when the person has no country."
        >
          <CountrySelect
            placeholder="Leave these numbers out"
            value={reading.phoneCountry}
            onChange={(phoneCountry) => onChange({ phoneCountry })}
            onClear={() => onChange({ phoneCountry: null })}
          />
        </Field>
      )}
    </div>
  );
}
