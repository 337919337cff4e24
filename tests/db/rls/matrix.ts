import { readTable } from '../../support/text-table.ts';

/**
 * Who reads which rows of which table. Nobody writes a table through the API, so that writing needs no column here;
 * the one exception (name and language of the own profile) is in columns.test.ts.
 *
 *   x  no grant (42501)      0  a grant, but no row      *  every row       o  rows about the person
 *   1  rows of the first firm (owner, member; near)      2  rows of the other firm (otherOwner; far)
 *   p  everything but drafts
 *   c1, c2  what the first or the other firm agreed to be introduced to
 *   a1, a2  what is about the place of the first or the other firm
 *   s  needs that were passed on; s1, s2 those of the first or the other firm     r1, r2  ratings that the firm may read
 *   t  assessments that members have told staff of, and assisted entries; t1, t2 those of the first or the other firm
 */
export const READERS = readTable(`
                       visitor service stranger asker member owner otherOwner officer manager near far administrator provider disabled
units                  *       *       *        *     *      *     *          *       *       *    *   *             *        *
unit_mappings          *       *       *        *     *      *     *          *       *       *    *   *             *        *
sectors                *       *       *        *     *      *     *          *       *       *    *   *             *        *
size_class_rules       *       *       *        *     *      *     *          *       *       *    *   *             *        *
programmes             *       *       *        *     *      *     *          *       *       *    *   *             *        *
targets                *       *       *        *     *      *     *          *       *       *    *   *             *        *
budget_lines           *       *       *        *     *      *     *          *       *       *    *   *             *        *
clusters               *       *       *        *     *      *     *          *       *       *    *   *             *        *
cluster_sectors        *       *       *        *     *      *     *          *       *       *    *   *             *        *
profiles               x       x       o        o     o      o     o          o       o       o    o   *             o        o
staff_members          x       x       0        0     0      0     0          o       o       o    o   *             0        0
staff_areas            x       x       0        0     0      0     0          0       0       o    o   *             0        0
staff_invitations      x       x       0        0     0      0     0          0       0       0    0   *             0        0
providers              x       x       0        0     c1     c1    c2         *       *       *    *   *             o        0
provider_members       x       x       0        0     0      0     0          0       0       0    0   0             o        0
enterprises            x       x       0        0     1      1     2          *       *       1    2   0             0        0
enterprise_members     x       x       0        0     1      1     2          *       *       1    2   0             0        0
enterprise_invitations x       x       0        0     1      1     2          *       *       1    2   0             0        0
enterprise_requests    x       x       0        o     1      1     2          *       *       1    2   0             0        0
questionnaire_versions p       x       p        p     p      p     p          p       *       p    p   *             p        p
assessments            x       x       0        0     1      1     2          t       t       t1   t2  0             0        0
share_links            x       x       0        0     1      1     2          0       0       0    0   0             0        0
quick_check_counts     x       x       0        0     0      0     0          *       *       *    *   *             0        0
audit_log              x       x       0        0     0      0     0          0       0       0    0   *             0        0
export_log             x       x       o        o     o      o     o          o       o       o    o   *             o        0
allotments             x       x       0        0     0      0     0          *       *       *    *   *             0        0
assignments            x       x       0        0     1      1     2          *       *       1    2   0             0        0
assignment_items       x       x       0        0     1      1     2          *       *       1    2   0             0        0
assignment_moves       x       x       0        0     1      1     2          *       *       1    2   0             0        0
assignment_evidence    x       x       0        0     1      1     2          *       *       1    2   0             0        0
notifications          x       x       o        o     o      o     o          o       o       o    o   o             o        0
applications           x       x       0        0     1      1     2          *       *       1    2   0             0        0
priority_weights       x       x       *        *     *      *     *          *       *       *    *   *             *        *
allocation_runs        x       x       0        0     0      0     0          *       *       0    0   0             0        0
outbox                 x       x       x        x     x      x     x          x       x       x    x   x             x        x
supports               *       *       *        *     *      *     *          *       *       *    *   *             *        *
support_caps           *       *       *        *     *      *     *          *       *       *    *   *             *        *
packages               x       x       p        p     p      p     p          *       *       *    *   *             p        p
package_terms          x       x       p        p     p      p     p          *       *       *    *   *             p        p
files                  x       x       0        0     1      1     2          *       *       1    2   0             0        0
verifications          x       x       0        0     1      1     2          *       *       1    2   0             0        0
verified_results       x       x       0        0     1      1     2          *       *       1    2   0             0        0
target_paths           x       x       0        0     0      0     0          *       *       *    *   *             0        0
registered_counts      x       x       0        0     0      0     0          *       *       *    *   *             0        0
awareness_events       x       x       0        0     1      1     2          *       *       1    2   0             0        0
nomination_rules       *       x       *        *     *      *     *          *       *       *    *   *             *        *
story_consent_texts    *       x       *        *     *      *     *          *       *       *    *   *             *        *
nominations            x       x       0        0     1      1     2          *       *       1    2   0             0        0
nomination_scores      x       x       0        0     0      0     0          o       *       0    0   0             0        0
story_consents         x       x       0        0     1      1     2          *       *       1    2   0             0        0
stories                x       x       0        0     1      1     2          *       *       1    2   0             0        0
reports                x       x       0        0     0      0     0          *       *       0    0   0             0        0
report_deadlines       x       x       0        0     0      0     0          *       *       *    *   *             0        0
articles               p       x       p        p     p      p     p          *       *       p    p   p             p        p
feedback_categories    *       x       *        *     *      *     *          *       *       *    *   *             *        *
feedback               x       x       0        0     0      0     0          *       *       a1   a2  0             0        0
feedback_moves         x       x       0        0     0      0     0          *       *       a1   a2  0             0        0
hotlines               *       x       *        *     *      *     *          *       *       *    *   *             *        *
courses                p       x       p        p     p      p     p          *       *       p    p   p             p        p
course_sessions        p       x       p        p     p      p     p          *       *       p    p   p             p        p
course_registrations   x       x       0        0     1      1     2          *       *       1    2   0             0        0
public_holidays        *       *       *        *     *      *     *          *       *       *    *   *             *        *
solution_categories    *       x       *        *     *      *     *          *       *       *    *   *             *        *
solutions              x       x       0        0     c1     c1    c2         *       *       *    *   *             o        0
provider_reviews       x       x       0        0     0      0     0          *       *       *    *   *             o        0
provider_invitations   x       x       0        0     0      0     0          0       0       0    0   0             o        0
lead_rules             x       x       *        *     *      *     *          *       *       *    *   *             *        *
lead_consent_texts     *       x       *        *     *      *     *          *       *       *    *   *             *        *
needs                  x       x       0        0     1      1     2          s       s       s1   s2  0             0        0
lead_consents          x       x       0        0     1      1     2          *       *       1    2   0             0        0
leads                  x       x       0        0     1      1     2          *       *       1    2   0             0        0
lead_moves             x       x       0        0     1      1     2          *       *       1    2   0             0        0
lead_messages          x       x       0        0     1      1     2          0       0       0    0   0             0        0
lead_ratings           x       x       0        0     r1     r1    r2         *       *       1    2   0             0        0
`);

/** How a row is told to be about a person (SQL on alias t, $1 the user id). */
const OWN: Record<string, string> = {
  export_log: 't.actor = $1',
  nomination_scores: 't.reviewer = $1',
  ...Object.fromEntries(
    ['providers', 'solutions', 'provider_reviews', 'provider_invitations'].map((table) => [
      table,
      't.provider_id in (select m.provider_id from public.provider_members m where m.user_id = $1)'
    ])
  )
};

/** How a firm is told to have agreed to it (SQL on alias t, $1 the firm). */
const AGREED: Record<string, string> = {
  providers: 't.provider_id in (select c.provider_id from public.lead_consents c where c.enterprise_id = $1::uuid)',
  solutions: 't.solution_id in (select l.solution_id from public.leads l where l.enterprise_id = $1::uuid)'
};

/** How a row is told to be no draft (SQL on alias t). */
const NO_DRAFT: Record<string, string> = {
  course_sessions: `exists (select from public.courses c where c.course_id = t.course_id and c.state <> 'draft')`,
  package_terms: `exists (select from public.packages p where p.package_id = t.package_id and p.state <> 'draft')`
};

/** How a row is told to belong to a firm (SQL on alias t). */
const FIRM: Record<string, string> = {
  ...Object.fromEntries(
    ['share_links', 'verifications', 'verified_results'].map((table) => [
      table,
      '(select a.enterprise_id from public.assessments a where a.assessment_id = t.assessment_id)'
    ])
  ),
  ...Object.fromEntries(
    ['lead_moves', 'lead_messages', 'lead_ratings'].map((table) => [
      table,
      '(select l.enterprise_id from public.leads l where l.lead_id = t.lead_id)'
    ])
  ),
  assignment_moves: '(select a.enterprise_id from public.assignments a where a.assignment_id = t.assignment_id)',
  assignment_evidence: '(select a.enterprise_id from public.assignments a where a.assignment_id = t.assignment_id)'
};

/** The place that feedback is about (SQL on alias t). */
const PLACE: Record<string, string> = {
  feedback: 't.about_unit_id',
  feedback_moves: '(select f.about_unit_id from public.feedback f where f.feedback_id = t.feedback_id)'
};
const inPlace = (table: string) =>
  `${PLACE[table]} = (select e.unit_id from public.enterprises e where e.enterprise_id = $1::uuid)`;

/** A draft that the firm began itself is the firm's. */
const TOLD = `(t.state in ('submitted', 'awaiting_confirmation') or t.entry = 'assisted')`;

/** A need that some provider may be asked about. */
const PASSED_ON = 'exists (select from public.lead_consents c where c.need_id = t.need_id)';

/** SQL condition for a cell of the table above, and the values it needs. */
export function condition(
  table: string,
  cell: string,
  values: { me: string | null; firm: string; other: string }
): { where: string; parameters: (string | null)[] } {
  const firm = FIRM[table] ?? 't.enterprise_id';
  switch (cell) {
    case '*':
      return { where: 'true', parameters: [] };
    case 'p':
      return { where: NO_DRAFT[table] ?? `t.state <> 'draft'`, parameters: [] };
    case 'o':
      return { where: (OWN[table] ?? 't.user_id = $1').replaceAll('$1', '$1::uuid'), parameters: [values.me] };
    case '1':
      return { where: `${firm} = $1::uuid`, parameters: [values.firm] };
    case '2':
      return { where: `${firm} = $1::uuid`, parameters: [values.other] };
    case 'a1':
      return { where: inPlace(table), parameters: [values.firm] };
    case 'a2':
      return { where: inPlace(table), parameters: [values.other] };
    case 'c1':
      return { where: AGREED[table]!, parameters: [values.firm] };
    case 'c2':
      return { where: AGREED[table]!, parameters: [values.other] };
    case 'r1':
      return { where: `${firm} = $1::uuid and (t.side = 'owner' or t.state = 'shown')`, parameters: [values.firm] };
    case 'r2':
      return { where: `${firm} = $1::uuid and (t.side = 'owner' or t.state = 'shown')`, parameters: [values.other] };
    case 's':
      return { where: PASSED_ON, parameters: [] };
    case 's1':
      return { where: `${PASSED_ON} and ${firm} = $1::uuid`, parameters: [values.firm] };
    case 's2':
      return { where: `${PASSED_ON} and ${firm} = $1::uuid`, parameters: [values.other] };
    case 't':
      return { where: TOLD, parameters: [] };
    case 't1':
      return { where: `${TOLD} and ${firm} = $1::uuid`, parameters: [values.firm] };
    case 't2':
      return { where: `${TOLD} and ${firm} = $1::uuid`, parameters: [values.other] };
    default:
      return { where: 'false', parameters: [] };
  }
}
