import { isIPv6 } from 'node:net';

/**
 * Whom an address is counted as: itself under IPv4; under IPv6, where every connection is given 2^64 addresses to choose
 * from, the first half. Other text is left as it is.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const plain = address.replace(/%.*$/, '');
  if (!isIPv6(plain)) return address;
  const [head = '', tail] = plain.split('::');
  const parts = head ? head.split(':') : [];
  const rest = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? 0 : 8 - parts.length - rest.length;
  return [...parts, ...Array<string>(Math.max(zeros, 0)).fill('0'), ...rest]
    .slice(0, 4)
    .map((part) => parseInt(part, 16).toString(16))
    .join(':');
}
