import { brandRoutes, type BrandView } from '@engagex/domain/brand';
import { type BrandKit, brandKit } from '@engagex/domain/documents';
import { useState } from 'react';
import { useKeys } from '../../../shared/keys.ts';
import { isSame } from '../../../shared/draft.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { useKeptState } from '../../../ui/kept-state.ts';
import { notify, notifyFailure, notifyProblem } from '../../../ui/toast.tsx';
import { useVersion } from '../../../ui/use-version.tsx';
import { AffectedDialog } from './affected-dialog.tsx';
import type { BrandPart } from './brand-part.ts';
import { BrandPreview } from './brand-preview.tsx';
import { ButtonsCard } from './buttons-card.tsx';
import { ColorsCard } from './colors-card.tsx';
import { FontsCard } from './fonts-card.tsx';
import { FooterCard } from './footer-card.tsx';
import { LanguagesCard } from './languages-card.tsx';
import { LogoCard } from './logo-card.tsx';
import { partsNamed } from './parts-named.ts';
import { SocialCard } from './social-card.tsx';
import { templatesInWords } from './templates-in-words.ts';

export function BrandForm({ brand }: { brand: BrandView }) {
  const canWrite = useCan('templates:write');
  const kept = useKeptState<BrandKit>('brand', brand.kit, brand.updatedAt);
  const { value: kit, change, isDirty } = kept;
  const [isAsking, setAsking] = useState(false);
  const [showsErrors, setShowsErrors] = useState(false);
  const checked = brandKit.safeParse(kit);
  const problems = new Map(checked.error?.issues.map(({ path, message }) => [path.join('.'), message]));
  const version = useVersion<BrandView, BrandKit>({
    stored: brand,
    valuesOf: (view) => view.kit,
    labels: partsNamed,
    show: () => 'As in the preview',
    mine: () => kit,
    base: kept.base,
    begin: kept.begin,
    take: (stored, theirs) => change(mixed(kit, stored, theirs)),
    save: () => setAsking(true),
  });
  const touches = ['templates'] as const;
  const undo = useRouteMutation(brandRoutes.save, {
    touches,
    onSuccess: (view) => {
      version.settle(view);
      kept.settle(view.kit);
      change(view.kit);
      notify('The brand is as it was before');
    },
    onError: notifyFailure('The brand was not changed back'),
  });
  const save = useRouteMutation(brandRoutes.save, { touches });
  async function store() {
    const before = brand.kit;
    try {
      const view = await save.mutateAsync({ kit, version: version.current() });
      version.settle(view);
      kept.settle(kit);
      notify('Brand saved', {
        ...(view.templates > 0 && { detail: `${templatesInWords(view.templates)} changed with it.` }),
        undo: () => undo.mutate({ kit: before, version: view.updatedAt }),
      });
    } catch (error) {
      version.onRefused((other) => {
        throw other;
      })(error);
    }
  }
  const ask = () => {
    setShowsErrors(true);
    const [problem] = checked.error?.issues ?? [];
    if (problem) return notifyProblem('Fix the marked fields first', problem.message);
    if (brand.templates > 0) setAsking(true);
    else void store().catch(notifyFailure('The brand was not saved'));
  };
  useKeys({ 'mod+s': () => canWrite && isDirty && ask() });
  const part: BrandPart = {
    kit,
    change,
    isDisabled: !canWrite,
    errorOf: (path) => (showsErrors || isDirty ? problems.get(path) : undefined),
  };
  return (
    <div className="grid grid-cols-1 items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
      <div className="flex flex-col gap-5">
        {version.notices}
        <ColorsCard {...part} />
        <LogoCard {...part} />
        <FontsCard {...part} />
        <ButtonsCard {...part} />
        <SocialCard {...part} />
        <FooterCard />
        <LanguagesCard {...part} />
      </div>
      <div className="flex flex-col gap-3 lg:sticky lg:top-4">
        {canWrite && (
          <div className="flex flex-wrap items-center justify-end gap-2">
            <span className="flex-1 text-sm text-muted">
              {isDirty
                ? 'Unsaved changes; kept on this device'
                : brand.isDefault
                  ? 'Not set yet: made from your color'
                  : 'Saved'}
            </span>
            {isDirty && (
              <Button variant="ghost" onClick={kept.discard}>
                Discard
              </Button>
            )}
            <Button variant="primary" disabled={!isDirty} loading={save.isPending} onClick={ask}>
              Save brand
            </Button>
          </div>
        )}
        <BrandPreview kit={checked.success ? checked.data : brand.kit} />
      </div>
      <AffectedDialog kit={kit} count={brand.templates} open={isAsking} onOpenChange={setAsking} onConfirm={store} />
    </div>
  );
}

/** The parts chosen as they are stored, the others as they are here. */
function mixed(mine: BrandKit, stored: BrandKit, theirs: ReadonlySet<string>): BrandKit {
  const chosen = Object.entries(stored).filter(([part]) => theirs.has(part));
  return isSame(mine, stored) ? stored : { ...mine, ...Object.fromEntries(chosen) };
}
