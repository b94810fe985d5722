import { logoTypes, organizationRoutes } from '@engagex/domain/accounts';
import { useMutation } from '@tanstack/react-query';
import { ImageUp } from 'lucide-react';
import { useRef } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { request } from '../../../shared/http.ts';
import { invalidateNoun } from '../../../shared/query.ts';
import { refreshSession, useOrganization } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Avatar } from '../../../ui/avatar.tsx';
import { notify } from '../../../ui/toast.tsx';
import { logoOf, LogoRefusal } from './logo-file.ts';

/** The organization's logo, and the ways to another one and to none. */
export function LogoCard() {
  const { name, logo } = useOrganization();
  const input = useRef<HTMLInputElement>(null);
  const saved = (words: string) => async () => {
    await Promise.all([refreshSession(), invalidateNoun('organization')]);
    notify(words);
  };
  const set = useMutation({
    mutationFn: async (file: File) => request(organizationRoutes.setLogo, { image: await logoOf(file) }),
    onSuccess: saved('Logo saved'),
  });
  const remove = useMutation({
    mutationFn: () => request(organizationRoutes.removeLogo, {}),
    onSuccess: saved('Logo removed'),
    onMutate: () => set.reset(),
  });
  const refusal = set.error ?? remove.error;
  return (
    <Card>
      <CardHeader title="Logo" />
      <CardBody className="flex flex-col gap-3">
        {refusal && (
          <Notice meaning="danger" title="The logo was not changed">
            {refusal instanceof LogoRefusal ? refusal.message : messageOf(refusal)}
          </Notice>
        )}
        <div className="flex flex-wrap items-center gap-4">
          <Avatar name={name} picture={logo} className="size-16 border border-line text-2xl" />
          <p className="min-w-0 flex-1 basis-56 text-muted">
            Shown in the switcher, on invitations and on unsubscribe pages. PNG, JPEG or WebP; large images are scaled
            down.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button icon={ImageUp} loading={set.isPending} onClick={() => input.current?.click()}>
              {logo ? 'Change logo' : 'Choose logo'}
            </Button>
            {logo && (
              <Button variant="ghost" loading={remove.isPending} onClick={() => remove.mutate()}>
                Remove logo
              </Button>
            )}
          </div>
          <input
            ref={input}
            type="file"
            hidden
            accept={logoTypes.join(',')}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) set.mutate(file);
              event.target.value = ''; // the same file may be chosen again after it was fixed
            }}
          />
        </div>
      </CardBody>
    </Card>
  );
}
