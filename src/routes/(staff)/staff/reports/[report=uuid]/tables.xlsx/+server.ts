import { requireStaff } from '$lib/server/auth/require-staff';
import * as reports from '$lib/server/data/reports';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import { makeReportXlsx } from '$lib/server/reports/report-xlsx';
import type { RequestHandler } from './$types';

/** The tables of the report, from its frozen figures alone. */
export const GET: RequestHandler = async (event) => {
  await requireStaff(event, 'officer', 'manager');
  try {
    const report = await reports.read(event.locals.db, event.params.report);
    const file = await makeReportXlsx(report);
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-length': String(file.length),
        'content-disposition': attachment(
          `bao-cao-${report.period_end}.xlsx`,
          `Báo cáo ${report.period_start} - ${report.period_end}.xlsx`
        ),
        'cache-control': 'private, no-store'
      }
    });
  } catch (e) {
    raise(e);
  }
};
