import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWorld, type World } from '../../support/people.ts';
import { DRIVERS } from '../../support/test-backend.ts';
import { readTable } from '../../support/text-table.ts';
import { leadArguments } from './lead-arguments.ts';

/**
 * Who gets past the check of rights. Every call is one that changes nothing: whoever may is told what is wrong with
 * it, everybody else something that does not depend on it. The cells are SQLSTATEs (`x` is 42501: no grant) with the
 * subject where it tells two refusals apart.
 */
const AUTHORITY = readTable(`
                             visitor service stranger asker member owner otherOwner officer manager near far administrator provider disabled
take_limit                   DT004   x       DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004
count_quick_check            ok      x       ok ok ok ok ok ok ok ok ok ok ok ok
progress_summary             ok      x       ok ok ok ok ok ok ok ok ok ok ok ok
schema_version               ok      x       ok ok ok ok ok ok ok ok ok ok ok ok
read_shared_result           DT007   x       DT007 DT007 DT007 DT007 DT007 DT007 DT007 DT007 DT007 DT007 DT007 DT007
my_roles                     x       x       ok ok ok ok ok ok ok ok ok ok ok ok
export_my_data               x       x       ok ok ok ok ok ok ok ok ok ok ok DT012
log_export                   x       x       23514 23514 23514 23514 23514 23514 23514 23514 23514 23514 23514 DT012
list_enterprises             x       x       ok ok ok ok ok ok ok ok ok ok ok ok
list_assessments             x       x       ok ok ok ok ok ok ok ok ok ok ok ok
register_enterprise          x       x       DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT012
request_enterprise           x       x       ok ok ok ok ok ok ok ok ok ok ok DT012
join_enterprise              x       x       ok ok ok ok ok ok ok ok ok ok ok DT012
list_enterprise_requests     x       x       ok ok ok ok ok ok ok ok ok ok ok DT012
update_enterprise            x       x       DT001 DT001 DT003 DT003 DT001 DT003 DT003 DT003 DT001 DT001 DT001 DT012
list_enterprise_members      x       x       DT001 DT001 ok    ok    DT001 ok    ok    ok    DT001 DT001 DT001 DT012
create_enterprise_invitation x       x       DT001 DT001 DT002 23502 DT001 23502 23502 23502 DT001 DT001 DT001 DT012
remove_enterprise_member     x       x       DT001:enterprise DT001:enterprise DT001:enterprise DT001:member DT001:enterprise DT001:member DT001:member DT001:member DT001:enterprise DT001:enterprise DT001:enterprise DT012
decide_enterprise_request    x       x       DT001 DT001 DT001 DT004 DT001 DT004 DT004 DT004 DT001 DT001 DT001 DT012
start_assessment             x       x       DT001:enterprise DT001:enterprise DT001:questionnaire DT001:questionnaire DT001:enterprise DT001:questionnaire DT001:questionnaire DT001:questionnaire DT001:enterprise DT001:enterprise DT001:enterprise DT012
save_answers                 x       x       DT001 DT001 DT004 DT004 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
submit_assessment            x       x       DT001 DT001 DT005 DT005 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
return_assessment            x       x       DT001 DT001 DT006 DT006 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
discard_assessment           x       x       DT001 DT001 DT006 DT006 DT001 DT002 DT002 DT002 DT001 DT001 DT001 DT012
open_assessment              x       x       DT001 DT001 ok    ok    DT001 ok    ok    ok    DT001 DT001 DT001 DT012
read_result                  x       x       DT001 DT001 ok    ok    DT001 ok    ok    ok    DT001 DT001 DT001 DT012
create_share_link            x       x       DT001 DT001 ok    ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
revoke_share_link            x       x       DT001 DT001 ok    ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
cancel_enterprise_invitation x       x       DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
save_questionnaire_draft     x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT004 DT002 DT002 DT004 DT002 DT012
publish_questionnaire        x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT001 DT002 DT012
retire_questionnaire         x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT001 DT002 DT012
delete_questionnaire_draft   x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT001 DT002 DT012
invite_staff                 x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT004 DT002 DT012
cancel_staff_invitation      x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT012
set_staff_roles              x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT012
set_user_disabled            x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT012
list_users                   x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 ok    DT002 DT012
packages_for_enterprise      x       x       DT001 DT001 ok    ok    DT001 ok    ok    ok    DT001 DT001 DT001 DT012
enterprises_for_package      x       x       DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT001 DT002 DT012
package_counts               x       x       DT002 DT002 DT002 DT002 DT002 ok    ok    ok    ok    ok    DT002 DT012
save_package                 x       x       DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT002 DT002 DT002 DT002 DT012
set_package_state            x       x       DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
propose_assignment           x       x       DT001:enterprise DT001:enterprise DT002 DT002 DT001:enterprise DT001:package DT001:package DT001:package DT001:enterprise DT001:enterprise DT001:enterprise DT012
set_assignment_items         x       x       DT001 DT001 DT002 DT002 DT001 DT004 DT004 DT004 DT001 DT001 DT001 DT012
advance_assignment           x       x       DT001 DT001 DT002 DT002 DT001 DT004 DT004 DT004 DT001 DT001 DT001 DT012
add_assignment_evidence      x       x       DT001 DT001 DT002 DT002 DT001 DT006 DT006 DT006 DT001 DT001 DT001 DT012
list_assignments             x       x       ok ok ok ok ok ok ok ok ok ok ok ok
set_allotment                x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT002 DT002 DT012
mark_notifications_read      x       x       ok ok ok ok ok ok ok ok ok ok ok DT012
expire_offers                x       ok      x x x x x x x x x x x x
remind_follow_ups            x       ok      x x x x x x x x x x x x
files_off_record             x       ok      x x x x x x x x x x x x
claim_outbox                 x       ok      x x x x x x x x x x x x
begin_outbox                 x       ok      x x x x x x x x x x x x
finish_outbox                x       ok      x x x x x x x x x x x x
prepare_outbox               x       ok      x x x x x x x x x x x x
clear_outbox                 x       ok      x x x x x x x x x x x x
report_mail_server           x       ok      x x x x x x x x x x x x
read_unsubscribe             ok      x       ok ok ok ok ok ok ok ok ok ok ok ok
unsubscribe                  ok      x       ok ok ok ok ok ok ok ok ok ok ok ok
set_mail_choice              x       x       DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT012
mail_overview                x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 ok    DT002 DT012
list_mails                   x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 ok    DT002 DT012
decide_mails                 x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT003 DT002 DT012
apply_for_package            x       x       DT001:enterprise DT001:enterprise DT002 DT001:package DT001:enterprise DT002 DT002 DT002 DT001:enterprise DT001:enterprise DT001:enterprise DT012
withdraw_application         x       x       DT001 DT001 DT002 DT006 DT001 DT002 DT002 DT002 DT001 DT001 DT001 DT012
reject_application           x       x       DT001 DT001 DT002 DT002 DT001 DT004 DT004 DT004 DT001 DT001 DT001 DT012
list_candidates              x       x       DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT002 DT002 DT012
my_priority                  x       x       DT001 DT001 ok    ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
set_priority_weights         x       x       DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT003 DT002 DT012
propose_many                 x       x       DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT004 DT004 DT002 DT002 DT012
start_allocation_run         x       x       DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT002 DT002 DT002 DT002 DT012
record_allocation_run        x       x       DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
accept_allocation            x       x       DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
verify_criteria              x       x       DT001 DT001 DT002 DT002 DT001 DT004 DT004 DT004 DT001 DT001 DT001 DT012
add_file                     x       x       DT001 DT001 23514 23514 DT001 23514 23514 23514 DT001 DT001 DT001 DT012
set_target_path              x x DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT002 DT002 DT012
set_registered_count         x x DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT002 DT002 DT002 DT002 DT012
record_awareness             x x DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT004 DT004 DT002 DT002 DT012
remove_awareness_event       x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
nominate                     x x DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT001:programme DT001:programme DT001:programme DT001:enterprise DT001:enterprise DT001:enterprise DT012
score_nomination             x x DT001 DT001 DT001 DT001 DT001 DT006 DT006 DT006 DT001 DT001 DT001 DT012
decide_nomination            x x DT002 DT002 DT002 DT002 DT002 DT002 DT006 DT002 DT002 DT002 DT002 DT012
withdraw_nomination          x x DT001 DT001 DT001 DT001 DT001 DT006 DT006 DT006 DT001 DT001 DT001 DT012
set_nomination_rules         x x DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT002 DT002 DT012
give_story_consent           x x DT001 DT001 DT002 DT003 DT001 DT002 DT002 DT002 DT001 DT001 DT001 DT012
withdraw_story_consent       x x DT001 DT001 DT002 ok DT001 DT002 DT002 DT002 DT001 DT001 DT001 DT012
save_story                   x x DT001 DT001 DT001 DT001 DT001 DT003 DT003 DT003 DT001 DT001 DT001 DT012
publish_story                x x DT002 DT002 DT002 DT002 DT002 DT024 DT024 DT002 DT002 DT002 DT002 DT012
published_stories            ok x ok ok ok ok ok ok ok ok ok ok ok ok
nomination_standing          x x DT001 DT001 DT001 DT001 DT001 ok ok ok DT001 DT001 DT001 DT012
programme_dashboard          x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
list_programme_firms         x x DT002 DT002 DT002 DT002 DT002 ok ok DT002 DT002 DT002 DT002 DT012
refresh_programme_counts     x ok x x x x x x x x x x x x
package_changes              x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
create_report                x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
save_report                  x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
finalise_report              x x DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT002 DT002 DT002 DT012
discard_report               x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
save_deadline                x x DT002 DT002 DT002 DT002 DT002 23514 23514 DT002 DT002 DT002 DT002 DT012
set_deadline_done            x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
remove_deadline              x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
save_public_holiday          x x DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 23514 DT002 DT012
remove_public_holiday        x x DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT012
save_article                 x x DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT002 DT002 DT002 DT002 DT012
set_article_published        x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
discard_article              x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
register_provider       x x DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT012
update_provider         x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT003 DT012
save_solution           x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT004 DT012
withdraw_solution       x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT003 DT012
review_provider         x x DT001 DT001 DT001 DT001 DT001 DT004 DT004 DT002 DT002 DT002 DT001 DT012
review_solution         x x DT001 DT001 DT001 DT001 DT001 DT004 DT004 DT002 DT002 DT002 DT001 DT012
provider_directory      ok x ok ok ok ok ok ok ok ok ok ok ok ok
providers_for_need      x x DT001 DT001 ok    ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
state_need              x x DT001 DT001 DT004 DT004 DT001 DT002 DT002 DT002 DT001 DT001 DT001 DT012
close_need              x x DT001 DT001 DT002 ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
ask_next_provider       x x DT001 DT001 DT002 ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
give_lead_consents      x x DT001 DT001 DT002 DT003 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
withdraw_lead_consent   x x DT001 DT001 DT002 ok    DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
advance_lead            x x DT001 DT001 DT006 DT006 DT001 DT006 DT006 DT006 DT001 DT001 DT006 DT012
send_lead_message       x x DT001 DT001 DT006 DT006 DT001 DT002 DT002 DT002 DT001 DT001 DT006 DT012
rate_lead               x x DT001 DT001 DT002 DT004 DT001 DT002 DT002 DT002 DT001 DT001 DT004 DT012
create_provider_invitation   x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 23514 DT012
cancel_provider_invitation   x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
join_provider                x x ok ok ok ok ok ok ok ok ok ok ok DT012
remove_provider_member       x x DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:provider DT001:member DT012
list_provider_members        x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 ok DT012
moderate_rating         x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
set_lead_rules          x x DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT003 DT002 DT012
open_lead               x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 ok    DT012
provider_leads          x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 ok    DT012
run_lead_clock          x ok x x x x x x x x x x x x
need_demand             x x DT002 DT002 DT002 DT002 DT002 ok ok ok ok ok DT002 DT012
provider_ranking        x x DT002 DT002 DT002 DT002 DT002 ok ok ok ok ok DT002 DT012
abuse_flags             x x DT002 DT002 DT002 DT002 DT002 ok ok DT002 DT002 DT002 DT002 DT012
submit_feedback              DT004 x DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004
track_feedback               ok x ok ok ok ok ok ok ok ok ok ok ok ok
rate_feedback                DT004 x DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004 DT004
published_feedback           ok x ok ok ok ok ok ok ok ok ok ok ok ok
feedback_handlers            x x DT002 DT002 DT002 DT002 DT002 ok ok ok ok DT002 DT002 DT012
assign_feedback              x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT002 DT002 DT012
answer_feedback              x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT002 DT002 DT012
publish_feedback             x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT002 DT002 DT012
close_feedback               x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT001 DT001 DT002 DT002 DT012
save_hotline                 x x DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT004 DT002 DT012
remove_hotline               x x DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT002 DT001 DT002 DT012
register_for_course          x x DT001:enterprise DT001:enterprise DT001:course_session DT001:course_session DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT001:enterprise DT012
cancel_course_registration   x x DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT001 DT012
my_courses                   x x ok ok ok ok ok ok ok ok ok ok ok DT012
save_course                  x x DT002 DT002 DT002 DT002 DT002 DT004 DT004 DT002 DT002 DT002 DT002 DT012
set_course_state             x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
save_course_session          x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
call_off_course_session      x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
set_attendance               x x DT002 DT002 DT002 DT002 DT002 DT001 DT001 DT002 DT002 DT002 DT002 DT012
session_link                 x x DT002 DT002 DT002 DT002 DT002 ok ok DT002 DT002 DT002 DT002 DT012
`);

// Deleting the account cannot be tried without doing it: accounts.test.ts.
const ELSEWHERE = ['delete_my_account'];
const NOBODY = '00000000-0000-7000-8000-000000000000';

function harmlessArguments(world: World, linkId: string): Record<string, Record<string, unknown>> {
  const version = { version_id: NOBODY };
  return {
    take_limit: { bucket: 'no-such-bucket', key: 'k'.repeat(32) },
    read_shared_result: { token: 'unknown' },
    log_export: { kind: 'everything', filters: {}, rows: 1 },
    register_enterprise: { details: {} },
    request_enterprise: { tax_code: '9999999999' },
    join_enterprise: { code: 'NOSUCHCODE' },
    update_enterprise: { enterprise_id: world.firm, details: {}, revision: -1 },
    list_enterprise_members: { enterprise_id: world.firm },
    create_enterprise_invitation: { enterprise_id: world.firm, role: null },
    cancel_enterprise_invitation: { invitation_id: NOBODY },
    remove_enterprise_member: { enterprise_id: world.firm, user_id: NOBODY },
    decide_enterprise_request: { request_id: world.requestId, approve: false, reason: ' ' },
    start_assessment: { enterprise_id: world.firm, questionnaire: 'quick-check' },
    save_answers: { assessment_id: world.draft, patch: [] },
    submit_assessment: { assessment_id: world.draft },
    return_assessment: { assessment_id: world.draft },
    discard_assessment: { assessment_id: world.submitted },
    open_assessment: { assessment_id: world.submitted },
    read_result: { assessment_id: world.submitted },
    create_share_link: { assessment_id: world.submitted },
    revoke_share_link: { share_link_id: linkId },
    save_questionnaire_draft: { document: {} },
    publish_questionnaire: version,
    retire_questionnaire: version,
    delete_questionnaire_draft: version,
    invite_staff: { email: 'nobody@people.example', roles: [] },
    cancel_staff_invitation: { invitation_id: NOBODY },
    set_staff_roles: { user_id: NOBODY, roles: ['administrator'] },
    set_user_disabled: { user_id: NOBODY, disabled: true },
    packages_for_enterprise: { enterprise_id: world.firm },
    enterprises_for_package: { package_id: NOBODY },
    package_counts: { package_ids: [] },
    save_package: { package_id: null, details: [] },
    set_package_state: { package_id: NOBODY, state: 'open', revision: 1 },
    propose_assignment: { package_id: NOBODY, enterprise_id: world.firm },
    set_assignment_items: { assignment_id: world.assignment, items: [], revision: 1 },
    // Ending it needs a reason, and there is none.
    advance_assignment: { assignment_id: world.assignment, step: 'cancel', revision: 1 },
    add_assignment_evidence: { assignment_id: world.assignment, note: 'x' },
    set_allotment: { programme_id: 'none', line_code: 'X', year: 2026, source: 'state', amount: 1 },
    mark_notifications_read: { notification_ids: [NOBODY] },
    begin_outbox: { outbox_id: NOBODY, attempt: 1 },
    finish_outbox: { outbox_id: NOBODY, attempt: 1, outcome: 'sent' },
    read_unsubscribe: { token: 'unknown' },
    unsubscribe: { token: 'unknown' },
    set_mail_choice: { choice: 'sometimes' },
    list_mails: { state: 'dead' },
    decide_mails: { outbox_ids: [NOBODY], step: 'give_up' },
    apply_for_package: {
      package_id: NOBODY,
      enterprise_id: world.firm,
      own_contribution: 0,
      person_in_charge: 'Ai đó'
    },
    withdraw_application: { application_id: world.closedApplication },
    reject_application: { application_id: world.application, reason: ' ' },
    list_candidates: { package_id: NOBODY },
    my_priority: { application_id: world.application },
    set_priority_weights: { weights: {}, version: -1 },
    propose_many: { package_id: NOBODY, enterprise_ids: [] },
    start_allocation_run: { package_ids: [] },
    record_allocation_run: { allocation_run_id: NOBODY, state: 'solved', result: {} },
    accept_allocation: { allocation_run_id: NOBODY, pairs: [] },
    verify_criteria: { assessment_id: world.submitted, findings: [] },
    add_file: { file_id: NOBODY, enterprise_id: world.firm, name: 'a', content_type: 'text/html', size: 1, sha256: '' },
    ...programmeArguments(world),
    ...learningArguments(world),
    ...leadArguments(world)
  };
}

function programmeArguments(world: World): Record<string, Record<string, unknown>> {
  const nomination = { nomination_id: world.nominationId };
  const programme = { programme_id: 'no-such-programme' };
  return {
    set_target_path: { ...programme, target_id: 'dx_supported', values: {} },
    set_registered_count: { unit_id: 'no-such-unit', year: 2024, count: 1 },
    record_awareness: { tax_codes: [], kind: 'training', held_on: null, title: 'Lớp' },
    remove_awareness_event: { awareness_event_id: NOBODY },
    nominate: { ...programme, enterprise_id: world.firm, reason: 'Tốt' },
    score_nomination: { ...nomination, score: 50 },
    decide_nomination: { ...nomination, recognise: false, revision: 0 },
    withdraw_nomination: { ...nomination, reason: 'Nhầm' },
    set_nomination_rules: { ...programme, details: {}, revision: 0 },
    give_story_consent: { enterprise_id: world.firm, version: 0, locale: 'vi' },
    // Withdrawn already.
    withdraw_story_consent: { enterprise_id: world.firm },
    save_story: { ...nomination, details: {}, revision: 99 },
    publish_story: { ...nomination, published: true },
    nomination_standing: nomination,
    programme_dashboard: programme,
    list_programme_firms: { ...programme, measure: 'supported' },
    package_changes: { package_id: NOBODY },
    create_report: { ...programme, period_start: '2026-10-01', period_end: '2026-10-31' },
    save_report: { report_id: NOBODY, details: {}, revision: 0 },
    finalise_report: { report_id: NOBODY, revision: 0 },
    discard_report: { report_id: NOBODY },
    save_deadline: { ...programme, who: 'x', what: 'Báo cáo', due_on: '2026-12-05' },
    set_deadline_done: { deadline_id: NOBODY },
    remove_deadline: { deadline_id: NOBODY },
    files_off_record: { file_ids: [] }
  };
}

function learningArguments({ firm }: World): Record<string, Record<string, unknown>> {
  return {
    save_public_holiday: { date: '1026-01-01', name_vi: 'Ngày nghỉ', name_en: 'Day off' },
    remove_public_holiday: { date: '1026-01-01' },
    save_article: { article_id: null, details: [] },
    set_article_published: { article_id: NOBODY, published: true, revision: 1 },
    discard_article: { article_id: NOBODY, revision: 1 },
    submit_feedback: { details: { category_id: 'none' } },
    track_feedback: { code: 'UNKNOWN' },
    rate_feedback: { code: 'UNKNOWN', rating: 0 },
    assign_feedback: { feedback_id: NOBODY, user_id: NOBODY },
    answer_feedback: { feedback_id: NOBODY, answer: 'Đã rõ' },
    publish_feedback: { feedback_id: NOBODY, published: true },
    close_feedback: { feedback_id: NOBODY },
    save_hotline: { hotline_id: null, details: [] },
    remove_hotline: { hotline_id: NOBODY },
    register_for_course: { course_session_id: NOBODY, enterprise_id: firm, display_name: 'Ai đó' },
    cancel_course_registration: { course_registration_id: NOBODY },
    save_course: { course_id: null, details: [] },
    set_course_state: { course_id: NOBODY, state: 'open' },
    save_course_session: { course_session_id: null, course_id: NOBODY, details: {} },
    call_off_course_session: { course_session_id: NOBODY, reason: 'Mưa bão' },
    set_attendance: { course_session_id: NOBODY, registration_ids: [] },
    session_link: { course_session_id: NOBODY }
  };
}

describe.each(DRIVERS)('authority on %s', (driver) => {
  let world: World;
  let args: Record<string, Record<string, unknown>>;

  beforeAll(async () => {
    world = await openWorld(driver);
    const [link] = await world.db.sql<{ id: string }>(
      `select share_link_id as id from public.share_links where assessment_id = $1`,
      [world.submitted]
    );
    args = harmlessArguments(world, link!.id);
  });
  afterAll(() => world.close());

  test('the table names every exposed function', async () => {
    const rows = await world.db.sql<{ name: string }>(
      `select p.proname::text as name from pg_proc p where p.pronamespace = 'public'::regnamespace
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`
    );
    expect(rows.map(({ name }) => name).sort()).toEqual([...Object.keys(AUTHORITY), ...ELSEWHERE].sort());
  });

  test.each(Object.entries(AUTHORITY))('%s', async (fn, cells) => {
    const actual: Record<string, string> = {};
    for (const [role, cell] of Object.entries(cells)) {
      const { code } = await world.call(role, fn, args[fn]);
      const [state = '', subject = ''] = code.split(' ');
      actual[role] = state === '42501' ? 'x' : cell.includes(':') ? `${state}:${subject}` : state;
    }
    expect(actual).toEqual(cells);
  });

  // The same answer for "does not exist" and "not yours": ids cannot be probed.
  test.each([
    ['update_enterprise', 'enterprise_id'],
    ['list_enterprise_members', 'enterprise_id'],
    ['create_enterprise_invitation', 'enterprise_id'],
    ['start_assessment', 'enterprise_id'],
    ['save_answers', 'assessment_id'],
    ['submit_assessment', 'assessment_id'],
    ['open_assessment', 'assessment_id'],
    ['read_result', 'assessment_id'],
    ['create_share_link', 'assessment_id'],
    ['revoke_share_link', 'share_link_id'],
    ['decide_enterprise_request', 'request_id'],
    ['propose_assignment', 'enterprise_id'],
    ['set_assignment_items', 'assignment_id'],
    ['advance_assignment', 'assignment_id'],
    ['add_assignment_evidence', 'assignment_id'],
    ['packages_for_enterprise', 'enterprise_id'],
    ['verify_criteria', 'assessment_id'],
    ['add_file', 'enterprise_id'],
    ['give_story_consent', 'enterprise_id'],
    ['nominate', 'enterprise_id'],
    ['nomination_standing', 'nomination_id'],
    ['save_story', 'nomination_id'],
    ['update_provider', 'provider_id'],
    ['save_solution', 'provider_id'],
    ['withdraw_solution', 'solution_id'],
    ['review_provider', 'provider_id'],
    ['review_solution', 'solution_id'],
    ['providers_for_need', 'need_id'],
    ['state_need', 'enterprise_id'],
    ['close_need', 'need_id'],
    ['ask_next_provider', 'need_id'],
    ['give_lead_consents', 'need_id'],
    ['withdraw_lead_consent', 'consent_id'],
    ['advance_lead', 'lead_id'],
    ['send_lead_message', 'lead_id'],
    ['rate_lead', 'lead_id'],
    ['open_lead', 'lead_id'],
    ['provider_leads', 'provider_id']
  ])('%s answers a stranger the same for what exists and what does not', async (fn, key) => {
    const real = await world.call('stranger', fn, args[fn]);
    const invented = await world.call('stranger', fn, { ...args[fn], [key]: NOBODY });
    expect(real).toEqual(invented);
    expect(real.code).toMatch(/^DT001/);
  });

  test('nothing has changed after all that', async () => {
    const [row] = await world.db.sql(
      `select (select count(*)::int from public.enterprises) as firms, (select count(*)::int from public.enterprise_members) as members,
         (select count(*)::int from public.enterprise_requests where state <> 'pending') as decided,
         (select count(*)::int from public.staff_members) as staff, (select state::text from public.assessments where assessment_id = $1) as draft`,
      [world.draft]
    );
    expect(row).toEqual({ firms: 2, members: 4, decided: 0, staff: 6, draft: 'draft' });
  });

  test.each([
    ['text where an id belongs', 'list_enterprise_members', { enterprise_id: 'abc' }, '22P02'],
    ['a role that does not exist', 'create_enterprise_invitation', { role: 'king' }, '22P02'],
    ['no id', 'list_enterprise_members', { enterprise_id: null }, 'DT001 enterprise'],
    ['a number that is too large', 'update_enterprise', { revision: 2 ** 40, details: {} }, '22003']
  ])('%s is refused as bad input', async (_, fn, wrong, code) => {
    const reply = await world.call('owner', fn, { enterprise_id: world.firm, ...wrong });
    expect(reply.code).toBe(code);
  });

  test('an argument that does not exist finds no function', async () => {
    const reply = await world.call('owner', 'submit_assessment', { assessment_id: world.draft, level: 5 });
    expect(reply.code).toMatch(/^PGRST/);
  });
});
