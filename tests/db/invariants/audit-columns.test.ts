import { expect, test } from 'vitest';
import { openTestBackend } from '../../support/test-backend.ts';

/** Columns of logged tables whose texts are logged as they are: ids, states, codes, figures of the plan, published words. */
const PLAIN = `
allocation_runs.state allotments.line_code allotments.programme_id allotments.source applications.state articles.kind
articles.slug articles.state articles.summary_en articles.summary_vi assessments.answers assessments.questionnaire
assignment_items.support_id awareness_events.kind course_registrations.state course_sessions.place courses.state
courses.summary_en courses.summary_vi enterprise_requests.state enterprises.district_id enterprises.section_id
enterprises.sector_id enterprises.size_group enterprises.size_rule_version enterprises.unit_id files.content_type
files.sha256 hotlines.agency_en hotlines.agency_vi hotlines.hours_en hotlines.hours_vi hotlines.number
lead_consents.channel lead_consents.locale lead_ratings.side lead_ratings.state needs.category_id needs.state
needs.urgency nomination_rules.programme_id nominations.decision_number nominations.programme_id outbox.kind
outbox.last_error outbox.state package_terms.legal_basis package_terms.support_id packages.code packages.gives_en
packages.gives_vi packages.line_code packages.name_en packages.name_vi packages.programme_id profiles.locale
profiles.mail_choice providers.about_en providers.about_vi providers.site public_holidays.name_en
public_holidays.name_vi questionnaire_versions.questionnaire questionnaire_versions.version registered_counts.source
registered_counts.unit_id report_deadlines.programme_id report_deadlines.what report_deadlines.who reports.agency
reports.agency_above reports.number reports.place reports.programme_id reports.recipients reports.signatory_title
reports.state solutions.category_id solutions.certificate solutions.data_location solutions.price_url
solutions.summary_en solutions.summary_vi staff_areas.unit_id story_consents.locale target_paths.programme_id
target_paths.target_id verifications.criterion`
  .trim()
  .split(/\s+/);

test('the log keeps the text of no column that is not named here', async () => {
  const db = await openTestBackend();
  try {
    const shown = await db.sql<{ name: string }>(
      `select c.table_name || '.' || c.column_name as name
       from information_schema.columns c
         cross join lateral (select case c.data_type when 'jsonb' then '{"a": 1}' else '"123456789012"' end::jsonb as sample) s
       where c.table_schema = 'public' and c.data_type in ('text', 'jsonb') and c.is_generated = 'NEVER'
         and c.table_name in (select k.relname from pg_trigger t join pg_class k on k.oid = t.tgrelid
           where t.tgfoid = 'private.audit()'::regprocedure)
         and private.audit_value(c.column_name, s.sample) = s.sample order by 1`
    );
    expect(shown.map(({ name }) => name).sort()).toEqual([...PLAIN].sort());
  } finally {
    await db.close();
  }
});
