import type { LinkHostView } from '@engagex/domain/link-hosts';

/** Hosts that only mail sent before links to. */
export function RetiredHosts({ hosts }: { hosts: readonly LinkHostView[] }) {
  return (
    <div className="text-sm text-muted">
      <p>Used before. Keep the DNS records: links in mail that was sent lead there.</p>
      <ul className="list-disc pl-5">
        {hosts.map(({ id, host, state }) => (
          <li key={id} className="wrap-anywhere">
            {host}
            {state === 'live' ? '' : ' (not working)'}
          </li>
        ))}
      </ul>
    </div>
  );
}
