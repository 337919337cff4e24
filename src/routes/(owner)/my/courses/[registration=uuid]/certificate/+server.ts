import { error } from '@sveltejs/kit';
import { dayInVietNam } from '$lib/domain/calendar/today';
import { sharedI18n } from '$lib/i18n/instance';
import { requireUser } from '$lib/server/auth/require-user';
import * as courses from '$lib/server/data/courses';
import { raise } from '$lib/server/errors';
import { attachment } from '$lib/server/http/attachment';
import { takeLimit } from '$lib/server/limits';
import { makeCertificatePdf } from '$lib/server/reports/certificate-pdf';
import type { RequestHandler } from './$types';

/** The certificate of somebody who was there, in the language of the pages; 404 for everybody else's and for who was not. */
export const GET: RequestHandler = async (event) => {
  const user = requireUser(event);
  const { locals, params } = event;
  try {
    await takeLimit(locals.db, 'export:account', user.id);
    const rows = await courses.mine(locals.db);
    const found = rows.find(({ course_registration_id }) => course_registration_id === params.registration);
    if (!found?.attended) error(404, { message: 'not_found' });
    const i18n = await sharedI18n(locals.locale, ['common', 'courses']);
    const pdf = await makeCertificatePdf({ ...found, title: found[`title_${locals.locale}`] }, i18n, new Date());
    return new Response(new Uint8Array(pdf), {
      headers: {
        'content-type': 'application/pdf',
        'content-length': String(pdf.length),
        'content-disposition': attachment(
          `${i18n.t('courses:certificate.file')}-${dayInVietNam(new Date(found.starts_at))}.pdf`
        ),
        'cache-control': 'private, no-store'
      }
    });
  } catch (refusal) {
    raise(refusal);
  }
};
