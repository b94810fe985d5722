import { type BrandSocialLink, plain, plainTextOf, type SocialLink, socialNetworks } from '@engagex/domain/documents';
import { Plus, X } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import type { BrandPart } from './brand-part.ts';

type Network = SocialLink['network'];
const networks = (Object.keys(socialNetworks) as Network[]).map((value) => ({ value, label: socialNetworks[value] })); // its keys are just these
const most = 12;

const addressOf = ({ link }: SocialLink) => (link.to === 'address' ? link.address : '');
const linkTo = (address: string): SocialLink['link'] => ({ to: 'address', address, query: [] });

export function SocialCard({ kit, change, isDisabled, errorOf }: BrandPart) {
  const { social } = kit;
  const set = (next: readonly BrandSocialLink[]) => change({ ...kit, social: [...next] });
  const unused = networks.find(({ value }) => !social.some(({ network }) => network === value))?.value ?? 'website';
  return (
    <Card aria-label="Social links">
      <CardHeader
        title="Social links"
        state="Shown at the end of your messages."
        action={
          <Button
            size="small"
            icon={Plus}
            disabled={isDisabled || social.length >= most}
            onClick={() => set([...social, { network: unused, link: linkTo('') }])}
          >
            Add link
          </Button>
        }
      />
      <CardBody className="flex flex-col gap-3">
        {social.length === 0 && <p className="text-muted">No links yet.</p>}
        {social.map((each, at) => (
          <div key={at} className="flex flex-wrap items-start gap-2 sm:flex-nowrap">
            <Select
              aria-label={`Network ${at + 1}`}
              className="w-36"
              options={networks}
              value={each.network}
              disabled={isDisabled}
              onChange={(network) => set(social.with(at, { ...each, network }))}
            />
            <Field
              label={<span className="sr-only">Address of {socialNetworks[each.network]}</span>}
              error={errorOf(`social.${at}.link.address`)}
              className="-mt-1.5 min-w-0 flex-1"
            >
              <Input
                type="url"
                placeholder="https://"
                disabled={isDisabled}
                value={addressOf(each)}
                onChange={(event) => set(social.with(at, { ...each, link: linkTo(event.target.value.trim()) }))}
              />
            </Field>
            <Input
              aria-label={`Label of ${socialNetworks[each.network]}`}
              className="w-32"
              placeholder={socialNetworks[each.network]}
              disabled={isDisabled}
              value={each.label ? plainTextOf(each.label) : ''}
              onChange={(event) => set(social.with(at, labelled(each, event.target.value)))}
            />
            <IconButton
              label={`Remove ${socialNetworks[each.network]}`}
              icon={X}
              disabled={isDisabled}
              onClick={() => set(social.toSpliced(at, 1))}
            />
          </div>
        ))}
      </CardBody>
    </Card>
  );
}

/** Without a label it has the name of the network. */
function labelled(each: BrandSocialLink, label: string): BrandSocialLink {
  const { label: _, ...link } = each;
  return label === '' ? link : { ...link, label: plain(label) };
}
