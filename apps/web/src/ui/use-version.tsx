import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { ApiError } from '../shared/api-error.ts';
import { type Base, isSame } from '../shared/draft.ts';
import { baseOf, begin, markUnsent, replaceValues, setField, settleForm } from '../shared/form.ts';
import { differencesOf, whatCameOf } from '../shared/merge.ts';
import { Button } from './button.tsx';
import { ChangedDialog, type Conflict } from './changed-dialog.tsx';
import { Notice } from './notice.tsx';
import { notify } from './toast.tsx';

interface Stored {
  readonly updatedAt: string;
}

interface Edited<View extends Stored, Values> {
  /** As last read; null for something new. */
  readonly stored: View | null;
  /** The editable values of what is stored. */
  readonly valuesOf: (view: View) => Values;
  /** The fields by name as people know them; `part.field` for one of a part. */
  readonly labels: Readonly<Record<string, string>>;
  readonly show?: (field: string, value: unknown) => string;
  /** Saves what is edited once more. */
  readonly save: () => unknown;
}

interface EditedValues<Values> {
  readonly mine: () => Values;
  readonly base: () => Base<Values>;
  readonly begin: (base: Base<Values>) => void;
  /** Puts `theirs` where it was chosen; `stored` is what the values are now compared with. */
  readonly take: (stored: Values, theirs: ReadonlySet<string>) => void;
}

interface Version<View> {
  /** Goes along with a save. */
  readonly current: () => string | undefined;
  /** It was saved, and is this now. */
  readonly settle: (view: View) => void;
  /**
   * `onError` of a save. When something edited here was changed elsewhere, asks which values to keep; when only other
   * parts of the thing were, saves once more; anything else is left to `otherwise`.
   */
  readonly onRefused: (otherwise: (error: unknown) => void) => (error: unknown) => void;
  /** Says that it was changed elsewhere meanwhile, and shows both versions. Place it in the form, near its save button. */
  readonly notices: ReactNode;
}

/**
 * Which version of a thing is being edited, so that a save does not undo what was saved elsewhere meanwhile. When `stored`
 * becomes another while it is open, what nobody has touched follows it; whoever has typed is told and may compare.
 */
export function useVersion<View extends Stored, Values>(
  edited: Edited<View, Values> & EditedValues<Values>,
): Version<View> {
  const {
    stored,
    valuesOf,
    labels,
    mine,
    base,
    begin: beginWith,
    take,
    save,
    show = (_, value) => textOf(value),
  } = edited;
  const [conflict, setConflict] = useState<(Conflict & { readonly stored: View }) | null>(null);
  const [news, setNews] = useState<View | null>(null);
  const settle = (view: View) => beginWith({ values: valuesOf(view), version: view.updatedAt });
  const onRefused = (otherwise: (error: unknown) => void) => (error: unknown) => {
    if (!(error instanceof ApiError) || !error.changed || !stored) return otherwise(error);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the API answers what the update would have answered
    const now = { ...stored, ...(error.current as View) };
    const differences = differencesTo(now);
    if (differences.length > 0) return setConflict({ changed: error.changed, differences, stored: now });
    settle(now);
    return save();
  };
  const differencesTo = (view: View) =>
    differencesOf(labels, { mine: mine(), base: base().values, theirs: valuesOf(view) });
  const arrivedAt = stored?.updatedAt;
  useEffect(() => {
    if (!stored || !isNewer(stored, base())) return;
    const theirs = valuesOf(stored);
    const came = whatCameOf(labels, { mine: mine(), base: base().values, theirs });
    if (came === 'conflict') return setNews(stored);
    const isOther = !isSame(theirs, base().values);
    settle(stored);
    if (isOther) take(theirs, new Set(came === 'untouched' ? Object.keys(labels) : []));
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- only what arrives is news
  }, [arrivedAt]);
  const changedFields = news && isNewer(news, base()) ? differencesTo(news) : [];
  const compare = (view: View) =>
    setConflict({
      changed: { by: null, isYou: false, at: view.updatedAt },
      differences: differencesTo(view),
      stored: view,
    });
  const choose = (now: View, theirs: ReadonlySet<string>) => {
    settle(now);
    take(valuesOf(now), theirs);
    setConflict(null);
    notify('Your choices are applied', { detail: 'Save to keep them.' });
  };
  return {
    current: () => base().version,
    settle,
    onRefused,
    notices: (
      <>
        {news && changedFields.length > 0 && (
          <Notice
            meaning="info"
            title="Changed elsewhere while you were editing"
            className="col-span-full"
            action={
              <Button size="small" onClick={() => compare(news)}>
                Compare
              </Button>
            }
          >
            <span role="status">
              Saved since: {changedFields.map(({ label }) => label).join(', ')}. Your changes are kept.
            </span>
          </Notice>
        )}
        {conflict && (
          <ChangedDialog
            {...conflict}
            show={show}
            onChosen={(theirs) => choose(conflict.stored, theirs)}
            onClose={() => setConflict(null)}
          />
        )}
      </>
    ),
  };
}

/**
 * The same for a form of `useKeptForm` that was given the version.
 *
 *     const version = useFormVersion(form, { stored: topic, valuesOf, labels: { name: 'Name' }, save: (): void => submit() })
 *     update.mutate({ ...values, id, version: version.current() })   // onError: version.onRefused(showFailure(form, '…'))
 */
export function useFormVersion<View extends Stored, Values extends FieldValues, Parsed>(
  form: UseFormReturn<Values, unknown, Parsed>,
  edited: Edited<View, Values>,
): Version<View> {
  const before = useRef<Base<Values> | null>(null);
  const version = useVersion<View, Values>({
    ...edited,
    mine: form.getValues,
    base: () => baseOf(form),
    begin: (base) => {
      before.current = baseOf(form);
      begin(form, base);
    },
    take: (stored, theirs) => {
      const typed = structuredClone(form.getValues());
      replaceValues(form, stored);
      for (const field of Object.keys(edited.labels).filter((each) => !theirs.has(each))) {
        const value = field.split('.').reduce<FieldValues>((part, name) => part[name], typed);
        setField(form, field, value);
      }
      for (const field of Object.keys(typed).filter((each) => !partsOf(edited.labels).has(each)))
        if (!isSame(typed[field], before.current?.values[field])) setField(form, field, typed[field]); // such as a password
    },
  });
  const settle: typeof version.settle = (view) => {
    version.settle(view);
    settleForm(form, edited.valuesOf(view));
  };
  const onRefused: typeof version.onRefused = (otherwise) => (error) => {
    markUnsent(form);
    version.onRefused(otherwise)(error);
  };
  return { ...version, settle, onRefused };
}

function partsOf(labels: Readonly<Record<string, string>>): ReadonlySet<string> {
  return new Set(Object.keys(labels).map((field) => field.split('.')[0] ?? field));
}

function isNewer(stored: Stored, { version }: Base<unknown>): boolean {
  return version !== undefined && Date.parse(stored.updatedAt) > Date.parse(version);
}

/** A value in words, where no field says better. */
export function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
