import { requireStaff } from '$lib/server/auth/require-staff';
import * as reports from '$lib/server/data/reports';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import { makeReportDocx } from '$lib/server/reports/report-docx';
import type { RequestHandler } from './$types';

/** The report in the form of decree 30/2020, from its frozen figures alone. */
export const GET: RequestHandler = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  try {
    const report = await reports.read(event.locals.db, event.params.report);
    const file = await makeReportDocx(report);
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
        'content-length': String(file.length),
        'content-disposition': attachment(
          `bao-cao-${report.period_end}.docx`,
          `Báo cáo ${report.period_start} - ${report.period_end}.docx`
        ),
        'cache-control': 'private, no-store'
      }
    });
  } catch (e) {
    raise(e);
  }
};
