import type { LinkProblem } from './link-host.state.ts';

interface Explained {
  readonly host: string;
  /** What its record should lead to. */
  readonly target: string;
  /** What was found instead, or what a server said. */
  readonly detail: string | null;
}

/** What is wrong with a link host and what to do about it. */
export function explainLinkProblem(problem: LinkProblem, { host, target, detail }: Explained): string {
  const found = detail ? ` ${detail}` : '';
  switch (problem) {
    case 'no_record':
      return `There is no DNS record for ${host} yet. Publish a CNAME record that points to ${target}.`;
    case 'elsewhere':
      return `${host} leads to another server.${found} Point its CNAME record to ${target}.`;
    case 'proxied':
      return `${host} goes through a proxy.${found} Turn the proxy off for this record (at Cloudflare: “DNS only”), so that it leads straight to ${target}.`;
    case 'unreachable':
      return `${host} does not answer at port 443.${found} Check that the server accepts HTTPS from the internet.`;
    case 'certificate':
      return `${host} has no valid certificate.${found}`;
    case 'caa':
      return `A CAA record allows only other authorities to issue certificates.${found} Add a CAA record that allows this one.`;
    case 'other_server':
      return `The server at ${host} is not this installation.${found} Point its CNAME record to ${target}, and check that the proxy in front passes requests on.`;
  }
}
