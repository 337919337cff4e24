import type { AnswerValue } from '../../../domain/assessment/answers.ts';
import type { SampleAssessment } from './assessments.ts';
import type { Catalogue } from './catalogue.ts';
import { DAY, timedId } from './firms.ts';
import { createRandom, type Random } from './random.ts';

/** One finding about a sample assessment as a row of `verifications`; the database adds its place and the score. */
export interface SampleFinding {
  verification_id: string;
  assessment_id: string;
  criterion: string;
  verdict: 'confirmed' | 'corrected' | 'rejected';
  value: AnswerValue | null;
  note: string;
  visited_on: string;
  created_at: string;
}

/**
 * What staff found at every third firm that has a counted assessment: a visit some days after it, at which they looked
 * at some of its criteria. Most are confirmed, some are one level lower, a few rest on nothing.
 */
export function sampleFindings(
  assessments: readonly SampleAssessment[],
  notes: Catalogue['findings'],
  today: number
): SampleFinding[] {
  const last = new Map<string, SampleAssessment>();
  for (const one of assessments) if (one.state === 'submitted') last.set(one.enterprise_id, one);
  const random = createRandom('verifications');
  return [...last.keys()]
    .sort()
    .filter((_, index) => index % 3 === 0)
    .flatMap((firm) => visit(last.get(firm), notes, today, random));
}

function visit(
  assessment: SampleAssessment | undefined,
  notes: Catalogue['findings'],
  today: number,
  random: Random
): SampleFinding[] {
  if (!assessment?.submitted_at) return [];
  const submitted = Date.parse(assessment.submitted_at);
  const at = Math.min(submitted + random.integer(2, 20) * DAY, today - random.integer(1, 9) * 3_600_000);
  const looked = random.shuffle(Object.keys(assessment.answers)).slice(0, random.integer(6, 24)).sort();
  return looked.map((criterion): SampleFinding => {
    const { verdict, value } = find(assessment.answers[criterion]?.value, random.next());
    return {
      verification_id: timedId(at, random),
      assessment_id: assessment.assessment_id,
      criterion,
      verdict,
      value,
      note: random.pick(notes[verdict]),
      visited_on: new Date(at).toISOString().slice(0, 10),
      created_at: new Date(at).toISOString()
    };
  });
}

function find(claimed: AnswerValue | undefined, chance: number): Pick<SampleFinding, 'verdict' | 'value'> {
  if (chance < 0.05) return { verdict: 'rejected', value: null };
  if (chance < 0.17 && claimed && 'level' in claimed && claimed.level > 0)
    return { verdict: 'corrected', value: { level: claimed.level - 1 } };
  return { verdict: 'confirmed', value: null };
}
