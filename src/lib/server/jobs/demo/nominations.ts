import type { Run } from '../../supabase/connection.ts';

/** People who act in the sample nominations, by their ids. */
interface Actors {
  officer: string | undefined;
  manager: string | undefined;
  districtOfficer: string | undefined;
}

/** Stands for people whose accounts are gone: owners of sample firms, and a third reviewer. */
const FORMER = '0193e3a0-0000-7000-8000-0000000000f1';

/** In the order of the firms: the first is recognised with a story, the last two met too little. */
const CASES = [
  {
    state: 'recognised',
    marks: [84, 78, 81],
    consent: true,
    days: 60,
    reason: 'Cơ sở dùng thử gần hết phần mềm đã hỗ trợ.'
  },
  { state: 'nominated', marks: [75], consent: true, days: 12, reason: 'Bán hàng qua mạng đều đặn từ khi được hỗ trợ.' },
  { state: 'not_recognised', marks: [58, 62, 55], consent: false, days: 90, reason: 'Đã số hóa toàn bộ sổ sách.' },
  {
    state: 'nominated',
    marks: [],
    consent: false,
    days: 3,
    reason: 'Là cơ sở đầu tiên của ngành dùng hóa đơn điện tử.'
  },
  { state: 'withdrawn', marks: [], consent: false, days: 30, reason: 'Đề cử theo giới thiệu của địa phương.' }
];

const STORY = {
  title_vi: 'Từ sổ tay đến bảng số liệu mỗi sáng (dữ liệu minh họa)',
  title_en: 'From a notebook to a table of figures each morning (sample data)',
  body_vi: `Đây là bài viết mẫu để minh họa trang này; cơ sở, con số và quyết định đều không có thật.

Trước đây cơ sở ghi đơn hàng vào sổ và cuối tuần mới cộng được. Sau khi được tư vấn và hỗ trợ phần mềm, mỗi đơn được nhập một lần, kho và công nợ tự cập nhật. Mỗi sáng cả nhóm xem cùng một bảng số liệu rồi mới chia việc.`,
  body_en: `This is a sample article that shows what this page is for; firm, figures and decision are not real.

The firm used to write orders into a notebook and could only add them up at the end of the week. After advice and help with software, each order is entered once, and stock and debts follow. Every morning the team looks at one table of figures before sharing out the work.`
};

/**
 * Nominations of five sample firms that completed a support, those with the highest verified level first: one recognised, whose
 * story is public with the consent of the firm, two being judged, one not recognised, one withdrawn. Nothing depends on chance.
 */
export async function makeSampleNominations(run: Run, { officer, manager, districtOfficer }: Actors): Promise<void> {
  const firms = await run<{ enterprise_id: string }>(
    `select e.enterprise_id from public.enterprises e
       left join public.verified_results v on v.assessment_id = e.latest_assessment_id
     where e.is_sample and exists (select from public.assignments a where a.enterprise_id = e.enterprise_id and a.state = 'completed')
       and not exists (select from public.enterprise_members m where m.enterprise_id = e.enterprise_id)
     order by v.level desc nulls last, e.enterprise_id limit $1`,
    [CASES.length]
  );
  for (const [index, { state, marks, consent, days, reason }] of CASES.entries()) {
    const enterprise_id = firms[index]?.enterprise_id;
    if (!enterprise_id) return;
    if (consent)
      await run(
        `insert into public.story_consents (enterprise_id, version, locale, given_by, given_at)
         select $1, max(version), 'vi', $2, now() - make_interval(days => $3) from public.story_consent_texts`,
        [enterprise_id, FORMER, days + 1]
      );
    const [made] = await run<{ id: string }>(
      `insert into public.nominations (programme_id, enterprise_id, reason, nominated_by, nominated_at, criteria)
       select p.programme_id, $1, $2, $3, now() - make_interval(days => $4), private.nomination_criteria(p.programme_id, $1)
       from public.programmes p where p.current returning nomination_id as id`,
      [enterprise_id, `${reason} (dữ liệu minh họa)`, districtOfficer, days]
    );
    const id = String(made?.id);
    for (const [turn, mark] of marks.entries())
      await run(
        `insert into public.nomination_scores (nomination_id, reviewer, score, scored_at)
         values ($1, $2, $3, now() - make_interval(days => $4))`,
        [id, [officer, manager, FORMER][turn], mark, Math.round(days / 2)]
      );
    if (state !== 'nominated') await decide(run, id, state, manager, Math.round(days / 3));
    if (state === 'recognised')
      await run(
        `insert into public.stories (nomination_id, enterprise_id, title_vi, title_en, body_vi, body_en, published_at, published_by, updated_by)
         values ($1, $2, $3, $4, $5, $6, now() - interval '10 days', $7, $7)`,
        [id, enterprise_id, STORY.title_vi, STORY.title_en, STORY.body_vi, STORY.body_en, officer]
      );
  }
}

async function decide(run: Run, id: string, state: string, manager: string | undefined, daysAgo: number) {
  const recognised = state === 'recognised';
  await run(
    `update public.nominations n set state = $2::public.nomination_state, decided_criteria = private.nomination_standing(n),
       mean_score = (select round(avg(s.score), 2) from public.nomination_scores s where s.nomination_id = n.nomination_id),
       decision_number = $3, decided_on = case when $3::text is not null then private.today() - $4::integer end,
       decision_reason = $5, decided_by = $6, decided_at = now() - make_interval(days => $4::integer)
     where n.nomination_id = $1`,
    [
      id,
      state,
      recognised ? 'MẪU-01/QĐ-UBND' : null,
      daysAgo,
      recognised ? null : 'Chưa đủ tiêu chí của chương trình. (dữ liệu minh họa)',
      manager
    ]
  );
}
