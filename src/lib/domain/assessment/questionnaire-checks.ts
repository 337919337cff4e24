import type { Criterion, Questionnaire, QuestionnaireError, QuestionnaireErrorCode } from './questionnaire.ts';

/** What the parts of a document of the right shape must be to each other. See `questionnaireErrors`. */
export function crossErrors(doc: Questionnaire): QuestionnaireError[] {
  return [...idErrors(doc), ...maximumErrors(doc), ...scoringErrors(doc), ...levelErrors(doc), ...mirrorErrors(doc)];
}

/** The most a criterion can bring: level 5 times its weight (QĐ 1970: 5, and 25 for the strategy criterion). */
function maximumOf(criterion: Criterion): number {
  return 5 * criterion.weight;
}

function idErrors(doc: Questionnaire): QuestionnaireError[] {
  const errors: QuestionnaireError[] = [];
  const seen = new Set<string>();
  const check = (path: string, id: string, parent: string | null) => {
    // One set for all three sorts of id: an answer, an index page and a pillar are all addressed by id alone.
    if (seen.has(id)) errors.push({ path, code: 'duplicate_id' });
    seen.add(id);
    if (parent !== null && !id.startsWith(`${parent}.`)) errors.push({ path, code: 'id_not_nested' });
  };
  const codes = new Set<string>();
  doc.pillars.forEach((pillar, p) => {
    check(`pillars.${p}.id`, pillar.id, null);
    if (codes.has(pillar.code)) errors.push({ path: `pillars.${p}.code`, code: 'duplicate_id' });
    codes.add(pillar.code);
    pillar.indices.forEach((index, i) => {
      check(`pillars.${p}.indices.${i}.id`, index.id, pillar.id);
      index.criteria.forEach((criterion, c) => {
        // Questions of a quick check are numbered through (q1, q2, …) and so cannot nest.
        const parent = doc.mode === 'full' ? index.id : null;
        check(`pillars.${p}.indices.${i}.criteria.${c}.id`, criterion.id, parent);
      });
    });
  });
  return errors;
}

function maximumErrors(doc: Questionnaire): QuestionnaireError[] {
  const errors: QuestionnaireError[] = [];
  doc.pillars.forEach((pillar, p) => {
    let pillarSum = 0;
    pillar.indices.forEach((index, i) => {
      const indexSum = index.criteria.reduce((sum, criterion) => sum + maximumOf(criterion), 0);
      pillarSum += indexSum;
      if (index.max !== indexSum) errors.push({ path: `pillars.${p}.indices.${i}.max`, code: 'max_not_sum' });
    });
    if (pillar.max !== pillarSum) errors.push({ path: `pillars.${p}.max`, code: 'max_not_sum' });
  });
  return errors;
}

function scoringErrors(doc: Questionnaire): QuestionnaireError[] {
  const { ratioBands, pillarBands, overall } = doc.scoring;
  const errors: QuestionnaireError[] = [];
  const add = (path: string, code: QuestionnaireErrorCode) => errors.push({ path: `scoring.${path}`, code });
  if (!isRising(ratioBands)) add('ratioBands', 'bands_not_sorted');
  if (ratioBands.at(-1) !== 100) add('ratioBands', 'bands_not_to_100');
  if (!isRising(pillarBands)) add('pillarBands', 'bands_not_sorted');
  // "Over 100 %" would be a level that no pillar can reach.
  if ((pillarBands.at(-1) ?? 0) >= 100) add('pillarBands', 'too_large');

  const max = doc.pillars.reduce((sum, pillar) => sum + pillar.max, 0);
  overall.forEach((rule, i) => {
    const next = overall[i + 1];
    if (rule.level !== 5 - i) add(`overall.${i}.level`, 'levels_not_in_order');
    if (rule.pointsOver >= max) add(`overall.${i}.pointsOver`, 'threshold_above_max');
    if (rule.pillars > doc.pillars.length) add(`overall.${i}.pillars`, 'too_many_pillars');
    // Each level must include the one below it: only then is "level + 1" always the next thing to reach.
    if (next && rule.pointsOver <= next.pointsOver) add(`overall.${i}.pointsOver`, 'thresholds_not_sorted');
    if (next && rule.pillars < next.pillars) add(`overall.${i}.pillars`, 'thresholds_not_sorted');
    if (next && rule.atLevel < next.atLevel) add(`overall.${i}.atLevel`, 'thresholds_not_sorted');
  });
  return errors;
}

function isRising(numbers: number[]): boolean {
  return numbers.every((value, i) => i === 0 || value > (numbers[i - 1] ?? 0));
}

function levelErrors(doc: Questionnaire): QuestionnaireError[] {
  return doc.levels.flatMap((entry, i) =>
    entry.level === i ? [] : [{ path: `levels.${i}.level`, code: 'levels_not_in_order' as const }]
  );
}

function mirrorErrors(doc: Questionnaire): QuestionnaireError[] {
  return doc.pillars.flatMap((pillar, p) =>
    pillar.indices.flatMap((index, i) =>
      index.criteria.flatMap((criterion, c): QuestionnaireError[] => {
        const path = `pillars.${p}.indices.${i}.criteria.${c}.mirrors`;
        if (doc.mode === 'indicative') {
          return criterion.mirrors === undefined ? [{ path, code: 'mirrors_missing' }] : [];
        }
        return criterion.mirrors === undefined ? [] : [{ path, code: 'mirrors_not_allowed' }];
      })
    )
  );
}
