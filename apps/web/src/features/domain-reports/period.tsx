import { useUrlState } from '../../shared/url-state.ts';
import { Select } from '../../ui/select.tsx';

const periods = [
  { value: '7', label: 'Last 7 days' },
  { value: '30', label: 'Last 30 days' },
  { value: '90', label: 'Last 90 days' },
  { value: '365', label: 'Last year' },
] as const;
type Period = (typeof periods)[number]['value'];

/** The days that reports are about, kept in the address. */
export function usePeriod() {
  const [chosen, choose] = useUrlState('days');
  const period = periods.find(({ value }) => value === chosen) ?? periods[1];
  return {
    days: Number(period.value),
    words: period.label.toLowerCase(),
    select: (
      <Select<Period>
        aria-label="Period"
        className="w-40"
        options={periods}
        value={period.value}
        onChange={(value) => choose(value === '30' ? '' : value)}
      />
    ),
  };
}
