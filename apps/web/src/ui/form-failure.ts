import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { showServerErrors } from '../shared/form.ts';
import { notifyFailure } from './toast.tsx';

/**
 * What a form does when its save fails: refusals go beside their fields, anything else is said in a toast, and nothing
 * typed is lost. `onError: showFailure(form, 'The contact was not saved')`
 */
export function showFailure<Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  what: string,
): (error: unknown) => void {
  return (error) => {
    if (showServerErrors(form, error) !== null) notifyFailure(what)(error);
  };
}
