import { expect, test } from 'vitest';
import { currentLink, inLanguage, linksFor } from './links';

const owner = { email: 'a@example.vn', staff: [], provider: false };
const officer = { ...owner, staff: ['officer'] };
const administrator = { ...owner, staff: ['administrator'] };
const paths = (links: { href: string }[]) => links.map(({ href }) => href);

test('a visitor sees no door to an area', () => {
  expect(paths(linksFor('/', null))).toEqual(['/quick-check', '/progress']);
});

test('only an administrator sees the users', () => {
  expect(paths(linksFor('/staff', officer))).not.toContain('/staff/users');
  expect(paths(linksFor('/staff', administrator))).toContain('/staff/users');
});

test('each role of staff sees the pages that it may open', () => {
  const manager = { ...owner, staff: ['manager'] };
  expect(paths(linksFor('/staff', officer))).toEqual([
    '/staff',
    '/staff/packages',
    '/staff/assignments',
    '/staff/leads',
    '/staff/programme',
    '/progress',
    '/my'
  ]);
  expect(paths(linksFor('/staff', manager))).toEqual([
    '/staff',
    '/staff/packages',
    '/staff/assignments',
    '/staff/leads',
    '/staff/programme',
    '/staff/questionnaires',
    '/progress',
    '/my'
  ]);
  expect(paths(linksFor('/staff', administrator))).not.toContain('/staff');
});

test('an owner sees no staff links, even on a staff address', () => {
  expect(paths(linksFor('/staff', owner))).not.toContain('/staff');
});

test('the deepest section is the current one', () => {
  const links = linksFor('/staff', { ...owner, staff: ['officer', 'administrator'] });
  expect(currentLink(links, '/staff/users/1')?.href).toBe('/staff/users');
  expect(currentLink(links, '/staff')?.href).toBe('/staff');
  expect(currentLink(links, '/staffing')).toBeUndefined();
});

test('the language link keeps the search and drops the form action', () => {
  expect(inLanguage(new URL('http://x/staff?q=dừa&/save&lang=vi'), 'en')).toBe('/staff?q=d%E1%BB%ABa&lang=en');
});
