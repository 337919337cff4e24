/** One locale file per area; a page carries only the areas it needs. */
export type Area =
  | 'common'
  | 'errors'
  | 'landing'
  | 'quick'
  | 'auth'
  | 'account'
  | 'enterprise'
  | 'assessment'
  | 'result'
  | 'staff'
  | 'users'
  | 'questionnaires'
  | 'packages'
  | 'assignments'
  | 'notifications'
  | 'mail'
  | 'verification'
  | 'allocation'
  | 'progress'
  | 'programme'
  | 'nomination'
  | 'story'
  | 'reports'
  | 'articles'
  | 'holidays'
  | 'policies'
  | 'feedback'
  | 'courses'
  | 'providers'
  | 'leads'
  | 'flags';

/** Every page may show the frame and an error. */
const EVERYWHERE: Area[] = ['common', 'errors'];

/** Keyed by the beginning of a route id; the longest beginning that matches wins. */
const AREAS: Record<string, Area[]> = {
  '/(public)': ['landing'],
  '/(public)/quick-check': ['quick'],
  '/(public)/offline': ['assessment'],
  '/(public)/progress': ['progress', 'enterprise'],
  '/(public)/model-enterprises': ['story'],
  '/(public)/share': ['result'],
  '/(public)/handbook': ['articles'],
  '/(public)/news': ['articles'],
  '/(public)/courses': ['courses', 'enterprise'],
  '/(public)/feedback': ['feedback'],
  '/(public)/policies': ['policies', 'enterprise'],
  '/(public)/unsubscribe': ['mail'],
  '/auth': ['auth'],
  '/(owner)/my': ['enterprise', 'assessment'],
  '/(owner)/my/courses': ['courses'],
  '/(owner)/my/notifications': ['notifications'],
  '/(owner)/my/account': ['account', 'auth'],
  '/(owner)/my/assessments': ['assessment'],
  '/(owner)/my/assessments/[assessment=uuid]/result': ['result', 'packages', 'verification', 'enterprise', 'leads'],
  '/(owner)/my/needs': ['leads', 'enterprise'],
  '/(owner)/my/consents': ['leads', 'enterprise'],
  '/(owner)/my/leads': ['leads', 'enterprise'],
  '/(owner)/my/support': ['packages', 'assignments', 'allocation', 'enterprise'],
  '/(staff)/staff': ['staff', 'enterprise', 'assessment', 'result'],
  '/(staff)/staff/packages/[package=uuid]': ['packages', 'enterprise', 'staff', 'programme'],
  '/(staff)/staff/packages/[package=uuid]/edit': ['packages', 'enterprise', 'staff'],
  '/(staff)/staff/packages/[package=uuid]/candidates': ['allocation', 'staff', 'enterprise'],
  '/(staff)/staff/allocation': ['allocation', 'enterprise'],
  '/(staff)/staff/priority': ['allocation'],
  '/(staff)/staff/applications': ['allocation', 'assignments', 'staff', 'enterprise'],
  '/(staff)/staff/assignments': ['assignments', 'staff', 'enterprise'],
  '/(staff)/staff/assignments/new': ['assignments', 'staff', 'enterprise', 'packages'],
  '/(staff)/staff/budget': ['assignments', 'staff'],
  '/(staff)/staff/enterprises': [
    'staff',
    'enterprise',
    'assessment',
    'result',
    'packages',
    'assignments',
    'programme',
    'flags'
  ],
  '/(staff)/staff/packages': ['packages', 'enterprise', 'staff'],
  '/(staff)/staff/assessments': ['staff', 'enterprise', 'assessment', 'result', 'verification'],
  '/(staff)/staff/users': ['staff', 'users'],
  '/(staff)/staff/mail': ['staff', 'mail', 'notifications', 'users'],
  '/(staff)/staff/questionnaires': ['staff', 'questionnaires', 'assessment'],
  '/(owner)/my/enterprises/[enterprise=uuid]/story': ['story'],
  '/(staff)/staff/programme': ['programme', 'staff', 'enterprise'],
  '/(staff)/staff/nominations': ['programme', 'nomination', 'staff', 'enterprise'],
  '/(staff)/staff/reports': ['programme', 'reports', 'enterprise', 'staff'],
  '/(staff)/staff/articles': ['articles', 'staff'],
  '/(staff)/staff/feedback': ['feedback', 'staff'],
  '/(staff)/staff/hotlines': ['feedback', 'staff'],
  '/(staff)/staff/courses': ['courses', 'enterprise', 'staff'],
  '/(staff)/staff/holidays': ['holidays', 'staff'],
  '/(provider)/provider/solutions': ['providers', 'enterprise'],
  '/(provider)/provider/people': ['providers', 'enterprise'],
  '/(owner)/provider': ['providers', 'enterprise'],
  '/(staff)/staff/providers': ['providers', 'flags', 'enterprise', 'staff'],
  '/(public)/providers': ['providers', 'enterprise'],
  '/(staff)/staff/leads': ['leads', 'flags', 'staff', 'enterprise'],
  '/(staff)/staff/demand': ['leads', 'staff'],
  '/(provider)/provider': ['leads', 'enterprise']
};

/** The areas of a route; an unknown route (404) gets what every page has. */
export function areasFor(routeId: string | null): Area[] {
  const beginning = Object.keys(AREAS)
    .filter((prefix) => routeId === prefix || routeId?.startsWith(prefix + '/'))
    .sort((a, b) => b.length - a.length)[0];
  return [...EVERYWHERE, ...(beginning ? (AREAS[beginning] ?? []) : [])];
}
