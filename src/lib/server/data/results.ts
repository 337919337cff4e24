import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database } from '$lib/db/types.generated';
import { changeBetween, type Change } from '$lib/domain/assessment/change';
import type { LocalQuestionnaire } from '$lib/domain/assessment/localise';
import { criteriaOf } from '$lib/domain/assessment/outline';
import type { Locale } from '$lib/domain/assessment/questionnaire';
import {
  report,
  reportAnswers,
  reportSteps,
  type AnsweredPillar,
  type Report,
  type ReportStep
} from '$lib/domain/assessment/report';
import {
  compareScores,
  verificationSheet,
  type ComparedPart,
  type SheetCriterion
} from '$lib/domain/support/verification-sheet';
import { AppError, toAppError } from '$lib/server/errors';
import * as assessments from './assessments';
import * as questionnaires from './questionnaires';
import * as shareLinks from './share-links';
import * as verifications from './verifications';

type Db = SupabaseClient<Database>;
type Row = Database['public']['Tables']['assessments']['Row'];

/** One counted assessment of the firm. */
export type Past = Pick<
  Row,
  'assessment_id' | 'version_id' | 'entry' | 'level' | 'points' | 'max_points' | 'pillar_points' | 'pillar_levels'
> & { submitted_at: string };

/** Medians of pillar points, in the order of the pillars; only of groups of at least ten firms. */
type PeerMedian = { group: 'sector' | 'size'; firms: number; medians: number[] };

/** The median of similar firms, as shares of each pillar's maximum. */
export interface Peers {
  group: 'sector' | 'size';
  firms: number;
  shares: number[];
  medians: number[];
}

/** What staff found, beside what the firm said; `changed` are the criteria they see differently. */
export interface Verification {
  scores: ComparedPart[];
  checked: number;
  total: number;
  changed: Pick<SheetCriterion, 'id' | 'name' | 'claimed' | 'finding'>[];
}

export interface Told {
  report: Report;
  steps: ReportStep[];
  answers: AnsweredPillar[];
}

/** An assessment that has a score, told in one language. */
async function tell(
  db: Db,
  assessment: assessments.Assessment,
  locale: Locale
): Promise<Told & { document: LocalQuestionnaire }> {
  if (!assessment.result) throw new AppError('wrong_state', assessment.state);
  const document = await questionnaires.readLocal(db, assessment.version_id, locale);
  const answers = assessments.valuesOf(assessment.answers);
  return {
    document,
    report: report(document, assessment.result),
    steps: reportSteps(document, answers, assessment.result),
    answers: reportAnswers(document, answers)
  };
}

/** What the database tells of a result in one call; of an assessment without one only the assessment. */
interface Read {
  assessment: assessments.Assessment;
  peers?: PeerMedian[];
  /** The counted assessments of the firm, newest first. */
  history?: Past[];
  /** Newest first; nothing for people who are not of the firm. */
  links?: shareLinks.ShareLink[];
}

/**
 * Everything the result page shows. A draft has no result: `told` is null, and the page sends people on. `not_found`
 * for unknown ids and for assessments the person may not see.
 */
export async function read(db: Db, assessmentId: string, locale: Locale) {
  const { data, error } = await db.rpc('read_result', { assessment_id: assessmentId });
  if (error) throw toAppError(error);
  const { assessment, peers = [], history = [], links = [] } = data as unknown as Read;
  if (!assessment.result) return { assessment, told: null };
  const [{ document, ...told }, checks] = await Promise.all([
    tell(db, assessment, locale),
    verifications.read(db, assessmentId)
  ]);
  const previous = previousOf(history, assessment);
  return {
    assessment,
    told,
    links,
    verification: verificationOf(document, assessment, checks),
    history,
    peers: peersOf(peers, document),
    previous,
    change: previous && (await changeSince(db, previous, { document, assessment }, locale))
  };
}

/** What the PDF says: the result and the firm's own particulars. */
export async function readForPrint(db: Db, assessmentId: string, locale: Locale) {
  const [assessment, { data, error }] = await Promise.all([
    assessments.read(db, assessmentId),
    db
      .from('assessments')
      .select('enterprise:enterprises!assessments_enterprise_id_fkey(name, tax_code)')
      .eq('assessment_id', assessmentId)
      .maybeSingle()
  ]).catch(asNotFound);
  if (error) throw toAppError(error);
  if (!data?.enterprise || !assessment.submitted_at) throw new AppError('wrong_state', assessment.state);
  const { document: _, ...told } = await tell(db, assessment, locale);
  return { ...told, enterprise: data.enterprise, submittedAt: assessment.submitted_at };
}

/** What a link shows, told in one language; `expired` when the link shows nothing. */
export async function readShared(db: Db, token: string, locale: Locale) {
  const { version_id, result, enterprise_name, submitted_at, expires_at } = await shareLinks.open(db, token);
  const document = await questionnaires.readLocal(db, version_id, locale);
  return { report: report(document, result), name: enterprise_name, submittedAt: submitted_at, expiresAt: expires_at };
}

function verificationOf(
  doc: LocalQuestionnaire,
  { answers, result }: assessments.Assessment,
  { findings, verified }: Awaited<ReturnType<typeof verifications.read>>
): Verification | null {
  if (!verified || !result) return null;
  const differs = ({ finding }: SheetCriterion) => finding !== null && finding.verdict !== 'confirmed';
  const changed = verificationSheet(doc, assessments.valuesOf(answers), findings, {}, differs)
    .flatMap(({ indices }) => indices.flatMap(({ criteria }) => criteria))
    .map(({ id, name, claimed, finding }) => ({ id, name, claimed, finding }));
  const total = criteriaOf(doc).length;
  return { scores: compareScores(doc, result, verified.result), checked: verified.checked, total, changed };
}

/** The last one that counted before this one; before one that still awaits confirmation, that is the newest. */
function previousOf(history: Past[], { submitted_at }: assessments.Assessment): Past | null {
  return history.find((past) => !submitted_at || past.submitted_at < submitted_at) ?? null;
}

async function changeSince(
  db: Db,
  previous: Past,
  now: { document: LocalQuestionnaire; assessment: assessments.Assessment },
  locale: Locale
): Promise<Change> {
  const then = await questionnaires.readLocal(db, previous.version_id, locale);
  const before = then.pillars.map((_, i) => ({
    points: previous.pillar_points?.[i] ?? 0,
    level: previous.pillar_levels?.[i] ?? 0
  }));
  const { version_id, result } = now.assessment;
  return changeBetween(
    scoredOf(then, previous.version_id, before),
    scoredOf(now.document, version_id, result?.pillars ?? [])
  );
}

function scoredOf(document: LocalQuestionnaire, version: string, scores: { points: number; level: number }[]) {
  const pillars = document.pillars.map(({ code, name, max }, i) => ({
    code,
    name,
    max,
    points: scores[i]?.points ?? 0,
    level: scores[i]?.level ?? 0
  }));
  return { version, pillars };
}

/** Firms of the same sector say more than firms of the same size. */
function peersOf(groups: PeerMedian[], document: LocalQuestionnaire): Peers | null {
  const fitting = groups.filter(({ medians }) => medians.length === document.pillars.length);
  const chosen = fitting.find(({ group }) => group === 'sector') ?? fitting[0];
  if (!chosen) return null;
  return { ...chosen, shares: chosen.medians.map((median, i) => (median / (document.pillars[i]?.max ?? 1)) * 100) };
}

/** Text that is no id names nothing: the answer is the same as for an unknown one. */
function asNotFound(thrown: unknown): never {
  const known = toAppError(thrown);
  throw known.code === 'invalid_input' ? new AppError('not_found') : thrown;
}
