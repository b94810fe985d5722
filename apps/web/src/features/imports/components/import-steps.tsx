import { Stepper } from '../../../ui/stepper.tsx';

const names = ['Upload', 'Columns', 'Check', 'Import', 'Result'] as const;

export function ImportSteps({ current }: { current: number }) {
  return (
    <Stepper
      label="Steps of the import"
      current={current}
      steps={names.map((name, index) => ({ name, isDone: index < current }))}
    />
  );
}
