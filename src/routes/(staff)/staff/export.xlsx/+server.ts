import { error } from '@sveltejs/kit';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { sharedI18n } from '$lib/i18n/instance';
import { LISTS, readListQuery } from '$lib/schemas/staff-list';
import { requireStaff } from '$lib/server/auth/require-staff';
import * as exports from '$lib/server/data/exports';
import { listNames } from '$lib/server/data/staff-list-choices';
import { listAll } from '$lib/server/data/staff-lists';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import { takeLimit } from '$lib/server/limits';
import { makeListXlsx } from '$lib/server/reports/staff-list-xlsx';
import type { RequestHandler } from './$types';

/** A list as a spreadsheet, with the filters of its page. Nothing is sent before the log knows of it. */
export const GET: RequestHandler = async (event) => {
  const { user } = await requireStaff(event, 'officer', 'manager', 'district_officer');
  const { url, locals } = event;
  const list = LISTS.find((name) => name === url.searchParams.get('list'));
  if (!list) error(404, { message: 'not_found' });
  const query = readListQuery(list, url.searchParams);
  try {
    await takeLimit(locals.db, 'export:account', user.id);
    const [{ rows, complete }, names, i18n] = await Promise.all([
      listAll(locals.db, list, query),
      listNames(locals.db, locals.locale),
      sharedI18n(locals.locale, ['common', 'staff', 'enterprise'])
    ]);
    const now = new Date();
    const file = await makeListXlsx({ list, rows, complete, filters: query.filters, names, now }, i18n);
    await exports.log(locals.db, list, query.filters, rows.length);
    const day = dayInVietNam(now);
    return new Response(new Uint8Array(file), {
      headers: {
        'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'content-length': String(file.length),
        'content-disposition': attachment(`${list}-${day}.xlsx`, `${i18n.t(`staff:${list}.title`)} ${day}.xlsx`),
        'cache-control': 'private, no-store'
      }
    });
  } catch (e) {
    raise(e);
  }
};
