import { expect, test } from 'vitest';
import { currentLink, foldLinks, inLanguage, linksFor } from './links';

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
    '/staff/articles',
    '/progress',
    '/my'
  ]);
  expect(paths(linksFor('/staff', manager))).toEqual([
    '/staff',
    '/staff/packages',
    '/staff/assignments',
    '/staff/leads',
    '/staff/programme',
    '/staff/articles',
    '/staff/questionnaires',
    '/progress',
    '/my'
  ]);
  expect(paths(linksFor('/staff', administrator))).not.toContain('/staff');
  expect(paths(linksFor('/staff', administrator)).filter((path) => path.startsWith('/staff/leads'))).toEqual([
    '/staff/leads/rules'
  ]);
});

test('an officer of a district comes to the pages of events and feedback, the figures of the province being closed', () => {
  const links = paths(linksFor('/staff', { ...owner, staff: ['district_officer'] }));
  expect(links).toContain('/staff/programme/awareness');
  expect(links).toContain('/staff/feedback');
});

test('more links than fit beside the name are folded, never a single one', () => {
  const of = (count: number) => Array.from({ length: count }, (_, i) => ({ href: `/${i}`, key: String(i) }));
  expect(foldLinks(of(5))).toEqual({ shown: of(5), folded: [] });
  for (const count of [6, 7, 9]) {
    const { shown, folded } = foldLinks(of(count));
    expect([shown.length, folded.length]).toEqual([4, count - 4]);
    expect([...shown, ...folded]).toEqual(of(count));
  }
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

test('a page whose address begins otherwise belongs to the section of its tabs', () => {
  const links = linksFor('/staff', { ...owner, staff: ['manager', 'administrator'] });
  expect(currentLink(links, '/staff/feedback/1')?.href).toBe('/staff/articles');
  expect(currentLink(links, '/staff/demand')?.href).toBe('/staff/leads');
  expect(currentLink(links, '/staff/reports')?.href).toBe('/staff/programme');
  expect(currentLink(links, '/staff/mail')?.href).toBe('/staff/users');
});

test('the language link keeps the search and drops the form action', () => {
  expect(inLanguage(new URL('http://x/staff?q=dừa&/save&lang=vi'), 'en')).toBe('/staff?q=d%E1%BB%ABa&lang=en');
});
