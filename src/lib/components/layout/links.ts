/** The signed-in person, as far as the frame shows them. */
export interface Person {
  email: string;
  staff: string[];
  provider: boolean;
}

export interface NavLink {
  href: string;
  /** The last part of a key under `common:nav`. */
  key: string;
}

/** The links of the area that a page is in, then the doors to the other areas the person may enter. */
export function linksFor(path: string, person: Person | null): NavLink[] {
  if (person && person.staff.length > 0 && /^\/staff(\/|$)/.test(path)) return staffLinks(person);
  const links: NavLink[] = [
    { href: '/quick-check', key: 'quick_check' },
    { href: '/progress', key: 'progress' }
  ];
  if (person) links.unshift({ href: '/my', key: 'my' }, { href: '/my/support', key: 'support' });
  if (person?.provider) links.push({ href: '/provider', key: 'provider_area' });
  if (person && person.staff.length > 0) links.push({ href: '/staff', key: 'staff_area' });
  return links;
}

/** Each role sees the pages it may open: administrators keep people and questionnaires, the others work with firms. */
function staffLinks(person: Person): NavLink[] {
  const has = (...roles: string[]) => roles.some((role) => person.staff.includes(role));
  const links: NavLink[] = [];
  if (has('officer', 'manager', 'district_officer'))
    links.push({ href: '/staff', key: 'staff' }, { href: '/staff/packages', key: 'staff_packages' });
  links.push({ href: '/staff/assignments', key: 'staff_assignments' });
  if (has('officer', 'manager', 'district_officer')) links.push({ href: '/staff/leads', key: 'staff_leads' });
  else if (has('administrator')) links.push({ href: '/staff/leads/rules', key: 'staff_leads' });
  if (has('officer', 'manager'))
    links.push(
      { href: '/staff/programme', key: 'staff_programme' },
      { href: '/staff/articles', key: 'staff_learning' }
    );
  else if (has('district_officer'))
    links.push(
      { href: '/staff/programme/awareness', key: 'staff_programme' },
      { href: '/staff/feedback', key: 'staff_learning' }
    );
  if (has('manager', 'administrator')) links.push({ href: '/staff/questionnaires', key: 'staff_questionnaires' });
  if (has('administrator')) {
    links.push({ href: '/staff/users', key: 'staff_users' }, { href: '/staff/priority', key: 'staff_priority' });
    if (!has('officer', 'manager', 'district_officer')) links.push({ href: '/staff/holidays', key: 'staff_learning' });
  }
  links.push({ href: '/progress', key: 'progress' }, { href: '/my', key: 'owner_area' });
  return links;
}

/** A header of a small desktop holds five links beside the name of the application; of more, all but four go into a menu. */
export function foldLinks(links: NavLink[]): { shown: NavLink[]; folded: NavLink[] } {
  const shown = links.length <= 5 ? links.length : 4;
  return { shown: links.slice(0, shown), folded: links.slice(shown) };
}

/** Pages of a section whose addresses do not begin with that of its link. */
const ELSEWHERE: Record<string, string[]> = {
  '/staff/packages': ['/staff/allocation'],
  '/staff/assignments': ['/staff/applications', '/staff/budget'],
  '/staff/leads': ['/staff/demand'],
  '/staff/programme': ['/staff/nominations', '/staff/reports'],
  '/staff/articles': ['/staff/courses', '/staff/feedback', '/staff/holidays', '/staff/hotlines'],
  '/staff/holidays': ['/staff/hotlines'],
  '/staff/users': ['/staff/mail']
};

/** The link of the page or of the section it is in: the one with the longest address that the path begins with. */
export function currentLink(links: NavLink[], path: string): NavLink | undefined {
  const reach = (link: NavLink) => {
    const within = [link.href, ...(ELSEWHERE[link.href] ?? [])].filter(
      (at) => path === at || path.startsWith(`${at}/`)
    );
    return Math.max(0, ...within.map((at) => at.length));
  };
  return links.filter((link) => reach(link) > 0).sort((a, b) => reach(b) - reach(a))[0];
}

/** The same page in another language. A form action in the address (`?/save`) is left out: it cannot be opened. */
export function inLanguage(url: URL, locale: string): string {
  const query = new URLSearchParams([...url.searchParams].filter(([name]) => !name.startsWith('/')));
  query.set('lang', locale);
  return `${url.pathname}?${query}`;
}
